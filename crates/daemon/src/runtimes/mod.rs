//! The runtimes of the daemon: the [`Pool`] together with the runtimes themselves.
//!
//! The pool decides, under its lock; what it decided is done outside of it.

mod leaving;
mod place;
mod spares;
mod upkeep;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_runtime::{Blank, Runtime};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::host::RuntimeHost;
use crate::options::DaemonOptions;
use crate::pool::{
    Admission, ConnectionId, IsolateId, Leasable, NoAccess, Pool, PoolLimits, PoolStats, Refusal,
    Spares, Taste,
};
use crate::sync::lock;

pub use leaving::Leaving;
pub use place::{Opening, Place};

/// A runtime and its way to its client.
#[derive(Clone)]
pub struct Tenant {
    /// The runtime.
    pub runtime: Runtime,
    /// What it calls out through.
    pub host: Arc<RuntimeHost>,
}

/// What the pool keeps of a runtime.
#[derive(Clone)]
pub struct Kept {
    runtime: Runtime,
    /// None while nobody owns it: a host keeps its connection from going.
    host: Option<Arc<RuntimeHost>>,
}

impl From<Tenant> for Kept {
    fn from(Tenant { runtime, host }: Tenant) -> Self {
        let host = Some(host);
        Self { runtime, host }
    }
}

impl Leasable for Kept {
    fn is_finished(&self) -> bool {
        self.runtime.finished().is_some()
    }
}

/// Everything about runtimes that connections share.
pub struct Runtimes {
    pool: Mutex<Pool<Kept>>,
    /// Wakes creates that wait for something in the pool to change.
    changed: Notify,
    spares: Mutex<Spares<Blank>>,
    /// The memory limit of spares.
    spare_memory_mb: Mutex<Taste<u32>>,
    /// How long unanswered calls of a lost client wait for the next one.
    reconnection: Duration,
    /// Where the end of a runtime is seen to. The thread that learns of it may be the runtime's own.
    handle: Option<Handle>,
}

impl Runtimes {
    /// None yet, and room for as many as the options say.
    pub fn new(options: &DaemonOptions) -> Self {
        let limits = PoolLimits {
            isolates: options.max_isolates,
            idle_bytes: Some(u64::from(options.max_pool_mb) << 20),
            idle_time: options.pool_idle_ttl,
        };
        Self {
            pool: Mutex::new(Pool::new(limits)),
            changed: Notify::new(),
            spares: Mutex::new(Spares::new(options.spares)),
            spare_memory_mb: Mutex::new(Taste::new(options.memory_limit_mb)),
            reconnection: options.limits.reconnection,
            handle: Handle::try_current().ok(),
        }
    }

    /// All figures of the pool.
    pub fn stats(&self) -> PoolStats {
        lock(&self.pool).stats()
    }

    /// Connections there are.
    pub fn connections(&self) -> usize {
        lock(&self.pool).connections()
    }

    /// A connection opens.
    pub fn connect(&self, connection: ConnectionId) {
        lock(&self.pool).connect(connection);
    }

    /// A connection has closed: its runtimes end, or rest in their namespaces.
    pub fn disconnect(self: &Arc<Self>, connection: ConnectionId) {
        for (id, kept) in self.change(|pool| pool.disconnect(connection)) {
            self.park_lost(id, kept);
        }
    }

    /// The daemon closes: all runtimes end.
    pub fn close(self: &Arc<Self>) {
        self.change(Pool::close);
        drop(lock(&self.spares).close());
    }

    /// Asks for a runtime. Of two creates for one namespace, or for the last place, the first to ask wins.
    pub fn open(
        self: &Arc<Self>,
        owner: ConnectionId,
        namespace: Option<&str>,
    ) -> Result<Opening, Refusal> {
        let admission = self.with(|pool| pool.admit(owner, namespace))?;
        self.opening(admission)
    }

    fn opening(self: &Arc<Self>, admission: Admission<Kept>) -> Result<Opening, Refusal> {
        let place = |ticket| Place::new(Arc::clone(self), ticket);
        Ok(match admission {
            Admission::Build(ticket) => Opening::Build(place(ticket)),
            Admission::Reuse(ticket, id, kept) => Opening::Reuse(place(ticket), id, kept),
            Admission::Rebind(id, Kept { runtime, host }) => {
                // An active runtime has a host.
                let host = host.ok_or(Refusal::Closed)?;
                Opening::Rebind(id, Tenant { runtime, host })
            }
            Admission::Wait(ticket) => Opening::Wait(place(ticket)),
        })
    }

    /// The runtime, if it is this connection's.
    pub fn get(&self, id: &str, connection: ConnectionId) -> Result<Tenant, NoAccess> {
        let Kept { runtime, host } = lock(&self.pool).get(id, connection)?.clone();
        let host = host.ok_or_else(|| NoAccess::NotFound(id.to_owned()))?;
        Ok(Tenant { runtime, host })
    }

    /// The owner of a runtime has new callbacks.
    pub fn replace(self: &Arc<Self>, id: &IsolateId, tenant: Tenant) {
        self.with(|pool| pool.replace(id, tenant.into()));
    }

    /// Does something to the pool, and ends what falls out of it.
    fn with<T>(self: &Arc<Self>, change: impl FnOnce(&mut Pool<Kept>) -> T) -> T {
        let (result, doomed) = {
            let mut pool = lock(&self.pool);
            let result = change(&mut pool);
            (result, pool.take_doomed())
        };
        for kept in doomed {
            drop(self.end(kept));
        }
        result
    }

    /// The same, if creates that wait may go on thereafter.
    fn change<T>(self: &Arc<Self>, change: impl FnOnce(&mut Pool<Kept>) -> T) -> T {
        let result = self.with(change);
        self.changed.notify_waiters();
        result
    }
}
