//! Why a request failed, as its client will see it: every error of the daemon becomes a [`Failure`] here
//! (protocol.md 6).

use isolate_protocol::message::{
    CallbackError, CallbackResponse, DecodeError, ErrorDetails, ResponseError,
};
use isolate_protocol::{Bytes, ErrorCode, Message, TooLarge};
use isolate_runtime::RuntimeError;

use crate::pool::{NoAccess, Refusal};
use crate::streams::StreamRefusal;

/// Characters that are left of a text which does not fit into a frame.
const CUT: usize = 64 * 1024;

/// The content of a `RESPONSE_ERROR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: ErrorCode,
    message: String,
    /// `details.name`; without it there are no details.
    name: Option<String>,
    stack: Option<String>,
}

impl Failure {
    /// A failure without details.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            name: None,
            stack: None,
        }
    }

    /// With `details.name`.
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// One of the daemon's [`Limits`](crate::options::Limits) is reached.
    pub fn limit(message: String) -> Self {
        Self::new(ErrorCode::ScriptError, message).named("LimitError")
    }

    /// The request went unanswered by whoever had it: a defect of the daemon.
    pub fn unanswered() -> Self {
        let message = "The daemon failed to answer this request";
        Self::new(ErrorCode::ScriptError, message).named("InternalError")
    }

    /// A request that nobody deals with.
    pub fn not_supported(message: &str) -> Self {
        let message = format!("{message} is not supported yet");
        Self::new(ErrorCode::ScriptError, message).named("NotSupportedError")
    }

    /// A call of a function that the client was not given, or that has gone since.
    pub fn unknown_callback(id: u64) -> Self {
        let message = format!("Unknown callback: {id}");
        Self::new(ErrorCode::ScriptError, message).named("Error")
    }

    /// The `CALLBACK_RESPONSE`, with texts that fit into it.
    pub fn into_callback_response(self, request_id: u64) -> Message {
        let failure = self.cut();
        let error = CallbackError {
            name: Some(failure.name.unwrap_or_else(|| "Error".to_owned())),
            message: Some(failure.message),
            stack: failure.stack,
            code: None,
        };
        Message::from(CallbackResponse {
            request_id,
            result: None,
            error: Some(error),
        })
    }

    /// A query on a runtime: its text for a runtime that ran out of memory differs from the one of evals.
    pub fn of_query(error: RuntimeError) -> Self {
        match error {
            RuntimeError::FinishedByMemory => {
                Self::new(ErrorCode::ScriptError, "Isolated is disposed").named("Error")
            }
            error => error.into(),
        }
    }

    /// The `RESPONSE_ERROR`. Texts that make it too large are cut: it was the guest who wrote them.
    pub fn encode(self, request_id: Option<u64>) -> Result<Bytes, TooLarge> {
        self.response(request_id)
            .encode()
            .or_else(|_| self.cut().response(request_id).encode())
    }

    fn response(&self, request_id: Option<u64>) -> Message {
        let details = self.name.clone().map(|name| ErrorDetails {
            name: Some(name),
            stack: self.stack.clone(),
            cause: None,
        });
        Message::from(ResponseError {
            request_id,
            code: self.code.number(),
            message: Some(self.message.clone()),
            details,
        })
    }

    fn cut(&self) -> Self {
        Self {
            code: self.code,
            message: cut(&self.message),
            name: self.name.as_deref().map(cut),
            stack: self.stack.as_deref().map(cut),
        }
    }
}

/// Cuts a text that somebody else wrote to a length that fits into any message.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(CUT) {
        Some((end, _)) => format!("{} [cut]", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl From<RuntimeError> for Failure {
    fn from(error: RuntimeError) -> Self {
        Self {
            code: ErrorCode::ScriptError,
            message: error.to_string(),
            name: Some(error.name().to_owned()),
            stack: error.stack().map(str::to_owned),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            Refusal::Capacity(_) => Self::new(ErrorCode::IsolateMemoryLimit, message),
            Refusal::Closed => Self::new(ErrorCode::ConnectionLost, message),
            // The name is the newest revision's; older clients look at the text.
            Refusal::NamespaceActive(_) | Refusal::NamespaceCreating(_) => {
                Self::new(ErrorCode::ScriptError, message).named("NamespaceInUseError")
            }
        }
    }
}

impl From<NoAccess> for Failure {
    fn from(error: NoAccess) -> Self {
        Self::new(ErrorCode::IsolateNotFound, error.to_string())
    }
}

impl From<StreamRefusal> for Failure {
    fn from(refusal: StreamRefusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            StreamRefusal::Full(_) => Self::limit(message),
            StreamRefusal::InUse(_) => Self::new(ErrorCode::InvalidMessage, message),
            StreamRefusal::Closed => Self::new(ErrorCode::ConnectionLost, message),
        }
    }
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<TooLarge> for Failure {
    fn from(error: TooLarge) -> Self {
        Self::limit(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use isolate_runtime::GuestError;

    use super::*;

    #[test]
    fn texts_that_fill_a_frame_are_cut() {
        let guest = GuestError {
            name: "Error".to_owned(),
            message: "ä".repeat(8 << 20),
            stack: Some("s".repeat(8 << 20)),
        };
        let frame = Failure::from(RuntimeError::Guest(guest)).encode(Some(1));
        let len = frame.map(|frame| frame.len()).unwrap();
        assert!((3 * CUT..4 * CUT).contains(&len), "{len}");
    }

    #[test]
    fn a_dead_runtime_says_so_in_the_words_of_the_operation() {
        let eval = Failure::from(RuntimeError::FinishedByMemory);
        let query = Failure::of_query(RuntimeError::FinishedByMemory);
        assert_eq!(eval.message, "Isolate is disposed");
        assert_eq!(query.message, "Isolated is disposed");
        assert_eq!(eval.code, ErrorCode::ScriptError);
    }
}
