//! The ends of one runtime's bodies that lead to its host, where other threads reach them: bodies break off also if the
//! runtime's thread is stuck.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::incoming::{IncomingBody, Read};
use super::outgoing::Sink;
use crate::mailbox::Mailbox;

/// Ends by the number of their body, in both directions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ends {
    sinks: Shelf<Box<dyn Sink>>,
    arrivals: Shelf<IncomingBody>,
}

impl Ends {
    /// Keeps a sink; the result stands for it, and takes nothing any more once all bodies have broken off.
    pub(crate) fn keep_sink(&self, body: u64, sink: Box<dyn Sink>) -> Box<dyn Sink> {
        Box::new(self.sinks.keep(body, sink))
    }

    /// Keeps a body for the guest; the result stands for it, and has nothing any more once all bodies have broken off.
    pub(crate) fn keep_arrival(&self, number: u64, body: IncomingBody) -> Kept<IncomingBody> {
        self.arrivals.keep(number, body)
    }

    /// All bodies break off.
    pub(crate) fn break_off(&self) {
        let sinks = std::mem::take(&mut *self.sinks.lock());
        let arrivals = std::mem::take(&mut *self.arrivals.lock());
        drop((sinks, arrivals));
    }
}

/// Things by the number of their body.
struct Shelf<T>(Arc<Mutex<HashMap<u64, T>>>);

/// Stands for a thing on a shelf; dropping it drops the thing.
pub(crate) struct Kept<T> {
    shelf: Shelf<T>,
    body: u64,
}

impl<T> Shelf<T> {
    fn keep(&self, body: u64, thing: T) -> Kept<T> {
        self.lock().insert(body, thing);
        Kept {
            shelf: self.clone(),
            body,
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Kept<T> {
    /// Not in a condition: what is done with the thing is not for the shelf's lock.
    fn take(&self) -> Option<T> {
        self.shelf.lock().remove(&self.body)
    }
}

impl Kept<IncomingBody> {
    /// As [`IncomingBody::read`].
    pub(crate) fn read(&self, mailbox: &Mailbox) -> Read {
        let mut shelf = self.shelf.lock();
        let body = shelf.get_mut(&self.body);
        body.map_or(Read::End, |body| body.read(mailbox, self.body))
    }

    /// The guest wants no more.
    pub(crate) fn cancel(self, reason: &str) {
        let body = self.take();
        if let Some(mut body) = body {
            body.cancel(reason);
        }
    }
}

impl Sink for Kept<Box<dyn Sink>> {
    fn write(&mut self, chunk: &[u8]) -> bool {
        let mut shelf = self.shelf.lock();
        let sink = shelf.get_mut(&self.body);
        sink.is_some_and(|sink| sink.write(chunk))
    }

    fn end(self: Box<Self>) {
        let sink = self.take();
        if let Some(sink) = sink {
            sink.end();
        }
    }

    fn fail(self: Box<Self>, error: &str) {
        let sink = self.take();
        if let Some(sink) = sink {
            sink.fail(error);
        }
    }
}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> std::fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shelf({})", self.lock().len())
    }
}
