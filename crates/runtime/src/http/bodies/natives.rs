//! What the guest-side scripts do with bodies, by their numbers.

use std::rc::Rc;

use deno_core::v8;

use super::{Outgoing, resolve};
use crate::functions::{add_native, throw};
use crate::host::HostError;
use crate::http::incoming::Read;
use crate::limits::host_bytes::new_bytes;
use crate::state::State;

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "readBody", read_body)?;
    add_native(scope, natives, "bodyReady", wait_for_body)?;
    add_native(scope, natives, "cancelBody", cancel_body)?;
    add_native(scope, natives, "writeBody", write_body)?;
    add_native(scope, natives, "bodyRoom", wait_for_room)?;
    add_native(scope, natives, "endBody", end_body)?;
    add_native(scope, natives, "failBody", fail_body)
}

/// The number that a native was given as its first argument.
pub(crate) fn number(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: &v8::FunctionCallbackArguments<'_>,
) -> u64 {
    let number = arguments.get(0).integer_value(scope).unwrap_or_default();
    u64::try_from(number).unwrap_or_default()
}

/// `readBody(body)`: a Uint8Array, null at the end, undefined if there is nothing yet. Throws if the body failed.
fn read_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let number = number(scope, &arguments);
    let read = match state.bodies.borrow_mut().incoming.get_mut(&number) {
        Some(incoming) => incoming.body.read(&state.mailbox),
        None => Read::End,
    };
    match read {
        Read::Wait => return,
        Read::Chunk(chunk) => match new_bytes(scope, chunk.to_vec()) {
            Some(chunk) => return result.set(chunk.into()),
            None => throw(scope, &HostError::new("A piece of a body does not fit")),
        },
        Read::End => result.set_null(),
        Read::Failed(error) => throw(scope, &error),
    }
    state.bodies.borrow_mut().incoming.remove(&number);
}

/// Makes the promise that is the result of a native; gives its resolver.
fn promise<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    result: &mut v8::ReturnValue<'s>,
) -> Option<(Rc<State>, v8::Local<'s, v8::PromiseResolver>)> {
    let state = State::of(scope)?;
    let resolver = v8::PromiseResolver::new(scope)?;
    result.set(resolver.get_promise(scope).into());
    Some((state, resolver))
}

/// `bodyReady(body)`: a promise that is resolved when `readBody` has an answer.
fn wait_for_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some((state, resolver)) = promise(scope, &mut result) else {
        return;
    };
    let number = number(scope, &arguments);
    if let Some(incoming) = state.bodies.borrow_mut().incoming.get_mut(&number) {
        incoming.waiting = Some(v8::Global::new(scope, resolver));
    } else {
        let value = v8::undefined(scope).into();
        resolver.resolve(scope, value);
    }
}

/// `cancelBody(body, reason)`: the guest wants no more of it.
fn cancel_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let number = number(scope, &arguments);
    let reason = arguments.get(1).to_rust_string_lossy(scope);
    let incoming = state.bodies.borrow_mut().incoming.remove(&number);
    if let Some(incoming) = incoming {
        incoming.body.cancel(&reason);
        let nothing = v8::undefined(scope).into();
        resolve(scope, incoming.waiting, nothing);
    }
}

/// `writeBody(body, chunk)`: sends a string or bytes. True if more may follow at once; if not, `bodyRoom` says when.
fn write_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let number = number(scope, &arguments);
    let chunk = arguments.get(1);
    let mut bodies = state.bodies.borrow_mut();
    let Some(outgoing) = bodies.outgoing.get_mut(&number) else {
        return result.set_bool(false);
    };
    if let Ok(text) = v8::Local::<v8::String>::try_from(chunk) {
        let text = text.to_rust_string_lossy(scope);
        if !text.is_empty() {
            outgoing.room = outgoing.sink.write(text.as_bytes());
        }
    } else if let Some(view) = view(scope, chunk) {
        outgoing.write(scope, view, 0);
    } else {
        let error = HostError {
            name: Some("TypeError".to_owned()),
            ..HostError::new("A body is made of strings, ArrayBuffers and views of them")
        };
        return throw(scope, &error);
    }
    result.set_bool(outgoing.room);
}

/// A buffer or a view as a view.
fn view<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
) -> Option<v8::Local<'s, v8::ArrayBufferView>> {
    match v8::Local::<v8::ArrayBuffer>::try_from(value) {
        Ok(buffer) => Some(v8::Uint8Array::new(scope, buffer, 0, buffer.byte_length())?.into()),
        Err(_) => v8::Local::<v8::ArrayBufferView>::try_from(value).ok(),
    }
}

/// Calls `take` with the bytes of a string, a buffer or a view; none if the value is nothing of these.
pub(crate) fn with_bytes<'s, T>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    take: impl FnOnce(&[u8]) -> T,
) -> Option<T> {
    if let Ok(text) = v8::Local::<v8::String>::try_from(value) {
        return Some(take(text.to_rust_string_lossy(scope).as_bytes()));
    }
    let view = view(scope, value)?;
    let mut storage = [0; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
    Some(take(view.get_contents(&mut storage)))
}

/// `bodyRoom(body)`: a promise of true when more may be written, of false if nobody wants more.
fn wait_for_room<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some((state, resolver)) = promise(scope, &mut result) else {
        return;
    };
    let number = number(scope, &arguments);
    let now = match state.bodies.borrow_mut().outgoing.get_mut(&number) {
        None => Some(false),
        Some(outgoing) if outgoing.room => Some(true),
        Some(outgoing) => {
            outgoing.waiting = Some(v8::Global::new(scope, resolver));
            None
        }
    };
    if let Some(now) = now {
        let now = v8::Boolean::new(scope, now).into();
        resolver.resolve(scope, now);
    }
}

/// Takes the outgoing body whose number a native was given.
fn take_outgoing(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: &v8::FunctionCallbackArguments<'_>,
) -> Option<Outgoing> {
    let number = number(scope, arguments);
    let state = State::of(scope)?;
    state.bodies.borrow_mut().outgoing.remove(&number)
}

/// `endBody(body)`: the body is complete.
fn end_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    if let Some(outgoing) = take_outgoing(scope, &arguments) {
        outgoing.sink.end();
    }
}

/// `failBody(body, text)`: the body breaks off.
fn fail_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let text = arguments.get(1).to_rust_string_lossy(scope);
    if let Some(outgoing) = take_outgoing(scope, &arguments) {
        outgoing.sink.fail(&text);
    }
}
