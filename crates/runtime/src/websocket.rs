//! Sockets of `serve()`: what the host tells the guest's `websocket` handlers (runtime.md 7.5).

use isolate_protocol::Bytes;

/// Something that happened to a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// An upgrade is accepted.
    Open,
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Bytes),
    /// The socket has closed.
    Close {
        /// The close code.
        code: u16,
        /// The reason; may be empty.
        reason: String,
    },
    /// The socket failed.
    Error(String),
}
