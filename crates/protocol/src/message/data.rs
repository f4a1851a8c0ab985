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
    }

    /// The answer to [`FetchGetUpgradeRequest`](super::FetchGetUpgradeRequest) if an upgrade is pending.
    pub struct UpgradeRequest {
        /// Always true.
        requested: bool = "requested",
        /// The id to open the socket with, a decimal number.
        connection_id: String = "connectionId",
    }
}
