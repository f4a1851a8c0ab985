//! The native half of `fetch`: calls the host with a request and gives it up again.

use deno_core::v8;
use isolate_protocol::{Raw, limits};

use super::bodies::{self, number, with_bytes};
use super::headers;
use crate::functions::{self, add_native, throw};
use crate::host::{Callee, HostError};
use crate::state::State;

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "startFetch", start)?;
    add_native(scope, natives, "abortCall", abort)?;
    add_native(scope, natives, "streamsRequests", streams_requests)?;
    add_native(scope, natives, "openUpload", open_upload)
}

/// `startFetch(url, method, headers, body, upload)`: calls the host; `body` is a string, bytes or null, `upload` the id
/// of the stream that brings it, or undefined. Gives `[promise, call]`.
fn start<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let args = match encode(scope, &arguments) {
        Ok(args) => args,
        Err(error) => return throw(scope, &error),
    };
    // A body that is on its way can not be sent again.
    let repeatable = !arguments.get(4).is_number();
    let started = functions::start_call(scope, &state, Callee::Fetch, args, repeatable);
    if let Some((promise, call)) = started {
        let call = v8::Number::new(scope, call as f64).into();
        let pair = v8::Array::new_with_elements(scope, &[promise.into(), call]);
        result.set(pair.into());
    }
}

/// The one argument of a fetch callback, a SerializedRequest (protocol.md 4.8).
fn encode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: &v8::FunctionCallbackArguments<'s>,
) -> Result<Raw, HostError> {
    let url = arguments.get(0).to_rust_string_lossy(scope);
    let method = arguments.get(1).to_rust_string_lossy(scope);
    let headers = headers::read(scope, arguments.get(2))?;
    let (body, upload) = (arguments.get(3), arguments.get(4));
    let upload = (upload.is_number())
        .then(|| upload.integer_value(scope))
        .flatten();
    let mut size = url.len() + method.len();
    size += headers
        .iter()
        .map(|(name, value)| name.len() + value.len() + 16)
        .sum::<usize>();
    let write = |bytes: Option<&[u8]>| {
        let size = size.saturating_add(bytes.map_or(0, <[u8]>::len));
        if size.saturating_add(ENVELOPE) > limits::MAX_FRAME {
            return Err(too_large(size));
        }
        Ok(Raw::build(|writer| {
            writer.array(1);
            writer.map(5 + u32::from(upload.is_some()));
            writer.str("url");
            writer.str(&url);
            writer.str("method");
            writer.str(&method);
            writer.str("headers");
            writer.array(u32::try_from(headers.len()).unwrap_or(u32::MAX));
            for (name, value) in &headers {
                writer.array(2);
                writer.str(name);
                writer.str(value);
            }
            writer.str("body");
            match bytes {
                Some(bytes) => writer.bin(bytes),
                None => writer.nil(),
            }
            if let Some(upload) = upload {
                writer.str("bodyStreamId");
                writer.int(upload);
            }
            writer.str("signalAborted");
            writer.bool(false);
        }))
    };
    if body.is_null_or_undefined() {
        return write(None);
    }
    with_bytes(scope, body, |bytes| write(Some(bytes))).unwrap_or_else(|| write(None))
}

/// Room for the rest of the message.
const ENVELOPE: usize = 1024;

fn too_large(size: usize) -> HostError {
    let limit = limits::MAX_FRAME;
    HostError {
        name: Some("TypeError".to_owned()),
        ..HostError::new(format!(
            "The request has {size} bytes; this host takes requests of up to {limit} bytes"
        ))
    }
}

/// `abortCall(call)`: gives a call up; its promise never settles.
fn abort<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    if let Some(state) = State::of(scope) {
        let call = number(scope, &arguments);
        functions::abort_call(&state, call, "fetch callback aborted");
    }
}

/// `streamsRequests()`: whether request bodies may be streamed.
fn streams_requests<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    result.set_bool(State::of(scope).is_some_and(|state| state.host().streams_requests()));
}

/// `openUpload()`: opens a stream for a request body; gives `[stream id, body]`, or undefined if there may be no more.
fn open_upload<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    if let Some((stream, body)) = bodies::open(&state, |room| state.host().open_upload(room)) {
        let pair = [stream, body].map(|id| v8::Number::new(scope, id as f64).into());
        result.set(v8::Array::new_with_elements(scope, &pair).into());
    }
}
