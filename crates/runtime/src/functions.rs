//! Host calls: custom functions and whatever they hand out (runtime.md section 5), and the loader of modules.

use std::rc::Rc;

use deno_core::v8;
use isolate_protocol::Raw;
use isolate_protocol::refs::CodeProperty;

use crate::host::{Callee, HostError, HostResult, Reply};
use crate::http::IncomingBody;
use crate::limits::MAX_PENDING_CALLS;
use crate::modules;
use crate::options::FunctionKind;
use crate::reconnection::Again;
use crate::request_context;
use crate::state::State;
use crate::values::{EncodeError, decode, encode_arguments, string};

/// Who waits for the answer to a host call.
pub(crate) enum PendingCall {
    /// A promise of the guest.
    Promise {
        resolver: v8::Global<v8::PromiseResolver>,
        /// The host's number of the call, to abort it.
        token: Option<u64>,
        /// To call the next client if this one is lost.
        again: Option<Again>,
    },
    /// The module graph, for the module with this key.
    Module(String),
}

impl PendingCall {
    /// The promise that waits, if it is not the module graph.
    pub(crate) fn into_resolver(self) -> Option<v8::Global<v8::PromiseResolver>> {
        match self {
            Self::Promise { resolver, .. } => Some(resolver),
            Self::Module(_) => None,
        }
    }
}

/// Puts a native function on the object that the guest-side scripts are connected with.
pub(crate) fn add_native(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
    name: &str,
    native: impl v8::MapFnTo<v8::FunctionCallback>,
) -> Option<()> {
    let name = string(scope, name)?;
    let function = v8::Function::new(scope, native)?;
    natives
        .create_data_property(scope, name.into(), function.into())
        .map(drop)
}

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "callAsync", call_async)?;
    add_native(scope, natives, "callSync", call_sync)
}

/// The custom functions as the guest-side scripts want them: `[name, kind]` pairs.
pub(crate) fn describe<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    functions: &[(String, FunctionKind)],
) -> Option<v8::Local<'s, v8::Array>> {
    let mut pairs = Vec::with_capacity(functions.len());
    for (name, kind) in functions {
        let kind = match kind {
            FunctionKind::Sync => "sync",
            FunctionKind::Async => "async",
            FunctionKind::AsyncIterator => "asyncIterator",
        };
        let pair = [string(scope, name)?.into(), string(scope, kind)?.into()];
        pairs.push(v8::Array::new_with_elements(scope, &pair).into());
    }
    Some(v8::Array::new_with_elements(scope, &pairs))
}

/// `callAsync(kind, target, args)`: a promise of the answer.
fn call_async<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    v8::tc_scope!(let scope, scope);
    let promise = match start(scope, &state, &arguments) {
        Ok((callee, args)) => {
            let repeatable = matches!(
                callee,
                Callee::Function(_)
                    | Callee::IteratorStart(_)
                    | Callee::IteratorNext(_)
                    | Callee::Playwright
            );
            let started = start_call(scope, &state, callee, args, repeatable);
            started.map(|(promise, _)| promise)
        }
        Err(error) => {
            let error = thrown(scope, &error);
            v8::PromiseResolver::new(scope).map(|resolver| {
                resolver.reject(scope, error);
                resolver.get_promise(scope)
            })
        }
    };
    if let Some(promise) = promise {
        result.set(promise.into());
    }
}

/// Calls the host; gives the promise of the answer and the number of the call. What is `repeatable` means the same to
/// another client, if this one is lost before it has answered.
pub(crate) fn start_call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    callee: Callee,
    args: Raw,
    repeatable: bool,
) -> Option<(v8::Local<'s, v8::Promise>, u64)> {
    let resolver = v8::PromiseResolver::new(scope)?;
    let promise = resolver.get_promise(scope);
    let call = state.next_call_id();
    if state.calls.borrow().len() >= MAX_PENDING_CALLS {
        let message =
            format!("Too many host calls in flight: {MAX_PENDING_CALLS} wait for an answer");
        let error = make_error(scope, &HostError::new(message));
        resolver.reject(scope, error);
        return Some((promise, call));
    }
    let pending = PendingCall::Promise {
        resolver: v8::Global::new(scope, resolver),
        token: None,
        again: (repeatable.then(|| Again::of(&callee, &args, &state.budget))).flatten(),
    };
    state.calls.borrow_mut().insert(call, pending);
    let reply = state.reply_to(call);
    let context = request_context::get(scope, state);
    let started = state.host().call(callee, args, context, reply);
    if let Some(PendingCall::Promise { token, .. }) = state.calls.borrow_mut().get_mut(&call) {
        *token = started;
    }
    Some((promise, call))
}

/// Nobody is there to answer: empties the table, and gives the promises that wait.
pub(crate) fn abandon_calls(state: &State) -> Vec<v8::Global<v8::PromiseResolver>> {
    let calls = std::mem::take(&mut *state.calls.borrow_mut());
    calls
        .into_values()
        .filter_map(PendingCall::into_resolver)
        .collect()
}

/// Gives a call up: its promise never settles.
pub(crate) fn abort_call(state: &State, call: u64, reason: &str) {
    let pending = state.calls.borrow_mut().remove(&call);
    if let Some(PendingCall::Promise {
        token: Some(token), ..
    }) = pending
    {
        state.host().abort(token, reason);
    }
}

/// `callSync(kind, target, args)`: the answer itself; the thread waits for it.
fn call_sync<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let started = {
        v8::tc_scope!(let scope, scope);
        let started = start(scope, &state, &arguments);
        started.map_err(|error| {
            let error = thrown(scope, &error);
            v8::Global::new(scope, error)
        })
    };
    let (callee, args) = match started {
        Ok(started) => started,
        Err(error) => {
            let error = v8::Local::new(scope, error);
            scope.throw_exception(error);
            return;
        }
    };
    let call = state.next_call_id();
    state.gate.prepare(call);
    let context = request_context::get(scope, &state);
    let reply = Reply::to_gate(state.gate.clone(), call);
    state.host().call(callee, args, context, reply);
    state.release();
    match state.gate.wait() {
        Ok(raw) => match decode(scope, &state, &raw) {
            Ok(value) => result.set(value),
            Err(error) => throw(scope, &HostError::new(error.to_string())),
        },
        Err(error) => throw(scope, &error),
    }
}

pub(crate) fn throw(scope: &mut v8::PinScope<'_, '_>, error: &HostError) {
    let error = make_error(scope, error);
    scope.throw_exception(error);
}

fn start<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    arguments: &v8::FunctionCallbackArguments<'s>,
) -> Result<(Callee, Raw), EncodeError> {
    let kind = arguments.get(0).to_rust_string_lossy(scope);
    let target = arguments.get(1);
    let args =
        v8::Local::<v8::Array>::try_from(arguments.get(2)).map_err(|_| EncodeError::Threw)?;
    let callee = if let Some(id) = target
        .is_number()
        .then(|| target.integer_value(scope))
        .flatten()
    {
        Callee::Returned(u64::try_from(id).unwrap_or(u64::MAX))
    } else {
        let name = target.to_rust_string_lossy(scope);
        match kind.as_str() {
            "start" => Callee::IteratorStart(name),
            "next" => Callee::IteratorNext(name),
            "return" => Callee::IteratorReturn(name),
            "throw" => Callee::IteratorThrow(name),
            "playwright" => Callee::Playwright,
            _ => Callee::Function(name),
        }
    };
    Ok((callee, encode_arguments(scope, state, args)?))
}

/// What the guest sees of an argument that can not cross: the exception of its own code, or an error that says why.
fn thrown<'s, 'obj, 'iso>(
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'obj, v8::HandleScope<'iso>>>,
    error: &EncodeError,
) -> v8::Local<'obj, v8::Value> {
    match (error, scope.exception()) {
        (EncodeError::Threw, Some(exception)) => exception,
        _ => {
            scope.reset();
            make_error(scope, &HostError::new(error.to_string()))
        }
    }
}

/// The answer to a call has come: settles whoever waits for it.
pub(crate) fn settle(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    call: u64,
    result: HostResult,
) {
    let Some(pending) = state.calls.borrow_mut().remove(&call) else {
        return;
    };
    match pending {
        PendingCall::Module(key) => modules::arrived(scope, state, &key, result),
        PendingCall::Promise { resolver, .. } => {
            v8::tc_scope!(let scope, scope);
            let resolver = v8::Local::new(scope, resolver);
            let decoded = result.and_then(|raw| {
                decode(scope, state, &raw).map_err(|error| HostError::new(error.to_string()))
            });
            match decoded {
                Ok(value) => {
                    resolver.resolve(scope, value);
                }
                Err(error) => {
                    let error = make_error(scope, &error);
                    reject(scope, resolver, error);
                }
            }
        }
    }
}

/// The response to a fetch has come, its body follows: settles the promise with `[head, body]`.
pub(crate) fn settle_response(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    call: u64,
    head: &Raw,
    body: IncomingBody,
) {
    let Some(PendingCall::Promise { resolver, .. }) = state.calls.borrow_mut().remove(&call) else {
        return;
    };
    v8::tc_scope!(let scope, scope);
    let resolver = v8::Local::new(scope, resolver);
    match decode(scope, state, head) {
        Ok(head) => {
            let body = state.bodies.borrow_mut().receive(state.flags.ends(), body);
            let body = v8::Number::new(scope, body as f64).into();
            let pair = v8::Array::new_with_elements(scope, &[head, body]);
            resolver.resolve(scope, pair.into());
        }
        Err(error) => {
            let error = make_error(scope, &HostError::new(error.to_string()));
            reject(scope, resolver, error);
        }
    }
}

fn reject(
    scope: &mut v8::PinScope<'_, '_>,
    resolver: v8::Local<'_, v8::PromiseResolver>,
    error: v8::Local<'_, v8::Value>,
) {
    resolver.reject(scope, error);
}

/// An Error with the name, message and code that the host gave.
pub(crate) fn make_error<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: &HostError,
) -> v8::Local<'s, v8::Value> {
    let message = string(scope, &error.message).unwrap_or_else(|| v8::String::empty(scope));
    let exception = v8::Exception::error(scope, message);
    if let Ok(object) = v8::Local::<v8::Object>::try_from(exception) {
        if let Some(name) = error.name.as_deref().filter(|name| *name != "Error") {
            define(scope, object, "name", |scope| {
                string(scope, name).map(Into::into)
            });
        }
        if let Some(code) = &error.code {
            define(scope, object, "code", |scope| match code {
                CodeProperty::Number(code) => Some(v8::Number::new(scope, *code).into()),
                CodeProperty::Text(code) => string(scope, code).map(Into::into),
            });
        }
    }
    exception
}

fn define<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    name: &str,
    value: impl FnOnce(&mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>>,
) {
    if let (Some(name), Some(value)) = (string(scope, name), value(scope)) {
        object.define_own_property(scope, name.into(), value, v8::PropertyAttribute::DONT_ENUM);
    }
}
