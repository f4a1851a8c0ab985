//! The `stack` of errors: V8's own format, without the frames of the runtime's scripts.

use deno_core::v8;

use crate::values::string;

/// V8 calls this when `stack` is read for the first time.
pub(crate) fn prepare<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    let mut stack = header(scope, error);
    for index in 0..sites.length() {
        if let Some(frame) = frame(scope, sites, index) {
            stack.push_str("\n    at ");
            stack.push_str(&frame);
        }
    }
    match string(scope, &stack) {
        Some(stack) => stack.into(),
        None => v8::undefined(scope).into(),
    }
}

/// `name: message`, as `Error.prototype.toString` has it; nothing if the guest's getters throw.
fn header(scope: &mut v8::PinScope<'_, '_>, error: v8::Local<'_, v8::Value>) -> String {
    v8::tc_scope!(let scope, scope);
    match error.to_string(scope) {
        Some(text) if text.length() <= crate::limits::MAX_ERROR_TEXT => {
            text.to_rust_string_lossy(scope)
        }
        Some(_) => "Error: (message too long)".to_owned(),
        None => "Error".to_owned(),
    }
}

/// One frame, or none if it belongs to the runtime's own scripts.
fn frame(
    scope: &mut v8::PinScope<'_, '_>,
    sites: v8::Local<'_, v8::Array>,
    index: u32,
) -> Option<String> {
    v8::tc_scope!(let scope, scope);
    let site = v8::Local::<v8::Object>::try_from(sites.get_index(scope, index)?).ok()?;
    let text = site.to_string(scope)?.to_rust_string_lossy(scope);
    let ours = text.starts_with("ext:") || text.contains("(ext:");
    (!ours).then_some(text)
}
