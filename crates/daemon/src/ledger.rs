//! What one runtime has going with its client: the calls in flight, and the functions it was handed.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use isolate_protocol::Raw;
use isolate_protocol::limits::FIRST_LOCAL_CALLBACK;

use crate::handed_out::callback_ids;
use crate::pool::IsolateId;
use crate::sync::lock;

/// The books of one runtime, shared by its host and its pending calls.
#[derive(Debug)]
pub struct Ledger {
    /// The runtime.
    pub isolate: IsolateId,
    /// Calls that may be in flight.
    limit: usize,
    calls: AtomicUsize,
    /// Ids of functions, promise resolvers and iterator steps that the client put into results. A runtime may call
    /// these and what was registered for it, nothing else (protocol.md 4.1). Clients keep below a million ids.
    handed_out: Mutex<HashSet<u64>>,
    ending: AtomicBool,
}

/// One call in flight; dropping it makes room for the next.
#[derive(Debug)]
pub struct Slot(Arc<Ledger>);

impl Ledger {
    /// Of a new runtime that may have `limit` calls in flight.
    pub fn new(isolate: IsolateId, limit: usize) -> Self {
        Self {
            isolate,
            limit,
            calls: AtomicUsize::new(0),
            handed_out: Mutex::default(),
            ending: AtomicBool::new(false),
        }
    }

    /// Books a call, if there may be another.
    pub fn book(self: &Arc<Self>) -> Option<Slot> {
        let slot = Slot(Arc::clone(self));
        (self.calls.fetch_add(1, Ordering::AcqRel) < self.limit).then_some(slot)
    }

    /// Calls that may be in flight.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Notes what the client hands out in the result of a call.
    pub fn hand_out(&self, result: &Raw) {
        callback_ids(result, |id| {
            if id < FIRST_LOCAL_CALLBACK {
                lock(&self.handed_out).insert(id);
            }
        });
    }

    /// Whether the client has handed out this id to this runtime.
    pub fn has(&self, callback_id: u64) -> bool {
        lock(&self.handed_out).contains(&callback_id)
    }

    /// Set when the runtime is to end: its thread must not wait for its client any more.
    pub fn ending(&self) -> &AtomicBool {
        &self.ending
    }
}

impl Slot {
    /// The books the call is in.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.0
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.calls.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use isolate_protocol::{Form, Value};

    use super::*;

    #[test]
    fn calls_are_counted() {
        let ledger = Arc::new(Ledger::new("x".into(), 2));
        let first = ledger.book().unwrap();
        let _second = ledger.book().unwrap();
        assert!(ledger.book().is_none());
        drop(first);
        assert!(ledger.book().is_some());
    }

    #[test]
    fn only_handed_out_ids_are_known() {
        let ledger = Ledger::new("x".into(), 2);
        let function = |callback_id| Value::Callback {
            callback_id,
            kind: None,
        };
        ledger.hand_out(&function(5).to_raw(Form::Marshalled));
        ledger.hand_out(&function(FIRST_LOCAL_CALLBACK).to_raw(Form::Marshalled));
        assert!(ledger.has(5));
        assert!(!ledger.has(6));
        assert!(!ledger.has(FIRST_LOCAL_CALLBACK));
    }
}
