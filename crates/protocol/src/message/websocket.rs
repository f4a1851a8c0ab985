//! WebSocket endpoints of `serve()` (protocol.md, section 3.3). All are answered without data.

use bytes::Bytes;

use crate::schema::{Field, FieldError, Input};
use crate::wire::{Token, Writer};

wire_map! {
    /// Accepts a pending upgrade and runs the `open` handler.
    pub struct WsOpen {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The upgrade's connection id.
        connection_id: String = "connectionId",
    }

    /// Delivers a message to the `message` handler.
    pub struct WsMessage {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The socket.
        connection_id: String = "connectionId",
        /// The message.
        data: WsData = "data",
    }

    /// Closes a socket and runs the `close` handler.
    pub struct WsClose {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The socket.
        connection_id: String = "connectionId",
        /// The close code.
        code: u16 = "code",
        /// The reason; may be empty.
        reason: String = "reason",
    }

    /// Runs the `error` handler.
    pub struct FetchWsError {
        /// The client's id for the answer.
        request_id: u64 = "requestId",
        /// The runtime.
        isolate_id: String = "isolateId",
        /// The socket.
        connection_id: String = "connectionId",
        /// The error's message.
        error: String = "error",
    }
}

/// The content of a WebSocket message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WsData {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Bytes),
}

impl Default for WsData {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Field for WsData {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.peek() {
            Some(Token::Str(_)) => String::read(input).map(Self::Text),
            Some(Token::Bin(_)) => Bytes::read(input).map(Self::Binary),
            _ => Err(FieldError::invalid("a string or binary")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Text(text) => text.write(writer),
            Self::Binary(bytes) => bytes.write(writer),
        }
    }
}
