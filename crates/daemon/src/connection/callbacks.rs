//! The calls of a connection's runtimes that the client has not answered yet (protocol.md 3.7 and 4.2).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_protocol::Raw;
use isolate_runtime::{Burden, HostError, HostResult, IncomingBody, Reply};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::ledger::{Ledger, Slot};
use crate::sync::lock;

/// Ids from here up are of console entries, whose answers mean nothing: nobody has to remember them.
const CONSOLE_IDS: u64 = 1 << 52;

/// What the client of a fetch that is not wanted any more is told.
pub const FETCH_ABORTED: &str = "fetch callback aborted";

/// The table of pending calls.
#[derive(Debug)]
pub struct Callbacks {
    timeouts: Timeouts,
    state: Mutex<State>,
    /// Wakes `sweep` when it sleeps without a deadline.
    wake: Notify,
}

#[derive(Debug)]
struct State {
    /// By request id, and so by age.
    calls: BTreeMap<u64, PendingCall>,
    /// The same for fetches, whose time is shorter.
    fetches: BTreeMap<u64, PendingCall>,
    next_call: u64,
    next_entry: u64,
    /// When `sweep` will look at the table by itself.
    looks_at: Option<Instant>,
    closed: bool,
}

/// A call that waits for the client's `CALLBACK_RESPONSE`.
#[derive(Debug)]
pub struct PendingCall {
    reply: Reply,
    slot: Slot,
    kind: CallKind,
    deadline: Instant,
}

/// What the answer to a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// A value, which may hand out functions.
    Value,
    /// Plain data, in which refs mean nothing.
    Data,
    /// A response: plain data, or a head whose body follows.
    Fetch {
        /// Whether the client waits for credit when it sends the body.
        credit: bool,
    },
}

/// How long calls may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// Until the answer.
    pub call: Duration,
    /// Until the answer to a fetch, or its head.
    pub fetch: Duration,
}

impl PendingCall {
    /// Delivers the client's answer.
    pub fn answer(self, result: HostResult) {
        self.answer_with(result, None);
    }

    /// The same; `burden` is dropped when the guest has taken the answer.
    pub fn answer_with(self, result: HostResult, burden: Option<Burden>) {
        if let (CallKind::Value, Ok(value)) = (self.kind, &result) {
            self.slot.ledger().hand_out(value);
        }
        drop(self.slot);
        self.reply.send_with(result, burden);
    }

    /// Delivers the head of a response whose body follows.
    pub fn answer_streaming(self, head: Raw, body: IncomingBody) {
        drop(self.slot);
        self.reply.send_response(head, body);
    }

    /// Whether the client waits for credit when it sends the body of its answer.
    pub fn credit(&self) -> bool {
        self.kind == CallKind::Fetch { credit: true }
    }

    /// Why the call is given up when its runtime has ended.
    fn aborted(&self) -> &'static str {
        match self.kind {
            CallKind::Fetch { .. } => FETCH_ABORTED,
            CallKind::Value | CallKind::Data => "Callback aborted",
        }
    }
}

impl Callbacks {
    /// An empty table.
    pub fn new(timeouts: Timeouts) -> Self {
        let state = State {
            calls: BTreeMap::new(),
            fetches: BTreeMap::new(),
            next_call: 1,
            next_entry: CONSOLE_IDS,
            looks_at: None,
            closed: false,
        };
        Self {
            timeouts,
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
    pub fn insert(&self, slot: Slot, reply: Reply, kind: CallKind) -> Option<u64> {
        let mut state = lock(&self.state);
        if state.closed {
            return None;
        }
        let id = state.next_call;
        state.next_call += 1;
        let (table, timeout) = match kind {
            CallKind::Fetch { .. } => (&mut state.fetches, self.timeouts.fetch),
            CallKind::Value | CallKind::Data => (&mut state.calls, self.timeouts.call),
        };
        let deadline = Instant::now() + timeout;
        let call = PendingCall {
            reply,
            slot,
            kind,
            deadline,
        };
        table.insert(id, call);
        if state.looks_at.is_none_or(|at| deadline < at) {
            state.looks_at = Some(deadline);
            self.wake.notify_one();
        }
        Some(id)
    }

    /// Takes out the call that an answer is for.
    pub fn take(&self, id: u64) -> Option<PendingCall> {
        let mut state = lock(&self.state);
        let call = state.calls.remove(&id);
        call.or_else(|| state.fetches.remove(&id))
    }

    /// Takes out the fetch that an answer is for, and no other call.
    pub fn take_fetch(&self, id: u64) -> Option<PendingCall> {
        lock(&self.state).fetches.remove(&id)
    }

    /// Whether an answer with this id is the acknowledgement of a console entry.
    pub fn is_entry(&self, id: u64) -> bool {
        (CONSOLE_IDS..lock(&self.state).next_entry).contains(&id)
    }

    /// Drops the calls of a runtime that has ended; gives their ids, and what to tell the client.
    pub fn drop_of(&self, ledger: &Arc<Ledger>) -> Vec<(u64, &'static str)> {
        // Dropped outside of the lock: a reply runs code of the runtime's.
        let calls = self.extract(|call| Arc::ptr_eq(call.slot.ledger(), ledger));
        let told = calls.iter().map(|(id, call)| (*id, call.aborted()));
        told.collect()
    }

    fn extract(&self, mut which: impl FnMut(&PendingCall) -> bool) -> Vec<(u64, PendingCall)> {
        let mut state = lock(&self.state);
        let State { calls, fetches, .. } = &mut *state;
        let extracted = calls
            .extract_if(.., |_, call| which(call))
            .collect::<Vec<_>>();
        let fetches = fetches.extract_if(.., |_, call| which(call));
        extracted.into_iter().chain(fetches).collect()
    }

    /// Fails calls that take too long, for as long as the connection lives; tells `expired` about each.
    pub async fn sweep(&self, mut expired: impl FnMut(u64, &str)) {
        loop {
            let woken = self.wake.notified();
            match self.next_deadline() {
                Some(deadline) => drop(timeout_at(deadline, woken).await),
                None => woken.await,
            }
            let now = Instant::now();
            for (id, call) in self.extract(|call| call.deadline <= now) {
                let (label, time) = match call.kind {
                    CallKind::Fetch { .. } => ("fetch callback", self.timeouts.fetch),
                    CallKind::Value | CallKind::Data => ("callback", self.timeouts.call),
                };
                let reason = format!("{label} timed out after {}ms", time.as_millis());
                expired(id, &reason);
                call.answer(Err(HostError::new(reason)));
            }
        }
    }

    fn next_deadline(&self) -> Option<Instant> {
        let mut state = lock(&self.state);
        let oldest = [&state.calls, &state.fetches]
            .into_iter()
            .filter_map(|table| table.values().next())
            .map(|call| call.deadline)
            .min();
        state.looks_at = oldest;
        oldest
    }

    /// The connection has closed: all calls fail, now and later.
    pub fn close(&self) {
        let pending = {
            let mut state = lock(&self.state);
            state.closed = true;
            (
                std::mem::take(&mut state.calls),
                std::mem::take(&mut state.fetches),
            )
        };
        drop(pending);
    }
}
