//! The bodies of one isolate that are on their way, in both directions.

mod natives;

use std::collections::HashMap;
use std::rc::Rc;

use deno_core::v8;
use isolate_protocol::limits;

use super::incoming::IncomingBody;
use super::outgoing::{Room, Sink};
use super::shelf::{Ends, Kept};
use crate::state::State;
use crate::values::string;

pub(crate) use natives::{add_natives, number, with_bytes};

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
    let nothing = v8::undefined(scope).into();
    resolve(scope, waiting, nothing);
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
    let more = v8::Boolean::new(scope, true).into();
    resolve(scope, waiting, more);
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
    let no_more = v8::Boolean::new(scope, false).into();
    resolve(scope, outgoing.waiting, no_more);
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
    value: v8::Local<'_, v8::Value>,
) {
    if let Some(waiting) = waiting {
        v8::Local::new(scope, waiting).resolve(scope, value);
    }
}
