//! [`RemoteRuntime`]: a runtime of the daemon (client.md, section 4).

pub(crate) mod dispatch;
mod events;
mod playwright;
mod queries;
pub(crate) mod server_socket;
mod testing;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_protocol::message::{DisposeRuntime, Eval, RuntimeCreated};
use isolate_protocol::{Message, Raw};

use crate::callbacks::table::Registered;
use crate::client::Client;
use crate::error::{ClientError, is_benign_dispose_error};
use crate::events::listeners::Listeners;
use crate::options::milliseconds;
use crate::sync::lock;

/// A runtime. Clones are the same runtime; dropping the last one disposes it without waiting for that.
///
/// Every call can fail with [`ClientError::Remote`] (`Isolate not found: <id>` after a dispose), with
/// [`ClientError::ConnectionClosed`] and [`ClientError::NotConnected`], and with [`ClientError::TooLarge`]. Dropping the
/// future of a call does not take it back.
#[derive(Clone, Debug)]
pub struct RemoteRuntime {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    client: Client,
    id: String,
    reused: bool,
    disposed: AtomicBool,
    callbacks: Mutex<Option<Registered>>,
    listeners: Arc<Listeners>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if !*self.disposed.get_mut() {
            self.stop_listening();
            let id = std::mem::take(&mut self.id);
            self.client.connection().abandon(id, "handle was dropped");
        }
    }
}

impl Inner {
    fn stop_listening(&self) {
        let events = &self.client.connection().events;
        events.detach(&self.id, &self.listeners);
        self.listeners.close();
    }
}

/// How a module is evaluated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvalOptions {
    /// The path the code is known by; relative imports are relative to it. Default: `/index.js`.
    pub filename: Option<String>,
    /// Limit of this evaluation. `None`: the runtime's; zero: no limit, even if the runtime has one.
    pub execution_timeout: Option<Duration>,
}

/// How a runtime is disposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisposeOptions {
    /// True: destroys the runtime of a namespace, too, instead of returning it to the pool.
    pub hard: bool,
    /// For the daemon's log.
    pub reason: Option<String>,
}

impl RemoteRuntime {
    pub(crate) fn new(
        client: Client,
        created: RuntimeCreated,
        callbacks: Registered,
        listeners: Arc<Listeners>,
    ) -> Self {
        let inner = Inner {
            client,
            id: created.isolate_id,
            reused: created.reused,
            disposed: AtomicBool::new(false),
            callbacks: Mutex::new(Some(callbacks)),
            listeners,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The runtime's id, unique in the daemon.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.inner.id
    }

    /// True if the runtime existed before: it came from the pool, or was active on this connection.
    #[must_use]
    pub fn reused(&self) -> bool {
        self.inner.reused
    }

    /// The connection the runtime lives on.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.inner.client
    }

    /// Evaluates an ES module, JavaScript or TypeScript. Done when its body is; evaluations of a runtime run one after
    /// the other, in the order of the calls.
    ///
    /// # Errors
    ///
    /// [`ClientError::Remote`] with name, message and stack of what the module threw.
    pub async fn eval(&self, code: impl Into<String>) -> Result<(), ClientError> {
        self.eval_with(code, EvalOptions::default()).await
    }

    /// Evaluates a module under a name, or with a time limit.
    ///
    /// # Errors
    ///
    /// As [`eval`](Self::eval); after `Execution timed out after <ms>ms` (name `TimeoutError`) the runtime is dead.
    pub async fn eval_with(
        &self,
        code: impl Into<String>,
        options: EvalOptions,
    ) -> Result<(), ClientError> {
        let code = code.into();
        self.request(|request_id, isolate_id| {
            Eval {
                request_id,
                isolate_id,
                code,
                filename: options.filename,
                execution_timeout: options.execution_timeout.map(milliseconds),
            }
            .into()
        })
        .await
        .map(drop)
    }

    /// Gives the runtime back: it is destroyed, or returned to the pool of its namespace.
    ///
    /// # Errors
    ///
    /// None if the runtime or the connection is gone already, also by an earlier dispose.
    pub async fn dispose(&self) -> Result<(), ClientError> {
        self.dispose_with(DisposeOptions::default()).await
    }

    /// Gives the runtime back, and says how.
    ///
    /// # Errors
    ///
    /// As [`dispose`](Self::dispose).
    pub async fn dispose_with(&self, options: DisposeOptions) -> Result<(), ClientError> {
        if self.inner.disposed.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let disposed = self
            .request(|request_id, isolate_id| {
                DisposeRuntime {
                    request_id,
                    isolate_id,
                    hard: options.hard.then_some(true),
                    reason: options.reason,
                }
                .into()
            })
            .await;
        self.inner.stop_listening();
        drop(lock(&self.inner.callbacks).take());
        match disposed {
            Err(error) if !is_benign_dispose_error(&error) => Err(error),
            _ => Ok(()),
        }
    }

    async fn request(
        &self,
        message: impl FnOnce(u64, String) -> Message,
    ) -> Result<Raw, ClientError> {
        let id = self.inner.id.clone();
        self.inner
            .client
            .request(|request_id| message(request_id, id))
            .await
    }
}
