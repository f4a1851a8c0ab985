//! Refs of the fetch standard's objects, which carry their content.

use bytes::Bytes;

use crate::ext::EXT_FILE;
use crate::schema::{Field, FieldError, Input, Map};
use crate::wire::{Token, Writer};

wire_map! {
    /// Headers.
    pub struct HeadersRef {
        /// Names and values in order; names may repeat.
        pairs: Vec<(String, String)> = "pairs",
    }

    /// A Request.
    pub struct RequestRef {
        /// The absolute URL.
        url: String = "url",
        /// The method.
        method: String = "method",
        /// Names and values in order; names may repeat.
        headers: Vec<(String, String)> = "headers",
        /// The complete body.
        body: Option<Bytes> = "body" (Numbers),
        /// As in the fetch standard.
        mode: Option<String> = "mode",
        /// As in the fetch standard.
        credentials: Option<String> = "credentials",
        /// As in the fetch standard.
        cache: Option<String> = "cache",
        /// As in the fetch standard.
        redirect: Option<String> = "redirect",
        /// As in the fetch standard.
        referrer: Option<String> = "referrer",
        /// As in the fetch standard.
        referrer_policy: Option<String> = "referrerPolicy",
        /// As in the fetch standard.
        integrity: Option<String> = "integrity",
    }

    /// A Response.
    pub struct ResponseRef {
        /// The status.
        status: u16 = "status",
        /// The reason phrase.
        status_text: String = "statusText",
        /// Names and values in order; names may repeat.
        headers: Vec<(String, String)> = "headers",
        /// The complete body.
        body: Option<Bytes> = "body" (Numbers),
    }

    /// A File, or a Blob if the name is empty.
    pub struct FileRef {
        /// The file's name.
        name: String = "name",
        /// The media type.
        kind: String = "type",
        /// Milliseconds since the epoch.
        last_modified: f64 = "lastModified",
        /// The content.
        data: Bytes = "data" (Numbers),
    }

    /// A FormData.
    pub struct FormDataRef {
        /// Names and values in order; names may repeat.
        entries: Vec<(String, FormValue)> = "entries",
    }
}

/// The value of a form entry.
#[derive(Clone, Debug, PartialEq)]
pub enum FormValue {
    /// A text.
    Text(String),
    /// A file. Always a ref map on the wire, because extensions do not nest; an extension is understood, though.
    File(FileRef),
}

impl Field for FormValue {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.peek() {
            Some(Token::Str(_)) => String::read(input).map(Self::Text),
            Some(Token::Map(_)) => FileRef::read(input).map(Self::File),
            Some(Token::Ext(EXT_FILE, payload)) => {
                input.skip()?;
                FileRef::read(&mut Input::borrowed(payload)).map(Self::File)
            }
            _ => Err(FieldError::invalid("a string or a FileRef")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Text(text) => text.write(writer),
            Self::File(file) => file.write_tagged(Some("FileRef"), writer),
        }
    }
}
