//! The context of a request (protocol.md A.5): on whose behalf the guest works, wherever its promises and timers have led.
//!
//! V8 carries a value along from whoever makes a promise job to the job, and timers do the same (`guest/timers/timers.js`).
//! Here that is the context as the client has encoded it, in a string that no code of the guest's can get at.

use deno_core::v8;
use isolate_protocol::{Bytes, Raw};

/// Sets the context for what is called now; none for what belongs to no request.
pub(crate) fn set(scope: &mut v8::PinScope<'_, '_>, context: Option<&Raw>) {
    let text = context.and_then(|context| {
        v8::String::new_from_one_byte(scope, context.as_bytes(), v8::NewStringType::Normal)
    });
    let value = match text {
        Some(text) => text.into(),
        None => v8::undefined(scope).into(),
    };
    scope.set_continuation_preserved_embedder_data(value);
}

/// The context of the code that runs now.
pub(crate) fn get(scope: &mut v8::PinScope<'_, '_>) -> Option<Raw> {
    let value = scope.get_continuation_preserved_embedder_data();
    let text = v8::Local::<v8::String>::try_from(value).ok()?;
    let mut bytes = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
    Raw::from_bytes(Bytes::from(bytes)).ok()
}
