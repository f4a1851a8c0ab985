//! The WebSockets that the guest has opened, and what both sides say about them (protocol.md, section 5.9).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use super::data::SocketData;
use super::link::Link;
use super::request::SocketRequest;
use crate::callbacks::guarded;
use crate::callbacks::handler::BoxFuture;
use crate::connection::Connection;
use crate::events::frame::SocketFields;
use crate::sync::lock;

/// What the program does with a connection the guest wants to make.
pub(crate) type ConnectCallback =
    Arc<dyn Fn(SocketRequest) -> BoxFuture<'static, ()> + Send + Sync>;

/// What the guest is told if nobody accepts.
pub(super) const BLOCKED: &str = "Connection blocked";

/// The sockets of one runtime.
pub(crate) struct Sockets {
    connect: Option<ConnectCallback>,
    open: Arc<Open>,
}

/// By socket id. `None` when the runtime has gone.
#[derive(Debug)]
pub(super) struct Open(Mutex<Option<HashMap<String, Arc<Link>>>>);

impl Open {
    pub(super) fn remove(&self, id: &str) {
        let removed = lock(&self.0).as_mut().and_then(|open| open.remove(id));
        drop(removed);
    }

    fn get(&self, id: &str) -> Option<Arc<Link>> {
        lock(&self.0).as_ref()?.get(id).cloned()
    }
}

impl fmt::Debug for Sockets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sockets")
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

impl Sockets {
    pub(crate) fn new(connect: Option<ConnectCallback>) -> Self {
        let open = Arc::new(Open(Mutex::new(Some(HashMap::new()))));
        Self { connect, open }
    }

    /// `ws:client-connect`
    pub(crate) fn connect(
        &self,
        connection: &Arc<Connection>,
        isolate_id: &str,
        fields: SocketFields,
    ) {
        let SocketFields {
            id, url, protocols, ..
        } = fields;
        let link = Arc::new(Link::new(connection, isolate_id, &id, &self.open));
        let (Some(connect), Some(url)) = (&self.connect, url) else {
            return link.failed(BLOCKED);
        };
        match lock(&self.open.0).as_mut() {
            Some(open) => open.insert(id, Arc::clone(&link)),
            None => return,
        };
        let request = SocketRequest::new(Arc::clone(&link), url, protocols);
        match guarded(|| connect(request)) {
            Ok(future) => drop(tokio::spawn(future)),
            // If the request got lost on the way, that was said already.
            Err(_) => link.failed("Callback error"),
        }
    }

    /// `ws:client-send`; ignored for sockets that are not open.
    pub(crate) fn deliver(&self, id: &str, data: SocketData) {
        if let Some(link) = self.open.get(id) {
            link.deliver(data);
        }
    }

    /// `ws:client-close`
    pub(crate) fn close_by_guest(&self, fields: SocketFields) {
        if let Some(link) = self.open.get(&fields.id) {
            let code = fields.code.unwrap_or(1000);
            link.ask_to_close(code, fields.reason.unwrap_or_default());
        }
    }

    /// The runtime is there, or there again after its connection broke.
    pub(crate) fn reopen(&self) {
        lock(&self.open.0).get_or_insert_default();
    }

    /// The runtime is gone: whoever serves its sockets is told, and the guest hears nothing more.
    pub(crate) fn close(&self) {
        let open = lock(&self.open.0).take().unwrap_or_default();
        for link in open.values() {
            link.dispose();
        }
    }
}
