//! [`WebSocketCommand`]: what the guest does with a socket of `serve()`.

use super::data::SocketData;

/// A command to the owner of the real socket (client.md, section 4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebSocketCommand {
    /// `ws.send(...)`
    Message {
        /// The socket.
        connection_id: String,
        /// What to send.
        data: SocketData,
    },
    /// `ws.close(...)`: close the real socket, then report that with
    /// [`web_socket_close`](crate::RemoteRuntime::web_socket_close).
    Close {
        /// The socket.
        connection_id: String,
        /// The close code, if the guest gave one.
        code: Option<u16>,
        /// The reason; may be empty.
        reason: String,
    },
}

impl WebSocketCommand {
    /// The socket it is for.
    #[must_use]
    pub fn connection_id(&self) -> &str {
        match self {
            Self::Message { connection_id, .. } | Self::Close { connection_id, .. } => {
                connection_id
            }
        }
    }
}
