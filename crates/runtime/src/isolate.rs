//! One isolate: made from the snapshot, connected to its natives, driven by its thread.

mod crypto;
mod parking;

use std::rc::Rc;
use std::sync::Arc;

use deno_core::{JsRuntime, v8};
use isolate_protocol::Raw;
use isolate_protocol::limits::PLAYWRIGHT_TIMEOUT;
use tokio::sync::watch;

use crate::clone;
use crate::console;
use crate::dom;
use crate::entry;
use crate::error::RuntimeError;
use crate::events;
use crate::exports;
use crate::flags::Flags;
use crate::fs;
use crate::functions;
use crate::http::{bodies, fetch, serve};
use crate::lease::Leases;
use crate::limits::allocator::MemoryBudget;
use crate::limits::blobs::BudgetedBlobs;
use crate::limits::heap::{self, HeapGuard};
use crate::limits::last_resort;
use crate::limits::sampler::{self, Turns};
use crate::limits::watchdog::Deadline;
use crate::mailbox::{Answer, Command, Letter, Mailbox, Query};
use crate::modules::{self, dynamic_import};
use crate::options::{PlaywrightOptions, RuntimeOptions, TestOptions};
use crate::owner::Owner;
use crate::playwright;
use crate::reconnection::Reconnection;
use crate::rejections;
use crate::runtime::Control;
use crate::stack_trace;
use crate::state::{Parts, State};
use crate::sync_gate::SyncGate;
use crate::testing;
use crate::values::{Classes, string};
use crate::websocket;

static SNAPSHOT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/isolate.snapshot"));

/// The extensions the snapshot was made with, in the same order; their scripts are in the snapshot.
mod extensions {
    use std::borrow::Cow;
    use std::sync::Arc;

    use deno_core::{Extension, v8};
    use deno_web::{BlobStoreTrait, InMemoryBroadcastChannel};

    deno_core::extension!(deno_net);
    deno_core::extension!(deno_fetch_scripts);
    #[deno_core::op2(fast)]
    fn op_ignore_exception(_exception: v8::Local<'_, v8::Value>, _in_promise: bool) {}

    // An exception in a listener must not end the guest, which is what this operation is for.
    deno_core::extension!(
        isolate,
        middleware = |op| match op.name {
            "op_dispatch_exception" => op.with_implementation_from(&op_ignore_exception()),
            _ => op,
        }
    );

    pub(super) fn all(blobs: Arc<dyn BlobStoreTrait>) -> Vec<Extension> {
        let mut all = vec![
            deno_webidl::deno_webidl::init(),
            crate::parts::without_unused(deno_web::deno_web::init(
                blobs,
                None,
                false,
                InMemoryBroadcastChannel::default(),
            )),
            deno_crypto::deno_crypto::init(None),
            deno_net::init(),
            deno_fetch_scripts::init(),
            isolate::init(),
        ];
        for extension in &mut all {
            // A script loaded now would see the internals on the global object, where a guest could lie in wait.
            extension.lazy_loaded_js_files = Cow::Borrowed(&[]);
            extension.lazy_loaded_esm_files = Cow::Borrowed(&[]);
        }
        all
    }
}

/// Makes an isolate that stays as long as the process. V8's isolates share a read-only heap, an address range for code
/// and some tables, which V8 sets up anew when no other isolate lives.
pub(crate) fn keep_one() {
    // V8 wants somebody to run its delayed tasks. Nothing happens in this isolate, and so there are none.
    let Ok(tokio) = tokio::runtime::Builder::new_current_thread().build() else {
        return;
    };
    let _entered = tokio.enter();
    let js = JsRuntime::try_new(deno_core::RuntimeOptions {
        extensions: extensions::all(Arc::new(deno_web::BlobStore::default())),
        startup_snapshot: Some(SNAPSHOT),
        skip_op_registration: true,
        ..deno_core::RuntimeOptions::default()
    });
    std::mem::forget(js);
}

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
        let mut js = JsRuntime::try_new(deno_core::RuntimeOptions {
            extensions: extensions::all(blobs.clone()),
            startup_snapshot: Some(SNAPSHOT),
            // The scripts in the snapshot have the operations already; nobody would see functions made anew.
            skip_op_registration: true,
            create_params: Some(heap::create_params(limit, &budget)),
            ..deno_core::RuntimeOptions::default()
        })
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
            let internals = take_internals(scope)?;
            let state = State::new(parts, Classes::from_internals(scope, internals)?);
            scope.set_slot(Rc::clone(&state));
            start_guest_scripts(scope, internals)?;
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
        equip_guest_scripts(scope, &state, options)?;
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

    /// Obeys a command, if it comes from the owner or is an answer to what the owner's guest has asked for.
    pub(crate) fn handle(&mut self, Letter { lease, command }: Letter) {
        let leases = &self.state.leases;
        let late = lease.is_some_and(|lease| !leases.is_held(lease));
        let free = self.rests || !leases.has_owner();
        if late || (free && !command.is_of_the_house()) {
            self.refuse(command);
        } else {
            self.obey(command);
        }
    }

    /// Whoever waits for an answer learns from the loss of its channel that there is none.
    fn refuse(&self, command: Command) {
        match command {
            Command::Event(event, payload) => self.state.mailbox.event_taken(&event, &payload),
            Command::Dispatch(id, _) => {
                if let Some(exchange) = self.flags.exchanges().take(id) {
                    exchange.fail(RuntimeError::Disposed);
                }
            }
            _ => {}
        }
    }

    fn obey(&mut self, command: Command) {
        let state = Rc::clone(&self.state);
        match command {
            Command::Eval(eval, answer) => {
                state.tests.borrow_mut().drop_unclaimed();
                state.evals.borrow_mut().push(eval, answer);
                deno_core::scope!(scope, &mut self.js);
                entry::run_next(scope, &state);
            }
            Command::Event(event, payload) => {
                state.mailbox.event_taken(&event, &payload);
                deno_core::scope!(scope, &mut self.js);
                events::deliver(scope, &state, &event, &payload);
                scope.perform_microtask_checkpoint();
            }
            Command::Query(query, answer) => self.query(query, answer),
            Command::HostAnswer(call, result, _burden) => {
                deno_core::scope!(scope, &mut self.js);
                functions::settle(scope, &state, call, result);
            }
            Command::HostResponse(call, head, body) => {
                deno_core::scope!(scope, &mut self.js);
                functions::settle_response(scope, &state, call, &head, body);
            }
            Command::Dispatch(id, request) => {
                deno_core::scope!(scope, &mut self.js);
                serve::dispatch(scope, &state, id, request);
                scope.perform_microtask_checkpoint();
            }
            Command::AbortDispatch(id) => {
                deno_core::scope!(scope, &mut self.js);
                serve::abort(scope, &state, id);
                scope.perform_microtask_checkpoint();
            }
            Command::Socket(connection, event, answer) => {
                deno_core::scope!(scope, &mut self.js);
                let delivered = websocket::deliver(scope, &state, &connection, event);
                if state.flags.get().is_none() {
                    let _ = answer.send(delivered);
                }
                scope.perform_microtask_checkpoint();
            }
            Command::BodyReady(body) => {
                deno_core::scope!(scope, &mut self.js);
                bodies::body_ready(scope, &state, body);
            }
            Command::SinkReady(body) => {
                deno_core::scope!(scope, &mut self.js);
                bodies::sink_ready(scope, &state, body);
            }
            Command::SinkCancelled(body, reason) => {
                deno_core::scope!(scope, &mut self.js);
                bodies::sink_cancelled(scope, &state, body, &reason);
            }
            Command::RunTests(timeout, answer) => {
                deno_core::scope!(scope, &mut self.js);
                testing::begin(scope, &state, timeout, answer);
            }
            Command::Call(id, args, answer) => {
                deno_core::scope!(scope, &mut self.js);
                exports::call(scope, &state, id, &args, answer);
                scope.perform_microtask_checkpoint();
            }
            Command::Wake => {}
            Command::Equip(options, owner, answer) => match self.equip(&options, owner) {
                Some(()) => drop(answer.send(Ok(()))),
                None => self.flags.set_broken(),
            },
            Command::Rebind(owner) => state.set_owner(owner),
            Command::Park(ticket) => self.park(ticket),
            Command::Resume(owner) => self.resume(owner),
            Command::Collect => self.collect(),
            Command::GiveUp(number) => self.give_up(number),
            Command::Rest => self.heap.collect_at_rest(self.js.v8_isolate()),
        }
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

    fn query(&mut self, query: Query, answer: Answer<Raw>) {
        let state = Rc::clone(&self.state);
        let data = {
            deno_core::scope!(scope, &mut self.js);
            match query {
                Query::ResetTests | Query::HasTests | Query::TestCount => {
                    testing::query(scope, &state, query)
                }
                Query::CollectedData | Query::ClearCollectedData => {
                    Some(playwright::query(&state, query))
                }
                _ => console::query(scope, &state, query).map(Ok),
            }
        };
        let _ = answer.send(data.unwrap_or_else(|| Err(self.finished_by())));
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

/// Takes the guest-side scripts' internals off the global object: no guest code has run yet, and none will see them.
fn take_internals<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
    let global = scope.get_current_context().global(scope);
    let bootstrap = object(scope, global, "__bootstrap")?;
    let internals = object(scope, bootstrap, "internals")?;
    let ours = object(scope, internals, "isolate")?;
    for name in ["Deno", "__bootstrap"] {
        let name = string(scope, name)?;
        global.delete(scope, name.into())?;
    }
    Some(ours)
}

fn start_guest_scripts(
    scope: &mut v8::PinScope<'_, '_>,
    internals: v8::Local<'_, v8::Object>,
) -> Option<()> {
    crypto::add(scope, internals)?;
    let natives = v8::Object::new(scope);
    clone::add_natives(scope, natives)?;
    console::add_natives(scope, natives)?;
    events::add_natives(scope, natives)?;
    functions::add_natives(scope, natives)?;
    exports::add_natives(scope, natives)?;
    bodies::add_natives(scope, natives)?;
    fetch::add_natives(scope, natives)?;
    fs::add_natives(scope, natives)?;
    serve::add_natives(scope, natives)?;
    dom::add_natives(scope, natives)?;
    testing::add_natives(scope, natives)?;
    let start = string(scope, "start")?;
    let start = internals.get(scope, start.into())?;
    let start = v8::Local::<v8::Function>::try_from(start).ok()?;
    call_scripts(scope, start, &[natives.into()])
}

fn equip_guest_scripts(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    options: &RuntimeOptions,
) -> Option<()> {
    let cwd = string(scope, &options.cwd)?;
    let functions = functions::describe(scope, &options.functions)?;
    let tests: v8::Local<'_, v8::Value> = match options.tests {
        Some(TestOptions { timeout }) => {
            state.tests.borrow_mut().enable();
            let timeout = timeout.filter(|ms| ms.is_finite() && *ms > 0.0);
            v8::Number::new(scope, timeout.unwrap_or_default()).into()
        }
        None => v8::undefined(scope).into(),
    };
    let browser: v8::Local<'_, v8::Value> = match options.playwright {
        Some(PlaywrightOptions { timeout, .. }) => {
            state.has_browser.set(true);
            let default = PLAYWRIGHT_TIMEOUT.as_secs_f64() * 1000.0;
            let timeout = timeout.unwrap_or(default);
            let limited = timeout.is_finite() && timeout > 0.0;
            v8::Number::new(scope, if limited { timeout } else { 0.0 }).into()
        }
        None => v8::undefined(scope).into(),
    };
    let default_page = options.playwright.is_some_and(|it| it.default_page);
    let default_page = v8::Boolean::new(scope, default_page).into();
    let arguments = [cwd.into(), functions.into(), tests, browser, default_page];
    let equip = v8::Local::new(scope, &state.classes.equip);
    call_scripts(scope, equip, &arguments)
}

fn call_scripts(
    scope: &mut v8::PinScope<'_, '_>,
    function: v8::Local<'_, v8::Function>,
    arguments: &[v8::Local<'_, v8::Value>],
) -> Option<()> {
    v8::tc_scope!(let scope, scope);
    let receiver = v8::undefined(scope).into();
    let result = function.call(scope, receiver, arguments);
    if let Some(exception) = scope.exception() {
        let text = exception.to_rust_string_lossy(scope);
        tracing::error!(error = text, "the guest-side scripts did not start");
    }
    result.map(drop)
}

fn object<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    parent: v8::Local<'s, v8::Object>,
    name: &str,
) -> Option<v8::Local<'s, v8::Object>> {
    let name = string(scope, name)?;
    parent.get(scope, name.into())?.try_cast().ok()
}
