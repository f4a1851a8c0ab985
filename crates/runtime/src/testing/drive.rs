//! The steps of a run: call what the scripts say, wait for it, tell them how it went.

use std::rc::Rc;
use std::time::{Duration, Instant};

use deno_core::v8;
use isolate_protocol::Raw;

use super::Run;
use super::call::{Call, Stage};
use crate::error::RuntimeError;
use crate::mailbox::Answer;
use crate::state::State;
use crate::values::{TestFunctions, encode_plain, string};

/// How long tests that do not wait for anything run one after the other before the runtime looks at its mailbox.
const SLICE: Duration = Duration::from_millis(5);

/// What a test fails with whose client was lost while it waited for something that does not outlive it, such as a timer.
const LOST: &str = "The client was lost, and with it what this was waiting for";

/// Starts a run, or joins the one under way. `timeout` in milliseconds is that of the whole run.
pub(crate) fn begin(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    timeout: Option<f64>,
    answer: Answer<Raw>,
) {
    {
        let mut tests = state.tests.borrow_mut();
        if tests.functions.is_none() {
            let _ = answer.send(Err(RuntimeError::NoTestEnvironment));
            return;
        }
        if let Some(run) = &mut tests.run {
            run.answers.push(answer);
            return;
        }
        if let Some(results) = tests.unclaimed.take() {
            let _ = answer.send(results);
            return;
        }
        let limit = state.evals.borrow().limit(timeout);
        let deadline = limit.and_then(|ms| state.arm_timeout(ms, RuntimeError::TestsTimedOut(ms)));
        tests.run = Some(Run {
            answers: vec![answer],
            _deadline: deadline,
            call: None,
        });
    }
    state.note_evaluating();
    call_script(scope, state, |tests| &tests.begin, &[]);
}

/// After each turn: goes on with the run, if there is one. True if it is not waiting for anything.
pub(crate) fn advance(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) -> bool {
    let began = Instant::now();
    while state.tests.borrow().is_running() && state.flags.get().is_none() {
        v8::scope!(let scope, scope);
        let called = state.tests.borrow().call().is_some();
        let goes_on = if called {
            settle(scope, state)
        } else {
            call_next(scope, state)
        };
        if !goes_on {
            return false;
        }
        if began.elapsed() > SLICE {
            return true;
        }
    }
    false
}

/// After guest code has run: if that was terminated because a test took too long, makes the isolate fit again.
pub(crate) fn recover(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) {
    let stopped = {
        let tests = state.tests.borrow();
        tests
            .call()
            .filter(|call| call.is_stopped())
            .and_then(Call::overdue)
    };
    if let Some(ms) = stopped {
        revive(scope, state, ms);
    }
}

/// Makes the isolate fit again after a test has been terminated that may take so many milliseconds.
fn revive(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>, ms: f64) {
    state.gate.resume();
    if state.flags.get().is_some() {
        return;
    }
    if state.is_busy_beside_tests() {
        // With the termination V8 has dropped all promise jobs, and some of them may not have been the tests'.
        return state.flags.set_ended(RuntimeError::TestsTimedOut(ms));
    }
    scope.cancel_terminate_execution();
    // The ends of file operations were among them.
    state.changes.borrow_mut().abandon();
    call_function(scope, &state.classes.lose_jobs, &[]);
}

/// Calls what comes next, or ends the run. False if there is nothing to do.
fn call_next(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) -> bool {
    let next = call_script(scope, state, |tests| &tests.next, &[]);
    let Some(next) = next.and_then(|next| v8::Local::<v8::Array>::try_from(next).ok()) else {
        finish(scope, state);
        return false;
    };
    let function = next.get_index(scope, 0);
    let function = function.and_then(|function| v8::Local::<v8::Function>::try_from(function).ok());
    let limit = next.get_index(scope, 1);
    let limit = limit.and_then(|limit| limit.number_value(scope));
    let (Some(function), Some(limit)) = (function, limit) else {
        state.flags.set_broken();
        return false;
    };
    state
        .tests
        .borrow_mut()
        .enter(limit, state.control.borrow().clone());
    let stage = call(scope, state, function);
    state.tests.borrow_mut().set_stage(stage);
    recover(scope, state);
    true
}

fn call(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    function: v8::Local<'_, v8::Function>,
) -> Stage {
    v8::tc_scope!(let scope, scope);
    let receiver = v8::undefined(scope).into();
    let Some(value) = function.call(scope, receiver, &[]) else {
        return match scope.exception() {
            Some(thrown) if !scope.has_terminated() => Stage::Threw(v8::Global::new(scope, thrown)),
            _ => Stage::Entered,
        };
    };
    let promise = match v8::Local::<v8::Promise>::try_from(value) {
        Ok(promise) => Some(promise),
        // It may be something else that has a `then`.
        Err(_) if value.is_object() => v8::PromiseResolver::new(scope).map(|resolver| {
            resolver.resolve(scope, value);
            resolver.get_promise(scope)
        }),
        Err(_) => None,
    };
    let stage = match promise {
        Some(promise) => {
            // How it ends is told as the test's end, not as a rejection that nobody handles.
            promise.mark_as_handled();
            state.rejections.borrow_mut().forget(scope, promise);
            Stage::Waiting(v8::Global::new(scope, promise))
        }
        None => Stage::Returned,
    };
    scope.perform_microtask_checkpoint();
    stage
}

/// Looks how the call under way has fared. False if it waits.
fn settle(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) -> bool {
    let (stage, overdue) = {
        let tests = state.tests.borrow();
        let Some(call) = tests.call() else {
            return true;
        };
        (call.stage.clone(), call.overdue())
    };
    let lost = matches!(stage, Stage::Lost);
    let thrown = match stage {
        _ if overdue.is_some() => None,
        Stage::Threw(thrown) => Some(v8::Local::new(scope, thrown)),
        Stage::Waiting(promise) => {
            let promise = v8::Local::new(scope, promise);
            match promise.state() {
                v8::PromiseState::Pending => return false,
                v8::PromiseState::Fulfilled => None,
                v8::PromiseState::Rejected => Some(promise.result(scope)),
            }
        }
        Stage::Entered | Stage::Returned | Stage::Lost => None,
    };
    // Runs code of the guest's: getters of what was thrown. So the call is still under way.
    let report = thrown.map(|thrown| call_script(scope, state, |tests| &tests.describe, &[thrown]));
    let call = {
        let mut tests = state.tests.borrow_mut();
        tests.run.as_mut().and_then(|run| run.call.take())
    };
    let (overdue, stopped) = call.map_or((None, false), Call::finish);
    if let Some(ms) = overdue.filter(|_| stopped) {
        revive(scope, state, ms);
    }
    if state.flags.get().is_some() {
        return false;
    }
    match (overdue, report) {
        (Some(ms), _) => {
            let ms = v8::Number::new(scope, ms).into();
            call_script(scope, state, |tests| &tests.expire, &[ms]);
        }
        (None, Some(Some(report))) => {
            call_script(scope, state, |tests| &tests.fail, &[report]);
        }
        (None, Some(None)) => fail(scope, state, "The error could not be read"),
        (None, None) if lost => fail(scope, state, LOST),
        (None, None) => {}
    }
    true
}

/// What was called has failed, for a reason of ours.
fn fail(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>, reason: &str) {
    if let Some(reason) = string(scope, reason) {
        call_script(scope, state, |tests| &tests.fail, &[reason.into()]);
    }
}

/// The run has ended: answers everybody who waits for it.
fn finish(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) {
    let results = call_script(scope, state, |tests| &tests.finish, &[]);
    let results = match results.map(|results| encode_plain(scope, state, results)) {
        Some(Ok(results)) => Ok(results),
        Some(Err(error)) => {
            tracing::warn!(%error, "the results of a test run could not be sent");
            Err(RuntimeError::TestResults(error.to_string()))
        }
        None => return state.flags.set_broken(),
    };
    let run = state.tests.borrow_mut().run.take();
    state.note_evaluating();
    let answers = run.map(|run| run.answers).unwrap_or_default();
    if answers.is_empty() {
        state.tests.borrow_mut().unclaimed = Some(results);
        return;
    }
    for answer in answers {
        let _ = answer.send(results.clone());
    }
}

/// Calls one of the scripts' own functions.
fn call_script<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    which: impl FnOnce(&TestFunctions) -> &v8::Global<v8::Function>,
    arguments: &[v8::Local<'_, v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    let functions = state.tests.borrow().functions.clone()?;
    call_function(scope, which(&functions), arguments)
}

fn call_function<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    function: &v8::Global<v8::Function>,
    arguments: &[v8::Local<'_, v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    v8::tc_scope!(let scope, scope);
    let receiver = v8::undefined(scope).into();
    let function = v8::Local::new(scope, function);
    let result = function.call(scope, receiver, arguments);
    if let Some(exception) = scope.exception() {
        let text = exception.to_rust_string_lossy(scope);
        tracing::error!(error = text, "the scripts of the test environment failed");
    }
    result
}
