//! Uploads and the control of streams (protocol.md, section 3.6).

use bytes::Bytes;

wire_map! {
    /// A piece of an upload.
    pub struct StreamPush {
        /// The stream.
        stream_id: u64 = "streamId",
        /// At most [`STREAM_CHUNK`](crate::limits::STREAM_CHUNK) bytes.
        chunk: Bytes = "chunk",
    }

    /// Grants credit: to the client for an upload, to the daemon for a download.
    pub struct StreamPull {
        /// The stream.
        stream_id: u64 = "streamId",
        /// Bytes added to the credit.
        max_bytes: u64 = "maxBytes",
    }

    /// The regular end of an upload.
    pub struct StreamClose {
        /// The stream.
        stream_id: u64 = "streamId",
    }

    /// Fails an upload, a download or a callback stream, or cancels a download.
    pub struct StreamError {
        /// The stream.
        stream_id: u64 = "streamId",
        /// The error's text.
        error: String = "error",
    }
}
