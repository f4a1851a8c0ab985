//! What travels as `RESPONSE_OK.data` with a fixed shape.

use super::dispatch::SerializedResponse;

wire_map! {
    /// The answer to [`CreateRuntime`](super::CreateRuntime).
    pub struct RuntimeCreated {
        /// The runtime, a random UUID.
        isolate_id: String = "isolateId",
        /// True if the runtime had been used before.
        reused: bool = "reused",
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
