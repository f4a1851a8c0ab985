//! Answers of the daemon and response streams (protocol.md, section 3.6).

use bytes::Bytes;

use super::data::UpgradeRequest;
use crate::raw::Raw;

wire_map! {
    /// A request succeeded.
    pub struct ResponseOk {
        /// The request.
        request_id: u64 = "requestId",
        /// The result; nil when there is none.
        data: Raw = "data",
    }

    /// A request failed.
    pub struct ResponseError {
        /// The request; 0 or nil if the offending message had none.
        request_id: Option<u64> = "requestId",
        /// An [`ErrorCode`](crate::ErrorCode), or whatever number the peer sent.
        code: u16 = "code",
        /// The text; absent if the script threw something that is no Error.
        message: Option<String> = "message",
        /// More about the exception.
        details: Option<ErrorDetails> = "details",
    }

    /// More about the exception behind a [`ResponseError`].
    pub struct ErrorDetails {
        /// The error's name, for instance `TypeError`.
        name: Option<String> = "name",
        /// The stack.
        stack: Option<String> = "stack" (Omit),
        /// The error's cause.
        cause: Option<Raw> = "cause" (Omit),
    }

    /// A dispatched request is answered, and the body follows as a stream.
    pub struct ResponseStreamStart {
        /// The dispatch.
        request_id: u64 = "requestId",
        /// The stream, allocated by the daemon.
        stream_id: u64 = "streamId",
        /// Status and headers.
        metadata: Option<ResponseMetadata> = "metadata",
    }

    /// Status and headers of a streamed response.
    pub struct ResponseMetadata {
        /// The status, default 200; never a null-body status, and within 200..=599.
        status: Option<u16> = "status",
        /// The reason phrase, default `OK`.
        status_text: Option<String> = "statusText",
        /// Names and values in order; names may repeat.
        headers: Option<Vec<(String, String)>> = "headers",
        /// The response's URL; only clients set it.
        url: Option<String> = "url" (Omit),
        /// Whether redirects were followed on the way to that URL; only clients set it. Not in the specification.
        redirected: Option<bool> = "redirected" (Omit),
        /// The upgrade that the handler asked for with this very request; only the daemon sets it. Not in the
        /// specification.
        upgrade: Option<UpgradeRequest> = "upgrade" (Omit),
    }

    /// A piece of a response body.
    pub struct ResponseStreamChunk {
        /// The dispatch.
        request_id: u64 = "requestId",
        /// The stream.
        stream_id: u64 = "streamId",
        /// At most [`STREAM_CHUNK`](crate::limits::STREAM_CHUNK) bytes.
        chunk: Bytes = "chunk",
    }

    /// The regular end of a response body.
    pub struct ResponseStreamEnd {
        /// The dispatch.
        request_id: u64 = "requestId",
        /// The stream.
        stream_id: u64 = "streamId",
    }
}
