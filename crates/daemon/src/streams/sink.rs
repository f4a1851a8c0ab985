//! The runtime's end of an [`Outgoing`] body.

use std::sync::Arc;

use isolate_runtime::Sink;

use super::outgoing::Outgoing;
use crate::connection::Connection;

/// What a client reads when the runtime goes before the body's end.
const BROKEN_OFF: &str = "The runtime was disposed before the body was complete";

/// Writes to an [`Outgoing`] body.
pub struct BodySink {
    connection: Arc<Connection>,
    body: Arc<Outgoing>,
    ended: bool,
}

impl BodySink {
    /// For this body.
    pub fn new(connection: Arc<Connection>, body: Arc<Outgoing>) -> Box<Self> {
        Box::new(Self {
            connection,
            body,
            ended: false,
        })
    }

    fn finish(&mut self, end: Result<(), String>) {
        if !std::mem::replace(&mut self.ended, true) {
            self.body.end(&self.connection, end);
        }
    }
}

impl Sink for BodySink {
    fn write(&mut self, chunk: &[u8]) -> bool {
        self.body.write(&self.connection, chunk)
    }

    fn end(mut self: Box<Self>) {
        self.finish(Ok(()));
    }

    fn fail(mut self: Box<Self>, error: &str) {
        self.finish(Err(error.to_owned()));
    }
}

impl Drop for BodySink {
    fn drop(&mut self) {
        self.finish(Err(BROKEN_OFF.to_owned()));
    }
}

/// For a body that nobody wants.
pub struct NoSink;

impl Sink for NoSink {
    fn write(&mut self, _: &[u8]) -> bool {
        false
    }

    fn end(self: Box<Self>) {}

    fn fail(self: Box<Self>, _: &str) {}
}
