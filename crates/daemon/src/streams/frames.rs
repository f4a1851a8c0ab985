//! The frames of bodies for the client: responses of dispatches, and request bodies of fetches (protocol.md 3.6).

use isolate_protocol::message::{ResponseStreamEnd, StreamClose, StreamError};
use isolate_protocol::{Bytes, Message, TooLarge, write_frame};

use crate::failure;

/// How the messages of a body are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frames {
    /// `RESPONSE_STREAM_*`, of the response to a dispatch.
    Response {
        /// The dispatch.
        request_id: u64,
    },
    /// `STREAM_PUSH` and `STREAM_CLOSE`.
    Request,
}

impl Frames {
    /// A piece of the body. Written by hand, because a message would have to own the piece first.
    pub fn chunk(self, stream_id: u64, chunk: &[u8]) -> Bytes {
        whole(match self {
            Self::Response { request_id } => write_frame(0x83, |writer| {
                writer.map(3);
                writer.str("requestId");
                writer.uint(request_id);
                writer.str("streamId");
                writer.uint(stream_id);
                writer.str("chunk");
                writer.bin(chunk);
            }),
            Self::Request => write_frame(0xa0, |writer| {
                writer.map(2);
                writer.str("streamId");
                writer.uint(stream_id);
                writer.str("chunk");
                writer.bin(chunk);
            }),
        })
    }

    /// The regular end.
    pub fn end(self, stream_id: u64) -> Bytes {
        let message = match self {
            Self::Response { request_id } => Message::from(ResponseStreamEnd {
                request_id,
                stream_id,
            }),
            Self::Request => StreamClose { stream_id }.into(),
        };
        whole(message.encode())
    }

    /// The failure. If it comes `alone`, after everything else was written, it brings an empty chunk along: existing
    /// clients that wait for data wake up for nothing else.
    pub fn failure(self, stream_id: u64, error: &str, alone: bool) -> Bytes {
        let error = failure::cut(error);
        let failure = whole(Message::from(StreamError { stream_id, error }).encode());
        match self {
            Self::Response { .. } if alone => [self.chunk(stream_id, &[]), failure].concat().into(),
            _ => failure,
        }
    }
}

/// Chunks and texts are far from the limit of a frame.
fn whole(frame: Result<Bytes, TooLarge>) -> Bytes {
    frame.unwrap_or_else(|error| {
        tracing::error!(%error, "a frame of a stream was not sent");
        Bytes::new()
    })
}

#[cfg(test)]
mod tests {
    use isolate_protocol::message::{ResponseStreamChunk, StreamPush};

    use super::*;

    #[test]
    fn chunks_are_written_as_the_messages_are() {
        let chunk = Bytes::from_static(b"abc");
        let (request_id, stream_id) = (7, 1 << 30);
        let message = Message::from(ResponseStreamChunk {
            request_id,
            stream_id,
            chunk: chunk.clone(),
        });
        let response = Frames::Response { request_id };
        assert_eq!(response.chunk(stream_id, &chunk), message.encode().unwrap());
        let message = Message::from(StreamPush {
            stream_id,
            chunk: chunk.clone(),
        });
        assert_eq!(
            Frames::Request.chunk(stream_id, &chunk),
            message.encode().unwrap()
        );
    }
}
