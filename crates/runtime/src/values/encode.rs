//! V8 to the wire: arguments of custom functions (protocol.md 2.5 and 2.6), results of the guest's own functions (A.2), and
//! plain data of the runtime's own.

mod references;

use deno_core::v8;
use isolate_protocol::{Form, Raw, Writer, ext, limits};

use super::string;
use crate::state::State;

/// Why a value can not cross.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EncodeError {
    /// The value's kind does not cross; `path` says where it is.
    #[error("{reason} (at {path})")]
    Unsupported { reason: String, path: String },
    #[error("Maximum marshalling depth exceeded")]
    TooDeep,
    #[error("Values of more than {} bytes cannot cross", limits::MAX_FRAME)]
    TooLarge,
    /// A promise in a result, which is to be awaited first.
    #[error("a promise in the value has not settled")]
    Pending(v8::Global<v8::Promise>),
    /// A getter or proxy of the value threw; the exception is pending in V8.
    #[error("the value's own code threw")]
    Threw,
}

/// Words of 64 bits in the largest bigint that crosses: some 300,000 decimal digits.
const MAX_BIGINT_WORDS: usize = 1 << 14;

/// Room that the rest of the message needs beside the arguments.
const ENVELOPE: usize = 1024;

/// The arguments of a host call, as one array.
pub(crate) fn encode_arguments(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    arguments: v8::Local<'_, v8::Array>,
) -> Result<Raw, EncodeError> {
    let mut encoder = Encoder {
        writer: Writer::with_capacity(64),
        state,
        form: state.argument_form(),
        place: Place::Arguments,
        path: Vec::new(),
    };
    encoder.writer.array(arguments.length());
    for index in 0..arguments.length() {
        let argument = arguments
            .get_index(scope, index)
            .ok_or(EncodeError::Threw)?;
        encoder.path.push(Step::Index(index));
        encoder.value(scope, argument)?;
        encoder.path.pop();
    }
    encoder.check_size(0)?;
    Ok(encoder.writer.finish())
}

/// What a function of the guest's has given to the client that called it.
pub(crate) fn encode_result(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    value: v8::Local<'_, v8::Value>,
) -> Result<Raw, EncodeError> {
    let mut encoder = Encoder {
        writer: Writer::with_capacity(64),
        state,
        form: state.argument_form(),
        place: Place::Result,
        path: Vec::new(),
    };
    encoder.value(scope, value)?;
    encoder.check_size(0)?;
    Ok(encoder.writer.finish())
}

/// Plain data that the guest-side scripts made: no classes, no refs.
pub(crate) fn encode_plain(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    value: v8::Local<'_, v8::Value>,
) -> Result<Raw, EncodeError> {
    let mut encoder = Encoder {
        writer: Writer::with_capacity(128),
        state,
        form: Form::Native,
        place: Place::Arguments,
        path: Vec::new(),
    };
    encoder.value(scope, value)?;
    encoder.check_size(0)?;
    Ok(encoder.writer.finish())
}

struct Encoder<'a> {
    writer: Writer,
    state: &'a State,
    form: Form,
    place: Place,
    path: Vec<Step>,
}

/// What is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Arguments,
    Result,
}

enum Step {
    Index(u32),
    Key(String),
    /// From a promise to what it has settled with.
    Awaited,
}

impl Encoder<'_> {
    fn value(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        value: v8::Local<'_, v8::Value>,
    ) -> Result<(), EncodeError> {
        self.check_size(0)?;
        if value.is_undefined() {
            self.undefined();
        } else if value.is_null() {
            self.writer.nil();
        } else if value.is_boolean() {
            self.writer.bool(value.is_true());
        } else if value.is_number() {
            self.writer
                .number(value.number_value(scope).unwrap_or(f64::NAN));
        } else if let Ok(text) = v8::Local::<v8::String>::try_from(value) {
            self.string(scope, text)?;
        } else if let Ok(bigint) = v8::Local::<v8::BigInt>::try_from(value) {
            // Making decimal digits takes time that grows with the square of the length and can not be interrupted.
            if bigint.word_count() > MAX_BIGINT_WORDS {
                return Err(self.unsupported("Cannot marshal a bigint of so many digits"));
            }
            let digits = value
                .to_string(scope)
                .ok_or(EncodeError::Threw)?
                .to_rust_string_lossy(scope);
            self.tagged(ext::EXT_BIGINT, "BigIntRef", &[("value", &digits)]);
        } else if value.is_symbol() {
            return Err(self.unsupported("Cannot marshal Symbol values"));
        } else if let Ok(function) = v8::Local::<v8::Function>::try_from(value) {
            self.function(scope, function)?;
        } else {
            let object =
                v8::Local::<v8::Object>::try_from(value).map_err(|_| EncodeError::Threw)?;
            self.object(scope, object)?;
        }
        Ok(())
    }

    fn object(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
    ) -> Result<(), EncodeError> {
        // The frame's map, the arguments' array and the argument itself are outside of the value's own depth.
        if self.path.len() > limits::SEND_DEPTH {
            return Err(EncodeError::TooDeep);
        }
        if let Ok(array) = v8::Local::<v8::Array>::try_from(object) {
            return self.array(scope, array);
        }
        if is_proxy_of_array(scope, object) {
            return self.array_like(scope, object);
        }
        if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(object) {
            return self.bytes(view.byte_length(), |bytes| {
                view.copy_contents(bytes);
            });
        }
        if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(object) {
            let store = buffer.get_backing_store();
            return self.bytes(buffer.byte_length(), |bytes| {
                for (to, from) in bytes.iter_mut().zip(store.iter()) {
                    *to = from.get();
                }
            });
        }
        if let Ok(date) = v8::Local::<v8::Date>::try_from(object) {
            self.date(date.value_of());
            return Ok(());
        }
        if let Ok(regexp) = v8::Local::<v8::RegExp>::try_from(object) {
            return self.regexp(scope, regexp);
        }
        if self.place == Place::Result {
            if let Ok(promise) = v8::Local::<v8::Promise>::try_from(object) {
                return self.promise(scope, promise);
            }
            if self.iterable(scope, object)? {
                return Ok(());
            }
        }
        if object.is_native_error() || !self.is_plain(scope, object)? {
            return self.platform_object(scope, object);
        }
        self.map(scope, object)
    }

    /// A promise stands for what it has settled with.
    fn promise(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        promise: v8::Local<'_, v8::Promise>,
    ) -> Result<(), EncodeError> {
        match promise.state() {
            v8::PromiseState::Pending => Err(EncodeError::Pending(v8::Global::new(scope, promise))),
            v8::PromiseState::Rejected => {
                let reason = promise.result(scope);
                scope.throw_exception(reason);
                Err(EncodeError::Threw)
            }
            v8::PromiseState::Fulfilled => {
                let value = promise.result(scope);
                // One step, as what it stands for may be such a promise again.
                self.path.push(Step::Awaited);
                self.value(scope, value)?;
                self.path.pop();
                Ok(())
            }
        }
    }

    /// Whether the object's prototype is `Object.prototype` or null, or it is no platform object for sure.
    fn is_plain(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
    ) -> Result<bool, EncodeError> {
        if object.is_proxy() {
            return Ok(true);
        }
        let prototype = object.get_prototype(scope).ok_or(EncodeError::Threw)?;
        if prototype.is_null() {
            return Ok(true);
        }
        let plain = v8::Object::new(scope).get_prototype(scope);
        Ok(plain == Some(prototype))
    }

    fn array(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        array: v8::Local<'_, v8::Array>,
    ) -> Result<(), EncodeError> {
        self.elements(scope, array.into(), array.length())
    }

    /// A proxy of an array, which is read through its traps.
    fn array_like(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
    ) -> Result<(), EncodeError> {
        let length = string(scope, "length").ok_or(EncodeError::Threw)?;
        let length = object.get(scope, length.into()).ok_or(EncodeError::Threw)?;
        let length = length.number_value(scope).ok_or(EncodeError::Threw)?;
        // The cast saturates, and makes NaN zero.
        self.elements(scope, object, length as u32)
    }

    fn elements(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
        length: u32,
    ) -> Result<(), EncodeError> {
        if u64::from(length) > limits::MAX_FRAME as u64 {
            return Err(EncodeError::TooLarge);
        }
        self.writer.array(length);
        for index in 0..length {
            v8::scope!(let scope, scope);
            let element = object.get_index(scope, index).ok_or(EncodeError::Threw)?;
            self.path.push(Step::Index(index));
            self.value(scope, element)?;
            self.path.pop();
        }
        Ok(())
    }

    fn map(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
    ) -> Result<(), EncodeError> {
        let names = object
            .get_own_property_names(
                scope,
                v8::GetPropertyNamesArgs {
                    mode: v8::KeyCollectionMode::OwnOnly,
                    property_filter: v8::PropertyFilter::ONLY_ENUMERABLE
                        | v8::PropertyFilter::SKIP_SYMBOLS,
                    index_filter: v8::IndexFilter::IncludeIndices,
                    key_conversion: v8::KeyConversionMode::ConvertToString,
                },
            )
            .ok_or(EncodeError::Threw)?;
        self.writer.map(names.length());
        for index in 0..names.length() {
            v8::scope!(let scope, scope);
            let name = names.get_index(scope, index).ok_or(EncodeError::Threw)?;
            let value = object.get(scope, name).ok_or(EncodeError::Threw)?;
            if let Ok(name) = v8::Local::<v8::String>::try_from(name) {
                self.check_size(name.length())?;
            }
            let name = name.to_rust_string_lossy(scope);
            if name == isolate_protocol::wire::TYPE_KEY && self.form == Form::Newest {
                self.check_forgery(scope, value)?;
            }
            if name == isolate_protocol::wire::FORBIDDEN_KEY {
                return Err(self.unsupported("Cannot marshal the key __proto__"));
            }
            self.writer.str(&name);
            self.path.push(Step::Key(name));
            self.value(scope, value)?;
            self.path.pop();
        }
        Ok(())
    }

    fn bytes(&mut self, length: usize, copy: impl FnOnce(&mut [u8])) -> Result<(), EncodeError> {
        self.check_size(length)?;
        let mut bytes = vec![0; length];
        copy(&mut bytes);
        self.writer.bin(&bytes);
        Ok(())
    }

    fn string(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        text: v8::Local<'_, v8::String>,
    ) -> Result<(), EncodeError> {
        self.check_size(text.length())?;
        let mut buffer = [std::mem::MaybeUninit::uninit(); 512];
        self.writer.str(&text.to_rust_cow_lossy(scope, &mut buffer));
        Ok(())
    }

    /// Whether `more` bytes still fit into a message.
    fn check_size(&self, more: usize) -> Result<(), EncodeError> {
        let size = self.writer.len().saturating_add(more);
        if size > limits::MAX_FRAME - ENVELOPE {
            Err(EncodeError::TooLarge)
        } else {
            Ok(())
        }
    }

    fn unsupported(&self, reason: &str) -> EncodeError {
        let mut path = String::from(match self.place {
            Place::Arguments => "arguments",
            Place::Result => "result",
        });
        for step in &self.path {
            match step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Key(key) => path.push_str(&format!(".{key}")),
                Step::Awaited => {}
            }
        }
        EncodeError::Unsupported {
            reason: reason.to_owned(),
            path,
        }
    }
}

/// What `Array.isArray` says of proxies.
fn is_proxy_of_array(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) -> bool {
    let mut value: v8::Local<'_, v8::Value> = v8::Local::new(scope, object).into();
    while let Ok(proxy) = v8::Local::<v8::Proxy>::try_from(value) {
        value = proxy.get_target(scope);
    }
    object.is_proxy() && value.is_array()
}
