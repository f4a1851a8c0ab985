//! Bodies on their way to whoever asked for them, and the control of all streams (protocol.md, section 3.6).
//!
//! `STREAM_PUSH` and `STREAM_CLOSE` bring the body of a dispatched request to the daemon. To clients that registered
//! their fetch callback with `requestStreams` they bring the body of a fetch as well, in the other direction.

use bytes::Bytes;

wire_map! {
    /// A piece of a request body.
    pub struct StreamPush {
        /// The stream.
        stream_id: u64 = "streamId",
        /// At most [`STREAM_CHUNK`](crate::limits::STREAM_CHUNK) bytes.
        chunk: Bytes = "chunk",
    }

    /// Grants credit to whoever sends the stream's body.
    pub struct StreamPull {
        /// The stream.
        stream_id: u64 = "streamId",
        /// Bytes added to the credit.
        max_bytes: u64 = "maxBytes",
    }

    /// The regular end of a request body.
    pub struct StreamClose {
        /// The stream.
        stream_id: u64 = "streamId",
    }

    /// Fails a stream, from the side that sends its body, or cancels it, from the side that receives it.
    pub struct StreamError {
        /// The stream.
        stream_id: u64 = "streamId",
        /// The error's text.
        error: String = "error",
    }
}
