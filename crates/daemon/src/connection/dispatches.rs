//! The dispatched requests of a connection that are not answered yet, for `DISPATCH_REQUEST_ABORT` (protocol.md 3.2).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use isolate_runtime::DispatchId;

use super::Connection;
use crate::pool::IsolateId;
use crate::streams::Recent;
use crate::sync::lock;

/// Aborts that may be ahead of their requests.
const EARLY: usize = 1000;

/// The table.
#[derive(Debug)]
pub struct Dispatches(Mutex<State>);

#[derive(Debug)]
struct State {
    /// By request id; without an id until the runtime has given one.
    running: HashMap<u64, (IsolateId, Option<DispatchId>)>,
    early: Recent,
}

/// A request's place in the table; dropping it takes the request out.
pub struct Entered {
    connection: Arc<Connection>,
    request_id: u64,
}

impl Default for Dispatches {
    fn default() -> Self {
        Self(Mutex::new(State {
            running: HashMap::new(),
            early: Recent::new(EARLY),
        }))
    }
}

impl Dispatches {
    /// Enters a request that is about to be dispatched into a runtime. Also says whether it has been aborted before.
    pub fn enter(
        connection: &Arc<Connection>,
        request_id: u64,
        isolate: IsolateId,
    ) -> (Entered, bool) {
        let mut state = lock(&connection.dispatches.0);
        state.running.insert(request_id, (isolate, None));
        let aborted = state.early.remove(request_id);
        let connection = Arc::clone(connection);
        let entered = Entered {
            connection,
            request_id,
        };
        (entered, aborted)
    }

    /// The runtime has the request, unless it is answered already.
    pub fn started(&self, request_id: u64, id: DispatchId) {
        if let Some((_, known)) = lock(&self.0).running.get_mut(&request_id) {
            *known = Some(id);
        }
    }

    /// What an abort is aimed at. If that is not there it may be on its way: it starts aborted then.
    pub fn abort(&self, request_id: u64) -> Option<(IsolateId, DispatchId)> {
        let mut state = lock(&self.0);
        match state.running.get_mut(&request_id) {
            // Once is enough: the runtime need not hear of it again.
            Some((isolate, id)) => id.take().map(|id| (Arc::clone(isolate), id)),
            None => {
                state.early.insert(request_id);
                None
            }
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut state = lock(&self.connection.dispatches.0);
        state.running.remove(&self.request_id);
    }
}
