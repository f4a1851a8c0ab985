//! What of the modules outlives their owner: those that the loader called static (runtime.md 3.2 and 21.2).

use deno_core::v8;

use super::{Record, Root};
use crate::state::State;

/// Drops everything else, and gives up what is being loaded. Gives what waits for an `import()`. Runs no guest code.
pub(crate) fn park(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
) -> Vec<v8::Global<v8::PromiseResolver>> {
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
        Root::Import(_, resolver) => Some(resolver),
        Root::Eval(_) => None,
    });
    imports.collect()
}

/// Whether an import of the module can succeed. One whose evaluation waits for something waits for ever, since whatever
/// it waits for is abandoned.
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
