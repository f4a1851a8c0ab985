//! [`Daemon`]: a whole daemon as a value.

use std::sync::Arc;

use isolate_protocol::limits::MIN_MEMORY_LIMIT_MB;
use isolate_protocol::message::DaemonStatus;
use tokio::task::JoinHandle;

use crate::listener::{Address, Listener};
use crate::options::DaemonOptions;
use crate::shared::Shared;
use crate::shutdown::{self, Trigger};
use crate::start_error::StartError;
use crate::stats::Stats;

/// A running daemon. Dropping it closes it too, without waiting.
pub struct Daemon {
    address: Address,
    shared: Arc<Shared>,
    trigger: Trigger,
    serving: JoinHandle<()>,
}

impl Daemon {
    /// Starts a daemon; clients can connect when this returns.
    ///
    /// `isolate_runtime::init_platform` must have been called before the threads of the current tokio runtime were
    /// made: V8's memory protection is inherited from thread to thread.
    ///
    /// # Errors
    ///
    /// [`StartError`], in particular if another daemon listens at the same place.
    pub async fn start(options: DaemonOptions) -> Result<Self, StartError> {
        if options.memory_limit_mb < MIN_MEMORY_LIMIT_MB {
            return Err(StartError::MemoryLimit(options.memory_limit_mb));
        }
        let (listener, address) = Listener::bind(&options.listen).await?;
        let shared = Arc::new(Shared::new(options));
        let (trigger, shutdown) = shutdown::channel();
        let housekeeping = Arc::clone(&shared.runtimes).keep_house();
        let serving = listener.serve(Arc::clone(&shared), shutdown);
        let serving = tokio::spawn(async move {
            tokio::select! {
                () = serving => {}
                () = housekeeping => {}
            }
        });
        tracing::info!(%address, "listening");
        Ok(Self {
            address,
            shared,
            trigger,
            serving,
        })
    }

    /// Where clients connect, with the real port.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The counters as of now.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let pool = self.shared.runtimes.stats();
        let (total_isolates_created, total_requests_processed) = self.shared.counters.totals();
        Stats {
            active_isolates: pool.active as u64,
            active_connections: pool.connections as u64,
            total_isolates_created,
            total_requests_processed,
        }
    }

    /// All figures as of now: what `isolate-daemon status` shows.
    #[must_use]
    pub fn status(&self) -> DaemonStatus {
        self.shared.status()
    }

    /// Closes: lets nobody in, ends all runtimes, answers what waits for an answer, and closes the connections. Takes
    /// at most twice [`Limits::close`](crate::Limits::close).
    pub async fn close(self) {
        self.trigger.request();
        // An error would be a panic of the task, which has said so itself.
        let _ = self.serving.await;
        tracing::info!(address = %self.address, "closed");
    }
}
