//! The context of a request (protocol.md A.5): on whose behalf the guest works, wherever its promises and timers have led.
//!
//! V8 carries a value along from whoever makes a promise job to the job, and timers do the same (`guest/timers/timers.js`).
//! Here that is the number of the owner's lease and the context as his client has encoded it, in a string that no code of
//! the guest's can get at.

use deno_core::v8;
use isolate_protocol::{Bytes, Raw};

use crate::lease::Lease;
use crate::state::State;

/// Sets the context for what is called now; none for what belongs to no request.
pub(crate) fn set(scope: &mut v8::PinScope<'_, '_>, state: &State, context: Option<&Raw>) {
    let text = context.and_then(|context| {
        let lease = state.leases.newest().to_be_bytes();
        let bytes = [&lease, context.as_bytes()].concat();
        v8::String::new_from_one_byte(scope, &bytes, v8::NewStringType::Normal)
    });
    let value = match text {
        Some(text) => text.into(),
        None => v8::undefined(scope).into(),
    };
    scope.set_continuation_preserved_embedder_data(value);
}

/// The context of the code that runs now, unless it is from an earlier owner: a promise may outlive him, and what his client
/// was told is nothing to the next.
pub(crate) fn get(scope: &mut v8::PinScope<'_, '_>, state: &State) -> Option<Raw> {
    let value = scope.get_continuation_preserved_embedder_data();
    let text = v8::Local::<v8::String>::try_from(value).ok()?;
    let mut bytes = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
    let mut bytes = Bytes::from(bytes);
    let (lease, _) = bytes.split_first_chunk()?;
    if Lease::from_be_bytes(*lease) != state.leases.newest() {
        return None;
    }
    Raw::from_bytes(bytes.split_off(size_of::<Lease>())).ok()
}
