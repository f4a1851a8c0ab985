//! Values that cross between V8 and the wire, natively and in one walk.

mod classes;
mod decode;
mod encode;

use deno_core::v8;

pub(crate) use classes::Classes;
pub(crate) use decode::decode;
pub(crate) use encode::{EncodeError, encode_arguments, encode_plain, encode_result};

/// A JavaScript string; none if it is longer than V8 allows (about 512 MB).
pub(crate) fn string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: &str,
) -> Option<v8::Local<'s, v8::String>> {
    v8::String::new(scope, text)
}
