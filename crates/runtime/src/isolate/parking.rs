//! Between two owners: what belonged to the first one goes, and the isolate rests (runtime.md 21.2).
//!
//! Nothing here may run guest code, which would run for nobody. Promises that only the owner could have settled are
//! rejected, so that nobody who finds one later waits for ever; but what the guest has hung on them is dropped together
//! with all other promise jobs.

use std::rc::Rc;
use std::time::Duration;

use deno_core::v8;

use super::Isolate;
use crate::error::RuntimeError;
use crate::functions::{abandon_calls, make_error};
use crate::host::HostError;
use crate::http::bodies;
use crate::limits::watchdog;
use crate::mailbox::Command;
use crate::modules::{self, Interrupted};
use crate::owner::Owner;
use crate::parking::{Parked, Ticket};
use crate::reconnection::{self, Departure, Reconnection};
use crate::state::State;

/// Rest after which an isolate collects its garbage. One that is reused at once need not.
const COLLECT_AFTER: Duration = Duration::from_millis(250);

/// What calls of the last owner end with.
const GONE: &str = "Runtime was soft-disposed";

impl Isolate {
    /// The owner goes.
    pub(crate) fn park(&mut self, ticket: Ticket) {
        if self.flags.get().is_some() {
            return;
        }
        let state = Rc::clone(&self.state);
        let tidy = {
            deno_core::scope!(scope, &mut self.js);
            end_lease(scope, &state, ticket.departure)
        };
        let Some(waiting) = tidy else {
            // No effect if it was stopped meanwhile, for another reason.
            return self.flags.set_broken();
        };
        self.reconnection = waiting;
        state.set_owner(Owner::nobody());
        state.gate.resume();
        self.heap.restore_limit(self.js.v8_isolate());
        self.rests = true;
        let bytes = self.heap.measure(self.js.v8_isolate());
        let mailbox = state.mailbox.clone();
        let collect = watchdog::arm(COLLECT_AFTER, move || mailbox.send(Command::Collect));
        self.collection = Some(collect);
        state.leases.free(ticket.lease);
        ticket.parked(Parked { bytes });
    }

    /// The next owner comes.
    pub(crate) fn resume(&mut self, owner: Owner) {
        self.collection = None;
        self.state.set_owner(owner);
        self.rests = false;
        let waiting = std::mem::take(&mut self.reconnection);
        let state = Rc::clone(&self.state);
        let control = state.control.borrow().clone();
        state.tests.borrow_mut().resume(control);
        deno_core::scope!(scope, &mut self.js);
        waiting.end(scope, &state);
    }

    /// Nobody has come to answer what waits, unless somebody has.
    pub(crate) fn give_up(&mut self, number: u64) {
        if self.rests {
            self.reconnection.give_up(&self.state, number);
        }
    }

    /// Collects garbage, unless somebody has come meanwhile.
    pub(crate) fn collect(&mut self) {
        if self.rests && self.collection.take().is_some() {
            self.js.v8_isolate().low_memory_notification();
            self.heap.measure(self.js.v8_isolate());
        }
    }
}

/// Everything that only the owner could have brought to an end. Gives what waits for the next one.
fn end_lease(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    departure: Departure,
) -> Option<Reconnection> {
    let (running, queued) = (RuntimeError::Abandoned, RuntimeError::Disposed);
    state.evals.borrow_mut().fail_all(running.clone(), queued);
    state.flags.exchanges().fail_all(&running);
    state.client_calls.borrow_mut().fail_all(&running);
    let imports = modules::park(scope, state);
    let (reconnection, lost) = match departure {
        Departure::Lost(patience) => reconnection::begin(state, imports, patience),
        Departure::Disposed => {
            let imports = imports.into_iter().map(Interrupted::into_resolver);
            let lost = abandon_calls(state).into_iter().chain(imports);
            (Reconnection::default(), lost.collect())
        }
    };
    match departure {
        Departure::Lost(_) => {
            let anything_left = reconnection.is_waiting();
            state.tests.borrow_mut().suspend(anything_left);
        }
        Departure::Disposed => state.tests.borrow_mut().fail_all(&running),
    }
    state.note_evaluating();
    bodies::abandon(state);
    state.changes.borrow_mut().abandon();
    tell_scripts(scope, state)?;
    let error = HostError::new(GONE);
    let error = make_error(scope, &error);
    for resolver in lost {
        v8::scope!(let scope, scope);
        v8::Local::new(scope, resolver).reject(scope, error);
    }
    drop_jobs(scope);
    state.rejections.borrow_mut().clear();
    Some(reconnection)
}

fn tell_scripts(scope: &mut v8::PinScope<'_, '_>, state: &State) -> Option<()> {
    v8::tc_scope!(let scope, scope);
    let receiver = v8::undefined(scope).into();
    let end = v8::Local::new(scope, &state.classes.end_lease);
    end.call(scope, receiver, &[]).map(drop)
}

/// Drops all promise jobs. V8 has no call for that, but does so when one of them is terminated; and here that is the
/// first function of the guest's, before its first instruction.
fn drop_jobs(scope: &mut v8::PinScope<'_, '_>) {
    scope.terminate_execution();
    {
        v8::tc_scope!(let scope, scope);
        scope.perform_microtask_checkpoint();
    }
    scope.cancel_terminate_execution();
}
