//! Reading the fields of a map, and what can be wrong with one.

use bytes::Bytes;

use crate::raw::Raw;
use crate::wire::{Reader, Token};

/// Characters of one path segment in an error: names of custom functions are the sender's, and of any length.
const MAX_SEGMENT: usize = 64;

/// A field that is absent (`expected` is `None`) or of the wrong type.
#[derive(Debug)]
pub(crate) struct FieldError {
    pub(crate) path: String,
    pub(crate) expected: Option<&'static str>,
}

impl FieldError {
    pub(crate) fn invalid(expected: &'static str) -> Self {
        Self {
            path: String::new(),
            expected: Some(expected),
        }
    }

    pub(crate) fn missing(field: &str) -> Self {
        Self {
            path: String::new(),
            expected: None,
        }
        .within(field)
    }

    /// The same error seen from the container that holds the value under `field`.
    pub(crate) fn within(mut self, field: &str) -> Self {
        if !self.path.is_empty() {
            self.path.insert(0, '.');
        }
        let end = field
            .char_indices()
            .nth(MAX_SEGMENT)
            .map_or(field.len(), |(end, _)| end);
        self.path
            .insert_str(0, field.get(..end).unwrap_or_default());
        self
    }
}

/// A reader over a validated value that can slice parts out of it without copying.
pub(crate) struct Input<'a> {
    /// The buffer the bytes are in; without one, parts are copied out.
    whole: Option<&'a Bytes>,
    reader: Reader<'a>,
}

impl<'a> Input<'a> {
    pub(crate) fn new(raw: &'a Raw) -> Self {
        Self {
            whole: Some(raw.bytes()),
            reader: raw.reader(),
        }
    }

    /// Over borrowed bytes, which need not be valid.
    pub(crate) fn borrowed(bytes: &'a [u8]) -> Self {
        Self {
            whole: None,
            reader: Reader::new(bytes),
        }
    }

    /// The next token.
    pub(crate) fn token(&mut self) -> Result<Token<'a>, FieldError> {
        self.reader
            .next()
            .map_err(|_| FieldError::invalid("a MessagePack value"))
    }

    pub(crate) fn peek(&self) -> Option<Token<'a>> {
        self.reader.clone().next().ok()
    }

    /// Takes the next value if it is nil.
    pub(crate) fn take_nil(&mut self) -> bool {
        let nil = self.peek() == Some(Token::Nil);
        nil && self.skip().is_ok()
    }

    pub(crate) fn skip(&mut self) -> Result<(), FieldError> {
        self.reader
            .skip()
            .map_err(|_| FieldError::invalid("a MessagePack value"))
    }

    /// The next value, whatever it is.
    pub(crate) fn raw(&mut self) -> Result<Raw, FieldError> {
        let before = self.reader.remaining();
        self.skip()?;
        let len = before.len() - self.reader.remaining().len();
        Ok(Raw::trusted(
            self.slice(before.get(..len).unwrap_or_default()),
        ))
    }

    /// Opens a map: the number of its entries.
    pub(crate) fn map(&mut self) -> Result<u32, FieldError> {
        match self.token()? {
            Token::Map(count) => Ok(count),
            _ => Err(FieldError::invalid("a map")),
        }
    }

    /// Opens an array: the number of its elements.
    pub(crate) fn array(&mut self) -> Result<u32, FieldError> {
        match self.token()? {
            Token::Array(count) => Ok(count),
            _ => Err(FieldError::invalid("an array")),
        }
    }

    /// The next map key; `None` for keys that are not strings, which no message uses.
    pub(crate) fn key(&mut self) -> Result<Option<&'a [u8]>, FieldError> {
        Ok(match self.token()? {
            Token::Str(key) => Some(key),
            _ => None,
        })
    }

    /// A part of the input, sharing its memory where there is a buffer to share.
    pub(super) fn slice(&self, part: &'a [u8]) -> Bytes {
        self.whole.map_or_else(
            || Bytes::copy_from_slice(part),
            |whole| whole.slice_ref(part),
        )
    }
}
