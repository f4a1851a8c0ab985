//! What can go wrong, seen from the program that uses the client (client.md, section 6).

use std::io;
use std::sync::Arc;

use isolate_protocol::limits::MAX_VALUE_DEPTH;
use isolate_protocol::message::{CallbackError, ResponseError};
use isolate_protocol::stream::Overrun;
use isolate_protocol::{DecodeError, ErrorCode, FrameError, TooLarge, Value, WireError};
use thiserror::Error;

/// Why an operation of the client failed.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The connection could not be made: the system's error, unchanged.
    #[error(transparent)]
    Connect(io::Error),
    /// The connection was not made in time.
    #[error("Connection timeout")]
    ConnectTimeout,
    /// The connection was closed by either side while the call was pending.
    #[error("Connection closed")]
    ConnectionClosed,
    /// The call was made after the connection had been closed.
    #[error("Not connected")]
    NotConnected,
    /// The call was made after the connection had broken and could not be remade, for this reason.
    #[error("Not connected: Failed to reconnect to daemon: {0}")]
    Reconnect(Arc<ClientError>),
    /// The daemon sent a frame that cannot be understood, so the connection was closed while the call was pending.
    #[error("Connection closed: {0}")]
    BadFrame(#[from] FrameError),
    /// The daemon, or the guest, answered with an error.
    #[error(transparent)]
    Remote(Box<RemoteError>),
    /// The daemon's answer is not a usable message.
    #[error("unusable answer: {0}")]
    BadAnswer(#[from] DecodeError),
    /// The daemon's answer has not the shape the request calls for.
    #[error("unusable answer to {request}: expected {expected}")]
    UnexpectedAnswer {
        /// The request's name in the specification.
        request: &'static str,
        /// What it is answered with.
        expected: &'static str,
    },
    /// A value in the answer cannot be decoded.
    #[error("unusable value in an answer: {0}")]
    BadValue(#[from] WireError),
    /// The request does not fit into a frame; nothing was sent.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The other side failed a body, with this text.
    #[error("{0}")]
    Stream(String),
    /// The daemon sends more of a body, or of a socket's messages, than it was asked for and than may wait here.
    #[error(transparent)]
    Overrun(#[from] Overrun),
    /// What was to be called is no function of the guest's; nothing was sent.
    #[error("only a function of the guest's can be called")]
    NotAFunction,
    /// The arguments nest too deep; nothing was sent.
    #[error("Maximum marshalling depth ({MAX_VALUE_DEPTH}) exceeded")]
    TooDeep,
    /// So many callbacks are registered on this connection that the protocol has no id left for another one.
    #[error("all {max} callback ids of this connection are in use")]
    CallbackIdsExhausted {
        /// How many there are.
        max: u64,
    },
}

/// An error the daemon answered with: of the guest's code, or the daemon's own (protocol.md, section 6.2).
#[derive(Clone, Debug, Default, PartialEq, Error)]
#[error("{message}")]
pub struct RemoteError {
    /// A number of protocol.md, section 6.1. For logs: look at `name` and `message` to tell errors apart.
    pub code: u16,
    /// The error's name, for instance `TypeError`. The daemon's own errors mostly have none.
    pub name: Option<String>,
    /// The error's message.
    pub message: String,
    /// The stack in the guest, with positions of the text that was evaluated.
    pub stack: Option<String>,
    /// The error's cause, if the daemon sent it.
    pub cause: Option<Value>,
}

impl RemoteError {
    /// The code by its name; `None` for numbers nobody knows.
    #[must_use]
    pub fn error_code(&self) -> Option<ErrorCode> {
        ErrorCode::from_number(self.code)
    }
}

impl From<ResponseError> for RemoteError {
    fn from(error: ResponseError) -> Self {
        let details = error.details.unwrap_or_default();
        Self {
            code: error.code,
            name: details.name,
            message: error.message.unwrap_or_default(),
            stack: details.stack,
            cause: details.cause.and_then(|cause| Value::decode(&cause).ok()),
        }
    }
}

/// What a function of the guest's has thrown.
impl From<CallbackError> for ClientError {
    fn from(error: CallbackError) -> Self {
        Self::Remote(Box::new(RemoteError {
            code: ErrorCode::ScriptError.number(),
            name: error.name,
            message: error.message.unwrap_or_default(),
            stack: error.stack,
            cause: None,
        }))
    }
}

impl From<ResponseError> for ClientError {
    fn from(error: ResponseError) -> Self {
        Self::Remote(Box::new(error.into()))
    }
}

impl ClientError {
    /// The daemon's error, if it is one.
    #[must_use]
    pub fn remote(&self) -> Option<&RemoteError> {
        match self {
            Self::Remote(error) => Some(error),
            _ => None,
        }
    }
}

/// True if an error of a dispose only says that there is nothing left to dispose (client.md, section 6.3).
#[must_use]
pub fn is_benign_dispose_error(error: &ClientError) -> bool {
    const BENIGN: [&str; 4] = [
        "isolate not owned by this connection",
        "isolate not found",
        "not connected",
        "connection closed",
    ];
    let text = error.to_string().to_ascii_lowercase();
    BENIGN.iter().any(|benign| text.contains(benign))
}
