//! The calls of a connection's runtimes that the client has not answered yet (protocol.md 3.7 and 4.2).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_runtime::{HostError, HostResult, Reply};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::ledger::{Ledger, Slot};
use crate::sync::lock;

/// Ids from here up are of console entries, whose answers mean nothing: nobody has to remember them.
const CONSOLE_IDS: u64 = 1 << 52;

/// The table of pending calls.
#[derive(Debug)]
pub struct Callbacks {
    timeout: Duration,
    state: Mutex<State>,
    /// Wakes `sweep` when it sleeps without a deadline.
    wake: Notify,
}

#[derive(Debug)]
struct State {
    /// By request id, and so by age.
    pending: BTreeMap<u64, PendingCall>,
    next_call: u64,
    next_entry: u64,
    /// True while `sweep` will look at the table by itself, in time for the oldest call.
    watched: bool,
    closed: bool,
}

/// A call that waits for the client's `CALLBACK_RESPONSE`.
#[derive(Debug)]
pub struct PendingCall {
    reply: Reply,
    slot: Slot,
    /// False if the result is plain data, in which refs mean nothing.
    takes_refs: bool,
    deadline: Instant,
}

impl PendingCall {
    /// Delivers the client's answer.
    pub fn answer(self, result: HostResult) {
        if let (true, Ok(value)) = (self.takes_refs, &result) {
            self.slot.ledger().hand_out(value);
        }
        drop(self.slot);
        self.reply.send(result);
    }
}

impl Callbacks {
    /// An empty table of calls that may take `timeout` each.
    pub fn new(timeout: Duration) -> Self {
        let state = State {
            pending: BTreeMap::new(),
            next_call: 1,
            next_entry: CONSOLE_IDS,
            watched: false,
            closed: false,
        };
        Self {
            timeout,
            state: Mutex::new(state),
            wake: Notify::new(),
        }
    }

    /// The id for a console entry, whose answer nobody waits for.
    pub fn entry_id(&self) -> u64 {
        let mut state = lock(&self.state);
        let id = state.next_entry;
        state.next_entry += 1;
        id
    }

    /// Remembers a call; gives its id. `None` if the connection has closed, and then the reply is dropped.
    pub fn insert(&self, slot: Slot, reply: Reply, takes_refs: bool) -> Option<u64> {
        let mut state = lock(&self.state);
        if state.closed {
            return None;
        }
        let id = state.next_call;
        state.next_call += 1;
        let call = PendingCall {
            reply,
            slot,
            takes_refs,
            deadline: Instant::now() + self.timeout,
        };
        state.pending.insert(id, call);
        if !state.watched {
            state.watched = true;
            self.wake.notify_one();
        }
        Some(id)
    }

    /// Takes out the call that an answer is for.
    pub fn take(&self, id: u64) -> Option<PendingCall> {
        lock(&self.state).pending.remove(&id)
    }

    /// Whether an answer with this id is the acknowledgement of a console entry.
    pub fn is_entry(&self, id: u64) -> bool {
        (CONSOLE_IDS..lock(&self.state).next_entry).contains(&id)
    }

    /// Drops the calls of a runtime that has ended; gives their ids.
    pub fn drop_of(&self, ledger: &Arc<Ledger>) -> Vec<u64> {
        // Dropped outside of the lock: a reply runs code of the runtime's.
        let calls: Vec<_> = lock(&self.state)
            .pending
            .extract_if(.., |_, call| Arc::ptr_eq(call.slot.ledger(), ledger))
            .collect();
        calls.iter().map(|(id, _)| *id).collect()
    }

    /// Fails calls that take too long, for as long as the connection lives; tells `expired` about each.
    pub async fn sweep(&self, mut expired: impl FnMut(u64, &str)) {
        loop {
            match self.next_deadline() {
                Some(deadline) => sleep_until(deadline).await,
                None => self.wake.notified().await,
            }
            for (id, call) in self.take_expired(Instant::now()) {
                let reason = format!("callback timed out after {}ms", self.timeout.as_millis());
                expired(id, &reason);
                call.answer(Err(HostError::new(reason)));
            }
        }
    }

    fn next_deadline(&self) -> Option<Instant> {
        let mut state = lock(&self.state);
        let oldest = state.pending.values().next().map(|call| call.deadline);
        state.watched = oldest.is_some();
        oldest
    }

    fn take_expired(&self, now: Instant) -> Vec<(u64, PendingCall)> {
        lock(&self.state)
            .pending
            .extract_if(.., |_, call| call.deadline <= now)
            .collect()
    }

    /// The connection has closed: all calls fail, now and later.
    pub fn close(&self) {
        let pending = {
            let mut state = lock(&self.state);
            state.closed = true;
            std::mem::take(&mut state.pending)
        };
        drop(pending);
    }
}
