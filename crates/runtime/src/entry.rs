//! Entry code: evals run one after the other, each as a module of its own (runtime.md section 2).

use std::collections::VecDeque;
use std::rc::Rc;

use deno_core::v8;

use crate::error::{GuestError, RuntimeError};
use crate::guest_error;
use crate::limits::watchdog::Deadline;
use crate::mailbox::{Answer, EvalOptions};
use crate::modules::path::entry_filename;
use crate::modules::{self, LinkError, compile};
use crate::state::State;

/// The evals of one isolate.
#[derive(Default)]
pub(crate) struct Evals {
    /// The runtime's own limit in milliseconds.
    execution_timeout: Option<f64>,
    queue: VecDeque<(EvalOptions, Answer<()>)>,
    running: Option<Running>,
}

/// The eval that runs now.
struct Running {
    answer: Answer<()>,
    /// Ends the runtime when the time is up; held until the eval has ended.
    deadline: Option<Deadline>,
    stage: Stage,
}

enum Stage {
    /// Its imports are being loaded.
    Loading,
    /// The promise of the module's evaluation.
    Evaluating(v8::Global<v8::Promise>),
}

impl Evals {
    /// The runtime's own limit in milliseconds, for evals that have none.
    pub(crate) fn set_limit(&mut self, execution_timeout: Option<f64>) {
        self.execution_timeout = execution_timeout;
    }

    pub(crate) fn push(&mut self, eval: EvalOptions, answer: Answer<()>) {
        self.queue.push_back((eval, answer));
    }

    /// Whether an eval is under way.
    pub(crate) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Answers everything: `reason` for the eval that runs, `later` for those that wait.
    pub(crate) fn fail_all(&mut self, reason: RuntimeError, later: RuntimeError) {
        if let Some(running) = self.running.take() {
            let _ = running.answer.send(Err(reason));
        }
        for (_, answer) in self.queue.drain(..) {
            let _ = answer.send(Err(later.clone()));
        }
    }

    /// The limit of an eval or a run of tests that asks for `requested`. Only finite numbers greater than zero count (runtime.md 2.10).
    pub(crate) fn limit(&self, requested: Option<f64>) -> Option<f64> {
        requested
            .or(self.execution_timeout)
            .filter(|ms| ms.is_finite() && *ms > 0.0)
    }
}

/// Starts the next eval unless one is running; false if none was started.
pub(crate) fn run_next(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) -> bool {
    let mut started = false;
    loop {
        let (eval, limit) = {
            let mut evals = state.evals.borrow_mut();
            if evals.running.is_some() || state.flags.get().is_some() || !state.leases.has_owner() {
                return started;
            }
            let Some((eval, answer)) = evals.queue.pop_front() else {
                return started;
            };
            started = true;
            let limit = evals.limit(eval.execution_timeout);
            let deadline = limit.and_then(|ms| state.arm_timeout(ms, RuntimeError::TimedOut(ms)));
            evals.running = Some(Running {
                answer,
                deadline,
                stage: Stage::Loading,
            });
            (eval, limit)
        };
        state.note_evaluating();
        tracing::trace!(?limit, "eval starts");
        if let Err(error) = start(scope, state, &eval) {
            finish(state, Err(error));
        }
    }
}

fn start(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    eval: &EvalOptions,
) -> Result<(), GuestError> {
    let filename =
        entry_filename(eval.filename.as_deref().unwrap_or_default()).map_err(guest_error::plain)?;
    if let Err(error) = isolate_typescript::check_entry(&eval.code) {
        return Err(guest_error::plain(error.to_string()));
    }
    v8::scope!(let scope, scope);
    let referrer = compile::Referrer::new(filename.clone());
    let module = compile::compile(scope, &eval.code, &filename, &referrer).map_err(|error| {
        if error.is_top_level_return() {
            guest_error::plain(
                "Top-level return is not allowed. Code runs as a module, not a script.",
            )
        } else {
            error.into_guest_error()
        }
    })?;
    modules::load_entry(scope, state, module, referrer);
    Ok(())
}

/// The entry's imports are there and linked, or not: evaluates it.
pub(crate) fn loaded(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    module: Result<v8::Local<'_, v8::Module>, LinkError>,
) {
    let module = match module {
        Ok(module) => module,
        Err(error) => return finish(state, Err(error.into_guest_error())),
    };
    v8::tc_scope!(let scope, scope);
    let promise = module
        .evaluate(scope)
        .and_then(|value| v8::Local::<v8::Promise>::try_from(value).ok());
    let Some(promise) = promise else {
        let error = guest_error::caught(scope);
        return finish(state, Err(error));
    };
    // The eval's own rejection is reported to its caller, not as unhandled.
    promise.mark_as_handled();
    state.rejections.borrow_mut().forget(scope, promise);
    let promise = v8::Global::new(scope, promise);
    if let Some(running) = &mut state.evals.borrow_mut().running {
        running.stage = Stage::Evaluating(promise);
    }
    scope.perform_microtask_checkpoint();
    // What the first turn leaves unhandled fails the eval; later rejections have nobody to be told.
    let unhandled = state.rejections.borrow_mut().take();
    if let Some(reason) = unhandled.into_iter().next() {
        let reason = v8::Local::new(scope, reason);
        let error = guest_error::from_value(scope, reason);
        return finish(state, Err(error));
    }
    after_turn(scope, state);
}

/// Answers the running eval if its module has finished. True if it has, or anything else may have run guest code.
pub(crate) fn after_turn(scope: &mut v8::PinScope<'_, '_>, state: &Rc<State>) -> bool {
    let unhandled = state.rejections.borrow_mut().take();
    let reported = !unhandled.is_empty();
    crate::rejections::report(scope, unhandled);
    let evaluating = match &state.evals.borrow().running {
        Some(Running {
            stage: Stage::Evaluating(promise),
            ..
        }) => promise.clone(),
        _ => return reported,
    };
    v8::scope!(let scope, scope);
    let promise = v8::Local::new(scope, evaluating);
    match promise.state() {
        v8::PromiseState::Pending => return reported,
        v8::PromiseState::Fulfilled => finish(state, Ok(())),
        v8::PromiseState::Rejected => {
            let reason = promise.result(scope);
            finish(state, Err(guest_error::from_value(scope, reason)));
        }
    }
    true
}

/// Answers the running eval. If the runtime is to end, the reason for that is the answer.
fn finish(state: &State, result: Result<(), GuestError>) {
    let Some(Running {
        answer, deadline, ..
    }) = state.evals.borrow_mut().running.take()
    else {
        return;
    };
    state.note_evaluating();
    // First: a deadline that fires from now on would end the runtime for an eval that has been answered.
    drop(deadline);
    let result = match state.flags.get() {
        Some(reason) => Err(reason),
        None => result.map_err(RuntimeError::Guest),
    };
    let _ = answer.send(result);
}
