//! Host events in both directions (runtime.md section 9).

use deno_core::v8;
use isolate_protocol::Raw;

use crate::functions::add_native;
use crate::state::State;
use crate::values::{decode, encode_plain, string};

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "emitEvent", emit)
}

fn emit<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let name = arguments.get(0).to_rust_string_lossy(scope);
    match encode_plain(scope, &state, arguments.get(1)) {
        Ok(payload) => state.host().event(&name, payload),
        Err(error) => {
            if let Some(message) = string(scope, &error.to_string()) {
                let error = v8::Exception::error(scope, message);
                scope.throw_exception(error);
            }
        }
    }
}

/// Hands an event of the client to the guest's listeners.
pub(crate) fn deliver(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    event: &str,
    payload: &Raw,
) -> Option<()> {
    v8::tc_scope!(let scope, scope);
    let payload = decode(scope, state, payload).ok()?;
    let event = string(scope, event)?;
    let receiver = v8::undefined(scope).into();
    let deliver = v8::Local::new(scope, &state.classes.deliver_event);
    deliver
        .call(scope, receiver, &[event.into(), payload])
        .map(drop)
}
