//! The test environment (runtime.md section 11): drives a run of the guest's tests.
//!
//! The guest scripts know what comes next, and say it; the guest's functions are called from here, one by one. So a function
//! that does not end can be terminated without anything of the run being lost.

mod call;
mod drive;

use std::rc::Rc;

use deno_core::v8;
use isolate_protocol::Raw;

pub(crate) use drive::{advance, begin, recover};

use crate::error::RuntimeError;
use crate::functions::add_native;
use crate::limits::watchdog::Deadline;
use crate::mailbox::{Answer, Query};
use crate::runtime::Control;
use crate::state::State;
use crate::values::{TestFunctions, encode_plain};

use call::{Call, Stage};

/// The tests of one isolate.
#[derive(Default)]
pub(crate) struct Tests {
    /// The scripts' half, if there is a test environment.
    functions: Option<Rc<TestFunctions>>,
    run: Option<Run>,
    /// Results of a run whose client was lost, for the next one to ask (runtime.md 21.4).
    unclaimed: Option<Result<Raw, RuntimeError>>,
}

/// A run under way.
struct Run {
    /// Who waits for the results: who has asked for the run, and who has joined it.
    answers: Vec<Answer<Raw>>,
    /// Ends the runtime when the time for the whole run is up.
    _deadline: Option<Deadline>,
    call: Option<Call>,
}

impl Tests {
    /// The runtime has a test environment.
    pub(crate) fn enable(&mut self, functions: TestFunctions) {
        self.functions = Some(Rc::new(functions));
    }

    /// Whether a run is under way.
    pub(crate) fn is_running(&self) -> bool {
        self.run.is_some()
    }

    /// The call under way.
    fn call(&self) -> Option<&Call> {
        self.run.as_ref()?.call.as_ref()
    }

    /// A call starts, which may take so many milliseconds.
    fn enter(&mut self, milliseconds: f64, control: Option<Control>) {
        if let Some(run) = &mut self.run {
            run.call = Some(Call::new(milliseconds, control));
        }
    }

    fn set_stage(&mut self, stage: Stage) {
        if let Some(call) = self.run.as_mut().and_then(|run| run.call.as_mut()) {
            call.stage = stage;
        }
    }

    /// The owner is lost, and so is whoever waits for the results: the run stops, and goes on with the next owner. If
    /// nothing is left that the call under way could wait for, it will have failed.
    pub(crate) fn suspend(&mut self, anything_left: bool) {
        self.unclaimed = None;
        if let Some(run) = &mut self.run {
            run.answers.clear();
            if let Some(call) = &mut run.call {
                call.suspend(anything_left);
            }
        }
    }

    /// The next owner is there.
    pub(crate) fn resume(&mut self, control: Option<Control>) {
        if let Some(call) = self.run.as_mut().and_then(|run| run.call.as_mut()) {
            call.resume(control);
        }
    }

    /// The owner goes on with other things than the run of a lost client.
    pub(crate) fn drop_unclaimed(&mut self) {
        self.unclaimed = None;
    }

    /// The run ends without results.
    pub(crate) fn fail_all(&mut self, reason: &RuntimeError) {
        self.unclaimed = None;
        for answer in self.run.take().into_iter().flat_map(|run| run.answers) {
            let _ = answer.send(Err(reason.clone()));
        }
    }
}

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "testEvent", event)?;
    add_native(scope, natives, "wantsTestEvents", wants_events)
}

fn event(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: v8::FunctionCallbackArguments<'_>,
    _: v8::ReturnValue<'_>,
) {
    if let Some(state) = State::of(scope) {
        let json = arguments.get(0).to_rust_string_lossy(scope);
        state.host().test_event(json);
    }
}

fn wants_events(
    scope: &mut v8::PinScope<'_, '_>,
    _: v8::FunctionCallbackArguments<'_>,
    mut result: v8::ReturnValue<'_>,
) {
    result.set_bool(State::of(scope).is_some_and(|state| state.host().wants_test_events()));
}

/// Answers a query about tests; none if the isolate is being ended.
pub(crate) fn query(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    query: Query,
) -> Option<Result<Raw, RuntimeError>> {
    let functions = state.tests.borrow().functions.clone();
    let Some(functions) = functions else {
        return Some(match query {
            Query::ResetTests => Ok(Raw::nil()),
            _ => Err(RuntimeError::NoTestEnvironment),
        });
    };
    let function = match query {
        Query::ResetTests => &functions.reset,
        Query::HasTests => &functions.has,
        _ => &functions.count,
    };
    if query == Query::ResetTests {
        state.tests.borrow_mut().drop_unclaimed();
    }
    v8::tc_scope!(let scope, scope);
    let function = v8::Local::new(scope, function);
    let receiver = v8::undefined(scope).into();
    let value = function.call(scope, receiver, &[])?;
    encode_plain(scope, state, value).ok().map(Ok)
}
