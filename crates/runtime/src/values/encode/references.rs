//! Values that have a form of their own on the wire: extensions, or ref maps (protocol.md 2.3 and 2.4).

use deno_core::v8;
use isolate_protocol::{Form, Writer, ext};

use super::{EncodeError, Encoder};
use crate::values::string;

impl Encoder<'_> {
    pub(super) fn undefined(&mut self) {
        match self.form {
            Form::Native => self.writer.nil(),
            Form::Marshalled | Form::Newest => self.reference("UndefinedRef", &[]),
        }
    }

    pub(super) fn date(&mut self, ms: f64) {
        match self.form {
            Form::Native => ext::write_timestamp(&mut self.writer, ms),
            Form::Marshalled | Form::Newest => {
                self.writer.map(2);
                self.writer.str(isolate_protocol::wire::TYPE_KEY);
                self.writer.str("DateRef");
                self.writer.str("timestamp");
                self.writer.number(ms);
            }
        }
    }

    pub(super) fn regexp(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        regexp: v8::Local<'_, v8::RegExp>,
    ) -> Result<(), EncodeError> {
        let source = regexp.get_source(scope);
        self.check_size(source.length())?;
        let source = source.to_rust_string_lossy(scope);
        let flags = string(scope, "flags").ok_or(EncodeError::Threw)?;
        let flags = regexp
            .get(scope, flags.into())
            .ok_or(EncodeError::Threw)?
            .to_rust_string_lossy(scope);
        self.tagged(
            ext::EXT_REGEXP,
            "RegExpRef",
            &[("source", &source), ("flags", &flags)],
        );
        Ok(())
    }

    /// A function that the client may call from now on. Clients of the baseline revision can not.
    pub(super) fn function(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        function: v8::Local<'_, v8::Function>,
    ) -> Result<(), EncodeError> {
        if self.form != Form::Newest {
            return Err(self.unsupported("Cannot marshal functions from isolate"));
        }
        let receiver = v8::undefined(scope).into();
        let export = v8::Local::new(scope, &self.state.classes.export_function);
        let id = export
            .call(scope, receiver, &[function.into()])
            .ok_or(EncodeError::Threw)?;
        let id = id.number_value(scope).ok_or(EncodeError::Threw)?;
        let mut payload = Writer::new();
        payload.map(2);
        payload.str("callbackId");
        payload.number(id);
        payload.str("callbackKind");
        payload.nil();
        self.writer.ext(ext::EXT_CALLBACK, payload.as_bytes());
        Ok(())
    }

    /// An async iterable, which the client steps through. False if it is none.
    pub(super) fn iterable(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
    ) -> Result<bool, EncodeError> {
        let receiver = v8::undefined(scope).into();
        let export = v8::Local::new(scope, &self.state.classes.export_iterable);
        let parts = export
            .call(scope, receiver, &[object.into()])
            .ok_or(EncodeError::Threw)?;
        let Ok(parts) = v8::Local::<v8::Object>::try_from(parts) else {
            return Ok(false);
        };
        self.extension(scope, ext::EXT_ASYNC_ITERATOR, parts)?;
        Ok(true)
    }

    /// A map as the payload of an extension.
    pub(super) fn extension(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        kind: i8,
        parts: v8::Local<'_, v8::Object>,
    ) -> Result<(), EncodeError> {
        let outer = std::mem::take(&mut self.writer);
        self.map(scope, parts)?;
        let payload = std::mem::replace(&mut self.writer, outer);
        self.writer.ext(kind, payload.as_bytes());
        Ok(())
    }

    /// URL, Headers, Error and the kinds that do not cross are known to the guest-side scripts.
    pub(super) fn platform_object(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        object: v8::Local<'_, v8::Object>,
    ) -> Result<(), EncodeError> {
        let receiver = v8::undefined(scope).into();
        let classify = v8::Local::new(scope, &self.state.classes.classify);
        let kind = classify
            .call(scope, receiver, &[object.into()])
            .ok_or(EncodeError::Threw)?;
        if kind.is_undefined() {
            return self.map(scope, object);
        }
        let name = kind.to_rust_string_lossy(scope);
        let (extension, reference) = match name.as_str() {
            "URL" => (ext::EXT_URL, "URLRef"),
            "Headers" => (ext::EXT_HEADERS, "HeadersRef"),
            "Error" => (ext::EXT_ERROR, "ErrorRef"),
            refusal => return Err(self.unsupported(refusal)),
        };
        let dissect = v8::Local::new(scope, &self.state.classes.dissect);
        let parts = dissect
            .call(scope, receiver, &[kind, object.into()])
            .ok_or(EncodeError::Threw)?;
        let parts = v8::Local::<v8::Object>::try_from(parts).map_err(|_| EncodeError::Threw)?;
        if self.form == Form::Native {
            return self.extension(scope, extension, parts);
        }
        let tag = string(scope, isolate_protocol::wire::TYPE_KEY).ok_or(EncodeError::Threw)?;
        let reference = string(scope, reference).ok_or(EncodeError::Threw)?;
        parts.set(scope, tag.into(), reference.into());
        self.map(scope, parts)
    }

    /// A small value as an extension (native form) or as a ref map.
    pub(super) fn tagged(&mut self, extension: i8, reference: &str, fields: &[(&str, &str)]) {
        if self.form == Form::Native {
            let mut payload = Writer::new();
            payload.map(fields.len() as u32);
            for (key, value) in fields {
                payload.str(key);
                payload.str(value);
            }
            self.writer.ext(extension, payload.as_bytes());
        } else {
            self.reference(reference, fields);
        }
    }

    pub(super) fn reference(&mut self, name: &str, fields: &[(&str, &str)]) {
        self.writer.map(fields.len() as u32 + 1);
        self.writer.str(isolate_protocol::wire::TYPE_KEY);
        self.writer.str(name);
        for (key, value) in fields {
            self.writer.str(key);
            self.writer.str(value);
        }
    }

    /// Clients of the newest revision look for references in arguments. One to a function or an iterator would be to
    /// whatever has that id, of another guest's, too.
    pub(super) fn check_forgery(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        kind: v8::Local<'_, v8::Value>,
    ) -> Result<(), EncodeError> {
        let kind = match v8::Local::<v8::String>::try_from(kind) {
            Ok(kind) if kind.length() < 20 => kind.to_rust_string_lossy(scope),
            _ => return Ok(()),
        };
        match kind.as_str() {
            "CallbackRef" | "AsyncIteratorRef" | "PromiseRef" => {
                Err(self.unsupported(&format!("Cannot marshal an object whose __type is {kind}")))
            }
            _ => Ok(()),
        }
    }
}
