//! One isolate: connected to its natives, driven by its thread.

mod commands;
mod crypto;
mod parking;
mod scripts;
mod snapshot;

use std::rc::Rc;
use std::sync::Arc;

use deno_core::{JsRuntime, v8};
use tokio::sync::watch;

use crate::entry;
use crate::error::RuntimeError;
use crate::flags::Flags;
use crate::lease::Leases;
use crate::limits::allocator::MemoryBudget;
use crate::limits::blobs::BudgetedBlobs;
use crate::limits::heap::{self, HeapGuard};
use crate::limits::last_resort;
use crate::limits::sampler::{self, Turns};
use crate::limits::watchdog::Deadline;
use crate::mailbox::Mailbox;
use crate::modules::{self, dynamic_import};
use crate::options::RuntimeOptions;
use crate::owner::Owner;
use crate::reconnection::Reconnection;
use crate::rejections;
use crate::runtime::Control;
use crate::stack_trace;
use crate::state::{Parts, State};
use crate::sync_gate::SyncGate;
use crate::testing;
use crate::values::Classes;

pub(crate) use snapshot::keep_one;

/// An isolate with everything that belongs to it. Lives and dies on its thread.
pub(crate) struct Isolate {
    pub(crate) js: JsRuntime,
    state: Rc<State>,
    flags: Arc<Flags>,
    turns: Arc<Turns>,
    /// Nobody owns it, and nothing in it runs.
    rests: bool,
    /// While it rests: when it will collect its garbage.
    collection: Option<Deadline>,
    /// What waits for the next owner.
    reconnection: Reconnection,
    /// After `js`: V8 calls into it until the isolate is gone.
    heap: Box<HeapGuard>,
}

impl Isolate {
    /// Makes an isolate that rests until it is [`equip`](Self::equip)ped; none if the guest-side scripts do not start,
    /// which is a defect of the build.
    pub(crate) fn new(
        memory_limit_mb: u32,
        leases: Arc<Leases>,
        mailbox: Mailbox,
        gate: SyncGate,
        flags: Arc<Flags>,
    ) -> Option<Self> {
        let limit = usize::try_from(memory_limit_mb)
            .unwrap_or(usize::MAX)
            .saturating_mul(1 << 20);
        let budget = Arc::new(MemoryBudget::new(limit));
        let blobs = BudgetedBlobs::new(Arc::clone(&budget), Arc::clone(&flags));
        let create_params = heap::create_params(limit, &budget);
        let mut js = snapshot::instantiate(blobs.clone(), Some(create_params))
            .inspect_err(|error| tracing::error!(%error, "an isolate could not be made"))
            .ok()?;
        blobs.set_isolate(js.v8_isolate().thread_safe_handle());
        let heap = HeapGuard::install(js.v8_isolate(), Arc::clone(&flags), Arc::clone(&budget));
        let isolate = js.v8_isolate().thread_safe_handle();
        let turns = sampler::watch(
            isolate,
            Arc::clone(&flags),
            gate.clone(),
            mailbox.clone(),
            limit as u64,
        );
        let parts = Parts {
            leases,
            mailbox,
            gate,
            flags: Arc::clone(&flags),
            budget: Arc::clone(&budget),
            turns: Arc::clone(&turns),
        };
        let isolate = js.v8_isolate();
        // Without a listener V8 prints what callbacks of the engine's own (finalizers) throw.
        isolate.add_message_listener(on_message);
        isolate.set_promise_reject_callback(rejections::on_promise_reject);
        isolate.set_prepare_stack_trace_callback(stack_trace::prepare);
        isolate.set_host_import_module_dynamically_callback(dynamic_import::import);
        isolate.set_host_import_module_with_phase_dynamically_callback(
            dynamic_import::import_with_phase,
        );
        let state = {
            deno_core::scope!(scope, &mut js);
            let internals = scripts::take_internals(scope)?;
            let state = State::new(parts, Classes::from_internals(scope, internals)?);
            scope.set_slot(Rc::clone(&state));
            scripts::start(scope, internals)?;
            state
        };
        Some(Self {
            js,
            state,
            flags,
            turns,
            rests: true,
            collection: None,
            reconnection: Reconnection::default(),
            heap,
        })
    }

    /// Gives the isolate its first owner, and the options of this one for good. None is a defect of the build.
    pub(crate) fn equip(&mut self, options: &RuntimeOptions, owner: Owner) -> Option<()> {
        let state = Rc::clone(&self.state);
        state.set_owner(owner);
        let limit = options.execution_timeout;
        state.evals.borrow_mut().set_limit(limit);
        self.turns.set_limit(limit);
        self.turns.set_owned();
        deno_core::scope!(scope, &mut self.js);
        scripts::equip(scope, &state, options)?;
        self.rests = false;
        Some(())
    }

    /// What is to be told `true` if V8 can not go on.
    pub(crate) fn set_last_resort(&mut self, ended: watch::Sender<bool>) {
        let state = Rc::clone(&self.state);
        last_resort::set_runtime(self.js.v8_isolate(), state, ended);
    }

    /// What the memory of the guest is charged to.
    pub(crate) fn budget(&self) -> Arc<MemoryBudget> {
        Arc::clone(&self.state.budget)
    }

    pub(crate) fn thread_safe_handle(&self) -> v8::IsolateHandle {
        self.state.classes.isolate_handle()
    }

    pub(crate) fn set_control(&self, control: Control) {
        *self.state.control.borrow_mut() = Some(control);
    }

    /// A turn of the event loop starts.
    pub(crate) fn turn_starts(&self) {
        self.turns.start();
    }

    /// More commands wait: what they send may go out together.
    pub(crate) fn hold(&self) {
        self.state.hold();
    }

    /// What was held back goes out.
    pub(crate) fn release(&self) {
        self.state.release();
    }

    /// The turn has ended.
    pub(crate) fn turn_ends(&self) {
        self.state.release();
        self.turns.end();
    }

    /// Whether the runtime is to end now.
    pub(crate) fn has_ended(&self) -> bool {
        self.flags.get().is_some()
    }

    /// What operations that come too late are answered with.
    pub(crate) fn finished_by(&self) -> RuntimeError {
        self.flags
            .get()
            .and_then(|reason| reason.afterwards())
            .unwrap_or(RuntimeError::Disposed)
    }

    /// Nobody owns it: nothing in it may run.
    pub(crate) fn rests(&self) -> bool {
        self.rests
    }

    /// After each turn: settles evals whose module has finished and reports rejections nobody handles. True if there may
    /// be more to do.
    pub(crate) fn after_turn(&mut self) -> bool {
        self.heap.restore_limit(self.js.v8_isolate());
        self.heap.collect_if_worthwhile(self.js.v8_isolate());
        let state = Rc::clone(&self.state);
        deno_core::scope!(scope, &mut self.js);
        testing::recover(scope, &state);
        let imported = modules::finish_imports(scope, &state);
        let answered = entry::after_turn(scope, &state);
        let tested = testing::advance(scope, &state);
        entry::run_next(scope, &state) || imported || answered || tested
    }

    /// Answers every eval that has not been answered.
    pub(crate) fn fail_all(&mut self) {
        let reason = self.flags.get().unwrap_or(RuntimeError::Abandoned);
        let later = self.finished_by();
        self.state
            .evals
            .borrow_mut()
            .fail_all(reason.clone(), later);
        self.state.tests.borrow_mut().fail_all(&reason);
        self.state.client_calls.borrow_mut().fail_all(&reason);
        self.flags.exchanges().fail_all(&reason);
    }
}

/// An exception that no guest code could catch.
extern "C" fn on_message(
    message: v8::Local<'_, v8::Message>,
    _exception: v8::Local<'_, v8::Value>,
) {
    let _ = message;
    tracing::debug!("an exception in a guest was caught by nobody");
}
