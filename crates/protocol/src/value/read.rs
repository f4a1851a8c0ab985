//! From the wire to [`Value`]. Accepts every representation everywhere (protocol.md, section 2.2).

use bytes::Bytes;

use super::Value;
use crate::ext::{EXT_DATE_TIMESTAMP, read_timestamp};
use crate::limits::MAX_DEPTH;
use crate::raw::Raw;
use crate::refs::Ref;
use crate::wire::{Reader, TYPE_KEY, Token, WireError, lossy};

/// Bytes that may be read twice per value. Only ref maps whose `__type` is not their first key are, and maps that turn
/// out not to be the ref they claim to be; only somebody who means harm nests large ones deeply.
const REREAD: usize = 64 * 1024 * 1024;

impl Value {
    /// Reads a value in any form: native, extension or ref map.
    ///
    /// A map with the `__type` of a ref but without its fields stays a plain map, as does one with any other `__type`.
    ///
    /// # Errors
    ///
    /// Nesting beyond [`MAX_DEPTH`], and extensions whose payload does not fit their type.
    pub fn decode(raw: &Raw) -> Result<Self, WireError> {
        Decoder {
            whole: raw.bytes(),
            reader: raw.reader(),
            budget: REREAD,
        }
        .value(0)
    }
}

struct Decoder<'a> {
    whole: &'a Bytes,
    reader: Reader<'a>,
    /// What is left of [`REREAD`].
    budget: usize,
}

impl<'a> Decoder<'a> {
    fn value(&mut self, depth: usize) -> Result<Value, WireError> {
        if depth > MAX_DEPTH {
            return Err(WireError::TooDeep { max: MAX_DEPTH });
        }
        let start = self.reader.clone();
        Ok(match self.reader.next()? {
            Token::Nil => Value::Nil,
            Token::Bool(value) => Value::Bool(value),
            Token::Int(value) => Value::Int(value),
            Token::Uint(value) => Value::Uint(value),
            Token::Float(value) => Value::Float(value),
            Token::Str(text) => Value::Str(lossy(text).into_owned()),
            Token::Bin(bytes) => Value::Bin(self.whole.slice_ref(bytes)),
            Token::Array(count) => Value::Array(
                (0..count)
                    .map(|_| self.value(depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            Token::Map(count) => self.map(count, &start, depth)?,
            Token::Ext(kind, payload) => self.ext(kind, payload)?,
        })
    }

    fn map(&mut self, count: u32, start: &Reader<'a>, depth: usize) -> Result<Value, WireError> {
        let mut entries = Vec::new();
        for _ in 0..count {
            let key = self.key()?;
            let name = match self.reader.clone().next()? {
                Token::Str(name) if key == TYPE_KEY && Ref::is_name(name) => name,
                _ => {
                    entries.push((key, self.value(depth + 1)?));
                    continue;
                }
            };
            if let Some(value) = self.reference(name, start, entries.is_empty())? {
                return Ok(value);
            }
            entries.push((key, self.value(depth + 1)?));
        }
        Ok(Value::Map(entries))
    }

    /// Reads the map at `start` as the ref `name`; if it is none after all, nothing has been consumed.
    fn reference(
        &mut self,
        name: &[u8],
        start: &Reader<'a>,
        first: bool,
    ) -> Result<Option<Value>, WireError> {
        let mut end = start.clone();
        end.skip()?;
        let bytes = start.remaining();
        let len = bytes.len() - end.remaining().len();
        let map = Raw::trusted(self.whole.slice_ref(bytes.get(..len).unwrap_or_default()));
        let value = Ref::from_map(name, &map).ok().flatten();
        if !first || value.is_none() {
            self.budget = self
                .budget
                .checked_sub(len)
                .ok_or(WireError::TooDeep { max: MAX_DEPTH })?;
        }
        Ok(value.map(|value| {
            self.reader = end;
            value.into()
        }))
    }

    fn key(&mut self) -> Result<String, WireError> {
        let position = self.reader.position();
        Ok(match self.reader.next()? {
            Token::Str(key) => lossy(key).into_owned(),
            Token::Int(key) => key.to_string(),
            Token::Uint(key) => key.to_string(),
            Token::Float(key) => key.to_string(),
            _ => return Err(WireError::BadKey { position }),
        })
    }

    fn ext(&self, kind: i8, payload: &'a [u8]) -> Result<Value, WireError> {
        if kind == EXT_DATE_TIMESTAMP {
            let bad = WireError::BadRef {
                what: "timestamp",
                field: String::new(),
            };
            return read_timestamp(payload).map(Value::Date).ok_or(bad);
        }
        Ok(match Ref::from_ext(kind, payload)? {
            Some(value) => value.into(),
            None => Value::Ext(kind, self.whole.slice_ref(payload)),
        })
    }
}
