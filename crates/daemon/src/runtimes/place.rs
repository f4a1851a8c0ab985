//! Creates, from the daemon's side: a place in the pool, and what becomes of it.

use std::sync::Arc;

use isolate_runtime::{Owner, Runtime};

use super::{Kept, Runtimes, Tenant};
use crate::host::RuntimeHost;
use crate::pool::{Admission, Filled, IsolateId, Refusal, Ticket};

/// What a create may do.
pub enum Opening {
    /// There is a place for a new runtime.
    Build(Place),
    /// This idle runtime may be had, see [`Place::resume`].
    Reuse(Place, IsolateId, Kept),
    /// The connection has this one already.
    Rebind(IsolateId, Tenant),
    /// [`Place::wait`].
    Wait(Place),
}

/// The place of a runtime on its way in; dropping it gives it back.
pub struct Place {
    runtimes: Arc<Runtimes>,
    ticket: Ticket,
    /// Nothing is left to give back.
    done: bool,
}

impl Place {
    pub(super) fn new(runtimes: Arc<Runtimes>, ticket: Ticket) -> Self {
        Self {
            runtimes,
            ticket,
            done: false,
        }
    }

    /// Waits until there is a runtime or a place for one.
    pub async fn wait(mut self) -> Result<Opening, Refusal> {
        loop {
            // Before the question, so that no change is missed.
            let changed = self.runtimes.changed.notified();
            match self.runtimes.with(|pool| pool.retry(self.ticket)) {
                Ok(Admission::Wait(_)) => changed.await,
                Ok(admission) => {
                    self.done = true;
                    return self.runtimes.opening(admission);
                }
                // Dropping the place wakes those behind it.
                Err(refusal) => return Err(refusal),
            }
        }
    }

    /// Puts a new runtime into its place.
    pub fn fill(mut self, id: IsolateId, tenant: Tenant) -> Result<(), Refusal> {
        self.put(id, tenant.into())
    }

    /// Takes an idle runtime over. Gives the place back, to [`wait`](Self::wait) with, if the runtime has ended.
    pub fn resume(
        mut self,
        id: IsolateId,
        kept: Kept,
        host: Arc<RuntimeHost>,
        owner: Owner,
    ) -> Result<Result<(), Refusal>, Self> {
        match kept.runtime.resume(owner) {
            Ok(runtime) => Ok(self.put(id, Kept::from(Tenant { runtime, host }))),
            Err(error) => {
                tracing::debug!(isolate = &*id, %error, "an idle runtime had ended");
                self.runtimes.change(|pool| pool.discard(self.ticket));
                drop(self.runtimes.end(kept));
                Err(self)
            }
        }
    }

    fn put(&mut self, id: IsolateId, kept: Kept) -> Result<(), Refusal> {
        self.done = true;
        let runtimes = &self.runtimes;
        match runtimes.with(|pool| pool.fill(self.ticket, Arc::clone(&id), kept)) {
            Filled::Active => return Ok(()),
            Filled::Park(kept) => runtimes.park_lost(id, kept),
            Filled::End(kept) => drop(runtimes.end(kept)),
        }
        Err(Refusal::Closed)
    }

    /// A spare to make the new runtime of, if one suits; more are started for those that come.
    pub async fn spare(
        &self,
        options: &isolate_runtime::RuntimeOptions,
        host: &Arc<RuntimeHost>,
    ) -> Option<Runtime> {
        let spare = self.runtimes.take_spare(options)?;
        let equipped = spare.equip(options.clone(), host.clone()).await;
        equipped
            .inspect_err(|error| tracing::debug!(%error, "a spare had ended"))
            .ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.done {
            self.runtimes.change(|pool| pool.abandon(self.ticket));
        }
    }
}
