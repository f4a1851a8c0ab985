//! [`Listeners`]: what a runtime's handle does with the runtime's events.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use isolate_protocol::Value;
use isolate_protocol::message::RuntimeCreated;

use super::subscribers::{Subscribers, Subscription};
use crate::sync::lock;
use crate::websocket::command::WebSocketCommand;
use crate::websocket::data::SocketData;
use crate::websocket::sockets::{ConnectCallback, Sockets};

/// The listeners of one handle.
#[derive(Debug)]
pub(crate) struct Listeners {
    /// Commands of the sockets of `serve()`.
    pub(crate) commands: Arc<Subscribers<WebSocketCommand>>,
    /// Sockets that the guest has opened.
    pub(crate) sockets: Sockets,
    /// The daemon has said that it sends bytes as bin: every string is text.
    bytes_are_bin: AtomicBool,
    /// Events the guest's code emits, by name.
    emitted: Mutex<HashMap<String, Arc<Subscribers<Value>>>>,
}

impl Listeners {
    /// Notes what the daemon says of itself when it has created the runtime.
    pub(crate) fn created(&self, created: &RuntimeCreated) {
        let bytes_are_bin = created.binary_events == Some(true);
        self.bytes_are_bin.store(bytes_are_bin, Ordering::Relaxed);
        self.sockets.reopen();
    }

    /// A message of a socket as the guest meant it.
    pub(crate) fn message(&self, data: SocketData) -> SocketData {
        match self.bytes_are_bin.load(Ordering::Relaxed) {
            true => data,
            false => data.decoded(),
        }
    }

    pub(crate) fn new(connect: Option<ConnectCallback>) -> Self {
        Self {
            commands: Arc::default(),
            sockets: Sockets::new(connect),
            bytes_are_bin: AtomicBool::new(false),
            emitted: Mutex::default(),
        }
    }

    pub(crate) fn on(
        &self,
        event: String,
        callback: Arc<dyn Fn(Value) + Send + Sync>,
    ) -> Subscription {
        let subscribers = Arc::clone(lock(&self.emitted).entry(event).or_default());
        subscribers.add(callback)
    }

    /// The guest has emitted an event.
    pub(crate) fn emitted(&self, event: &str, payload: Value) {
        let subscribers = lock(&self.emitted).get(event).cloned();
        if let Some(subscribers) = subscribers {
            subscribers.call(payload);
        }
    }

    /// The runtime is gone, or given back: nothing more is listened to.
    pub(crate) fn close(&self) {
        self.sockets.close();
        self.commands.clear();
        let emitted = std::mem::take(&mut *lock(&self.emitted));
        emitted.values().for_each(|event| event.clear());
    }
}
