//! V8's host-defined options: what a script carries along so that its dynamic imports know where they come from.
#![allow(unsafe_code)]

use deno_core::v8;

use super::compile::Referrer;
use crate::values::string;

/// The options of a module.
pub(super) fn of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    referrer: &Referrer,
) -> Option<v8::Local<'s, v8::Data>> {
    let options = v8::PrimitiveArray::new(scope, 1);
    let path = string(scope, &referrer.path)?;
    options.set(scope, 0, path.into());
    Some(options.into())
}

/// The referrer in the options that V8 gives to the callback for dynamic imports; none if there is none in them.
pub(super) fn referrer(
    scope: &mut v8::PinScope<'_, '_>,
    options: v8::Local<'_, v8::Data>,
) -> Option<Referrer> {
    // SAFETY: V8's contract for that callback says that the options are always a `PrimitiveArray`, an empty one if the
    // embedder set none; the `v8` crate has no checked conversion. Locals of all types have the same layout.
    let options = unsafe {
        std::mem::transmute::<v8::Local<'_, v8::Data>, v8::Local<'_, v8::PrimitiveArray>>(options)
    };
    if options.length() != 1 {
        return None;
    }
    let path: v8::Local<'_, v8::Value> = options.get(scope, 0).into();
    let path = v8::Local::<v8::String>::try_from(path).ok()?;
    Some(Referrer::new(path.to_rust_string_lossy(scope)))
}
