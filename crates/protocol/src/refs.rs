//! Rich values by reference or by content: as extensions (protocol.md, section 2.3) and as ref maps (2.4, A.3).
//!
//! The same fields make up both forms: a ref map is the extension's payload with the type's name under `__type`.

mod body;
mod handle;
mod simple;

pub use body::*;
pub use handle::*;
pub use simple::*;

use crate::ext::*;
use crate::raw::Raw;
use crate::schema::{Field, FieldError, Input, Map};
use crate::wire::{WireError, Writer};

macro_rules! refs {
    ($($variant:ident($type:ident) $name:literal $(ext $kind:ident)?;)*) => {
        /// Any rich value. Each variant holds the fields that travel.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Ref {
            $(#[doc = concat!("`", $name, "`")] $variant($type),)*
        }

        impl Ref {
            /// The name under `__type`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }

            /// The extension type, for those that have one.
            #[must_use]
            pub fn ext_type(&self) -> Option<i8> {
                match self {
                    $(Self::$variant(_) => None $(.or(Some($kind)))?,)*
                }
            }

            /// Reads the payload of an extension. `None` for extension types that are no refs, the timestamp included.
            ///
            /// # Errors
            ///
            /// [`WireError::BadRef`] if a field is missing or of the wrong type.
            pub fn from_ext(kind: i8, payload: &[u8]) -> Result<Option<Self>, WireError> {
                let mut input = Input::borrowed(payload);
                match kind {
                    $($($kind => Field::read(&mut input).map(Self::$variant).map(Some)
                        .map_err(|error| bad_ref($name, error)),)?)*
                    _ => Ok(None),
                }
            }

            /// Reads a ref map whose `__type` is `name`. `None` for names that are no refs.
            ///
            /// # Errors
            ///
            /// [`WireError::BadRef`] if a field is missing or of the wrong type.
            pub fn from_map(name: &[u8], map: &Raw) -> Result<Option<Self>, WireError> {
                let mut input = Input::new(map);
                match std::str::from_utf8(name) {
                    $(Ok($name) => Field::read(&mut input).map(Self::$variant).map(Some)
                        .map_err(|error| bad_ref($name, error)),)*
                    _ => Ok(None),
                }
            }

            /// True if `name` under `__type` makes a map a ref.
            #[must_use]
            pub fn is_name(name: &[u8]) -> bool {
                matches!(std::str::from_utf8(name), $(Ok($name))|*)
            }

            /// Appends the ref map.
            pub fn write_map(&self, writer: &mut Writer) {
                match self {
                    $(Self::$variant(value) => value.write_tagged(Some($name), writer),)*
                }
            }

            /// Appends the extension, or the ref map if the type has no extension.
            pub fn write_ext(&self, writer: &mut Writer) {
                let Some(kind) = self.ext_type() else {
                    return self.write_map(writer);
                };
                let mut payload = Writer::new();
                match self {
                    $(Self::$variant(value) => value.write(&mut payload),)*
                }
                writer.ext(kind, payload.as_bytes());
            }
        }

        $(impl From<$type> for Ref {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*
    };
}

refs! {
    Undefined(UndefinedRef) "UndefinedRef" ext EXT_UNDEFINED;
    Date(DateRef) "DateRef" ext EXT_DATE;
    RegExp(RegExpRef) "RegExpRef" ext EXT_REGEXP;
    BigInt(BigIntRef) "BigIntRef" ext EXT_BIGINT;
    Uint8Array(Uint8ArrayRef) "Uint8ArrayRef";
    Url(UrlRef) "URLRef" ext EXT_URL;
    Headers(HeadersRef) "HeadersRef" ext EXT_HEADERS;
    Request(RequestRef) "RequestRef" ext EXT_REQUEST;
    Response(ResponseRef) "ResponseRef" ext EXT_RESPONSE;
    File(FileRef) "FileRef" ext EXT_FILE;
    FormData(FormDataRef) "FormDataRef" ext EXT_FORM_DATA;
    Error(ErrorRef) "ErrorRef" ext EXT_ERROR;
    Callback(CallbackRef) "CallbackRef" ext EXT_CALLBACK;
    Promise(PromiseRef) "PromiseRef" ext EXT_PROMISE;
    AsyncIterator(AsyncIteratorRef) "AsyncIteratorRef" ext EXT_ASYNC_ITERATOR;
    AbortSignal(AbortSignalRef) "AbortSignalRef";
    Isolate(IsolateRef) "IsolateRef" ext EXT_ISOLATE;
    Stream(StreamRef) "StreamRef" ext EXT_STREAM;
    Blob(BlobRef) "BlobRef" ext EXT_BLOB;
}

fn bad_ref(what: &'static str, error: FieldError) -> WireError {
    WireError::BadRef {
        what,
        field: error.path,
    }
}
