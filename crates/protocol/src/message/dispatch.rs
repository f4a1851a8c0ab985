//! HTTP requests into a runtime (protocol.md, section 3.2 and A.5).

use bytes::Bytes;

use crate::raw::Raw;

wire_map! {
    /// Hands a request to the handler of `serve()`. Answered with a [`DispatchResult`](super::DispatchResult) or a
    /// response stream.
    pub struct DispatchRequest {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The request.
        request: SerializedRequest = "request",
        /// `None` only if the key is absent: newest clients always send it, as nil when unused. To be copied into
        /// every callback the request causes.
        context: Option<Raw> = "context" (Presence),
    }

    /// A request, in dispatches and as the argument of the fetch callback (section 4.8).
    pub struct SerializedRequest {
        /// The method.
        method: String = "method",
        /// The absolute URL.
        url: String = "url",
        /// Names and values in order; names may repeat.
        headers: Vec<(String, String)> = "headers",
        /// The complete body, unless it is streamed.
        body: Option<Bytes> = "body",
        /// The upload stream that brings the body. Left out, never nil, when there is none: peers take nil for an id.
        body_stream_id: Option<u64> = "bodyStreamId" (Omit),
        /// True if the request's abort signal was already aborted.
        signal_aborted: Option<bool> = "signalAborted",
    }

    /// A complete response, in answers to dispatches and as the result of the fetch callback.
    pub struct SerializedResponse {
        /// The status.
        status: u16 = "status",
        /// The reason phrase.
        status_text: Option<String> = "statusText",
        /// Names and values in order; names may repeat.
        headers: Option<Vec<(String, String)>> = "headers",
        /// The complete body.
        body: Option<Bytes> = "body",
        /// The response's URL, as the result of the fetch callback. Not in the specification.
        url: Option<String> = "url" (Omit),
        /// Whether redirects were followed on the way to that URL. Not in the specification.
        redirected: Option<bool> = "redirected" (Omit),
    }

    /// Fires the abort signal of a dispatched request. One-way, and may overtake its target.
    pub struct DispatchRequestAbort {
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The `requestId` of the dispatch.
        target_request_id: u64 = "targetRequestId",
    }
}
