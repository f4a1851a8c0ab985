//! [`SocketRequest`]: a WebSocket that the guest wants to open.

use std::sync::Arc;

use super::guest_socket::GuestSocket;
use super::link::Link;
use super::sockets::BLOCKED;

/// The guest has called `new WebSocket(url, protocols)`. Accept or refuse it (client.md, section 3.3).
///
/// Dropping it refuses it with `Connection blocked`.
#[derive(Debug)]
pub struct SocketRequest {
    pending: Pending,
    url: String,
    protocols: Vec<String>,
}

impl SocketRequest {
    pub(super) fn new(link: Arc<Link>, url: String, protocols: Vec<String>) -> Self {
        Self {
            pending: Pending(link),
            url,
            protocols,
        }
    }

    /// The absolute `ws:` or `wss:` URL, without a fragment.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The subprotocols the guest offers; may be empty.
    #[must_use]
    pub fn protocols(&self) -> &[String] {
        &self.protocols
    }

    /// Opens the socket without a subprotocol.
    #[must_use]
    pub fn accept(self) -> GuestSocket {
        self.accept_with("", "")
    }

    /// Opens the socket, with the subprotocol and the extensions that were agreed upon.
    #[must_use]
    pub fn accept_with(self, protocol: &str, extensions: &str) -> GuestSocket {
        let link = Arc::clone(&self.pending.0);
        link.opened(protocol, extensions);
        GuestSocket::new(link)
    }

    /// Refuses it: the guest sees an `error` event and a close with code 1006 and this reason.
    pub fn refuse(self, reason: &str) {
        self.pending.0.failed(reason);
    }
}

/// Refuses what nobody has answered.
#[derive(Debug)]
struct Pending(Arc<Link>);

impl Drop for Pending {
    fn drop(&mut self) {
        // Without effect on a socket that has been refused.
        if !self.0.is_accepted() {
            self.0.failed(BLOCKED);
        }
    }
}
