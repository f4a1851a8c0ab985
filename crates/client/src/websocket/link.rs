//! [`Link`]: one socket of the guest, between the reader and whoever serves it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use isolate_protocol::message::ClientEvent;
use isolate_protocol::stream::Window;
use isolate_protocol::{Raw, Writer};

use super::data::SocketData;
use super::sockets::Open;
use crate::connection::Connection;
use crate::error::ClientError;
use crate::pipe::Pipe;
use crate::sync::lock;

/// Bytes of messages that may wait to be received: there is no flow control for them.
const MAX_HELD: usize = 64 * 1024 * 1024;

/// Code and reason of a close.
pub(super) type CloseFrame = (u16, String);

#[derive(Debug)]
pub(super) struct Link {
    connection: Arc<Connection>,
    isolate_id: String,
    id: String,
    /// Where it is known, until it is closed.
    open: Weak<Open>,
    /// Messages of the guest, then its close.
    pub(super) pipe: Pipe<SocketData, CloseFrame>,
    held: Mutex<Window>,
    /// The guest has asked for a close.
    asked: Mutex<Option<CloseFrame>>,
    /// Somebody serves it.
    accepted: AtomicBool,
    /// The guest has been told of the close, or is gone.
    closed: AtomicBool,
}

impl Link {
    pub(super) fn new(
        connection: &Arc<Connection>,
        isolate_id: &str,
        id: &str,
        open: &Arc<Open>,
    ) -> Self {
        Self {
            connection: Arc::clone(connection),
            isolate_id: isolate_id.to_owned(),
            id: id.to_owned(),
            open: Arc::downgrade(open),
            pipe: Pipe::default(),
            held: Mutex::new(Window::unlimited(MAX_HELD)),
            asked: Mutex::default(),
            accepted: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        }
    }

    /// The guest has sent a message.
    pub(super) fn deliver(&self, data: SocketData) {
        let held = lock(&self.held).receive(data.len());
        match held {
            Ok(()) => drop(self.pipe.push(data)),
            Err(overrun) => {
                self.pipe.finish(Some((1006, overrun.to_string())));
                self.failed(&overrun.to_string());
            }
        }
    }

    /// A message has been received.
    pub(super) fn consumed(&self, len: usize) {
        lock(&self.held).consume(len);
    }

    /// The guest has asked for a close.
    pub(super) fn ask_to_close(&self, code: u16, reason: String) {
        let frame = (code, reason);
        *lock(&self.asked) = Some(frame.clone());
        self.pipe.finish(Some(frame));
    }

    pub(super) fn asked_to_close(&self) -> Option<CloseFrame> {
        lock(&self.asked).clone()
    }

    /// The runtime has gone, and the guest with it.
    pub(super) fn dispose(&self) {
        self.closed.store(true, Ordering::Relaxed);
        let frame = (1000, "Isolate disposed".to_owned());
        self.pipe.finish(Some(frame));
    }

    /// Somebody serves it from now on.
    pub(super) fn opened(&self, protocol: &str, extensions: &str) {
        self.accepted.store(true, Ordering::Relaxed);
        if !self.is_closed() {
            self.tell("ws:client-opened", 2, |writer| {
                writer.str("protocol");
                writer.str(protocol);
                writer.str("extensions");
                writer.str(extensions);
            });
        }
    }

    /// Sends the guest a message; nothing if the socket is closed.
    pub(super) fn message(&self, data: &SocketData) -> Result<(), ClientError> {
        if self.is_closed() {
            return Ok(());
        }
        self.connection
            .send(self.event("ws:client-message", 1, |writer| {
                writer.str("data");
                data.write(writer);
            }))
    }

    /// Tells the guest that the connection is closed, once.
    pub(super) fn closed(&self, code: u16, reason: &str, clean: bool) {
        if self.closed.swap(true, Ordering::Relaxed) {
            return;
        }
        if let Some(open) = self.open.upgrade() {
            open.remove(&self.id);
        }
        if !clean {
            self.tell("ws:client-error", 0, |_| {});
        }
        self.tell("ws:client-closed", 3, |writer| {
            writer.str("code");
            writer.uint(u64::from(code));
            writer.str("reason");
            writer.str(reason);
            writer.str("wasClean");
            writer.bool(clean);
        });
        self.pipe.finish(None);
    }

    /// Tells the guest that there is no connection, or no longer.
    pub(super) fn failed(&self, reason: &str) {
        self.closed(1006, reason, false);
    }

    /// Waits while much is queued for the daemon.
    pub(super) async fn room(&self) {
        self.connection.outbox.room().await;
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    fn tell(&self, event: &str, fields: u32, write: impl FnOnce(&mut Writer)) {
        self.connection.post(self.event(event, fields, write));
    }

    /// An event whose payload has so many fields beside the socket's id.
    fn event(&self, event: &str, fields: u32, write: impl FnOnce(&mut Writer)) -> ClientEvent {
        ClientEvent {
            isolate_id: self.isolate_id.clone(),
            event: event.to_owned(),
            payload: Raw::build(|writer| {
                writer.map(fields + 1);
                writer.str("socketId");
                writer.str(&self.id);
                write(writer);
            }),
        }
    }
}
