//! The wire to V8: results of host calls, in any of the forms of protocol.md 2.2.

use deno_core::v8;
use isolate_protocol::refs::{CodeProperty, FileRef, FormValue};
use isolate_protocol::{Raw, Reader, Ref, Token, ext, limits, wire};

use super::string;
use crate::limits::host_bytes::new_bytes;
use crate::state::State;

/// Why a value from the client can not become a JavaScript value.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DecodeError {
    #[error("Maximum unmarshalling depth exceeded")]
    TooDeep,
    #[error("The client sent a value that is not valid: {0}")]
    Invalid(String),
    /// V8 refused: out of memory, or a constructor threw; an exception may be pending.
    #[error("The value could not be made")]
    Refused,
}

type Decoded<'s> = Result<v8::Local<'s, v8::Value>, DecodeError>;

/// Makes the JavaScript value of `raw`.
pub(crate) fn decode<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    raw: &Raw,
) -> Decoded<'s> {
    Decoder {
        state,
        raw,
        reader: raw.reader(),
        depth: 0,
    }
    .value(scope)
}

struct Decoder<'a> {
    state: &'a State,
    raw: &'a Raw,
    reader: Reader<'a>,
    depth: usize,
}

impl From<wire::WireError> for DecodeError {
    fn from(error: wire::WireError) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl Decoder<'_> {
    fn value<'s>(&mut self, scope: &mut v8::PinScope<'s, '_>) -> Decoded<'s> {
        let start = self.reader.position();
        match self.reader.next()? {
            Token::Array(length) => self.nested(|decoder| decoder.array(scope, length)),
            Token::Map(length) => self.nested(|decoder| decoder.map(scope, start, length)),
            Token::Ext(kind, payload) => self.extension(scope, kind, payload),
            token => scalar(scope, &token),
        }
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth >= limits::MAX_VALUE_DEPTH {
            return Err(DecodeError::TooDeep);
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array<'s>(&mut self, scope: &mut v8::PinScope<'s, '_>, length: u32) -> Decoded<'s> {
        // The reader has checked that so many elements can be there.
        let mut elements = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        for _ in 0..length {
            elements.push(self.value(scope)?);
        }
        Ok(v8::Array::new_with_elements(scope, &elements).into())
    }

    fn map<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        start: usize,
        length: u32,
    ) -> Decoded<'s> {
        let object = v8::Object::new(scope);
        for _ in 0..length {
            let key = match self.reader.next()? {
                Token::Str(key) => key.to_vec(),
                Token::Int(key) => key.to_string().into_bytes(),
                _ => return Err(DecodeError::Invalid("a map's key is no string".to_owned())),
            };
            if key == wire::TYPE_KEY.as_bytes()
                && let Some(reference) = self.reference(start)?
            {
                return self.revive(scope, reference);
            }
            let value = self.value(scope)?;
            let key = v8::String::new_from_utf8(scope, &key, v8::NewStringType::Internalized)
                .ok_or(DecodeError::Refused)?;
            object
                .create_data_property(scope, key.into(), value)
                .ok_or(DecodeError::Refused)?;
        }
        Ok(object.into())
    }

    /// The ref that the map at `start` is, if its `__type`, which comes next, names one. Moves behind the map then.
    fn reference(&mut self, start: usize) -> Result<Option<Ref>, DecodeError> {
        let mut ahead = self.reader.clone();
        let Token::Str(name) = ahead.next()? else {
            return Ok(None);
        };
        if !Ref::is_name(name) {
            return Ok(None);
        }
        let bytes = self.raw.bytes();
        let Some(rest) = bytes.get(start..) else {
            return Ok(None);
        };
        let mut whole = Reader::new(rest);
        whole.skip()?;
        let end = start + whole.position();
        let map = Raw::from_bytes(bytes.slice(start..end))?;
        let Ok(Some(reference)) = Ref::from_map(name, &map) else {
            return Ok(None);
        };
        while self.reader.position() < end {
            self.reader.skip()?;
        }
        Ok(Some(reference))
    }

    fn extension<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        kind: i8,
        payload: &[u8],
    ) -> Decoded<'s> {
        if kind == ext::EXT_DATE_TIMESTAMP {
            let ms = ext::read_timestamp(payload).unwrap_or(f64::NAN);
            return Ok(v8::Date::new(scope, ms).ok_or(DecodeError::Refused)?.into());
        }
        match Ref::from_ext(kind, payload)? {
            Some(reference) => self.revive(scope, reference),
            None => Err(DecodeError::Invalid(format!(
                "extension type {kind} is unknown"
            ))),
        }
    }

    fn revive<'s>(&mut self, scope: &mut v8::PinScope<'s, '_>, reference: Ref) -> Decoded<'s> {
        match reference {
            Ref::Undefined(_) => Ok(v8::undefined(scope).into()),
            Ref::Date(date) => Ok(v8::Date::new(scope, date.timestamp)
                .ok_or(DecodeError::Refused)?
                .into()),
            Ref::Uint8Array(array) => bytes(scope, array.data.to_vec()),
            Ref::RegExp(regexp) => {
                let parts = [text(scope, &regexp.source)?, text(scope, &regexp.flags)?];
                self.make(scope, "RegExp", &parts)
            }
            Ref::BigInt(bigint) => {
                let parts = [text(scope, &bigint.value)?];
                self.make(scope, "BigInt", &parts)
            }
            Ref::Url(url) => {
                let parts = [text(scope, &url.href)?];
                self.make(scope, "URL", &parts)
            }
            Ref::Headers(headers) => {
                let parts = [pairs(scope, &headers.pairs)?];
                self.make(scope, "Headers", &parts)
            }
            Ref::Error(error) => {
                let code = match error.code {
                    Some(CodeProperty::Number(code)) => v8::Number::new(scope, code).into(),
                    Some(CodeProperty::Text(code)) => text(scope, &code)?,
                    None => v8::undefined(scope).into(),
                };
                let parts = [
                    text(scope, &error.name)?,
                    text(scope, &error.message)?,
                    optional(scope, error.stack)?,
                    code,
                ];
                self.make(scope, "Error", &parts)
            }
            Ref::Request(request) => {
                let parts = [
                    text(scope, &request.url)?,
                    text(scope, &request.method)?,
                    pairs(scope, &request.headers)?,
                    body(scope, request.body)?,
                    optional(scope, request.mode)?,
                    optional(scope, request.credentials)?,
                    optional(scope, request.cache)?,
                    optional(scope, request.redirect)?,
                    optional(scope, request.referrer)?,
                    optional(scope, request.referrer_policy)?,
                    optional(scope, request.integrity)?,
                ];
                self.make(scope, "Request", &parts)
            }
            Ref::Response(response) => {
                let parts = [
                    v8::Number::new(scope, f64::from(response.status)).into(),
                    text(scope, &response.status_text)?,
                    pairs(scope, &response.headers)?,
                    body(scope, response.body)?,
                ];
                self.make(scope, "Response", &parts)
            }
            Ref::File(file) => self.file(scope, file),
            Ref::FormData(form) => {
                let mut entries = Vec::with_capacity(form.entries.len());
                for (name, value) in form.entries {
                    let name = text(scope, &name)?;
                    let value = match value {
                        FormValue::Text(value) => text(scope, &value)?,
                        FormValue::File(file) => self.file(scope, file)?,
                    };
                    entries.push(v8::Array::new_with_elements(scope, &[name, value]).into());
                }
                let entries = v8::Array::new_with_elements(scope, &entries).into();
                self.make(scope, "FormData", &[entries])
            }
            Ref::Callback(callback) => {
                let parts = [
                    id(scope, Some(callback.callback_id)),
                    optional(scope, callback.callback_kind)?,
                ];
                self.make(scope, "Callback", &parts)
            }
            Ref::Promise(promise) => {
                let parts = [
                    id(scope, Some(promise.promise_id)),
                    id(scope, promise.resolve_callback_id),
                ];
                self.make(scope, "Promise", &parts)
            }
            Ref::AsyncIterator(iterator) => {
                let parts = [
                    id(scope, Some(iterator.iterator_id)),
                    id(scope, iterator.next_callback_id),
                    id(scope, iterator.return_callback_id),
                    id(scope, iterator.throw_callback_id),
                ];
                self.make(scope, "AsyncIterator", &parts)
            }
            Ref::AbortSignal(signal) => {
                let parts = [v8::Boolean::new(scope, signal.aborted).into()];
                self.make(scope, "AbortSignal", &parts)
            }
            Ref::Isolate(_) | Ref::Stream(_) | Ref::Blob(_) => Err(DecodeError::Invalid(
                "a reference to an isolate, stream or blob is not a value".to_owned(),
            )),
        }
    }

    fn file<'s>(&mut self, scope: &mut v8::PinScope<'s, '_>, file: FileRef) -> Decoded<'s> {
        let parts = [
            text(scope, &file.name)?,
            text(scope, &file.kind)?,
            v8::Number::new(scope, file.last_modified).into(),
            bytes(scope, file.data.to_vec())?,
        ];
        self.make(scope, "File", &parts)
    }

    /// Has the guest-side scripts make a platform object.
    fn make<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        kind: &str,
        parts: &[v8::Local<'s, v8::Value>],
    ) -> Decoded<'s> {
        let mut arguments = vec![text(scope, kind)?];
        arguments.extend_from_slice(parts);
        let receiver = v8::undefined(scope).into();
        let revive = v8::Local::new(scope, &self.state.classes.revive);
        revive
            .call(scope, receiver, &arguments)
            .ok_or(DecodeError::Refused)
    }
}

fn scalar<'s>(scope: &mut v8::PinScope<'s, '_>, token: &Token<'_>) -> Decoded<'s> {
    Ok(match *token {
        Token::Bool(value) => v8::Boolean::new(scope, value).into(),
        Token::Int(value) => v8::Number::new(scope, value as f64).into(),
        Token::Uint(value) => v8::Number::new(scope, value as f64).into(),
        Token::Float(value) => v8::Number::new(scope, value).into(),
        Token::Str(value) => v8::String::new_from_utf8(scope, value, v8::NewStringType::Normal)
            .ok_or(DecodeError::Refused)?
            .into(),
        Token::Bin(value) => return bytes(scope, value.to_vec()),
        Token::Nil | Token::Array(_) | Token::Map(_) | Token::Ext(..) => v8::null(scope).into(),
    })
}

/// A Uint8Array that owns the bytes.
fn bytes<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: Vec<u8>) -> Decoded<'s> {
    Ok(new_bytes(scope, bytes).ok_or(DecodeError::Refused)?.into())
}

fn text<'s>(scope: &mut v8::PinScope<'s, '_>, text: &str) -> Decoded<'s> {
    Ok(string(scope, text).ok_or(DecodeError::Refused)?.into())
}

fn optional<'s>(scope: &mut v8::PinScope<'s, '_>, value: Option<String>) -> Decoded<'s> {
    match value {
        Some(value) => text(scope, &value),
        None => Ok(v8::undefined(scope).into()),
    }
}

fn body<'s>(scope: &mut v8::PinScope<'s, '_>, body: Option<bytes::Bytes>) -> Decoded<'s> {
    match body {
        Some(body) => self::bytes(scope, body.to_vec()),
        None => Ok(v8::null(scope).into()),
    }
}

fn id<'s>(scope: &mut v8::PinScope<'s, '_>, id: Option<u64>) -> v8::Local<'s, v8::Value> {
    match id {
        Some(id) => v8::Number::new(scope, id as f64).into(),
        None => v8::undefined(scope).into(),
    }
}

fn pairs<'s>(scope: &mut v8::PinScope<'s, '_>, pairs: &[(String, String)]) -> Decoded<'s> {
    let mut elements = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        let pair = [text(scope, name)?, text(scope, value)?];
        elements.push(v8::Array::new_with_elements(scope, &pair).into());
    }
    Ok(v8::Array::new_with_elements(scope, &elements).into())
}
