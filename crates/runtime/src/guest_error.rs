//! Turns what a guest threw into a [`GuestError`]. The thrown value is hostile: its getters run guest code.

use deno_core::v8;

use crate::error::GuestError;
use crate::limits::MAX_ERROR_TEXT;
use crate::values::string;

/// An error of the runtime's own, named `Error`.
pub(crate) fn plain(message: impl Into<String>) -> GuestError {
    let message = message.into();
    GuestError {
        name: "Error".to_owned(),
        stack: Some(format!("Error: {message}")),
        message,
    }
}

/// The exception that `scope` caught.
pub(crate) fn caught<'s, 'obj, 'iso>(
    scope: &mut v8::PinnedRef<'_, v8::TryCatch<'s, 'obj, v8::HandleScope<'iso>>>,
) -> GuestError {
    match scope.exception() {
        Some(exception) => from_value(scope, exception),
        None => plain("The script was terminated"),
    }
}

/// A thrown value: an Error by its name, message and stack, anything else by its string form (runtime.md 2.6).
pub(crate) fn from_value(
    scope: &mut v8::PinScope<'_, '_>,
    thrown: v8::Local<'_, v8::Value>,
) -> GuestError {
    v8::tc_scope!(let scope, scope);
    let Ok(object) = v8::Local::<v8::Object>::try_from(thrown) else {
        return plain(text(scope, thrown).unwrap_or_default());
    };
    let message = property(scope, object, "message");
    let name = property(scope, object, "name");
    let stack = property(scope, object, "stack");
    if !object.is_native_error() && message.is_none() {
        return plain("An object was thrown that is not an instance of Error");
    }
    GuestError {
        name: name.unwrap_or_else(|| "Error".to_owned()),
        message: message.unwrap_or_default(),
        stack,
    }
}

fn property(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
) -> Option<String> {
    v8::tc_scope!(let scope, scope);
    let name = string(scope, name)?;
    let value = object.get(scope, name.into())?;
    if value.is_null_or_undefined() {
        return None;
    }
    text(scope, value)
}

fn text(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Option<String> {
    v8::tc_scope!(let scope, scope);
    let text = if value.is_symbol() {
        value.to_detail_string(scope)
    } else {
        value.to_string(scope)
    }?;
    Some(bounded(scope, text))
}

/// The text, cut to [`MAX_ERROR_TEXT`] bytes.
fn bounded(scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) -> String {
    if text.utf8_length(scope) <= MAX_ERROR_TEXT {
        return text.to_rust_string_lossy(scope);
    }
    let mut bytes = vec![0; MAX_ERROR_TEXT];
    let written = text.write_utf8_v2(scope, &mut bytes, v8::WriteFlags::kReplaceInvalidUtf8, None);
    bytes.truncate(written);
    format!(
        "{}... (cut at {MAX_ERROR_TEXT} bytes)",
        String::from_utf8_lossy(&bytes)
    )
}
