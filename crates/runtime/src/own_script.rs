//! A script of the runtime's own that is compiled while the process runs, not into the snapshot: its text lies in the binary,
//! outside of every heap, and V8's code cache spares later isolates most of the work.

use deno_core::v8;
use deno_core::v8::script_compiler::{CachedData, CompileOptions, Source};

use crate::values::string;

/// What V8 compiles, and how. `text` is ASCII: one byte is one character. Stack traces leave scripts out whose `name` begins
/// with `ext:`.
pub(crate) fn source(
    scope: &mut v8::PinScope<'_, '_>,
    name: &str,
    text: &'static [u8],
    is_module: bool,
    code: Option<&[u8]>,
) -> Option<(Source, CompileOptions)> {
    let text = v8::String::new_external_onebyte_static(scope, text)?;
    let name = string(scope, name)?;
    let origin = v8::ScriptOrigin::new(
        scope,
        name.into(),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        is_module,
        None,
    );
    Some(match code {
        Some(code) => (
            Source::new_with_cached_data(text, Some(&origin), CachedData::new(code)),
            CompileOptions::ConsumeCodeCache,
        ),
        None => (
            Source::new(text, Some(&origin)),
            CompileOptions::NoCompileOptions,
        ),
    })
}
