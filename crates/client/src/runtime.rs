//! [`RemoteRuntime`]: a runtime of the daemon (client.md, section 4).

pub(crate) mod dispatch;
mod events;
mod functions;
mod playwright;
mod queries;
pub(crate) mod server_socket;
mod testing;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_protocol::message::{self, DisposeRuntime, Eval, RuntimeCreated};
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
pub(crate) struct Inner {
    client: Client,
    /// Another one if the connection broke, and the daemon had no longer the isolate of before.
    id: Mutex<Arc<str>>,
    reused: AtomicBool,
    /// What the runtime was created with.
    pub(crate) sent: message::RuntimeOptions,
    disposed: AtomicBool,
    callbacks: Mutex<Option<Registered>>,
    pub(crate) listeners: Arc<Listeners>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if !*self.disposed.get_mut() {
            self.stop_listening();
            let connection = self.client.shared().connection();
            connection.abandon(self.id().to_string(), "handle was dropped");
        }
    }
}

impl Inner {
    fn id(&self) -> Arc<str> {
        Arc::clone(&lock(&self.id))
    }

    /// Whether somebody uses the runtime.
    pub(crate) fn is_live(&self) -> bool {
        !self.disposed.load(Ordering::Relaxed)
    }

    /// The runtime is there again, after its connection broke.
    pub(crate) fn recreated(&self, created: RuntimeCreated) {
        let id = std::mem::replace(&mut *lock(&self.id), created.isolate_id.into());
        if let Some(callbacks) = &*lock(&self.callbacks) {
            match id == self.id() {
                true => callbacks.age(),
                false => callbacks.close_sessions(),
            }
        }
        self.reused.store(created.reused, Ordering::Relaxed);
    }

    fn stop_listening(&self) {
        let connection = self.client.shared().connection();
        connection.events.detach(&self.id(), &self.listeners);
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
        sent: message::RuntimeOptions,
        callbacks: Registered,
        listeners: Arc<Listeners>,
    ) -> Self {
        let inner = Arc::new(Inner {
            client,
            id: Mutex::new(created.isolate_id.into()),
            reused: AtomicBool::new(created.reused),
            sent,
            disposed: AtomicBool::new(false),
            callbacks: Mutex::new(Some(callbacks)),
            listeners,
        });
        if inner.sent.namespace_id.is_some() {
            inner.client.shared().keep(&inner);
        }
        Self { inner }
    }

    /// The runtime's id, unique in the daemon, stable while a namespace is reused, also when the connection breaks and is made
    /// again. Another id afterwards means another isolate, without anything of the earlier one's: the daemon had to give that
    /// one up.
    #[must_use]
    pub fn id(&self) -> String {
        self.inner.id().to_string()
    }

    /// True if the runtime existed before: it came from the pool, or was active on this connection. When the connection breaks
    /// and is made again, it is as if the runtime were created then.
    #[must_use]
    pub fn reused(&self) -> bool {
        self.inner.reused.load(Ordering::Relaxed)
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

    /// Sends any request about this runtime that may be made twice: `message` gets the request's id and the runtime's. When
    /// the connection breaks before the answer, and the same isolate is there again afterwards, it is sent again.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn request_repeatedly(
        &self,
        message: impl Fn(u64, String) -> Message,
    ) -> Result<Raw, ClientError> {
        let asked = self.inner.id();
        loop {
            match self.request(&message).await {
                Err(error @ (ClientError::ConnectionClosed | ClientError::BadFrame(_))) => {
                    let connection = self.inner.client.shared().ready().await;
                    let there = connection.is_ok_and(|connection| connection.is_connected());
                    if !there || self.inner.id() != asked {
                        return Err(error);
                    }
                }
                answer => return answer,
            }
        }
    }

    async fn request(
        &self,
        message: impl FnOnce(u64, String) -> Message,
    ) -> Result<Raw, ClientError> {
        let connection = self.inner.client.shared().ready().await?;
        let id = self.inner.id().to_string();
        connection
            .request(|request_id| message(request_id, id))
            .await
    }
}
