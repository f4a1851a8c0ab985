//! Warm spares: a few blank isolates that wait for the next creates.

use std::sync::Arc;

use isolate_runtime::{Blank, RuntimeOptions};

use super::Runtimes;
use crate::sync::lock;

/// What there is of spares, and how they were used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpareStats {
    /// Ready to be used.
    pub ready: usize,
    /// On their way.
    pub starting: usize,
    /// Creates of new runtimes that found one.
    pub hits: u64,
    /// Creates of new runtimes that did not.
    pub misses: u64,
}

impl Runtimes {
    /// All figures of the spares.
    pub fn spare_stats(&self) -> SpareStats {
        let spares = lock(&self.spares);
        let (ready, starting) = spares.counts();
        let (hits, misses) = spares.uses();
        SpareStats {
            ready,
            starting,
            hits,
            misses,
        }
    }

    pub(super) fn take_spare(&self, options: &RuntimeOptions) -> Option<Blank> {
        let changed = lock(&self.spare_memory_mb).asked(options.memory_limit_mb);
        let (spare, unsuitable) = {
            let mut spares = lock(&self.spares);
            let spare = spares.take(|spare| spare.suits(options) && spare.is_ready());
            let unsuitable = changed.then(|| spares.cull(|spare| spare.suits(options)));
            (spare, unsuitable)
        };
        drop(unsuitable);
        spare
    }

    /// Starts as many spares as are missing, beside everything else.
    pub fn refill(self: &Arc<Self>) {
        let Some(handle) = &self.handle else { return };
        let free = lock(&self.pool).free_places();
        for _ in 0..lock(&self.spares).wanted(free) {
            let runtimes = Arc::clone(self);
            let memory_limit_mb = lock(&self.spare_memory_mb).kept();
            handle.spawn(async move {
                let spare = Blank::start(memory_limit_mb).await;
                let spare = spare
                    .inspect_err(|error| tracing::warn!(%error, "a spare did not start"))
                    .ok();
                if !runtimes.spare_arrives(spare, memory_limit_mb) {
                    runtimes.refill();
                }
            });
        }
    }

    /// A spare has started, or could not be. False if another kind is wanted by now: then it has ended.
    fn spare_arrives(&self, spare: Option<Blank>, memory_limit_mb: u32) -> bool {
        let (late, wanted) = {
            let mut spares = lock(&self.spares);
            // Looked up while nobody can cull: a kind that changes later finds this spare among the others.
            let wanted = lock(&self.spare_memory_mb).kept() == memory_limit_mb;
            let (spare, unwanted) = if wanted { (spare, None) } else { (None, spare) };
            (spares.arrive(spare).or(unwanted), wanted)
        };
        drop(late);
        wanted
    }

    /// Gives up spares that have ended.
    pub(super) fn cull_spares(&self) {
        let ended = lock(&self.spares).cull(Blank::is_ready);
        drop(ended);
    }
}
