//! The DOM: compiled when a guest first reads one of its globals (runtime.md 17.5).
//!
//! It is a script like any of the guest's, with no rights of its own. Its text lies in the binary, outside of every heap; its
//! code is kept for the process once the first runtime has compiled it.

use std::sync::{Arc, Mutex, PoisonError};

use deno_core::v8;
use deno_core::v8::script_compiler::{self, NoCacheReason};

use crate::functions::add_native;
use crate::own_script;
use crate::state::State;
use crate::values::string;

/// The body of a function of `platform`, in ASCII: the library, which `scripts/vendor` makes, and what turns it into the
/// classes of the platform.
const SCRIPT: &[u8] = concat!(
    "\"use strict\";\n",
    include_str!("../vendor/linkedom/linkedom.js"),
    include_str!("guest/dom/loaded/tree.js"),
    include_str!("guest/dom/loaded/html_document.js"),
    include_str!("guest/dom/loaded/xml_document.js"),
    include_str!("guest/dom/loaded/corrections.js"),
    include_str!("guest/dom/loaded/classes.js"),
    "return makeClasses();\n",
)
.as_bytes();

// One byte is one character.
const _: () = assert!(SCRIPT.is_ascii());

/// What stack traces leave out: the runtime's own scripts.
const NAME: &str = "ext:isolate/dom/loaded.js";

/// V8's code cache of the script. V8 refuses one that does not fit its version and flags, and it is replaced.
static CODE: Mutex<Option<Arc<[u8]>>> = Mutex::new(None);

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "loadDom", load)?;
    add_native(scope, natives, "defineLazily", define_lazily)
}

/// Makes a global that looks like any other, whose value is made when it is first read.
fn define_lazily(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: v8::FunctionCallbackArguments<'_>,
    _: v8::ReturnValue<'_>,
) {
    let Ok(name) = v8::Local::<v8::Name>::try_from(arguments.get(0)) else {
        return;
    };
    let global = scope.get_current_context().global(scope);
    global.set_lazy_data_property(scope, name, first_read);
}

fn first_read<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: v8::Local<'s, v8::Name>,
    _: v8::PropertyCallbackArguments<'s>,
    mut result: v8::ReturnValue<'_, v8::Value>,
) {
    let Some(state) = State::of(scope) else {
        return;
    };
    let dom_class = v8::Local::new(scope, &state.classes.dom_class);
    let receiver = v8::undefined(scope).into();
    // What it throws passes on to the guest, and the next read tries again.
    if let Some(class) = dom_class.call(scope, receiver, &[name.into()]) {
        result.set(class);
    }
}

/// Runs the script for the `platform` given; answers with the classes by name.
fn load<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let known = CODE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let Some((function, accepted)) = compile_with(scope, known.as_deref()) else {
        return;
    };
    let receiver = v8::undefined(scope).into();
    let Some(classes) = function.call(scope, receiver, &[arguments.get(0)]) else {
        return;
    };
    result.set(classes);
    // Now it contains the functions that every first use needs, and no others.
    if !accepted && let Some(code) = function.create_code_cache() {
        *CODE.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::from(&**code));
    }
}

/// The function, and whether V8 has taken the code given.
fn compile_with<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    code: Option<&[u8]>,
) -> Option<(v8::Local<'s, v8::Function>, bool)> {
    let (mut source, options) = own_script::source(scope, NAME, SCRIPT, false, code)?;
    let parameter = string(scope, "platform")?;
    let function = script_compiler::compile_function(
        scope,
        &mut source,
        &[parameter],
        &[],
        options,
        NoCacheReason::NoReason,
    )?;
    let accepted = source
        .get_cached_data()
        .is_some_and(|data| !data.rejected());
    Some((function, accepted))
}
