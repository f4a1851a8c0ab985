//! The guest-side scripts, which the snapshot has evaluated: taking their internals, starting and equipping them.
//!
//! None from a function here is a defect of the build.

use deno_core::v8;
use isolate_protocol::limits::PLAYWRIGHT_TIMEOUT;

use super::crypto;
use crate::clone;
use crate::console;
use crate::dom;
use crate::events;
use crate::exports;
use crate::fs;
use crate::functions;
use crate::http::{bodies, fetch, serve};
use crate::options::{PlaywrightOptions, RuntimeOptions, TestOptions};
use crate::state::State;
use crate::testing;
use crate::values::string;

/// Takes the guest-side scripts' internals off the global object: no guest code has run yet, and none will see them.
pub(super) fn take_internals<'s>(
    scope: &mut v8::PinScope<'s, '_>,
) -> Option<v8::Local<'s, v8::Object>> {
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

/// Starts the scripts: gives them the native functions, which a snapshot cannot hold.
pub(super) fn start(
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
    call(scope, start, &[natives.into()])
}

/// Tells the scripts the options of their runtime.
pub(super) fn equip(
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
    call(scope, equip, &arguments)
}

fn call(
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
