//! What of the modules outlives their owner: those that the loader called static (runtime.md 3.2 and 21.2), and the
//! imports that wait for modules, if the owner was lost.

use std::rc::Rc;

use deno_core::v8;

use super::compile::{Referrer, Request};
use super::{Record, Root, start};
use crate::state::State;

/// An `import()` that was waiting for modules when they were dropped.
pub(crate) struct Interrupted {
    referrer: Referrer,
    requests: Rc<[Request]>,
    key: String,
    resolver: v8::Global<v8::PromiseResolver>,
}

impl Interrupted {
    /// Who waits for it.
    pub(crate) fn into_resolver(self) -> v8::Global<v8::PromiseResolver> {
        self.resolver
    }
}

/// Drops everything else, and stops what is being loaded. Gives what waits for an `import()`. Runs no guest code.
pub(crate) fn park(scope: &mut v8::PinScope<'_, '_>, state: &State) -> Vec<Interrupted> {
    let (mut records, jobs) = {
        let mut modules = state.modules.borrow_mut();
        modules.in_flight.clear();
        modules.complete.clear();
        (
            std::mem::take(&mut modules.records),
            std::mem::take(&mut modules.jobs),
        )
    };
    records.retain(|_, record| record.is_static && is_usable(scope, record));
    state.modules.borrow_mut().records = records;
    let imports = jobs.into_values().filter_map(|job| match job.root {
        Root::Import(key, resolver) => Some(Interrupted {
            referrer: job.referrer,
            requests: job.requests,
            key,
            resolver,
        }),
        Root::Eval(_) => None,
    });
    imports.collect()
}

/// Loads what an `import()` was waiting for, from the beginning.
pub(crate) fn import_again(
    scope: &mut v8::PinScope<'_, '_>,
    state: &Rc<State>,
    import: Interrupted,
) {
    let root = Root::Import(import.key, import.resolver);
    start(scope, state, root, import.referrer, import.requests);
}

/// Whether an import of the module can succeed. One whose evaluation waits for something may wait for ever, since most
/// of what it can wait for is abandoned.
fn is_usable(scope: &mut v8::PinScope<'_, '_>, record: &Record) -> bool {
    v8::scope!(let scope, scope);
    let module = v8::Local::new(scope, &record.module);
    match module.get_status() {
        v8::ModuleStatus::Uninstantiated => true,
        // Evaluates nothing again: this is how V8 says whether the evaluation has ended.
        v8::ModuleStatus::Evaluated => module
            .evaluate(scope)
            .and_then(|ended| v8::Local::<v8::Promise>::try_from(ended).ok())
            .is_some_and(|ended| ended.state() == v8::PromiseState::Fulfilled),
        _ => false,
    }
}
