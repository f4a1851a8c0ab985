//! Events in both directions (protocol.md, section 3.8). One-way: never answered, not even with an error.

use crate::raw::Raw;

wire_map! {
    /// An event of the isolate, for the client.
    pub struct IsolateEvent {
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The event's name; `ws:command` and `ws:client-*` are reserved.
        event: String = "event",
        /// What happened.
        payload: Raw = "payload",
    }

    /// An event of the client, for the isolate.
    pub struct ClientEvent {
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The event's name; `ws:client-*` is reserved.
        event: String = "event",
        /// What happened.
        payload: Raw = "payload",
    }
}
