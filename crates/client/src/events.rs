//! Events of the connection's runtimes, by runtime (protocol.md, section 3.8).

pub(crate) mod frame;
pub(crate) mod listeners;
pub(crate) mod subscribers;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use isolate_protocol::message::IsolateEvent;
use isolate_protocol::{Frame, Value};

use crate::connection::Connection;
use crate::sync::lock;
use frame::{EventFrame, SocketFields};
use listeners::Listeners;

/// Who listens to which runtime. More than one if a runtime was created again while it was active.
#[derive(Debug, Default)]
pub(crate) struct Events {
    runtimes: Mutex<HashMap<String, Vec<Arc<Listeners>>>>,
}

impl Events {
    pub(crate) fn attach(&self, isolate_id: &str, listeners: &Arc<Listeners>) {
        let mut runtimes = lock(&self.runtimes);
        let attached = runtimes.entry(isolate_id.to_owned()).or_default();
        attached.push(Arc::clone(listeners));
    }

    pub(crate) fn detach(&self, isolate_id: &str, listeners: &Arc<Listeners>) {
        let mut runtimes = lock(&self.runtimes);
        if let Some(attached) = runtimes.get_mut(isolate_id) {
            attached.retain(|found| !Arc::ptr_eq(found, listeners));
            if attached.is_empty() {
                runtimes.remove(isolate_id);
            }
        }
    }

    /// Drops all listeners.
    pub(crate) fn close(&self) {
        let runtimes = std::mem::take(&mut *lock(&self.runtimes));
        for listeners in runtimes.values().flatten() {
            listeners.sockets.close();
        }
    }

    /// Hands an `ISOLATE_EVENT` to whoever listens. What nobody understands is nobody's.
    pub(crate) fn dispatch(&self, connection: &Arc<Connection>, frame: &Frame) {
        let Some(event) = EventFrame::read(frame) else {
            return;
        };
        let Ok(isolate_id) = std::str::from_utf8(event.isolate_id) else {
            return;
        };
        // Collected first: what listens may come here again.
        let (first, others) = match lock(&self.runtimes).get(isolate_id).map(Vec::as_slice) {
            Some([first, others @ ..]) => (Arc::clone(first), others.to_vec()),
            _ => return,
        };
        for listeners in others.iter().chain([&first]) {
            deliver(connection, isolate_id, &event, listeners, frame);
        }
    }
}

fn deliver(
    connection: &Arc<Connection>,
    isolate_id: &str,
    event: &EventFrame<'_>,
    listeners: &Arc<Listeners>,
    frame: &Frame,
) {
    let fields = || SocketFields::read(event, frame);
    match event.name {
        b"ws:command" => {
            if let Some(command) = fields().and_then(SocketFields::into_command) {
                listeners.commands.call(command);
            }
        }
        b"ws:client-connect" => {
            if let Some(fields) = fields() {
                listeners.sockets.connect(connection, isolate_id, fields);
            }
        }
        b"ws:client-send" => {
            if let Some((id, data)) = fields().and_then(SocketFields::into_message) {
                listeners.sockets.deliver(&id, listeners.message(data));
            }
        }
        b"ws:client-close" => {
            if let Some(fields) = fields() {
                listeners.sockets.close_by_guest(fields);
            }
        }
        _ => {
            let Ok(event) = IsolateEvent::from_raw(&frame.payload) else {
                return;
            };
            if let Ok(payload) = Value::decode(&event.payload) {
                listeners.emitted(&event.event, payload);
            }
        }
    }
}
