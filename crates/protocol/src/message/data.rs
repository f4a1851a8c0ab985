//! What travels as `RESPONSE_OK.data` with a fixed shape.

use super::dispatch::SerializedResponse;

wire_map! {
    /// The answer to [`CreateRuntime`](super::CreateRuntime).
    pub struct RuntimeCreated {
        /// The runtime, a random UUID.
        isolate_id: String = "isolateId",
        /// True if the runtime had been used before.
        reused: bool = "reused",
        /// True from a daemon whose `ws:client-send` events have bytes as bin, so that every string in them is text. Not
        /// in the specification: without it a client takes `__BINARY__` and base64 for bytes (3.8).
        binary_events: Option<bool> = "binaryEvents" (Omit),
    }

    /// The answer to a [`DispatchRequest`](super::DispatchRequest) whose response has no body.
    pub struct DispatchResult {
        /// The response.
        response: SerializedResponse = "response",
        /// The upgrade that the handler asked for with this very request. Not in the specification: it says to ask with
        /// [`FetchGetUpgradeRequest`](super::FetchGetUpgradeRequest), which still works.
        upgrade: Option<UpgradeRequest> = "upgrade" (Omit),
    }

    /// The answer to [`FetchGetUpgradeRequest`](super::FetchGetUpgradeRequest) if an upgrade is pending; also part of the
    /// response that asked for it.
    pub struct UpgradeRequest {
        /// Always true.
        requested: bool = "requested",
        /// The id to open the socket with, a decimal number.
        connection_id: String = "connectionId",
    }
}
