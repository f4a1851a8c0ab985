//! Serving a `fetch` of the guest (protocol.md, section 4.8).

use std::sync::Arc;

use isolate_protocol::limits::INLINE_FETCH_BODY;
use isolate_protocol::message::{
    CallbackStreamStart, ResponseMetadata, SerializedRequest, SerializedResponse,
};
use isolate_protocol::{Bytes, Raw, Token};

use super::failure::CallbackError;
use super::guarded;
use super::handler::{BoxFuture, FetchCallback};
use super::invocation::{drive, failed, succeeded};
use crate::abort::{Abort, AbortSignal};
use crate::connection::Connection;
use crate::http::body::{Content, Pieces, once};
use crate::http::fetch::{FetchRequest, FetchResponse};
use crate::http::incoming::Incoming;
use crate::streams::pump::Route;
use crate::streams::receiving::Receiving;

/// Calls the program's callback; the answer's frame if it is there at once and in one piece.
pub(super) fn start(
    connection: &Arc<Connection>,
    request_id: u64,
    args: &Raw,
    callback: &FetchCallback,
) -> Option<Bytes> {
    let Some(request) = read(args) else {
        let error = CallbackError::new("unusable arguments: expected a request");
        return Some(failed(request_id, error));
    };
    let (abort, signal) = AbortSignal::new();
    if request.signal_aborted == Some(true) {
        abort.fire();
    }
    let request = FetchRequest {
        body: match request.body_stream_id {
            Some(id) => {
                let receiving = connection.streams.receive(id, Receiving::fetch());
                Incoming::stream(Arc::clone(connection), id, receiving)
            }
            None => Incoming::whole(request.body),
        },
        method: request.method,
        url: request.url,
        headers: request.headers,
        signal,
    };
    let future: BoxFuture<'static, _> = match guarded(|| callback(request)) {
        Ok(future) => future,
        Err(error) => return Some(failed(request_id, error)),
    };
    let abort = Some(Arc::new(abort));
    drive(
        connection,
        request_id,
        future,
        abort,
        move |connection, outcome, abort| match outcome {
            Ok(response) => respond(connection, request_id, response, abort),
            Err(error) => Some(failed(request_id, error)),
        },
    )
}

/// The request in `[request]`.
fn read(args: &Raw) -> Option<SerializedRequest> {
    let mut reader = args.reader();
    let Ok(Token::Array(1..)) = reader.next() else {
        return None;
    };
    let rest = reader.remaining();
    reader.skip().ok()?;
    let len = rest.len() - reader.remaining().len();
    let first = args.bytes().slice_ref(rest.get(..len)?);
    SerializedRequest::from_raw(&Raw::from_bytes(first).ok()?).ok()
}

/// The frame of a response that is there and short; everything else begins here and goes on as a stream.
fn respond(
    connection: &Arc<Connection>,
    request_id: u64,
    mut response: FetchResponse,
    abort: Option<Arc<Abort>>,
) -> Option<Bytes> {
    let body = match response.take_body() {
        Content::Empty => None,
        Content::Whole(bytes) if bytes.len() <= INLINE_FETCH_BODY => Some(bytes),
        Content::Whole(bytes) => {
            stream(connection, request_id, response, once(bytes), abort);
            return None;
        }
        Content::Pieces(pieces) => {
            stream(connection, request_id, response, pieces, abort);
            return None;
        }
    };
    let response = SerializedResponse {
        status: response.status,
        status_text: Some(response.status_text),
        headers: Some(response.headers),
        body,
        url: response.url,
        redirected: response.redirected.then_some(true),
    };
    Some(succeeded(request_id, response.to_raw()))
}

fn stream(
    connection: &Arc<Connection>,
    request_id: u64,
    response: FetchResponse,
    pieces: Pieces,
    abort: Option<Arc<Abort>>,
) {
    let senders = &connection.streams.senders;
    let stream_id = senders.allocate();
    let start = CallbackStreamStart {
        request_id,
        stream_id,
        metadata: ResponseMetadata {
            status: Some(response.status),
            status_text: Some(response.status_text),
            headers: Some(response.headers),
            url: response.url,
            redirected: response.redirected.then_some(true),
            upgrade: None,
        },
    };
    match connection.send(start) {
        Ok(()) => senders.start(
            connection,
            stream_id,
            Route::Response(request_id),
            pieces,
            abort,
        ),
        Err(error) => {
            // The head is too large, or the connection is gone.
            let frame = failed(request_id, CallbackError::from(error));
            let _ = connection.outbox.send([frame]);
        }
    }
}
