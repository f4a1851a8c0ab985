//! Error codes of `RESPONSE_ERROR` (protocol.md, section 6.1).

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $wire:literal;)*) => {
        /// The `code` of a `RESPONSE_ERROR`.
        ///
        /// Existing clients look at the message and at `details.name`, never at the code: keep the texts of sections
        /// 6.2 and 6.3 whichever code goes with them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum ErrorCode {
            $($(#[$doc])* $name = $number,)*
        }

        impl ErrorCode {
            /// Every code, in the order of section 6.1.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in the specification, for instance `SCRIPT_ERROR`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $wire,)*
                }
            }

            /// The code with this number, if there is one.
            #[must_use]
            pub const fn from_number(number: u16) -> Option<Self> {
                match number {
                    $($number => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    /// A message that decodes but whose fields have the wrong types.
    InvalidMessage = 1001, "INVALID_MESSAGE";
    /// A type byte that is not assigned.
    UnknownMessageType = 1002, "UNKNOWN_MESSAGE_TYPE";
    /// A required field is absent or nil.
    MissingRequiredField = 1003, "MISSING_REQUIRED_FIELD";
    /// No such isolate, or not this connection's.
    IsolateNotFound = 2001, "ISOLATE_NOT_FOUND";
    /// The isolate was disposed.
    IsolateDisposed = 2002, "ISOLATE_DISPOSED";
    /// `maxIsolates` is reached. Named after memory, means capacity.
    IsolateMemoryLimit = 2003, "ISOLATE_MEMORY_LIMIT";
    /// An execution timeout.
    IsolateTimeout = 2004, "ISOLATE_TIMEOUT";
    /// An exception of the script, and everything that has no code of its own.
    ScriptError = 3001, "SCRIPT_ERROR";
    /// A callback failed.
    CallbackError = 3002, "CALLBACK_ERROR";
    /// No such stream.
    StreamNotFound = 4001, "STREAM_NOT_FOUND";
    /// The stream is closed.
    StreamClosed = 4002, "STREAM_CLOSED";
    /// The connection was lost.
    ConnectionLost = 5001, "CONNECTION_LOST";
}

impl ErrorCode {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }
}

impl From<ErrorCode> for u16 {
    fn from(code: ErrorCode) -> Self {
        code.number()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.number(), self.name())
    }
}
