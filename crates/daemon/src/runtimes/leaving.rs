//! The way out of a runtime: it rests in its namespace, or ends.

use std::sync::Arc;
use std::time::{Duration, Instant};

use isolate_runtime::Departure;
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
            Disposal::Park(kept) => {
                let id = IsolateId::from(id);
                Leaving::Park(self.park(id, kept, Departure::Disposed))
            }
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

    /// Parks a runtime whose client was lost; nobody waits for that.
    pub(super) fn park_lost(self: &Arc<Self>, id: IsolateId, kept: Kept) {
        let departure = Departure::Lost(self.reconnection);
        inline::start(self.park(id, kept, departure));
    }

    /// Has a runtime tidied up that the pool counts as parking. One that can not be is out of the pool then, and ends.
    fn park(
        self: &Arc<Self>,
        id: IsolateId,
        Kept { runtime, host }: Kept,
        departure: Departure,
    ) -> impl Future<Output = ()> + Send + use<> {
        if let Some(host) = &host {
            host.hurry();
        }
        let parking = runtime.park(departure);
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
