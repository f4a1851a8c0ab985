//! The answer to a dispatched request: inline, or as a stream (protocol.md 3.2 and 3.6).

use std::sync::Arc;

use isolate_protocol::limits::{STREAM_CHUNK, STREAM_CREDIT};
use isolate_protocol::message::{
    DispatchResult, ResponseMetadata, ResponseStreamStart, SerializedResponse, UpgradeRequest,
};
use isolate_protocol::{Bytes, Message, TooLarge};
use isolate_runtime::{Exchange, ResponseHead, Room, RuntimeError, Sink};

use super::Responder;
use crate::connection::{Connection, Entered};
use crate::failure::Failure;
use crate::host::RuntimeHost;
use crate::http::{has_no_body, is_response_status};
use crate::streams::{BodySink, Frames, NoSink, Outgoing, Producer};

/// Answers one dispatched request.
pub struct ResponseExchange {
    responder: Responder,
    host: Arc<RuntimeHost>,
    /// Until it is answered, the request can be aborted.
    _entered: Entered,
}

impl ResponseExchange {
    /// For a request into the runtime of `host`.
    pub fn new(responder: Responder, host: Arc<RuntimeHost>, entered: Entered) -> Self {
        Self {
            responder,
            host,
            _entered: entered,
        }
    }

    fn respond_inline(self, head: ResponseHead) {
        let result = DispatchResult {
            upgrade: upgrade(head.upgrade),
            response: SerializedResponse {
                status: head.status,
                status_text: Some(head.status_text),
                headers: Some(head.headers),
                ..SerializedResponse::default()
            },
        };
        self.responder.finish(Ok(result.to_raw()));
    }

    /// Opens a stream and announces it. `None` if that is not possible; the client has been told why.
    fn open(
        self,
        head: ResponseHead,
        producer: Option<Box<dyn Producer>>,
    ) -> Option<(Arc<Connection>, Arc<Outgoing>)> {
        let connection = Arc::clone(self.responder.connection());
        let request_id = self.responder.request_id();
        let frames = Frames::Response { request_id };
        let body = match Outgoing::open(&connection, frames, producer) {
            Ok(body) => body,
            Err(refusal) => {
                self.responder.finish(Err(Failure::from(refusal)));
                return None;
            }
        };
        match start(request_id, body.id(), head) {
            Ok(start) => {
                let announced = Arc::clone(&body);
                (self.responder).finish_by(|connection| announced.announce(connection, start));
                Some((connection, body))
            }
            Err(error) => {
                body.cancel(&connection, error.to_string());
                self.responder.finish(Err(error.into()));
                None
            }
        }
    }
}

impl Exchange for ResponseExchange {
    fn respond(self: Box<Self>, head: ResponseHead, body: Option<&[u8]>) {
        let Some(body) = body.filter(|_| may_stream(head.status)) else {
            return self.respond_inline(head);
        };
        if body.len() <= STREAM_CREDIT {
            return self.respond_whole(head, body);
        }
        if let Some((connection, stream)) = self.open(head, None) {
            stream.write(&connection, body);
            stream.end(&connection, Ok(()));
        }
    }

    fn respond_streaming(self: Box<Self>, head: ResponseHead, room: Room) -> Box<dyn Sink> {
        if !may_stream(head.status) {
            Producer::cancel(&room, "A response with this status has no body".to_owned());
            self.respond_inline(head);
            return Box::new(NoSink);
        }
        match self.open(head, Some(Box::new(room))) {
            Some((connection, body)) => BodySink::new(connection, body),
            None => Box::new(NoSink),
        }
    }

    fn fail(self: Box<Self>, error: RuntimeError) {
        if let RuntimeError::TimedOut(_) | RuntimeError::OutOfMemory = error {
            // Nobody waits for the answers to its calls any more.
            self.host.detach();
        }
        self.responder.finish(Err(error.into()));
    }
}

impl ResponseExchange {
    /// A body that the initial credit pays for: everything is one write, and nothing is left of the stream.
    fn respond_whole(self, head: ResponseHead, body: &[u8]) {
        let request_id = self.responder.request_id();
        let stream_id = self.responder.connection().streams.next_id();
        let frames = Frames::Response { request_id };
        let start = match start(request_id, stream_id, head) {
            Ok(start) => start,
            Err(error) => return self.responder.finish(Err(error.into())),
        };
        let mut answer = Vec::with_capacity(start.len() + body.len() + 512);
        answer.extend_from_slice(&start);
        for chunk in body.chunks(STREAM_CHUNK) {
            answer.extend_from_slice(&frames.chunk(stream_id, chunk));
        }
        answer.extend_from_slice(&frames.end(stream_id));
        let host = self.host;
        self.responder.finish_by(|_| host.answer(answer.into()));
    }
}

/// Whether a response with this status can be a stream.
fn may_stream(status: u16) -> bool {
    is_response_status(status) && !has_no_body(status)
}

fn start(request_id: u64, stream_id: u64, head: ResponseHead) -> Result<Bytes, TooLarge> {
    let metadata = ResponseMetadata {
        status: Some(head.status),
        status_text: Some(head.status_text),
        headers: Some(head.headers),
        upgrade: upgrade(head.upgrade),
        ..ResponseMetadata::default()
    };
    let start = ResponseStreamStart {
        request_id,
        stream_id,
        metadata: Some(metadata),
    };
    Message::from(start).encode()
}

fn upgrade(connection_id: Option<String>) -> Option<UpgradeRequest> {
    connection_id.map(|connection_id| UpgradeRequest {
        requested: true,
        connection_id,
    })
}
