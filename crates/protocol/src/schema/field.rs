//! How the types of fields are read and written.

use bytes::Bytes;

use super::input::{FieldError, Input};
use crate::limits::MAX_LIST;
use crate::raw::Raw;
use crate::wire::{Token, Writer, lossy};

/// A type that a field of a message can have.
pub(crate) trait Field: Sized {
    /// Reads the next value. Nil has been dealt with.
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError>;

    /// Appends the value.
    fn write(&self, writer: &mut Writer);

    /// Reads the next value of an optional field. Differs from [`read`](Self::read) for types of which some other
    /// value than nil means "absent" too.
    fn read_optional(input: &mut Input<'_>) -> Result<Option<Self>, FieldError> {
        Self::read(input).map(Some)
    }

    /// What an absent or nil field stands for; `None` if the field is required.
    fn absent() -> Option<Self> {
        None
    }

    /// True if an absent field says the same as this value.
    fn is_absent(&self) -> bool {
        false
    }

    /// The value as a request id, for the types ids have.
    fn as_id(&self) -> Option<u64> {
        None
    }
}

/// A struct that travels as a map.
pub(crate) trait Map: Field {
    /// Appends the map, with `tag` as its first entry under [`TYPE_KEY`](crate::wire::TYPE_KEY) if there is one.
    fn write_tagged(&self, tag: Option<&str>, writer: &mut Writer);
}

impl<T: Field> Field for Option<T> {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        if input.take_nil() {
            Ok(None)
        } else {
            T::read_optional(input)
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.nil(),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn as_id(&self) -> Option<u64> {
        self.as_ref().and_then(T::as_id)
    }
}

/// Ids and counts. JavaScript peers may send them as floats.
impl Field for u64 {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        const LIMIT: f64 = u64::MAX as f64;
        let value = match input.token()? {
            Token::Int(value) => u64::try_from(value).ok(),
            Token::Uint(value) => Some(value),
            Token::Float(value) if (0.0..LIMIT).contains(&value) && value.fract() == 0.0 => {
                Some(value as u64)
            }
            _ => None,
        };
        value.ok_or(FieldError::invalid("a non-negative integer"))
    }

    fn write(&self, writer: &mut Writer) {
        writer.uint(*self);
    }

    fn as_id(&self) -> Option<u64> {
        Some(*self)
    }
}

impl Field for u16 {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        let value = u64::read(input)
            .ok()
            .and_then(|value| value.try_into().ok());
        value.ok_or(FieldError::invalid("an integer from 0 to 65535"))
    }

    fn write(&self, writer: &mut Writer) {
        writer.uint(u64::from(*self));
    }
}

impl Field for f64 {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.token()? {
            Token::Int(value) => Ok(value as f64),
            Token::Uint(value) => Ok(value as f64),
            Token::Float(value) => Ok(value),
            _ => Err(FieldError::invalid("a number")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(*self);
    }
}

impl Field for bool {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.token()? {
            Token::Bool(value) => Ok(value),
            _ => Err(FieldError::invalid("a boolean")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
}

impl Field for String {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.token()? {
            Token::Str(text) => Ok(lossy(text).into_owned()),
            _ => Err(FieldError::invalid("a string")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.str(self);
    }
}

impl Field for Bytes {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.token()? {
            Token::Bin(bytes) => Ok(input.slice(bytes)),
            _ => Err(FieldError::invalid("binary")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.bin(self);
    }
}

/// Any value at all; an absent one is nil.
impl Field for Raw {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        input.raw()
    }

    fn write(&self, writer: &mut Writer) {
        writer.raw(self);
    }

    fn absent() -> Option<Self> {
        Some(Self::nil())
    }
}

impl<T: Field> Field for Vec<T> {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        let count = input.array()?;
        if count > MAX_LIST {
            return Err(FieldError::invalid("a list of at most 65536 elements"));
        }
        // Not allocated ahead: an element in memory is many times larger than the byte that announces it.
        (0..count)
            .map(|index| T::read(input).map_err(|error| error.within(&index.to_string())))
            .collect()
    }

    fn write(&self, writer: &mut Writer) {
        writer.array(self.len() as u32);
        for value in self {
            value.write(writer);
        }
    }
}

/// A name and a value, as headers and form fields have them.
impl<T: Field> Field for (String, T) {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        match input.array() {
            Ok(2) => Ok((String::read(input)?, T::read(input)?)),
            _ => Err(FieldError::invalid("a pair of name and value")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.array(2);
        writer.str(&self.0);
        self.1.write(writer);
    }
}
