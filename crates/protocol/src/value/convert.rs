//! Between [`Value`] and [`Ref`], and from Rust's own types to [`Value`].

use bytes::Bytes;

use super::Value;
use crate::refs::{
    AbortSignalRef, AsyncIteratorRef, BigIntRef, BlobRef, CallbackRef, DateRef, ErrorRef,
    FormDataRef, HeadersRef, IsolateRef, PromiseRef, Ref, RegExpRef, StreamRef, UndefinedRef,
    UrlRef,
};

impl From<Ref> for Value {
    fn from(value: Ref) -> Self {
        match value {
            Ref::Undefined(UndefinedRef) => Self::Undefined,
            Ref::Date(DateRef { timestamp }) => Self::Date(timestamp),
            Ref::RegExp(RegExpRef { source, flags }) => Self::RegExp { source, flags },
            Ref::BigInt(BigIntRef { value }) => Self::BigInt(value),
            Ref::Uint8Array(bytes) => Self::Bin(bytes.data),
            Ref::Url(UrlRef { href }) => Self::Url(href),
            Ref::Headers(HeadersRef { pairs }) => Self::Headers(pairs),
            Ref::Request(request) => Self::Request(Box::new(request)),
            Ref::Response(response) => Self::Response(Box::new(response)),
            Ref::File(file) => Self::File(Box::new(file)),
            Ref::FormData(FormDataRef { entries }) => Self::FormData(entries),
            Ref::Error(ErrorRef {
                name,
                message,
                stack,
                code,
            }) => Self::Error {
                name,
                message,
                stack,
                code,
            },
            Ref::Callback(CallbackRef {
                callback_id,
                callback_kind,
            }) => Self::Callback {
                callback_id,
                kind: callback_kind,
            },
            Ref::Promise(PromiseRef {
                promise_id,
                resolve_callback_id,
            }) => Self::Promise {
                promise_id,
                resolve_callback_id,
            },
            Ref::AsyncIterator(iterator) => Self::AsyncIterator {
                iterator_id: iterator.iterator_id,
                next_callback_id: iterator.next_callback_id,
                return_callback_id: iterator.return_callback_id,
                throw_callback_id: iterator.throw_callback_id,
            },
            Ref::AbortSignal(AbortSignalRef { aborted }) => Self::AbortSignal(aborted),
            Ref::Isolate(IsolateRef { isolate_id }) => Self::Isolate(isolate_id),
            Ref::Stream(StreamRef {
                stream_id,
                direction,
            }) => Self::Stream {
                stream_id,
                direction,
            },
            Ref::Blob(BlobRef {
                blob_id,
                size,
                kind,
            }) => Self::Blob {
                blob_id,
                size,
                kind,
            },
        }
    }
}

impl Value {
    /// The ref this value travels as; `None` for native values, bytes included.
    pub(super) fn to_ref(&self) -> Option<Ref> {
        Some(match self.clone() {
            Self::Undefined => UndefinedRef.into(),
            Self::Date(timestamp) => DateRef { timestamp }.into(),
            Self::RegExp { source, flags } => RegExpRef { source, flags }.into(),
            Self::BigInt(value) => BigIntRef { value }.into(),
            Self::Url(href) => UrlRef { href }.into(),
            Self::Headers(pairs) => HeadersRef { pairs }.into(),
            Self::Error {
                name,
                message,
                stack,
                code,
            } => ErrorRef {
                name,
                message,
                stack,
                code,
            }
            .into(),
            Self::Request(request) => Ref::Request(*request),
            Self::Response(response) => Ref::Response(*response),
            Self::File(file) => Ref::File(*file),
            Self::FormData(entries) => FormDataRef { entries }.into(),
            Self::Callback { callback_id, kind } => CallbackRef {
                callback_id,
                callback_kind: kind,
            }
            .into(),
            Self::Promise {
                promise_id,
                resolve_callback_id,
            } => PromiseRef {
                promise_id,
                resolve_callback_id,
            }
            .into(),
            Self::AsyncIterator {
                iterator_id,
                next_callback_id,
                return_callback_id,
                throw_callback_id,
            } => AsyncIteratorRef {
                iterator_id,
                next_callback_id,
                return_callback_id,
                throw_callback_id,
            }
            .into(),
            Self::AbortSignal(aborted) => AbortSignalRef { aborted }.into(),
            Self::Isolate(isolate_id) => IsolateRef { isolate_id }.into(),
            Self::Stream {
                stream_id,
                direction,
            } => StreamRef {
                stream_id,
                direction,
            }
            .into(),
            Self::Blob {
                blob_id,
                size,
                kind,
            } => BlobRef {
                blob_id,
                size,
                kind,
            }
            .into(),
            Self::Nil
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Uint(_)
            | Self::Float(_)
            | Self::Str(_)
            | Self::Bin(_)
            | Self::Array(_)
            | Self::Map(_)
            | Self::Ext(..) => return None,
        })
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $make:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $make
            }
        }
    )*};
}

from! {
    () => |_value| Self::Undefined;
    bool => |value| Self::Bool(value);
    i32 => |value| Self::Int(i64::from(value));
    u32 => |value| Self::Int(i64::from(value));
    i64 => |value| Self::Int(value);
    u64 => |value| i64::try_from(value).map_or(Self::Uint(value), Self::Int);
    f64 => |value| Self::Float(value);
    &str => |value| Self::Str(value.to_owned());
    String => |value| Self::Str(value);
    Bytes => |value| Self::Bin(value);
    Vec<Value> => |value| Self::Array(value);
    Vec<(String, Value)> => |value| Self::Map(value);
}
