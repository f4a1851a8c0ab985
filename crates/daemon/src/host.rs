//! A runtime's way to its client: its calls and console entries become `CALLBACK_INVOKE` messages.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use isolate_protocol::message::{CallbackAbort, CallbackInvoke};
use isolate_protocol::{Bytes, Form, Message, Raw, TooLarge, Writer, write_frame};
use isolate_runtime::{Callee, FsCall, Host, HostError, Reply, Room, Sink};

use crate::connection::{CallKind, Connection, FETCH_ABORTED};
use crate::ledger::Ledger;
use crate::pool::IsolateId;
use crate::streams::{BodySink, Frames, Outgoing};
use crate::targets::{Targets, missing_after_reconnection, unknown};

/// The host of one runtime. Its methods are called on the runtime's thread.
pub struct RuntimeHost {
    connection: Arc<Connection>,
    targets: Targets,
    ledger: Arc<Ledger>,
    /// What the client has asked for; else it is what the connection has shown.
    form: Option<Form>,
}

impl RuntimeHost {
    /// The host of a runtime that belongs to `connection` and calls what was registered for it.
    pub fn new(
        connection: Arc<Connection>,
        targets: Targets,
        ledger: Arc<Ledger>,
        form: Option<Form>,
    ) -> Self {
        Self {
            connection,
            targets,
            ledger,
            form,
        }
    }

    /// Whether the client knows what the newest revision has added.
    pub fn is_newest(&self) -> bool {
        self.argument_form() == Form::Newest
    }

    /// What is going on with the client.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// The runtime's id, shared.
    pub fn isolate_id(&self) -> IsolateId {
        Arc::clone(&self.ledger.isolate)
    }

    /// The runtime's id.
    pub fn isolate(&self) -> &str {
        &self.ledger.isolate
    }

    /// Sends frames of the runtime that must arrive, after waiting for a client that does not read.
    pub fn answer(&self, frames: Bytes) {
        let outbox = &self.connection.outbox;
        outbox.send_after_waiting(frames, self.ledger.ending());
    }

    /// The runtime is about to end: its thread must not wait for its client any more.
    pub fn hurry(&self) {
        self.ledger.ending().store(true, Ordering::Release);
        self.connection.outbox.wake_guests();
    }

    /// The runtime has finished: drops its calls, and tells the client that no answers are wanted.
    pub fn detach(&self) {
        for (id, reason) in self.connection.callbacks.drop_of(&self.ledger) {
            abort(&self.connection, id, reason);
        }
        self.connection.functions.close(&self.ledger.isolate);
    }

    fn target(&self, callee: &Callee, args: &Raw) -> Result<u64, HostError> {
        match callee {
            Callee::Returned(id) if self.ledger.has(*id) => Ok(*id),
            Callee::Returned(id) => Err(unknown(*id)),
            callee => self.targets.find(callee, args),
        }
    }

    /// Calls back without waiting for an answer.
    fn tell(&self, callback: Option<u64>, what: &str, argument: impl FnOnce(&mut Writer)) {
        let Some(callback_id) = callback else {
            return;
        };
        let args = Raw::build(|writer| {
            writer.array(1);
            argument(writer);
        });
        let request_id = self.connection.callbacks.entry_id();
        if let Err(error) = self.invoke(request_id, callback_id, args, None) {
            tracing::warn!(isolate = self.isolate(), %error, "{what} was dropped");
        }
    }

    fn start(
        &self,
        callee: &Callee,
        args: Raw,
        context: Option<Raw>,
        reply: Reply,
        target: Result<u64, HostError>,
    ) -> Option<u64> {
        let callback_id = match target {
            Ok(id) => id,
            Err(error) => {
                reply.send(Err(error));
                return None;
            }
        };
        let Some(slot) = self.ledger.book() else {
            let limit = self.ledger.limit();
            let message =
                format!("Too many calls wait for the host: a runtime may have {limit} in flight");
            reply.send(Err(HostError::new(message)));
            return None;
        };
        let kind = match callee {
            Callee::Fetch => CallKind::Fetch {
                credit: self
                    .targets
                    .fetch
                    .is_some_and(|fetch| fetch.response_credit),
            },
            Callee::ModuleLoader | Callee::Fs(_) | Callee::Playwright => CallKind::Data,
            _ => CallKind::Value,
        };
        let callbacks = &self.connection.callbacks;
        // Remembered before it is sent: the answer may be back before the next line runs.
        let request_id = callbacks.insert(slot, reply, kind)?;
        if let Err(error) = self.invoke(request_id, callback_id, args, context)
            && let Some(call) = callbacks.take(request_id)
        {
            call.answer(Err(HostError::new(error.to_string())));
        }
        Some(request_id)
    }

    fn invoke(
        &self,
        request_id: u64,
        callback_id: u64,
        args: Raw,
        context: Option<Raw>,
    ) -> Result<(), TooLarge> {
        let invoke = CallbackInvoke {
            request_id,
            callback_id,
            args,
            context: self.is_newest().then(|| context.unwrap_or_default()),
        };
        let frame = Message::from(invoke).encode()?;
        self.connection
            .outbox
            .send_patiently(frame, self.ledger.ending());
        Ok(())
    }
}

impl Host for RuntimeHost {
    fn call(&self, callee: Callee, args: Raw, context: Option<Raw>, reply: Reply) -> Option<u64> {
        let target = self.target(&callee, &args);
        self.start(&callee, args, context, reply, target)
    }

    fn repeat(&self, callee: Callee, args: Raw, reply: Reply) -> Option<u64> {
        let target = self.target(&callee, &args);
        let target = target.map_err(|_| missing_after_reconnection(&callee));
        self.start(&callee, args, None, reply, target)
    }

    fn argument_form(&self) -> Form {
        self.form.unwrap_or_else(|| self.connection.argument_form())
    }

    fn abort(&self, call: u64, reason: &str) {
        let callbacks = &self.connection.callbacks;
        if callbacks.take_fetch(call).is_some() {
            abort(&self.connection, call, FETCH_ABORTED);
        } else if callbacks.take(call).is_some() {
            abort(&self.connection, call, reason);
        }
    }

    fn has_fs(&self, call: FsCall) -> bool {
        self.targets.fs(call).is_some()
    }

    fn streams_requests(&self) -> bool {
        (self.targets.fetch).is_some_and(|fetch| fetch.request_streams)
    }

    fn open_upload(&self, room: Room) -> Option<(u64, Box<dyn Sink>)> {
        let connection = &self.connection;
        match Outgoing::open(connection, Frames::Request, Some(Box::new(room))) {
            Ok(body) => Some((body.id(), BodySink::new(Arc::clone(connection), body))),
            Err(error) => {
                tracing::debug!(isolate = self.isolate(), %error, "a request body was not streamed");
                None
            }
        }
    }

    fn first_function_id(&self) -> u64 {
        let ranges = &self.connection.shared.function_ranges;
        self.connection.functions.open(ranges, self.isolate_id())
    }

    fn hold(&self) {
        self.connection.outbox.hold();
    }

    fn release(&self) {
        self.connection.outbox.release();
    }

    fn console(&self, entry: Raw) {
        self.tell(self.targets.console, "a console entry", |writer| {
            writer.raw(&entry);
        });
    }

    fn test_event(&self, json: String) {
        self.tell(self.targets.test_events, "a test event", |writer| {
            writer.str(&json);
        });
    }

    fn wants_test_events(&self) -> bool {
        self.targets.test_events.is_some()
    }

    fn event(&self, event: &str, payload: Raw) {
        match isolate_event(self.isolate(), event, &payload) {
            Ok(frame) => self
                .connection
                .outbox
                .send_patiently(frame, self.ledger.ending()),
            Err(error) => {
                tracing::warn!(isolate = self.isolate(), %error, "an event was dropped");
            }
        }
    }

    fn wants_console(&self) -> bool {
        self.targets.console.is_some()
    }
}

/// Tells the client that no answer to a call is wanted any more.
pub fn abort(connection: &Connection, target_request_id: u64, reason: &str) {
    connection.send(&Message::from(CallbackAbort {
        // Carries no meaning.
        request_id: 0,
        target_request_id,
        reason: Some(reason.to_owned()),
    }));
}

/// An `ISOLATE_EVENT`. Written by hand: there may be a hundred thousand a second, and a message would have to own the names.
pub fn isolate_event(isolate: &str, event: &str, payload: &Raw) -> Result<Bytes, TooLarge> {
    write_frame(0xc0, |writer| {
        writer.map(3);
        writer.str("isolateId");
        writer.str(isolate);
        writer.str("event");
        writer.str(event);
        writer.str("payload");
        writer.raw(payload);
    })
}

#[cfg(test)]
mod tests {
    use isolate_protocol::message::IsolateEvent;

    use super::*;

    #[test]
    fn events_are_written_as_the_message_is() {
        let message = IsolateEvent {
            isolate_id: "i".to_owned(),
            event: "e".to_owned(),
            payload: Raw::build(|writer| writer.uint(7)),
        };
        let frame = isolate_event("i", "e", &message.payload);
        assert_eq!(frame, Message::from(message).encode());
    }
}
