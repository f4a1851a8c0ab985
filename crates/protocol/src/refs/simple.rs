//! Refs that are values in themselves: undefined, dates, regular expressions, bigints, bytes, URLs, errors.

use bytes::Bytes;

use crate::schema::{Field, FieldError, Input, Map};
use crate::wire::{TYPE_KEY, Token, Writer};

wire_map! {
    /// A Date.
    pub struct DateRef {
        /// Milliseconds since the epoch.
        timestamp: f64 = "timestamp",
    }

    /// A regular expression.
    pub struct RegExpRef {
        /// The pattern.
        source: String = "source",
        /// The flags.
        flags: String = "flags",
    }

    /// A bigint.
    pub struct BigIntRef {
        /// Decimal digits, after a minus sign if negative. Not checked.
        value: String = "value",
    }

    /// Bytes. Written only by peers that cannot do better: binary is the native form.
    pub struct Uint8ArrayRef {
        /// The bytes.
        data: Bytes = "data" (Numbers),
    }

    /// A URL.
    pub struct UrlRef {
        /// Its serialized form.
        href: String = "href",
    }

    /// An Error as a value. Thrown errors travel in messages of their own.
    pub struct ErrorRef {
        /// The error's name.
        name: String = "name",
        /// The error's message.
        message: String = "message",
        /// The stack.
        stack: Option<String> = "stack",
        /// The error's `code` property.
        code: Option<CodeProperty> = "code",
    }

    /// The state of an AbortSignal when it was sent.
    pub struct AbortSignalRef {
        /// Whether it had fired.
        aborted: bool = "aborted",
    }
}

/// `undefined`, where it must not become null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UndefinedRef;

impl Field for UndefinedRef {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.peek() {
            Some(Token::Map(_)) => input.skip().map(|()| Self),
            _ => Err(FieldError::invalid("a map")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        self.write_tagged(None, writer);
    }
}

impl Map for UndefinedRef {
    fn write_tagged(&self, tag: Option<&str>, writer: &mut Writer) {
        writer.map(u32::from(tag.is_some()));
        if let Some(tag) = tag {
            writer.str(TYPE_KEY);
            writer.str(tag);
        }
    }
}

/// The `code` property of an error: a number as DOMException has it, or a text like `ENOENT`.
#[derive(Clone, Debug, PartialEq)]
pub enum CodeProperty {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl Field for CodeProperty {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.peek() {
            Some(Token::Str(_)) => String::read(input).map(Self::Text),
            Some(Token::Int(_) | Token::Uint(_) | Token::Float(_)) => {
                f64::read(input).map(Self::Number)
            }
            _ => Err(FieldError::invalid("a string or a number")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Number(number) => number.write(writer),
            Self::Text(text) => text.write(writer),
        }
    }
}
