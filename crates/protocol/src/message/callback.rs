//! Callbacks and their streamed answers (protocol.md, sections 3.6, 3.7, 4.11 and A.2).

use bytes::Bytes;

use super::reply::ResponseMetadata;
use crate::raw::Raw;
use crate::refs::CodeProperty;

wire_map! {
    /// Calls a callback of the peer.
    pub struct CallbackInvoke {
        /// The caller's id for the answer.
        request_id: u64 = "requestId",
        /// The callback.
        callback_id: u64 = "callbackId",
        /// An array of arguments.
        args: Raw = "args" (Values),
        /// The context of the dispatch that caused the call; `None` only if the key is absent (A.5).
        context: Option<Raw> = "context" (Presence),
    }

    /// Answers a [`CallbackInvoke`].
    pub struct CallbackResponse {
        /// The invocation.
        request_id: u64 = "requestId",
        /// The result.
        result: Option<Raw> = "result",
        /// If present, the call failed.
        error: Option<CallbackError> = "error" (Omit),
    }

    /// Why a callback failed.
    pub struct CallbackError {
        /// The error's name; absent if what was thrown is no Error.
        name: Option<String> = "name",
        /// The error's message; absent if what was thrown is no Error.
        message: Option<String> = "message",
        /// The stack on the callback's side.
        stack: Option<String> = "stack" (Omit),
        /// The error's `code`. Older peers neither send nor read it.
        code: Option<CodeProperty> = "code" (Omit),
    }

    /// Gives up on an invocation: no answer to it is wanted any more.
    pub struct CallbackAbort {
        /// Carries no meaning, and is never answered.
        request_id: u64 = "requestId",
        /// The invocation.
        target_request_id: u64 = "targetRequestId",
        /// Informative.
        reason: Option<String> = "reason",
    }

    /// Answers a fetch invocation; the body follows as a stream.
    pub struct CallbackStreamStart {
        /// The invocation.
        request_id: u64 = "requestId",
        /// The stream, allocated by the client.
        stream_id: u64 = "streamId",
        /// Status and headers.
        metadata: ResponseMetadata = "metadata",
    }

    /// A piece of the body of a fetch.
    pub struct CallbackStreamChunk {
        /// The invocation.
        request_id: u64 = "requestId",
        /// The stream.
        stream_id: u64 = "streamId",
        /// At most [`STREAM_CHUNK`](crate::limits::STREAM_CHUNK) bytes.
        chunk: Bytes = "chunk",
    }

    /// The regular end of the body of a fetch.
    pub struct CallbackStreamEnd {
        /// The invocation.
        request_id: u64 = "requestId",
        /// The stream.
        stream_id: u64 = "streamId",
    }

    /// Tells the client to stop reading the body of a fetch.
    pub struct CallbackStreamCancel {
        /// The stream.
        stream_id: u64 = "streamId",
    }
}
