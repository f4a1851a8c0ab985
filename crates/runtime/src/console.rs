//! The console's native half: hands entries to the host and answers its questions (runtime.md section 4).

use std::sync::LazyLock;
use std::time::Instant;

use deno_core::v8;
use isolate_protocol::{Raw, Writer};

use crate::functions::add_native;
use crate::mailbox::Query;
use crate::state::State;
use crate::values::encode_plain;

/// Zero of the clock that console timers and `CONSOLE_GET_TIMERS` share.
static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    LazyLock::force(&EPOCH);
    add_native(scope, natives, "emitConsole", emit)?;
    add_native(scope, natives, "wantsConsole", wants)?;
    add_native(scope, natives, "now", now)
}

fn emit(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: v8::FunctionCallbackArguments<'_>,
    _: v8::ReturnValue<'_>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let entry = arguments.get(0);
    match encode_plain(scope, &state, entry) {
        Ok(entry) => state.host().console(entry),
        Err(error) => tracing::debug!(%error, "a console entry was dropped"),
    }
}

fn wants(
    scope: &mut v8::PinScope<'_, '_>,
    _: v8::FunctionCallbackArguments<'_>,
    mut result: v8::ReturnValue<'_>,
) {
    result.set_bool(State::of(scope).is_some_and(|state| state.host().wants_console()));
}

fn now(
    _: &mut v8::PinScope<'_, '_>,
    _: v8::FunctionCallbackArguments<'_>,
    mut result: v8::ReturnValue<'_>,
) {
    result.set_double(EPOCH.elapsed().as_secs_f64() * 1000.0);
}

/// Answers a query; none if the isolate is being ended.
pub(crate) fn query(scope: &mut v8::PinScope<'_, '_>, state: &State, query: Query) -> Option<Raw> {
    let classes = &state.classes;
    let function = match query {
        Query::ClearTimers => &classes.clear_timers,
        Query::ConsoleReset => &classes.console_reset,
        Query::ConsoleTimers => &classes.console_timers,
        Query::ConsoleCounters => &classes.console_counters,
        Query::ConsoleGroupDepth => &classes.console_group_depth,
        Query::UpgradeRequest => &classes.upgrade_request,
        Query::HasServeHandler => &classes.has_serve_handler,
        Query::HasActiveConnections => &classes.has_active_connections,
        // These are the test environment's and the browser's.
        Query::ResetTests
        | Query::HasTests
        | Query::TestCount
        | Query::CollectedData
        | Query::ClearCollectedData => return None,
    };
    v8::tc_scope!(let scope, scope);
    let function = v8::Local::new(scope, function);
    let receiver = v8::undefined(scope).into();
    let value = function.call(scope, receiver, &[])?;
    match query {
        Query::ConsoleTimers | Query::ConsoleCounters => labels(scope, value),
        _ => encode_plain(scope, state, value).ok(),
    }
}

/// `[label, number]` pairs as a map. A label that no map key may be is left out.
fn labels(scope: &mut v8::PinScope<'_, '_>, pairs: v8::Local<'_, v8::Value>) -> Option<Raw> {
    let pairs = v8::Local::<v8::Array>::try_from(pairs).ok()?;
    let mut entries = Vec::new();
    for index in 0..pairs.length() {
        let pair = v8::Local::<v8::Array>::try_from(pairs.get_index(scope, index)?).ok()?;
        let label = pair.get_index(scope, 0)?.to_rust_string_lossy(scope);
        if label != isolate_protocol::wire::FORBIDDEN_KEY {
            entries.push((label, pair.get_index(scope, 1)?.number_value(scope)?));
        }
    }
    let mut writer = Writer::new();
    writer.map(u32::try_from(entries.len()).ok()?);
    for (label, number) in entries {
        writer.str(&label);
        writer.number(number);
    }
    Some(writer.finish())
}
