//! The browser (runtime.md section 20). The client owns it, and the guest scripts describe what is to be done with it; what
//! it produces is collected by the client, too.

use isolate_protocol::Raw;

use crate::error::RuntimeError;
use crate::mailbox::Query;
use crate::state::State;

/// What is collected, by the names of protocol.md 3.5.
const LISTS: [&str; 5] = [
    "browserConsoleLogs",
    "pageErrors",
    "networkRequests",
    "networkResponses",
    "requestFailures",
];

/// Answers `GET_COLLECTED_DATA` and `CLEAR_COLLECTED_DATA`.
pub(crate) fn query(state: &State, query: Query) -> Result<Raw, RuntimeError> {
    match query {
        Query::CollectedData if !state.has_browser.get() => Err(RuntimeError::NoPlaywright),
        Query::CollectedData => Ok(Raw::build(|writer| {
            writer.map(5);
            for list in LISTS {
                writer.str(list);
                writer.array(0);
            }
        })),
        _ => Ok(Raw::nil()),
    }
}
