//! Functions of the guest's that its client may call (protocol.md A.2). Which these are the guest-side scripts know
//! (`guest/functions/exports.js`); here are the calls that wait for them.

use std::collections::HashMap;
use std::rc::Rc;

use deno_core::v8;
use isolate_protocol::Raw;

use crate::error::{GuestError, RuntimeError};
use crate::functions::add_native;
use crate::guest_error;
use crate::mailbox::Answer;
use crate::request_context;
use crate::state::State;
use crate::values::{EncodeError, decode, encode_result};

/// Calls of the client's that the guest has not answered. Dropping one tells the client that the runtime has gone.
#[derive(Default)]
pub(crate) struct ClientCalls {
    next: u64,
    waiting: HashMap<u64, Answer<Raw>>,
}

impl ClientCalls {
    fn insert(&mut self, answer: Answer<Raw>) -> u64 {
        self.next += 1;
        self.waiting.insert(self.next, answer);
        self.next
    }

    /// Whether anybody waits.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Answers everybody who waits.
    pub(crate) fn fail_all(&mut self, reason: &RuntimeError) {
        for answer in std::mem::take(&mut self.waiting).into_values() {
            let _ = answer.send(Err(reason.clone()));
        }
    }
}

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "firstFunctionId", first_function_id)?;
    add_native(scope, natives, "answerCall", answer_call)?;
    add_native(scope, natives, "failCall", fail_call)
}

/// A call of the client's.
#[derive(Debug)]
pub struct ClientCall {
    /// The id under which the guest has handed the function out.
    pub function: u64,
    /// An encoded array.
    pub args: Raw,
    /// What the host is told with each call that is made on its behalf.
    pub context: Option<Raw>,
}

/// Starts a call.
pub(crate) fn call(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    client_call: &ClientCall,
    answer: Answer<Raw>,
) {
    let call = state.client_calls.borrow_mut().insert(answer);
    v8::tc_scope!(let scope, scope);
    let error = match decode(scope, state, &client_call.args) {
        Ok(args) => {
            let receiver = v8::undefined(scope).into();
            let call = v8::Number::new(scope, call as f64).into();
            let id = v8::Number::new(scope, client_call.function as f64).into();
            let function = v8::Local::new(scope, &state.classes.call_function);
            request_context::set(scope, state, client_call.context.as_ref());
            let called = function.call(scope, receiver, &[call, id, args]);
            request_context::set(scope, state, None);
            if called.is_some() || scope.has_terminated() {
                return;
            }
            guest_error::caught(scope)
        }
        Err(error) => guest_error::plain(error.to_string()),
    };
    finish(state, call, Err(error));
}

fn finish(state: &State, call: u64, result: Result<Raw, GuestError>) {
    let answer = state.client_calls.borrow_mut().waiting.remove(&call);
    if let Some(answer) = answer {
        let _ = answer.send(result.map_err(RuntimeError::Guest));
    }
}

/// `firstFunctionId()`: the first of the ids that come next.
fn first_function_id<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    if let Some(state) = State::of(scope) {
        result.set_double(state.host().first_function_id() as f64);
    }
}

/// `answerCall(call, value)`: undefined, or a promise in the value that is to be awaited first.
fn answer_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut pending: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let call = number(scope, arguments.get(0));
    v8::tc_scope!(let scope, scope);
    let result = encode_result(scope, &state, arguments.get(1));
    if scope.has_terminated() {
        return;
    }
    let result = match result {
        Err(EncodeError::Pending(promise)) => {
            return pending.set(v8::Local::new(scope, promise).into());
        }
        Err(EncodeError::Threw) => Err(guest_error::caught(scope)),
        Err(error) => Err(guest_error::plain(error.to_string())),
        Ok(result) => Ok(result),
    };
    finish(&state, call, result);
}

/// `failCall(call, error)`: what the function threw.
fn fail_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let call = number(scope, arguments.get(0));
    let error = guest_error::from_value(scope, arguments.get(1));
    finish(&state, call, Err(error));
}

fn number(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> u64 {
    let number = value.integer_value(scope).unwrap_or_default();
    u64::try_from(number).unwrap_or_default()
}
