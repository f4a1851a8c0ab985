//! Linking: tells V8 which module each import means.

use std::collections::HashMap;
use std::num::NonZeroI32;

use deno_core::v8;

use super::errors::LinkError;
use super::{Job, Record, Request, Root};
use crate::guest_error;
use crate::state::State;
use crate::values::string;

/// What V8 asks for while it links, by the identity hash of the importing module, which several may share.
#[derive(Default)]
pub(super) struct Links(HashMap<NonZeroI32, Vec<Importer>>);

struct Importer {
    module: v8::Global<v8::Module>,
    /// Specifiers as written, with the module each means.
    imports: HashMap<String, v8::Global<v8::Module>>,
}

impl Links {
    /// The imports of all modules of a complete job.
    pub(super) fn of(
        scope: &mut v8::PinScope<'_, '_>,
        job: &Job,
        records: &HashMap<String, Record>,
    ) -> Self {
        let mut links = Self::default();
        if let Root::Eval(module) = &job.root {
            links.add(scope, module, &job.requests, records);
        }
        for record in job.seen.keys().filter_map(|key| records.get(key)) {
            links.add(scope, &record.module, &record.requests, records);
        }
        links
    }

    fn add(
        &mut self,
        scope: &mut v8::PinScope<'_, '_>,
        module: &v8::Global<v8::Module>,
        requests: &[Request],
        records: &HashMap<String, Record>,
    ) {
        let local = v8::Local::new(scope, module);
        if local.get_status() != v8::ModuleStatus::Uninstantiated || requests.is_empty() {
            return;
        }
        let imports = requests
            .iter()
            .filter_map(|request| {
                Some((
                    request.specifier.clone(),
                    records.get(&request.key)?.module.clone(),
                ))
            })
            .collect();
        self.0
            .entry(local.get_identity_hash())
            .or_default()
            .push(Importer {
                module: module.clone(),
                imports,
            });
    }

    fn find(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        importer: v8::Local<'_, v8::Module>,
        specifier: &str,
    ) -> Option<&v8::Global<v8::Module>> {
        self.0
            .get(&importer.get_identity_hash())?
            .iter()
            .find(|known| v8::Local::new(scope, &known.module) == importer)?
            .imports
            .get(specifier)
    }
}

/// Links the job's root with everything it imports.
pub(super) fn instantiate(
    scope: &mut v8::PinScope<'_, '_>,
    module: v8::Local<'_, v8::Module>,
    job: &Job,
) -> Result<(), LinkError> {
    v8::tc_scope!(let scope, scope);
    if module.instantiate_module(scope, resolve) == Some(true) {
        return Ok(());
    }
    let importer = scope
        .message()
        .and_then(|message| message.get_script_resource_name(scope))
        .map(|name| name.to_rust_string_lossy(scope));
    let error = LinkError::link(guest_error::caught(scope));
    let chain = match importer {
        Some(importer) if job.seen.contains_key(&importer) => job.chain(&importer),
        _ => Vec::new(),
    };
    Err(error.with_chain(&chain))
}

fn resolve<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    _attributes: v8::Local<'s, v8::FixedArray>,
    importer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    v8::callback_scope!(unsafe scope, context);
    let specifier = specifier.to_rust_string_lossy(scope);
    let found = State::of(scope).and_then(|state| {
        let modules = state.modules.borrow();
        modules.links.find(scope, importer, &specifier).cloned()
    });
    match found {
        Some(module) => Some(v8::Local::new(scope, module)),
        None => {
            let message = string(scope, &format!("Cannot resolve module \"{specifier}\""))?;
            let error = v8::Exception::error(scope, message);
            scope.throw_exception(error);
            None
        }
    }
}
