//! The runtimes of the daemon: the [`Registry`] together with the runtimes themselves.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_runtime::Runtime;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::connection::Connection;
use crate::host::RuntimeHost;
use crate::registry::{Admission, ConnectionId, IsolateId, NoAccess, Refusal, Registry};
use crate::sync::lock;

/// How long the end of a runtime may take before its place is given away regardless.
const PATIENCE: Duration = Duration::from_secs(10);

/// A runtime and its way to its client.
#[derive(Clone)]
pub struct Tenant {
    /// The runtime.
    pub runtime: Runtime,
    /// What it calls out through.
    pub host: Arc<RuntimeHost>,
}

/// Everything about runtimes that connections share.
pub struct Runtimes {
    registry: Mutex<Registry<Tenant>>,
    /// Wakes creates that wait for a runtime to end.
    freed: Notify,
}

/// What became of a create.
pub enum Opening {
    /// There is a place for a new runtime.
    New(Place),
    /// The connection has this one already.
    Reused(IsolateId),
}

/// The place of a runtime that is being created; dropping it gives it back.
pub struct Place {
    runtimes: Arc<Runtimes>,
    namespace: Option<String>,
    filled: bool,
}

impl Runtimes {
    /// Room for so many runtimes.
    pub fn new(max_isolates: usize) -> Self {
        Self {
            registry: Mutex::new(Registry::new(max_isolates)),
            freed: Notify::new(),
        }
    }

    /// Runtimes and connections there are.
    pub fn counts(&self) -> (usize, usize) {
        let registry = lock(&self.registry);
        (registry.isolates(), registry.connections())
    }

    /// A connection opens.
    pub fn connect(&self, connection: ConnectionId) {
        lock(&self.registry).connect(connection);
    }

    /// A connection has closed: all its runtimes end.
    pub fn disconnect(self: &Arc<Self>, connection: &Connection) {
        let tenants = lock(&self.registry).disconnect(connection.id);
        tenants
            .into_iter()
            .for_each(|tenant| drop(self.end(tenant)));
    }

    /// The daemon closes: all runtimes end.
    pub fn close(self: &Arc<Self>) {
        let tenants = lock(&self.registry).close();
        tenants
            .into_iter()
            .for_each(|tenant| drop(self.end(tenant)));
    }

    /// Asks for a place for a new runtime. `None` if all are taken but some runtime is about to end.
    pub fn try_open(
        self: &Arc<Self>,
        owner: ConnectionId,
        namespace: Option<&str>,
    ) -> Result<Option<Opening>, Refusal> {
        Ok(match lock(&self.registry).admit(owner, namespace)? {
            Admission::Wait => None,
            Admission::Reuse(id) => Some(Opening::Reused(id)),
            Admission::Create => Some(Opening::New(Place {
                runtimes: Arc::clone(self),
                namespace: namespace.map(str::to_owned),
                filled: false,
            })),
        })
    }

    /// The same, and waits for a runtime to end if need be.
    pub async fn open(
        self: &Arc<Self>,
        owner: ConnectionId,
        namespace: Option<&str>,
    ) -> Result<Opening, Refusal> {
        loop {
            let freed = self.freed.notified();
            if let Some(opening) = self.try_open(owner, namespace)? {
                return Ok(opening);
            }
            freed.await;
        }
    }

    /// The runtime, if it is this connection's.
    pub fn get(&self, id: &str, connection: ConnectionId) -> Result<Tenant, NoAccess> {
        lock(&self.registry).get(id, connection).cloned()
    }

    /// Takes a runtime out, if it is this connection's, and ends it. The result is ready when it has ended.
    pub fn dispose(
        self: &Arc<Self>,
        id: &str,
        connection: ConnectionId,
    ) -> Result<impl Future<Output = ()> + Send + 'static, NoAccess> {
        let tenant = lock(&self.registry).remove(id, connection)?;
        Ok(self.end(tenant))
    }

    /// Ends a runtime that the registry counts as ending. Happens also if nobody waits for it.
    fn end(self: &Arc<Self>, tenant: Tenant) -> impl Future<Output = ()> + Send + 'static {
        let ended = tenant.runtime.dispose();
        tenant.host.hurry();
        let runtimes = Arc::clone(self);
        let ending = async move {
            if timeout(PATIENCE, ended).await.is_err() {
                let id = tenant.host.isolate();
                tracing::error!(isolate = id, "a disposed runtime does not end");
            }
            // Not earlier: a call that fails would look to the guest like something it could deal with.
            tenant.host.detach();
            lock(&runtimes.registry).ended();
            runtimes.freed.notify_waiters();
        };
        // Without a reactor the whole daemon is being torn down, and nobody counts any more.
        let task = Handle::try_current().map(|handle| handle.spawn(ending));
        async move {
            if let Ok(task) = task {
                let _ = task.await;
            }
        }
    }
}

impl Place {
    /// Puts the new runtime into its place. If its owner has gone meanwhile, the runtime ends.
    pub fn fill(
        mut self,
        id: IsolateId,
        owner: ConnectionId,
        tenant: Tenant,
    ) -> Result<(), Refusal> {
        self.filled = true;
        let namespace = self.namespace.take();
        let registered = lock(&self.runtimes.registry).register(id, owner, namespace, tenant);
        registered.map_err(|tenant| {
            drop(self.runtimes.end(tenant));
            Refusal::Closed
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.filled {
            lock(&self.runtimes.registry).abandon(self.namespace.as_deref());
            self.runtimes.freed.notify_waiters();
        }
    }
}
