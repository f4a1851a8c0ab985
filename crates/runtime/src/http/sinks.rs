//! The sinks of one runtime's bodies, where other threads reach them: a body breaks off also if the runtime's thread is stuck.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::outgoing::Sink;

/// Sinks by the number of their body.
#[derive(Clone, Default)]
pub(crate) struct Sinks(Arc<Mutex<HashMap<u64, Box<dyn Sink>>>>);

impl std::fmt::Debug for Sinks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sinks({})", self.lock().len())
    }
}

impl Sinks {
    /// Keeps a sink; the result stands for it, and takes nothing any more once all bodies have broken off.
    pub(crate) fn keep(&self, body: u64, sink: Box<dyn Sink>) -> Box<dyn Sink> {
        self.lock().insert(body, sink);
        Box::new(Kept {
            sinks: self.clone(),
            body,
        })
    }

    /// All bodies break off.
    pub(crate) fn break_off(&self) {
        let sinks = std::mem::take(&mut *self.lock());
        drop(sinks);
    }

    fn take(&self, body: u64) -> Option<Box<dyn Sink>> {
        self.lock().remove(&body)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Box<dyn Sink>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stands for a sink that is kept.
struct Kept {
    sinks: Sinks,
    body: u64,
}

impl Sink for Kept {
    fn write(&mut self, chunk: &[u8]) -> bool {
        let mut sinks = self.sinks.lock();
        let sink = sinks.get_mut(&self.body);
        sink.is_some_and(|sink| sink.write(chunk))
    }

    fn end(self: Box<Self>) {
        if let Some(sink) = self.sinks.take(self.body) {
            sink.end();
        }
    }

    fn fail(self: Box<Self>, error: &str) {
        if let Some(sink) = self.sinks.take(self.body) {
            sink.fail(error);
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        drop(self.sinks.take(self.body));
    }
}
