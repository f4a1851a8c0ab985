//! The native half of `serve()`: hands requests to the guest's handler and takes its responses.

use std::rc::Rc;

use deno_core::v8;

use super::bodies::{self, number, with_bytes};
use super::exchange::{DispatchId, DispatchRequest, RequestBody, ResponseHead};
use super::headers;
use crate::error::{GuestError, RuntimeError};
use crate::functions::add_native;
use crate::guest_error;
use crate::host::HostError;
use crate::limits::host_bytes::new_bytes;
use crate::request_context;
use crate::state::State;
use crate::values::string;

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "respond", respond)?;
    add_native(scope, natives, "respondStreaming", respond_streaming)?;
    add_native(scope, natives, "failDispatch", fail_dispatch)
}

/// Hands a request to the guest-side scripts.
pub(crate) fn dispatch(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    id: DispatchId,
    request: DispatchRequest,
) {
    v8::tc_scope!(let scope, scope);
    let called = call_handler(scope, state, id, request);
    if called.is_none()
        && !scope.has_terminated()
        && let Some(exchange) = state.flags.exchanges().take(id)
    {
        exchange.fail(RuntimeError::Guest(guest_error::caught(scope)));
    }
}

fn call_handler(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    id: DispatchId,
    request: DispatchRequest,
) -> Option<()> {
    let body: v8::Local<'_, v8::Value> = match request.body {
        RequestBody::None => v8::null(scope).into(),
        RequestBody::Whole(bytes) => new_bytes(scope, bytes.to_vec())?.into(),
        RequestBody::Stream(body) => {
            let number = state.bodies.borrow_mut().receive(state.flags.ends(), body);
            v8::Number::new(scope, number as f64).into()
        }
    };
    let mut pairs = Vec::with_capacity(request.headers.len());
    for (name, value) in &request.headers {
        let pair = [string(scope, name)?.into(), string(scope, value)?.into()];
        pairs.push(v8::Array::new_with_elements(scope, &pair).into());
    }
    let arguments = [
        v8::Number::new(scope, id.0 as f64).into(),
        string(scope, &request.method)?.into(),
        string(scope, &request.url)?.into(),
        v8::Array::new_with_elements(scope, &pairs).into(),
        body,
        v8::Boolean::new(scope, request.aborted).into(),
    ];
    let receiver = v8::undefined(scope).into();
    let dispatch = v8::Local::new(scope, &state.classes.dispatch);
    request_context::set(scope, state, request.context.as_ref());
    let called = dispatch.call(scope, receiver, &arguments);
    request_context::set(scope, state, None);
    called.map(drop)
}

/// Fires the signal of a request.
pub(crate) fn abort(scope: &mut v8::PinScope<'_, '_>, state: &State, id: DispatchId) {
    v8::tc_scope!(let scope, scope);
    let id = v8::Number::new(scope, id.0 as f64).into();
    let receiver = v8::undefined(scope).into();
    let abort = v8::Local::new(scope, &state.classes.abort_dispatch);
    abort.call(scope, receiver, &[id]);
}

/// The head that a native was given: `(dispatch, status, statusText, headers, upgrade, ...)`.
fn head<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: &v8::FunctionCallbackArguments<'s>,
) -> Result<ResponseHead, HostError> {
    let upgrade = arguments.get(4);
    let status = arguments.get(1).uint32_value(scope);
    let status = status.and_then(|status| u16::try_from(status).ok());
    Ok(ResponseHead {
        status: status.ok_or_else(|| HostError::new("The status is not a number"))?,
        status_text: arguments.get(2).to_rust_string_lossy(scope),
        headers: headers::read(scope, arguments.get(3))?,
        upgrade: upgrade
            .is_string()
            .then(|| upgrade.to_rust_string_lossy(scope)),
    })
}

/// A response that the guest has spoilt on purpose.
fn unusable(error: HostError) -> RuntimeError {
    RuntimeError::Guest(GuestError {
        name: error.name.unwrap_or_else(|| "Error".to_owned()),
        ..guest_error::plain(error.message)
    })
}

/// `respond(dispatch, status, statusText, headers, upgrade, body)`: answers with a response whose body is a string,
/// bytes, or null.
fn respond<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let id = DispatchId(number(scope, &arguments));
    let exchange = State::of(scope).and_then(|state| state.flags.exchanges().take(id));
    let Some(exchange) = exchange else { return };
    let head = match head(scope, &arguments) {
        Ok(head) => head,
        Err(error) => return exchange.fail(unusable(error)),
    };
    let mut exchange = Some(exchange);
    let body = arguments.get(5);
    let mut answer = |head: ResponseHead, body: Option<&[u8]>| {
        if let Some(exchange) = exchange.take() {
            exchange.respond(head, body);
        }
    };
    if body.is_null() {
        return answer(head, None);
    }
    with_bytes(scope, body, |bytes| answer(head, Some(bytes)));
}

/// `respondStreaming(dispatch, status, statusText, headers, upgrade)`: answers with a response whose body follows;
/// gives the number of the body. Undefined if nobody waits for the response any more.
fn respond_streaming<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let id = DispatchId(number(scope, &arguments));
    let Some(exchange) = state.flags.exchanges().take(id) else {
        return;
    };
    let head = match head(scope, &arguments) {
        Ok(head) => head,
        Err(error) => return exchange.fail(unusable(error)),
    };
    let opened = bodies::open(&state, |room| {
        Some(((), exchange.respond_streaming(head, room)))
    });
    if let Some(((), body)) = opened {
        result.set_double(body as f64);
    }
}

/// `failDispatch(dispatch, error)`: answers with what the handler threw.
fn fail_dispatch<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let id = DispatchId(number(scope, &arguments));
    let exchange = State::of(scope).and_then(|state| state.flags.exchanges().take(id));
    if let Some(exchange) = exchange {
        let error = guest_error::from_value(scope, arguments.get(1));
        exchange.fail(RuntimeError::Guest(error));
    }
}
