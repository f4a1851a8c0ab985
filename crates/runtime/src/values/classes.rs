//! The guest-side functions that native code needs to make and to recognise values, captured before guest code runs.

use deno_core::v8;

use super::string;

/// Captured once per isolate from `internals.isolate`.
pub(crate) struct Classes {
    isolate: v8::IsolateHandle,
    /// `domClass(name)`: a class of the DOM (guest/dom/dom.js).
    pub(crate) dom_class: v8::Global<v8::Function>,
    /// `classify(value)`: the kind of a platform object, or undefined (guest/functions/values.js).
    pub(crate) classify: v8::Global<v8::Function>,
    /// `dissect(kind, value)`: the parts of a platform object that go on the wire.
    pub(crate) dissect: v8::Global<v8::Function>,
    /// `revive(kind, ...parts)`: makes a platform object.
    pub(crate) revive: v8::Global<v8::Function>,
    /// `exportFunction(function)`: the id under which the client may call it (guest/functions/exports.js).
    pub(crate) export_function: v8::Global<v8::Function>,
    /// `exportIterable(value)`: what the client steps through it with, or undefined.
    pub(crate) export_iterable: v8::Global<v8::Function>,
    /// `callFunction(call, id, args)`: the client calls a function.
    pub(crate) call_function: v8::Global<v8::Function>,
    pub(crate) deliver_event: v8::Global<v8::Function>,
    pub(crate) equip: v8::Global<v8::Function>,
    pub(crate) end_lease: v8::Global<v8::Function>,
    /// `loseJobs()`: V8 has dropped all promise jobs.
    pub(crate) lose_jobs: v8::Global<v8::Function>,
    pub(crate) clear_timers: v8::Global<v8::Function>,
    pub(crate) console_reset: v8::Global<v8::Function>,
    pub(crate) console_timers: v8::Global<v8::Function>,
    pub(crate) console_counters: v8::Global<v8::Function>,
    pub(crate) console_group_depth: v8::Global<v8::Function>,
    pub(crate) dispatch: v8::Global<v8::Function>,
    pub(crate) abort_dispatch: v8::Global<v8::Function>,
    pub(crate) cancel_sink: v8::Global<v8::Function>,
    pub(crate) socket_event: v8::Global<v8::Function>,
    pub(crate) upgrade_request: v8::Global<v8::Function>,
    pub(crate) has_serve_handler: v8::Global<v8::Function>,
    pub(crate) has_active_connections: v8::Global<v8::Function>,
    /// Modules of the snapshot that later ones import, by specifier.
    pub(crate) modules: v8::Global<v8::Object>,
}

/// The scripts' half of the test environment (guest/testing/testing.js).
pub(crate) struct TestFunctions {
    pub(crate) has: v8::Global<v8::Function>,
    pub(crate) count: v8::Global<v8::Function>,
    pub(crate) reset: v8::Global<v8::Function>,
    /// `begin()` starts a run.
    pub(crate) begin: v8::Global<v8::Function>,
    /// `next()`: what is to be called, and how long it may take; undefined at the end.
    pub(crate) next: v8::Global<v8::Function>,
    /// `describe(error)`: what the client is told of something thrown.
    pub(crate) describe: v8::Global<v8::Function>,
    /// `fail(report)`: what was called has failed.
    pub(crate) fail: v8::Global<v8::Function>,
    /// `expire(ms)`: what was called has taken too long.
    pub(crate) expire: v8::Global<v8::Function>,
    /// `finish()`: the results.
    pub(crate) finish: v8::Global<v8::Function>,
}

impl TestFunctions {
    /// None if a function is missing, which is a defect of the guest-side scripts.
    pub(crate) fn of(
        scope: &mut v8::PinScope<'_, '_>,
        functions: v8::Local<'_, v8::Object>,
    ) -> Option<Self> {
        let mut function = |name: &str| function(scope, functions, name);
        Some(Self {
            has: function("hasTests")?,
            count: function("testCount")?,
            reset: function("resetTests")?,
            begin: function("beginTests")?,
            next: function("nextTest")?,
            describe: function("describeFailure")?,
            fail: function("failTest")?,
            expire: function("expireTest")?,
            finish: function("finishTests")?,
        })
    }
}

fn function(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
) -> Option<v8::Global<v8::Function>> {
    let name = string(scope, name)?;
    let function = v8::Local::<v8::Function>::try_from(object.get(scope, name.into())?).ok()?;
    Some(v8::Global::new(scope, function))
}

impl Classes {
    /// None if a function is missing, which is a defect of the guest-side scripts.
    pub(crate) fn from_internals(
        scope: &mut v8::PinScope<'_, '_>,
        internals: v8::Local<'_, v8::Object>,
    ) -> Option<Self> {
        let modules = string(scope, "modules")?;
        let modules = internals.get(scope, modules.into())?;
        let modules = v8::Local::<v8::Object>::try_from(modules).ok()?;
        let modules = v8::Global::new(scope, modules);
        let mut function = |name: &str| function(scope, internals, name);
        Some(Self {
            dom_class: function("domClass")?,
            classify: function("classify")?,
            dissect: function("dissect")?,
            revive: function("revive")?,
            export_function: function("exportFunction")?,
            export_iterable: function("exportIterable")?,
            call_function: function("callFunction")?,
            deliver_event: function("deliverEvent")?,
            equip: function("equip")?,
            end_lease: function("endLease")?,
            lose_jobs: function("loseJobs")?,
            clear_timers: function("clearTimers")?,
            console_reset: function("consoleReset")?,
            console_timers: function("consoleTimers")?,
            console_counters: function("consoleCounters")?,
            console_group_depth: function("consoleGroupDepth")?,
            dispatch: function("dispatch")?,
            abort_dispatch: function("abortDispatch")?,
            cancel_sink: function("cancelSink")?,
            socket_event: function("socketEvent")?,
            upgrade_request: function("upgradeRequest")?,
            has_serve_handler: function("hasServeHandler")?,
            has_active_connections: function("hasActiveConnections")?,
            modules,
            isolate: scope.thread_safe_handle(),
        })
    }

    pub(crate) fn isolate_handle(&self) -> v8::IsolateHandle {
        self.isolate.clone()
    }
}
