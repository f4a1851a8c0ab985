//! What waits for the next owner when a client is lost: calls that it had not answered, and imports that wait for its
//! modules (protocol.md 4.12, runtime.md 21.4).

use std::mem;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use deno_core::v8;
use isolate_protocol::Raw;

use crate::functions::{PendingCall, make_error};
use crate::host::{Callee, HostError};
use crate::limits::allocator::MemoryBudget;
use crate::limits::watchdog::{self, Deadline};
use crate::mailbox::Command;
use crate::modules::{self, Interrupted};
use crate::state::State;

/// How an owner goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// It is done with the runtime: what it has not answered fails.
    Disposed,
    /// It was lost: what it has not answered waits for the next owner for this long, and is asked once more.
    Lost(Duration),
}

/// A call as it was made. Its arguments count as memory of the guest's.
pub(crate) struct Again {
    callee: Callee,
    args: Raw,
    budget: Arc<MemoryBudget>,
}

impl Again {
    /// None if the guest has no memory left for it.
    pub(crate) fn of(callee: &Callee, args: &Raw, budget: &Arc<MemoryBudget>) -> Option<Self> {
        budget.reserve(args.as_bytes().len()).then(|| Self {
            callee: callee.clone(),
            args: args.clone(),
            budget: Arc::clone(budget),
        })
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        self.budget.release(self.args.as_bytes().len());
    }
}

/// What waits in an isolate that rests.
#[derive(Default)]
pub(crate) struct Reconnection {
    imports: Vec<Interrupted>,
    /// When it is over, and the number that its end comes with: one that was sent for an earlier wait means nothing.
    deadline: Option<(Deadline, u64)>,
    /// It is over: everything fails as soon as there is somebody to be told.
    late: bool,
}

/// Begins to wait with the calls that can be repeated, and those imports. Gives the promises that nobody will settle.
pub(crate) fn begin(
    state: &State,
    imports: Vec<Interrupted>,
    patience: Duration,
) -> (Reconnection, Vec<v8::Global<v8::PromiseResolver>>) {
    let mut calls = state.calls.borrow_mut();
    let lost = calls.extract_if(|_, call| match call {
        PendingCall::Promise { again, .. } => again.is_none(),
        PendingCall::Module(_) => true,
    });
    let lost = lost.filter_map(|(_, call)| call.into_resolver()).collect();
    let deadline = (!calls.is_empty() || !imports.is_empty()).then(|| {
        let (mailbox, number) = (state.mailbox.clone(), state.next_call_id());
        let give_up = move || mailbox.send(Command::GiveUp(number));
        (watchdog::arm(patience, give_up), number)
    });
    let waiting = Reconnection {
        imports,
        deadline,
        late: false,
    };
    (waiting, lost)
}

impl Reconnection {
    /// Whether anything waits.
    pub(crate) fn is_waiting(&self) -> bool {
        self.deadline.is_some()
    }

    /// Nobody has come in time. Nothing may run yet that could be told.
    pub(crate) fn give_up(&mut self, state: &State, number: u64) {
        if self.deadline.as_ref().is_none_or(|(_, own)| *own != number) {
            return;
        }
        self.deadline = None;
        self.late = true;
        for call in state.calls.borrow_mut().values_mut() {
            if let PendingCall::Promise { again, .. } = call {
                *again = None;
            }
        }
    }

    /// The next owner is there: it is asked what the last one has not answered.
    pub(crate) fn end(self, scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) {
        if self.late {
            return self.fail(scope, state);
        }
        let mut calls: Vec<_> = state.calls.borrow().keys().copied().collect();
        // In the order they were made.
        calls.sort_unstable();
        for call in calls {
            repeat(state, call);
        }
        for import in self.imports {
            modules::import_again(scope, state, import);
        }
    }

    fn fail(self, scope: &mut v8::PinScope<'_, '_>, state: &State) {
        let calls = mem::take(&mut *state.calls.borrow_mut());
        let calls = calls.into_values().filter_map(PendingCall::into_resolver);
        let imports = self.imports.into_iter().map(Interrupted::into_resolver);
        let error = HostError::new("Reconnection timeout: no client reconnected within timeout");
        for resolver in calls.chain(imports).collect::<Vec<_>>() {
            v8::scope!(let scope, scope);
            let error = make_error(scope, &error);
            v8::Local::new(scope, resolver).reject(scope, error);
        }
    }
}

/// Once only: a call that is lost again fails.
fn repeat(state: &State, call: u64) {
    let again = match state.calls.borrow_mut().get_mut(&call) {
        Some(PendingCall::Promise { again, .. }) => again.take(),
        _ => None,
    };
    let Some(again) = again else { return };
    let started = state.host().repeat(
        again.callee.clone(),
        again.args.clone(),
        state.reply_to(call),
    );
    if let Some(PendingCall::Promise { token, .. }) = state.calls.borrow_mut().get_mut(&call) {
        *token = started;
    }
}
