//! The bodies of one isolate that are on their way, in both directions, and the guest-side scripts' hold on them.

use std::collections::HashMap;
use std::rc::Rc;

use deno_core::v8;
use isolate_protocol::limits;

use super::incoming::{IncomingBody, Read};
use super::outgoing::{Room, Sink};
use super::shelf::{Ends, Kept};
use crate::functions::{add_native, throw};
use crate::host::HostError;
use crate::limits::host_bytes::new_bytes;
use crate::state::State;
use crate::values::string;

/// Bodies by number. Both directions count from the same counter.
#[derive(Default)]
pub(crate) struct Bodies {
    next: u64,
    incoming: HashMap<u64, Incoming>,
    outgoing: HashMap<u64, Outgoing>,
}

struct Incoming {
    body: Kept<IncomingBody>,
    /// Resolved when there is something to read.
    waiting: Option<v8::Global<v8::PromiseResolver>>,
}

struct Outgoing {
    sink: Box<dyn Sink>,
    /// More may be written.
    room: bool,
    /// What the guest has written and the host has not taken: the chunk, and how far it has been taken.
    rest: Option<(v8::Global<v8::ArrayBufferView>, usize)>,
    /// Resolved when more may be written, with false if nobody wants more.
    waiting: Option<v8::Global<v8::PromiseResolver>>,
}

impl Bodies {
    /// Takes in a body for the guest; gives its number.
    pub(crate) fn receive(&mut self, ends: &Ends, body: IncomingBody) -> u64 {
        let number = self.next_number();
        let body = ends.keep_arrival(number, body);
        let waiting = None;
        self.incoming.insert(number, Incoming { body, waiting });
        number
    }

    /// Whether anything is being sent.
    pub(crate) fn is_sending(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// The number of the next outgoing body, for its [`Room`].
    pub(crate) fn next_number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Adds an outgoing body under a number from [`next_number`](Self::next_number).
    pub(crate) fn send(&mut self, number: u64, sink: Box<dyn Sink>) {
        let outgoing = Outgoing {
            sink,
            room: true,
            rest: None,
            waiting: None,
        };
        self.outgoing.insert(number, outgoing);
    }
}

/// Nobody is there for the bodies any more: what comes in is cancelled, what goes out breaks off. No promise of the
/// guest's settles.
pub(crate) fn abandon(state: &State) {
    let (incoming, outgoing) = {
        let mut bodies = state.bodies.borrow_mut();
        (
            std::mem::take(&mut bodies.incoming),
            std::mem::take(&mut bodies.outgoing),
        )
    };
    drop(incoming);
    drop(outgoing);
}

/// Makes an outgoing body of what `open` gives for its room; gives the number.
pub(crate) fn open<T>(
    state: &State,
    open: impl FnOnce(Room) -> Option<(T, Box<dyn Sink>)>,
) -> Option<(T, u64)> {
    let number = state.bodies.borrow_mut().next_number();
    let (opened, sink) = open(Room::new(state.mailbox.clone(), number))?;
    let sink = state.flags.ends().keep_sink(number, sink);
    state.bodies.borrow_mut().send(number, sink);
    Some((opened, number))
}

/// An incoming body has more.
pub(crate) fn body_ready(scope: &mut v8::PinScope<'_, '_>, state: &State, number: u64) {
    let waiting = (state.bodies.borrow_mut().incoming)
        .get_mut(&number)
        .and_then(|incoming| incoming.waiting.take());
    if let Some(waiting) = waiting {
        let value = v8::undefined(scope).into();
        v8::Local::new(scope, waiting).resolve(scope, value);
    }
}

/// An outgoing body may go on.
pub(crate) fn sink_ready(scope: &mut v8::PinScope<'_, '_>, state: &State, number: u64) {
    let waiting = (state.bodies.borrow_mut().outgoing)
        .get_mut(&number)
        .and_then(|outgoing| {
            outgoing.room = true;
            if let Some((view, from)) = outgoing.rest.take() {
                let view = v8::Local::new(scope, view);
                outgoing.write(scope, view, from);
            }
            outgoing.waiting.take_if(|_| outgoing.room)
        });
    resolve(scope, waiting, true);
}

impl Outgoing {
    /// Writes a chunk from some byte on, in pieces, for as long as there is room; keeps the rest.
    fn write(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        view: v8::Local<'_, v8::ArrayBufferView>,
        from: usize,
    ) {
        // Small arrays live on V8's heap and are copied here first.
        let mut storage = [0; v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP];
        let bytes = view.get_contents(&mut storage);
        let mut taken = from;
        // Nothing is left of a buffer that the guest has moved elsewhere meanwhile.
        for piece in bytes
            .get(from..)
            .unwrap_or_default()
            .chunks(limits::STREAM_CHUNK)
        {
            if !self.room {
                self.rest = Some((v8::Global::new(scope, view), taken));
                return;
            }
            self.room = self.sink.write(piece);
            taken += piece.len();
        }
    }
}

/// Nobody wants an outgoing body any more: the guest's stream is cancelled.
pub(crate) fn sink_cancelled(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    number: u64,
    reason: &str,
) {
    let Some(outgoing) = state.bodies.borrow_mut().outgoing.remove(&number) else {
        return;
    };
    resolve(scope, outgoing.waiting, false);
    v8::tc_scope!(let scope, scope);
    if let Some(reason) = string(scope, reason) {
        let number = v8::Number::new(scope, number as f64).into();
        let receiver = v8::undefined(scope).into();
        let cancel = v8::Local::new(scope, &state.classes.cancel_sink);
        cancel.call(scope, receiver, &[number, reason.into()]);
    }
}

fn resolve(
    scope: &mut v8::PinScope<'_, '_>,
    waiting: Option<v8::Global<v8::PromiseResolver>>,
    value: bool,
) {
    if let Some(waiting) = waiting {
        let value = v8::Boolean::new(scope, value).into();
        v8::Local::new(scope, waiting).resolve(scope, value);
    }
}

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

/// `bodyReady(body)`: a promise that is resolved when `readBody` has an answer.
fn wait_for_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let (Some(state), Some(resolver)) = (State::of(scope), v8::PromiseResolver::new(scope)) else {
        return;
    };
    result.set(resolver.get_promise(scope).into());
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
        let value = v8::undefined(scope).into();
        if let Some(waiting) = incoming.waiting {
            v8::Local::new(scope, waiting).resolve(scope, value);
        }
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
    let (Some(state), Some(resolver)) = (State::of(scope), v8::PromiseResolver::new(scope)) else {
        return;
    };
    result.set(resolver.get_promise(scope).into());
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

/// `endBody(body)`: the body is complete.
fn end_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let number = number(scope, &arguments);
    let outgoing =
        State::of(scope).and_then(|state| state.bodies.borrow_mut().outgoing.remove(&number));
    if let Some(outgoing) = outgoing {
        outgoing.sink.end();
    }
}

/// `failBody(body, text)`: the body breaks off.
fn fail_body<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    let number = number(scope, &arguments);
    let text = arguments.get(1).to_rust_string_lossy(scope);
    let outgoing =
        State::of(scope).and_then(|state| state.bodies.borrow_mut().outgoing.remove(&number));
    if let Some(outgoing) = outgoing {
        outgoing.sink.fail(&text);
    }
}
