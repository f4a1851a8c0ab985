//! Why a frame is not a message.

use thiserror::Error;

use crate::code::ErrorCode;
use crate::schema::FieldError;

/// A well-formed frame that is not a usable message. The connection is fine; whoever waits for an answer gets
/// [`code`](Self::code) and the text of this error.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// The type byte is not assigned.
    #[error("Unknown message type: {kind}")]
    UnknownType {
        /// The type byte.
        kind: u8,
        /// The payload's `requestId`, if it has a usable one.
        request_id: Option<u64>,
    },
    /// A required field is absent or nil.
    #[error("Missing required field `{field}` in {message}")]
    MissingField {
        /// The message's name, for instance `EVAL`.
        message: &'static str,
        /// Dotted path of the field, for instance `options.callbacks.fetch.callbackId`.
        field: String,
        /// The payload's `requestId`, if it has a usable one.
        request_id: Option<u64>,
    },
    /// A field has the wrong type.
    #[error("Invalid field `{field}` in {message}: expected {expected}")]
    InvalidField {
        /// The message's name, for instance `EVAL`.
        message: &'static str,
        /// Dotted path of the field.
        field: String,
        /// What it should have been.
        expected: &'static str,
        /// The payload's `requestId`, if it has a usable one.
        request_id: Option<u64>,
    },
}

impl DecodeError {
    pub(crate) fn from_field(
        message: &'static str,
        error: FieldError,
        request_id: Option<u64>,
    ) -> Self {
        let FieldError {
            path: field,
            expected,
        } = error;
        match expected {
            Some(expected) => Self::InvalidField {
                message,
                field,
                expected,
                request_id,
            },
            None => Self::MissingField {
                message,
                field,
                request_id,
            },
        }
    }

    /// The code for the `RESPONSE_ERROR` (section 6.1).
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownType { .. } => ErrorCode::UnknownMessageType,
            Self::MissingField { .. } => ErrorCode::MissingRequiredField,
            Self::InvalidField { .. } => ErrorCode::InvalidMessage,
        }
    }

    /// The request to answer, if the payload names one.
    #[must_use]
    pub fn request_id(&self) -> Option<u64> {
        match self {
            Self::UnknownType { request_id, .. }
            | Self::MissingField { request_id, .. }
            | Self::InvalidField { request_id, .. } => *request_id,
        }
    }
}
