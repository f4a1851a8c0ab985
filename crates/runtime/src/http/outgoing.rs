//! Bodies on their way out of the guest: response bodies of `serve()` and request bodies of `fetch`.

use crate::mailbox::{Command, Mailbox};

/// Takes a body out of the guest. Called on the runtime's thread; dropping it without `end` or `fail` means that the
/// runtime has ended.
pub trait Sink: Send {
    /// Takes a piece, of any size but not empty. True if the next may follow at once; if not, the host calls
    /// [`Room::ready`] when it may.
    fn write(&mut self, chunk: &[u8]) -> bool;

    /// The body is complete.
    fn end(self: Box<Self>);

    /// The body breaks off with this error.
    fn fail(self: Box<Self>, error: &str);
}

/// How the host moves a body on that it has a [`Sink`] for. From any thread; may come too late, and is ignored then.
#[derive(Clone, Debug)]
pub struct Room {
    mailbox: Mailbox,
    body: u64,
}

impl Room {
    pub(crate) fn new(mailbox: Mailbox, body: u64) -> Self {
        Self { mailbox, body }
    }

    /// More may be written.
    pub fn ready(&self) {
        self.mailbox.send(Command::SinkReady(self.body));
    }

    /// Nobody wants the rest: cancels the guest's stream. The sink is dropped.
    pub fn cancel(&self, reason: String) {
        self.mailbox.send(Command::SinkCancelled(self.body, reason));
    }
}
