//! How a callback fails (protocol.md, section 4.11).

use isolate_protocol::message;
use isolate_protocol::refs::CodeProperty;
use thiserror::Error;

use crate::error::ClientError;

/// The error a callback answers with. The guest sees an `Error` with this name and message.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{name}: {message}")]
pub struct CallbackError {
    /// The error's name, for instance `TypeError`.
    pub name: String,
    /// The error's message.
    pub message: String,
    /// The stack on this side.
    pub stack: Option<String>,
    /// The error's `code` property, for instance `ENOENT`.
    pub code: Option<CodeProperty>,
}

impl CallbackError {
    /// An error called `Error`.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self::named("Error", message)
    }

    /// An error with a name of its own.
    #[must_use]
    pub fn named(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            message: message.into(),
            stack: None,
            code: None,
        }
    }

    /// Adds a textual `code` property.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(CodeProperty::Text(code.into()));
        self
    }
}

impl From<&str> for CallbackError {
    fn from(message: &str) -> Self {
        Self::new(message)
    }
}

impl From<String> for CallbackError {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

/// A callback that uses the client passes its errors on; those of the guest keep their name.
impl From<ClientError> for CallbackError {
    fn from(error: ClientError) -> Self {
        let name = error.remote().and_then(|remote| remote.name.clone());
        Self::named(
            name.unwrap_or_else(|| "Error".to_owned()),
            error.to_string(),
        )
    }
}

impl From<CallbackError> for message::CallbackError {
    fn from(error: CallbackError) -> Self {
        Self {
            name: Some(error.name),
            message: Some(error.message),
            stack: error.stack,
            code: error.code,
        }
    }
}
