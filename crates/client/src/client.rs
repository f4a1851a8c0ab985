//! [`Client`]: a connection to a daemon (client.md, section 2).

use std::sync::Arc;
use std::time::Duration;

use isolate_protocol::message::{CreateRuntime, DaemonStatus, DisposeNamespace, GetStatus};
use isolate_protocol::{Message, Raw};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::callbacks::exports::Exports;
use crate::callbacks::table::Registered;
use crate::error::ClientError;
use crate::options::RuntimeOptions;
use crate::pending::Waiter;
use crate::runtime::RemoteRuntime;
use crate::shared::Shared;
use crate::socket::{Address, Socket};

/// A connection to a daemon. Holds any number of runtimes; clones share the connection.
///
/// It is closed by [`close`](Self::close), or when the last clone and the last of its runtimes are dropped. The daemon
/// then disposes the runtimes that are left, but keeps those of namespaces.
///
/// When the connection breaks while a runtime of a namespace is in use, it is made again, once and at once, and so are all
/// such runtimes, with the same options and callbacks: their handles stay valid (client.md, section 7.2). Calls that were
/// pending fail with [`ClientError::ConnectionClosed`]; calls made meanwhile wait, for 30 s at most. Runtimes of no namespace
/// are lost. If the attempt fails, calls fail with [`ClientError::Reconnect`]. A client that was given its socket cannot make
/// another one.
#[derive(Clone, Debug)]
pub struct Client {
    handle: Arc<Handle>,
}

#[derive(Debug)]
struct Handle {
    shared: Arc<Shared>,
    exports: Exports,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl Client {
    /// Connects, without a time limit. Must be called within a tokio runtime with I/O.
    ///
    /// # Errors
    ///
    /// [`ClientError::Connect`] with the system's error.
    pub async fn connect(address: &Address) -> Result<Self, ClientError> {
        let socket = Socket::connect(address).await;
        let socket = socket.map_err(ClientError::Connect)?;
        Self::open(socket, Some(address.clone()))
    }

    /// Connects, but gives up after a while.
    ///
    /// # Errors
    ///
    /// [`ClientError::ConnectTimeout`] then, otherwise as [`connect`](Self::connect).
    pub async fn connect_within(address: &Address, limit: Duration) -> Result<Self, ClientError> {
        timeout(limit, Self::connect(address))
            .await
            .unwrap_or(Err(ClientError::ConnectTimeout))
    }

    /// Takes a socket that is connected to a daemon. Must be called within a tokio runtime with I/O and time.
    ///
    /// # Errors
    ///
    /// None that can be met at present: a fresh connection has callback ids left.
    pub fn from_socket(socket: Socket) -> Result<Self, ClientError> {
        Self::open(socket, None)
    }

    fn open(socket: Socket, address: Option<Address>) -> Result<Self, ClientError> {
        let shared = Shared::open(socket, address);
        let exports = Exports::new(&shared.callbacks)?;
        let handle = Arc::new(Handle { shared, exports });
        Ok(Self { handle })
    }

    /// Creates a runtime, or reuses the one of the options' namespace.
    ///
    /// If the future is dropped before it is done, the runtime is disposed as soon as the daemon has made it.
    ///
    /// # Errors
    ///
    /// [`ClientError::Remote`], for instance if the daemon holds as many runtimes as it may, and what any call can
    /// meet: a lost connection, a request too large for a frame.
    pub async fn create_runtime(
        &self,
        options: RuntimeOptions,
    ) -> Result<RemoteRuntime, ClientError> {
        let shared = &self.handle.shared;
        let connection = shared.ready().await?;
        let listeners = Arc::new(options.listeners());
        let mut callbacks = Registered::new(&shared.callbacks);
        let options = options.register(&mut callbacks)?;
        let sent = options.clone();
        let (sender, answer) = oneshot::channel();
        let waiter = Waiter::Runtime(sender, Arc::clone(&listeners));
        connection.ask(waiter, |request_id| {
            let message = Message::from(CreateRuntime {
                request_id,
                options,
            });
            Ok(message.encode()?)
        })?;
        let created = answer.await.unwrap_or(Err(ClientError::ConnectionClosed))?;
        Ok(RemoteRuntime::new(
            self.clone(),
            created,
            sent,
            callbacks,
            listeners,
        ))
    }

    /// Disposes the runtime of a namespace, in use or not; an unknown namespace is fine.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn dispose_namespace(
        &self,
        id: impl Into<String>,
        reason: Option<String>,
    ) -> Result<(), ClientError> {
        let namespace_id = id.into();
        self.request(|request_id| {
            DisposeNamespace {
                request_id,
                namespace_id,
                reason,
            }
            .into()
        })
        .await
        .map(drop)
    }

    /// Makes functions, promises and iterators into values for the results of callbacks.
    #[must_use]
    pub fn exports(&self) -> Exports {
        self.handle.exports.clone()
    }

    /// How the daemon fares: connections, runtimes, the pool. Daemons other than isolate-daemon have no answer.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn status(&self) -> Result<DaemonStatus, ClientError> {
        let status = |request_id| Message::from(GetStatus { request_id });
        Ok(DaemonStatus::from_raw(&self.request(status).await?)?)
    }

    /// Waits for a sign of life of the daemon.
    ///
    /// # Errors
    ///
    /// [`ClientError::ConnectionClosed`], [`ClientError::NotConnected`].
    pub async fn ping(&self) -> Result<(), ClientError> {
        self.handle.shared.ready().await?.ping().await
    }

    /// Sends any request and gives the `data` of its answer: for messages this client has no method for.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn request(&self, message: impl FnOnce(u64) -> Message) -> Result<Raw, ClientError> {
        let connection = self.handle.shared.ready().await?;
        connection.request(message).await
    }

    /// True until the connection is closed by either side; not while it is being made again.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.handle.shared.is_connected()
    }

    /// True while the connection, which broke, is being made again: calls wait.
    #[must_use]
    pub fn is_recovering(&self) -> bool {
        self.handle.shared.is_recovering()
    }

    /// Closes the connection for good. Pending calls fail with [`ClientError::ConnectionClosed`], running callbacks are
    /// dropped, and the daemon disposes the runtimes, but keeps those of namespaces.
    pub fn close(&self) {
        self.handle.shared.close();
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.handle.shared
    }
}
