//! `import()`: the same loader and the same instances as static imports.

use deno_core::v8;

use super::compile::{MAX_SPECIFIER, Referrer};
use super::errors::LinkError;
use super::{host_options, load_import};
use crate::functions::make_error;
use crate::host::HostError;
use crate::state::State;

/// V8's callback for `import(specifier)`.
pub(crate) fn import<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    options: v8::Local<'s, v8::Data>,
    _resource: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    let resolver = v8::PromiseResolver::new(scope)?;
    let promise = resolver.get_promise(scope);
    if specifier.length() > MAX_SPECIFIER {
        let message = format!("A module specifier may be {MAX_SPECIFIER} characters long at most");
        reject(scope, resolver, message);
        return Some(promise);
    }
    let specifier = specifier.to_rust_string_lossy(scope);
    if attributes.length() > 0 {
        reject(
            scope,
            resolver,
            format!("Import attributes are not supported: \"{specifier}\""),
        );
        return Some(promise);
    }
    // Code made by `eval` or `new Function` may have no referrer of its own: it imports as from the root.
    let referrer = host_options::referrer(scope, options)
        .unwrap_or_else(|| Referrer::new("/index.js".to_owned()));
    if let Some(state) = State::of(scope) {
        let resolver = v8::Global::new(scope, resolver);
        load_import(scope, &state, &specifier, &referrer, resolver);
    }
    Some(promise)
}

/// V8's callback for `import()`, `import.source()` and `import.defer()`.
pub(crate) fn import_with_phase<'s, 'i>(
    scope: &mut v8::PinScope<'s, 'i>,
    options: v8::Local<'s, v8::Data>,
    resource: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    phase: v8::ModuleImportPhase,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    match phase {
        v8::ModuleImportPhase::kEvaluation => {
            import(scope, options, resource, specifier, attributes)
        }
        _ => {
            let resolver = v8::PromiseResolver::new(scope)?;
            reject(
                scope,
                resolver,
                "Only import() itself is supported, not its phases".to_owned(),
            );
            Some(resolver.get_promise(scope))
        }
    }
}

/// The module is linked, or not: evaluates it, and settles the import with its namespace when that has finished.
pub(super) fn loaded(
    scope: &mut v8::PinScope<'_, '_>,
    resolver: &v8::Global<v8::PromiseResolver>,
    linked: Result<v8::Local<'_, v8::Module>, LinkError>,
) {
    v8::tc_scope!(let scope, scope);
    let resolver = v8::Local::new(scope, resolver);
    let module = match linked {
        Ok(module) => module,
        Err(error) => {
            let error = make_error(scope, &error.into_host_error());
            resolver.reject(scope, error);
            return;
        }
    };
    let evaluated = module
        .evaluate(scope)
        .and_then(|value| v8::Local::<v8::Promise>::try_from(value).ok());
    let Some(evaluated) = evaluated else {
        if let Some(exception) = scope.exception() {
            resolver.reject(scope, exception);
        }
        return;
    };
    // The import follows the evaluation: it fails as that does, or is the namespace.
    let namespace = module.get_module_namespace();
    let settled = v8::Function::builder(namespace_of)
        .data(namespace)
        .build(scope)
        .and_then(|namespace| evaluated.then(scope, namespace));
    match (settled, scope.exception()) {
        (Some(settled), _) => resolver.resolve(scope, settled.into()),
        (None, Some(exception)) => resolver.reject(scope, exception),
        (None, None) => None,
    };
}

fn namespace_of<'s>(
    _: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    result.set(arguments.data());
}

fn reject(
    scope: &mut v8::PinScope<'_, '_>,
    resolver: v8::Local<'_, v8::PromiseResolver>,
    message: String,
) {
    let error = make_error(
        scope,
        &HostError {
            name: Some("TypeError".to_owned()),
            message,
            code: None,
        },
    );
    resolver.reject(scope, error);
}
