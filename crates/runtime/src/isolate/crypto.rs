//! The global `crypto`.

use deno_core::v8;

use crate::values::string;

/// `crypto` is made when it is first read: few guests want it, and its native objects take time and memory.
pub(super) fn add(
    scope: &mut v8::PinScope<'_, '_>,
    internals: v8::Local<'_, v8::Object>,
) -> Option<()> {
    let make = string(scope, "makeCrypto")?;
    let make = internals.get(scope, make.into())?;
    let name = string(scope, "crypto")?;
    let global = scope.get_current_context().global(scope);
    global.set_lazy_data_property_with_data(
        scope,
        name.into(),
        make_lazily,
        make,
        v8::PropertyAttribute::NONE,
        v8::SideEffectType::HasSideEffect,
        v8::SideEffectType::HasSideEffect,
    )?;
    Some(())
}

/// Calls the function that makes the value of a lazy property. What it throws is the reader's.
fn make_lazily(
    scope: &mut v8::PinScope<'_, '_>,
    _name: v8::Local<'_, v8::Name>,
    arguments: v8::PropertyCallbackArguments<'_>,
    mut result: v8::ReturnValue<'_, v8::Value>,
) {
    let undefined = v8::undefined(scope).into();
    let make = v8::Local::<v8::Function>::try_from(arguments.data());
    if let Some(value) = make.ok().and_then(|make| make.call(scope, undefined, &[])) {
        result.set(value);
    }
}
