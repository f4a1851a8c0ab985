//! Requests into the guest's `serve()` handler, and the one answer that each of them gets.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use isolate_protocol::{Bytes, Raw};

use super::incoming::IncomingBody;
use super::outgoing::{Room, Sink};
use crate::error::RuntimeError;

/// Names a dispatched request within its runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DispatchId(pub(crate) u64);

/// A request for the guest's handler.
#[derive(Debug)]
pub struct DispatchRequest {
    /// The method, as the client wrote it.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Names and values in order; names may repeat.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: RequestBody,
    /// Whether the request's signal is aborted from the start.
    pub aborted: bool,
    /// What the host is told with each call that is made on its behalf.
    pub context: Option<Raw>,
}

/// The body of a [`DispatchRequest`].
#[derive(Debug)]
pub enum RequestBody {
    /// None.
    None,
    /// All of it.
    Whole(Bytes),
    /// It arrives piece by piece, while the handler runs.
    Stream(IncomingBody),
}

/// Everything of a response but its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseHead {
    /// 200 to 599; the guest's 101 is given as 200 (protocol.md 5.8).
    pub status: u16,
    /// The reason phrase; may be empty.
    pub status_text: String,
    /// Names in lower case, sorted; `set-cookie` may repeat.
    pub headers: Vec<(String, String)>,
    /// The connection id, if the handler called `server.upgrade` for this request.
    pub upgrade: Option<String>,
}

/// Where the answer to a dispatched request goes. Exactly one method is called, once; from the runtime's thread, or
/// from another one if the runtime ends without answering.
pub trait Exchange: Send {
    /// The handler's response, with its whole body; `None` for a response that has no body.
    fn respond(self: Box<Self>, head: ResponseHead, body: Option<&[u8]>);

    /// The handler's response, whose body follows through the sink. `room` is how the host asks for more of it.
    fn respond_streaming(self: Box<Self>, head: ResponseHead, room: Room) -> Box<dyn Sink>;

    /// There is no response.
    fn fail(self: Box<Self>, error: RuntimeError);
}

/// The dispatched requests that wait for their answer. Shared with other threads, so that they are answered also if the
/// runtime's thread is stuck.
#[derive(Clone, Default)]
pub(crate) struct Exchanges(Arc<Table>);

#[derive(Default)]
struct Table {
    next: AtomicU64,
    waiting: Mutex<HashMap<u64, Box<dyn Exchange>>>,
}

impl std::fmt::Debug for Exchanges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exchanges({})", self.lock().len())
    }
}

impl Exchanges {
    pub(crate) fn insert(&self, exchange: Box<dyn Exchange>) -> DispatchId {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.lock().insert(id, exchange);
        DispatchId(id)
    }

    /// Takes the exchange out, to answer it.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    pub(crate) fn take(&self, id: DispatchId) -> Option<Box<dyn Exchange>> {
        self.lock().remove(&id.0)
    }

    /// Answers everything that waits.
    pub(crate) fn fail_all(&self, error: &RuntimeError) {
        let waiting = std::mem::take(&mut *self.lock());
        for exchange in waiting.into_values() {
            exchange.fail(error.clone());
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Box<dyn Exchange>>> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
