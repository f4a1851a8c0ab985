//! [`GuestSocket`]: the host's end of a WebSocket that the guest has opened.

use std::future::poll_fn;
use std::sync::Arc;

use super::data::SocketData;
use super::link::Link;
use crate::error::ClientError;
use crate::pipe::Next;

/// What the guest does with its socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// It sends a message.
    Message(SocketData),
    /// It closes the socket, or its runtime has been disposed (1000 `Isolate disposed`). Nothing comes after that.
    Close {
        /// The close code.
        code: u16,
        /// The reason; may be empty.
        reason: String,
    },
}

/// An accepted connection of the guest; whoever holds it is the server.
///
/// If it is dropped without [`close`](GuestSender::close), the guest sees a clean close if it asked for one, and a lost
/// connection (1006) otherwise.
#[derive(Debug)]
pub struct GuestSocket {
    sender: GuestSender,
}

/// Sends to a [`GuestSocket`]'s guest. Clones send to the same socket.
#[derive(Clone, Debug)]
pub struct GuestSender {
    link: Arc<Link>,
}

impl GuestSocket {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self {
            sender: GuestSender { link },
        }
    }

    /// What the guest does next; `None` after the close, whoever closed it.
    pub async fn recv(&mut self) -> Option<SocketEvent> {
        let pipe = &self.sender.link.pipe;
        match poll_fn(|context| pipe.poll(context)).await {
            Next::Item(data, _) => {
                self.sender.link.consumed(data.len());
                Some(SocketEvent::Message(data))
            }
            Next::End(end) => {
                let (code, reason) = end?;
                Some(SocketEvent::Close { code, reason })
            }
        }
    }

    /// The sending half, for another task.
    #[must_use]
    pub fn sender(&self) -> GuestSender {
        self.sender.clone()
    }

    /// Sends a message to the guest.
    ///
    /// # Errors
    ///
    /// As [`GuestSender::send`].
    pub async fn send(&self, data: impl Into<SocketData>) -> Result<(), ClientError> {
        self.sender.send(data).await
    }

    /// Tells the guest that the connection is closed.
    pub fn close(&self, code: u16, reason: &str) {
        self.sender.close(code, reason);
    }
}

impl GuestSender {
    /// Sends a message to the guest. Waits while much is queued for the daemon.
    ///
    /// # Errors
    ///
    /// [`ClientError::TooLarge`], [`ClientError::NotConnected`]. A message to a socket that is closed is dropped.
    pub async fn send(&self, data: impl Into<SocketData>) -> Result<(), ClientError> {
        let data = data.into();
        self.link.message(&data)?;
        self.link.room().await;
        Ok(())
    }

    /// Tells the guest that the connection is closed, cleanly. Only the first close counts.
    pub fn close(&self, code: u16, reason: &str) {
        self.link.closed(code, reason, true);
    }

    /// Tells the guest that the connection is lost: an `error` event, then a close with code 1006.
    pub fn fail(&self, reason: &str) {
        self.link.failed(reason);
    }
}

impl Drop for GuestSocket {
    fn drop(&mut self) {
        let link = &self.sender.link;
        link.pipe.abandon();
        match link.asked_to_close() {
            Some((code, reason)) => link.closed(code, &reason, true),
            None => link.failed("Connection lost"),
        }
    }
}
