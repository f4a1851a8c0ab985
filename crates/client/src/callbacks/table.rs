//! The callbacks registered on a connection, by id (protocol.md, section 1.5).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, Weak};

use isolate_protocol::limits::FIRST_LOCAL_CALLBACK;
use isolate_protocol::message::Registration;

use super::handler::Handler;
use super::session::Sessions;
use crate::error::ClientError;
use crate::sync::lock;

/// Ids from 1 up to here are the client's.
const LAST_ID: u64 = FIRST_LOCAL_CALLBACK - 1;

#[derive(Debug, Default)]
pub(crate) struct Table {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The id given out last.
    last: u64,
    handlers: HashMap<u64, Handler>,
}

impl Table {
    /// Registers a callback under an id that is not in use.
    pub(crate) fn add(&self, handler: Handler) -> Result<u64, ClientError> {
        let mut state = lock(&self.state);
        if state.handlers.len() as u64 >= LAST_ID {
            return Err(ClientError::CallbackIdsExhausted { max: LAST_ID });
        }
        // Ids are reused as late as possible: a call that is still on its way must not reach another function.
        loop {
            let id = state.last % LAST_ID + 1;
            state.last = id;
            if let Entry::Vacant(free) = state.handlers.entry(id) {
                free.insert(handler);
                return Ok(id);
            }
        }
    }

    pub(crate) fn get(&self, id: u64) -> Option<Handler> {
        lock(&self.state).handlers.get(&id).cloned()
    }

    pub(crate) fn clear(&self) {
        let handlers = std::mem::take(&mut lock(&self.state).handlers);
        // Outside of the lock: what the closures hold may use the table when it is dropped.
        drop(handlers);
    }

    fn remove(&self, ids: &[u64]) {
        let removed: Vec<_> = {
            let mut state = lock(&self.state);
            ids.iter().map(|id| state.handlers.remove(id)).collect()
        };
        drop(removed);
    }
}

/// The callbacks of one runtime. Dropping it makes them unknown.
#[derive(Debug)]
pub(crate) struct Registered {
    table: Weak<Table>,
    ids: Vec<u64>,
    /// What the guest is in the middle of, through these callbacks.
    sessions: Vec<Arc<Sessions>>,
}

impl Registered {
    pub(crate) fn new(table: &Arc<Table>) -> Self {
        Self {
            table: Arc::downgrade(table),
            ids: Vec::new(),
            sessions: Vec::new(),
        }
    }

    /// The iterators of some of the callbacks.
    pub(crate) fn add_sessions(&mut self, sessions: &Arc<Sessions>) {
        self.sessions.push(Arc::clone(sessions));
    }

    /// The runtime is there again after its connection broke: see [`Sessions::age`].
    pub(crate) fn age(&self) {
        self.sessions.iter().for_each(|sessions| sessions.age());
    }

    /// Another isolate has taken the runtime's place: nobody comes back to its iterators.
    pub(crate) fn close_sessions(&self) {
        self.sessions
            .iter()
            .for_each(|sessions| sessions.close_all());
    }

    /// Registers one more, and says how to announce it to the daemon.
    pub(crate) fn add(
        &mut self,
        handler: Handler,
        name: &str,
        kind: &str,
    ) -> Result<Registration, ClientError> {
        let table = self.table.upgrade().ok_or(ClientError::NotConnected)?;
        let callback_id = table.add(handler)?;
        self.ids.push(callback_id);
        Ok(Registration {
            callback_id,
            name: Some(name.to_owned()),
            kind: Some(kind.to_owned()),
            ..Registration::default()
        })
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        if let Some(table) = self.table.upgrade() {
            table.remove(&self.ids);
        }
    }
}
