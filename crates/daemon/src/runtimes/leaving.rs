//! The way out of a runtime: it rests in its namespace, or ends.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::{Kept, Runtimes};
use crate::inline;
use crate::pool::{ConnectionId, Disposal, IsolateId, NoAccess};

/// How long the end of a runtime may take before its place is given away regardless.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a disposal waits for.
pub enum Leaving<P, E> {
    /// The runtime is being parked. What this is polled by does the rest: it must go on.
    Park(P),
    /// The runtime is ending, whether or not somebody waits.
    End(E),
}

impl Runtimes {
    /// The owner disposes a runtime; one of a namespace is only parked, unless that is to be `hard`.
    pub fn dispose(
        self: &Arc<Self>,
        id: &str,
        connection: ConnectionId,
        hard: bool,
    ) -> Result<
        Leaving<
            impl Future<Output = ()> + Send + use<>,
            impl Future<Output = ()> + Send + 'static + use<>,
        >,
        NoAccess,
    > {
        let disposal = self.change(|pool| pool.dispose(id, connection, hard))?;
        Ok(match disposal {
            Disposal::Park(kept) => Leaving::Park(self.park(IsolateId::from(id), kept)),
            Disposal::End(kept) => Leaving::End(self.end(kept)),
        })
    }

    /// Ends the runtime of a namespace, whoever owns it. The result is ready when it has ended; none if there is none.
    pub fn dispose_namespace(
        self: &Arc<Self>,
        name: &str,
    ) -> Option<impl Future<Output = ()> + Send + 'static + use<>> {
        let kept = self.change(|pool| pool.dispose_namespace(name))?;
        Some(self.end(kept))
    }

    /// Parks a runtime without anybody who waits for it.
    pub(super) fn park_unasked(self: &Arc<Self>, id: IsolateId, kept: Kept) {
        inline::start(self.park(id, kept));
    }

    /// Has a runtime tidied up that the pool counts as parking. One that can not be is out of the pool then, and ends.
    fn park(
        self: &Arc<Self>,
        id: IsolateId,
        Kept { runtime, host }: Kept,
    ) -> impl Future<Output = ()> + Send + use<> {
        if let Some(host) = &host {
            host.hurry();
        }
        let parking = runtime.park();
        let runtimes = Arc::clone(self);
        async move {
            let parked = parking.await;
            if let Some(host) = &host {
                host.detach();
            }
            if let Err(error) = &parked {
                tracing::debug!(isolate = &*id, %error, "a runtime was not kept");
            }
            let bytes = parked.ok().map(|parked| parked.bytes as u64);
            let host = None;
            runtimes.change(|pool| {
                pool.replace(&id, Kept { runtime, host });
                pool.parked(&id, bytes, Instant::now());
            });
        }
    }

    /// Ends a runtime that the pool counts as ending. Happens also if nobody waits for it.
    pub(super) fn end(
        self: &Arc<Self>,
        Kept { runtime, host }: Kept,
    ) -> impl Future<Output = ()> + Send + 'static + use<> {
        let ended = runtime.dispose();
        if let Some(host) = &host {
            host.hurry();
        }
        let runtimes = Arc::clone(self);
        let ending = async move {
            if timeout(PATIENCE, ended).await.is_err() {
                let isolate = host.as_ref().map(|host| host.isolate());
                tracing::error!(isolate, "a disposed runtime does not end");
            }
            // Not earlier: a call that fails would look to the guest like something it could deal with.
            if let Some(host) = &host {
                host.detach();
            }
            runtimes.change(|pool| pool.ended());
            runtimes.refill();
        };
        // Without a reactor the whole daemon is being torn down, and nobody counts any more.
        let task = self.handle.as_ref().map(|handle| handle.spawn(ending));
        async move {
            if let Some(task) = task {
                let _ = task.await;
            }
        }
    }
}
