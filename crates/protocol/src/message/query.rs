//! Queries, resets and test runs (protocol.md, sections 3.4 and 3.5).

/// Declares the messages that name a runtime and nothing else.
macro_rules! queries {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        wire_map! {$(
            $(#[$doc])*
            pub struct $name {
                /// The client's id for the answer.
                request_id: u64 = "requestId",
                /// The runtime.
                isolate_id: String = "isolateId",
            }
        )*}
    };
}

queries! {
    /// Asks for the pending upgrade. Answered with an [`UpgradeRequest`](super::UpgradeRequest) or nil.
    FetchGetUpgradeRequest;
    /// Asks whether `serve()` registered a handler. Answered with a bool.
    FetchHasServeHandler;
    /// Asks whether an inbound WebSocket is open. Answered with a bool.
    FetchHasActiveConnections;
    /// Drops all timers and intervals.
    TimersClearAll;
    /// Clears console timers, counters and group depth.
    ConsoleReset;
    /// Asks for the running `console.time`s. Answered with a map from label to start time in milliseconds.
    ConsoleGetTimers;
    /// Asks for the `console.count`s. Answered with a map from label to count.
    ConsoleGetCounters;
    /// Asks for the `console.group` depth. Answered with an integer.
    ConsoleGetGroupDepth;
    /// Drops all registered tests, suites, hooks and mocks.
    ResetTestEnv;
    /// Asks whether tests are registered. Answered with a bool.
    HasTests;
    /// Asks how many tests are registered. Answered with an integer.
    GetTestCount;
    /// Asks for what the browser produced. Answered with five lists (section 3.5).
    GetCollectedData;
    /// Empties the lists of [`GetCollectedData`].
    ClearCollectedData;
}

wire_map! {
    /// Runs the registered tests, or joins the run in progress. Answered with the results (section 3.5).
    pub struct RunTests {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// Limit of the whole run in milliseconds. Absent: the runtime's default; 0 or negative: none.
        timeout: Option<f64> = "timeout",
    }
}
