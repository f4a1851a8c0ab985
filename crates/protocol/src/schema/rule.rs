//! The rules a schema can name per field: what its absence means, and special forms.

use bytes::Bytes;

use super::field::Field;
use super::input::{FieldError, Input};
use crate::raw::Raw;
use crate::wire::{FORBIDDEN_KEY, Token, Writer};

/// Reads and writes a field of type `T` as the value of a map entry.
pub(crate) trait Rule<T> {
    /// Reads the entry's value; `None` if it stands for an absent entry.
    fn read(input: &mut Input<'_>) -> Result<Option<T>, FieldError>;

    /// What an absent entry stands for; `None` if the entry is required.
    fn absent() -> Option<T>;

    /// False if the entry is to be left out.
    fn is_written(value: &T) -> bool;

    /// Appends the entry's value.
    fn write(value: &T, writer: &mut Writer);

    /// The value as a request id, for the types ids have.
    fn id(_: &T) -> Option<u64> {
        None
    }
}

/// The default: absent optional fields are written as nil, as the existing encoder does (section 1.4).
pub(crate) struct Plain;

impl<T: Field> Rule<T> for Plain {
    fn read(input: &mut Input<'_>) -> Result<Option<T>, FieldError> {
        if input.take_nil() {
            Ok(T::absent())
        } else {
            T::read(input).map(Some)
        }
    }

    fn absent() -> Option<T> {
        T::absent()
    }

    fn is_written(_: &T) -> bool {
        true
    }

    fn write(value: &T, writer: &mut Writer) {
        value.write(writer);
    }

    fn id(value: &T) -> Option<u64> {
        value.as_id()
    }
}

/// Left out when absent.
pub(crate) struct Omit;

impl<T: Field> Rule<T> for Omit {
    fn read(input: &mut Input<'_>) -> Result<Option<T>, FieldError> {
        Plain::read(input)
    }

    fn absent() -> Option<T> {
        T::absent()
    }

    fn is_written(value: &T) -> bool {
        !value.is_absent()
    }

    fn write(value: &T, writer: &mut Writer) {
        value.write(writer);
    }
}

/// Types for which a key that is present with nil says more than an absent key.
pub(crate) trait FromNil: Field {
    fn from_nil() -> Self;
}

impl FromNil for Raw {
    fn from_nil() -> Self {
        Self::nil()
    }
}

impl FromNil for bool {
    fn from_nil() -> Self {
        false
    }
}

/// `None` only if the key itself is absent: some keys give away the sender's revision by being there (A.11).
pub(crate) struct Presence;

impl<T: FromNil> Rule<Option<T>> for Presence {
    fn read(input: &mut Input<'_>) -> Result<Option<Option<T>>, FieldError> {
        let value = if input.take_nil() {
            T::from_nil()
        } else {
            T::read(input)?
        };
        Ok(Some(Some(value)))
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn is_written(value: &Option<T>) -> bool {
        value.is_some()
    }

    fn write(value: &Option<T>, writer: &mut Writer) {
        value.write(writer);
    }
}

/// A required array of arbitrary values, kept encoded.
pub(crate) struct Values;

impl Rule<Raw> for Values {
    fn read(input: &mut Input<'_>) -> Result<Option<Raw>, FieldError> {
        match input.peek() {
            Some(Token::Array(_)) => input.raw().map(Some),
            _ if input.take_nil() => Ok(None),
            _ => Err(FieldError::invalid("an array")),
        }
    }

    fn absent() -> Option<Raw> {
        None
    }

    fn is_written(_: &Raw) -> bool {
        true
    }

    fn write(value: &Raw, writer: &mut Writer) {
        writer.raw(value);
    }
}

/// A map with arbitrary keys, in the order of the wire; left out when empty. Peers would drop the connection over the
/// key `__proto__`: it is never written.
pub(crate) struct Entries;

impl<T: Field> Rule<Vec<(String, T)>> for Entries {
    fn read(input: &mut Input<'_>) -> Result<Option<Vec<(String, T)>>, FieldError> {
        if input.take_nil() {
            return Ok(None);
        }
        let mut entries = Vec::new();
        for _ in 0..input.map()? {
            let name = String::read(input)?;
            if input.take_nil() {
                continue;
            }
            let value = T::read(input).map_err(|error| error.within(&name))?;
            entries.push((name, value));
        }
        Ok(Some(entries))
    }

    fn absent() -> Option<Vec<(String, T)>> {
        Some(Vec::new())
    }

    fn is_written(value: &Vec<(String, T)>) -> bool {
        !value.is_empty()
    }

    fn write(value: &Vec<(String, T)>, writer: &mut Writer) {
        let allowed = || value.iter().filter(|(name, _)| name != FORBIDDEN_KEY);
        writer.map(allowed().count() as u32);
        for (name, value) in allowed() {
            writer.str(name);
            value.write(writer);
        }
    }
}

/// Bytes as an array of numbers, the form they have inside ref maps (section 2.4). Binary is understood as well.
pub(crate) struct Numbers;

impl Rule<Bytes> for Numbers {
    fn read(input: &mut Input<'_>) -> Result<Option<Bytes>, FieldError> {
        const EXPECTED: &str = "binary or an array of numbers from 0 to 255";
        if input.take_nil() {
            return Ok(None);
        }
        let Some(Token::Array(count)) = input.peek() else {
            return Bytes::read(input)
                .map(Some)
                .map_err(|_| FieldError::invalid(EXPECTED));
        };
        input.token()?;
        let mut bytes = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let byte = u64::read(input)
                .ok()
                .and_then(|byte| u8::try_from(byte).ok());
            bytes.push(byte.ok_or(FieldError::invalid(EXPECTED))?);
        }
        Ok(Some(bytes.into()))
    }

    fn absent() -> Option<Bytes> {
        None
    }

    fn is_written(_: &Bytes) -> bool {
        true
    }

    fn write(value: &Bytes, writer: &mut Writer) {
        writer.array(value.len() as u32);
        for byte in value {
            writer.uint(u64::from(*byte));
        }
    }
}

impl Rule<Option<Bytes>> for Numbers {
    fn read(input: &mut Input<'_>) -> Result<Option<Option<Bytes>>, FieldError> {
        <Self as Rule<Bytes>>::read(input).map(Some)
    }

    fn absent() -> Option<Option<Bytes>> {
        Some(None)
    }

    fn is_written(_: &Option<Bytes>) -> bool {
        true
    }

    fn write(value: &Option<Bytes>, writer: &mut Writer) {
        match value {
            Some(bytes) => <Self as Rule<Bytes>>::write(bytes, writer),
            None => writer.nil(),
        }
    }
}
