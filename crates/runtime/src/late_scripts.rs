//! Guest-side scripts that only some runtimes have: the test environment (runtime.md 11) and the browser (20).
//!
//! They are modules like the others, but each isolate would pay for them if they were in the snapshot. They are loaded
//! when a runtime is created with their option, before any code of the guest's runs; their code is kept for the process
//! once the first runtime has compiled it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use deno_core::v8;
use deno_core::v8::script_compiler::{self, NoCacheReason};

use crate::own_script;
use crate::state::State;
use crate::values::string;

struct Script {
    specifier: &'static str,
    text: &'static [u8],
}

/// One byte is one character.
const fn ascii(text: &'static [u8]) -> &'static [u8] {
    assert!(text.is_ascii());
    text
}

macro_rules! scripts {
    ($($file:literal),* $(,)?) => {
        [
            $(Script {
                specifier: concat!("ext:isolate/", $file),
                text: ascii(include_bytes!(concat!("guest/", $file))),
            },)*
            Script {
                specifier: "ext:isolate/testing/jest.js",
                text: ascii(include_bytes!("../vendor/jest/jest.js")),
            },
        ]
    };
}

static SCRIPTS: [Script; 31] = scripts![
    "playwright/context.js",
    "playwright/files.js",
    "playwright/input.js",
    "playwright/locator.js",
    "playwright/matchers.js",
    "playwright/operations.js",
    "playwright/page.js",
    "playwright/playwright.js",
    "playwright/request.js",
    "playwright/tuples.js",
    "playwright/waits.js",
    "testing/assertions.js",
    "testing/asymmetric.js",
    "testing/diff.js",
    "testing/each.js",
    "testing/equality.js",
    "testing/events.js",
    "testing/expect.js",
    "testing/failure.js",
    "testing/format.js",
    "testing/globals.js",
    "testing/mock.js",
    "testing/mock_matchers.js",
    "testing/plan.js",
    "testing/registry.js",
    "testing/report.js",
    "testing/run.js",
    "testing/testing.js",
    "testing/throw_matcher.js",
    "testing/value_matchers.js",
];

/// V8's code cache of each script, made when it has run for the first time.
static CODE: [OnceLock<Arc<[u8]>>; SCRIPTS.len()] = [const { OnceLock::new() }; SCRIPTS.len()];

/// The modules that an isolate has loaded, and those of the snapshot that they import.
#[derive(Default)]
pub(crate) struct LateScripts(HashMap<String, v8::Global<v8::Module>>);

/// Loads a script and what it imports; gives what it exports. None is a defect of the scripts.
pub(crate) fn load<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    specifier: &str,
) -> Option<v8::Local<'s, v8::Object>> {
    let module = find(scope, state, specifier)?;
    module.instantiate_module(scope, resolve)?;
    module.evaluate(scope)?;
    if module.get_status() != v8::ModuleStatus::Evaluated {
        return None;
    }
    keep_code(scope, state);
    v8::Local::<v8::Object>::try_from(module.get_module_namespace()).ok()
}

/// The module, and with it all that it imports.
fn find<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    specifier: &str,
) -> Option<v8::Local<'s, v8::Module>> {
    let known = state.late_scripts.borrow().0.get(specifier).cloned();
    if let Some(module) = known {
        return Some(v8::Local::new(scope, module));
    }
    let mut scripts = SCRIPTS.iter().zip(&CODE);
    let module = match scripts.find(|(script, _)| script.specifier == specifier) {
        Some((script, code)) => compile(scope, script, code.get())?,
        None => of_snapshot(scope, state, specifier)?,
    };
    let global = v8::Global::new(scope, module);
    let scripts = &state.late_scripts;
    scripts.borrow_mut().0.insert(specifier.to_owned(), global);
    if module.is_source_text_module() {
        let requests = module.get_module_requests();
        for index in 0..requests.length() {
            let request = requests.get(scope, index)?;
            let request = v8::Local::<v8::ModuleRequest>::try_from(request).ok()?;
            let specifier = request.get_specifier().to_rust_string_lossy(scope);
            find(scope, state, &specifier)?;
        }
    }
    Some(module)
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    script: &Script,
    code: Option<&Arc<[u8]>>,
) -> Option<v8::Local<'s, v8::Module>> {
    let code = code.map(|code| &**code);
    let (mut source, options) =
        own_script::source(scope, script.specifier, script.text, true, code)?;
    script_compiler::compile_module2(scope, &mut source, options, NoCacheReason::NoReason)
}

/// A module that exports what one of the snapshot's does.
fn of_snapshot<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    specifier: &str,
) -> Option<v8::Local<'s, v8::Module>> {
    let names = exports_of_snapshot(scope, state, specifier)?
        .get_own_property_names(scope, v8::GetPropertyNamesArgs::default())?;
    let mut exports = Vec::new();
    for index in 0..names.length() {
        exports.push(names.get_index(scope, index)?.try_cast().ok()?);
    }
    let name = string(scope, specifier)?;
    let module = v8::Module::create_synthetic_module(scope, name, &exports, export);
    Some(module)
}

fn exports_of_snapshot<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    state: &State,
    specifier: &str,
) -> Option<v8::Local<'s, v8::Object>> {
    let modules = v8::Local::new(scope, &state.classes.modules);
    let specifier = string(scope, specifier)?;
    modules.get(scope, specifier.into())?.try_cast().ok()
}

/// Gives a module of [`of_snapshot`] its exports.
fn export<'s>(
    context: v8::Local<'s, v8::Context>,
    module: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Value>> {
    v8::callback_scope!(unsafe scope, context);
    let state = State::of(scope)?;
    let specifier = {
        let scripts = state.late_scripts.borrow();
        let found = scripts
            .0
            .iter()
            .find(|(_, known)| v8::Local::new(scope, *known) == module);
        found.map(|(specifier, _)| specifier.clone())?
    };
    let exports = exports_of_snapshot(scope, &state, &specifier)?;
    let names = exports.get_own_property_names(scope, v8::GetPropertyNamesArgs::default())?;
    for index in 0..names.length() {
        let name = names.get_index(scope, index)?;
        let value = exports.get(scope, name)?;
        module.set_synthetic_module_export(scope, name.try_cast().ok()?, value)?;
    }
    let done = v8::PromiseResolver::new(scope)?;
    let nothing = v8::undefined(scope).into();
    done.resolve(scope, nothing);
    Some(done.get_promise(scope).into())
}

fn resolve<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    _attributes: v8::Local<'s, v8::FixedArray>,
    _importer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    v8::callback_scope!(unsafe scope, context);
    let state = State::of(scope)?;
    let specifier = specifier.to_rust_string_lossy(scope);
    let module = state.late_scripts.borrow().0.get(&specifier).cloned()?;
    Some(v8::Local::new(scope, module))
}

/// Now the code contains the functions that every first use needs, and no others.
fn keep_code(scope: &mut v8::PinScope<'_, '_>, state: &State) {
    for (script, code) in SCRIPTS.iter().zip(&CODE) {
        if code.get().is_some() {
            continue;
        }
        let module = state.late_scripts.borrow().0.get(script.specifier).cloned();
        let Some(module) = module else { continue };
        let module = v8::Local::new(scope, module);
        let unbound = module.get_unbound_module_script(scope);
        if let Some(made) = unbound.create_code_cache() {
            let _ = code.set(Arc::from(&**made));
        }
    }
}
