//! [`Value`]: an owned tree of the values that travel between host and guest (protocol.md, section 2).
//!
//! Made for clients and tests. The daemon's runtimes go from the wire to V8 and back without it.

mod convert;
mod read;
mod write;

use bytes::Bytes;

use crate::refs::{CodeProperty, FileRef, FormValue, RequestRef, ResponseRef};

/// Any value of the protocol, independent of the form it has on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `undefined`
    #[default]
    Undefined,
    /// `null`
    Nil,
    /// A boolean.
    Bool(bool),
    /// An integer. JavaScript reads integers beyond 2^53 inexactly.
    Int(i64),
    /// An integer above `i64::MAX`, as read; writing takes any.
    Uint(u64),
    /// Any other number. One that is a safe integer is written, and therefore read back, as an integer.
    Float(f64),
    /// A string.
    Str(String),
    /// Bytes.
    Bin(Bytes),
    /// An array.
    Array(Vec<Value>),
    /// A plain object, its properties in order.
    Map(Vec<(String, Value)>),
    /// A Date, in milliseconds since the epoch.
    Date(f64),
    /// A regular expression.
    RegExp {
        /// The pattern.
        source: String,
        /// The flags.
        flags: String,
    },
    /// A bigint, in decimal.
    BigInt(String),
    /// A URL in its serialized form.
    Url(String),
    /// Headers.
    Headers(Vec<(String, String)>),
    /// An Error as a value.
    Error {
        /// The error's name.
        name: String,
        /// The error's message.
        message: String,
        /// The stack.
        stack: Option<String>,
        /// The error's `code` property.
        code: Option<CodeProperty>,
    },
    /// A Request with its body.
    Request(Box<RequestRef>),
    /// A Response with its body.
    Response(Box<ResponseRef>),
    /// A File with its content; a Blob if the name is empty.
    File(Box<FileRef>),
    /// A FormData.
    FormData(Vec<(String, FormValue)>),
    /// A function of the sender.
    Callback {
        /// The id to invoke it by.
        callback_id: u64,
        /// `asyncGenerator` for generator functions.
        kind: Option<String>,
    },
    /// A promise of the sender.
    Promise {
        /// The promise.
        promise_id: u64,
        /// The callback that answers when it settles.
        resolve_callback_id: Option<u64>,
    },
    /// An async iterator of the sender.
    AsyncIterator {
        /// The iterator.
        iterator_id: u64,
        /// The callback behind `next()`.
        next_callback_id: Option<u64>,
        /// The callback behind `return()`.
        return_callback_id: Option<u64>,
        /// The callback behind `throw()`.
        throw_callback_id: Option<u64>,
    },
    /// An AbortSignal: whether it had fired.
    AbortSignal(bool),
    /// A runtime.
    Isolate(String),
    /// A stream.
    Stream {
        /// The stream.
        stream_id: u64,
        /// `upload` or `download`.
        direction: String,
    },
    /// A Blob by reference.
    Blob {
        /// The blob.
        blob_id: u64,
        /// Bytes.
        size: u64,
        /// The media type.
        kind: String,
    },
    /// An extension nobody knows.
    Ext(i8, Bytes),
}

/// Which representation [`Value::encode`] picks where there is more than one (protocol.md, section 2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Arguments from the daemon to baseline clients, and plain data: extensions, undefined as nil, bytes as binary.
    Native,
    /// Results from clients to the daemon: ref maps, extensions for the types that have one, bytes as binary.
    Marshalled,
    /// Arguments from the daemon to newest clients (A.4, A.11): ref maps only, bytes as binary.
    Newest,
}

impl Value {
    /// The value of a property, if this is a plain object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .rev()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is one.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match *self {
            Self::Int(value) => Some(value as f64),
            Self::Uint(value) => Some(value as f64),
            Self::Float(value) => Some(value),
            _ => None,
        }
    }

    /// The boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match *self {
            Self::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Containers nested in this value, itself included; rich values count as one. A sender must not exceed
    /// [`SEND_DEPTH`](crate::limits::SEND_DEPTH).
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::Array(values) => 1 + values.iter().map(Self::depth).max().unwrap_or(0),
            Self::Map(entries) => {
                1 + entries
                    .iter()
                    .map(|(_, value)| value.depth())
                    .max()
                    .unwrap_or(0)
            }
            _ => 0,
        }
    }
}
