//! Where clients connect.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, UnixListener};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::connection;
use crate::options::Listen;
use crate::pool::ConnectionId;
use crate::shared::Shared;
use crate::shutdown::Shutdown;
use crate::socket_file::SocketFile;
use crate::start_error::StartError;
use crate::transport::Stream;

/// Between failed accepts: they fail for lack of files or memory, which takes a while to come back.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A listening socket.
pub enum Listener {
    /// With its file, which goes when it goes.
    Unix {
        listener: UnixListener,
        _file: SocketFile,
    },
    Tcp(TcpListener),
}

/// Where a daemon listens; its text is the path, or `host:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The path of a Unix socket.
    Unix(PathBuf),
    /// The host as configured, and the port in use.
    Tcp(String, u16),
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "{}", path.display()),
            Self::Tcp(host, port) if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp(host, port) => write!(f, "{host}:{port}"),
        }
    }
}

impl Listener {
    /// Starts to listen.
    pub async fn bind(listen: &Listen) -> Result<(Self, Address), StartError> {
        match listen {
            Listen::Unix(path) => {
                let (listener, _file) = SocketFile::listen(path).await?;
                Ok((Self::Unix { listener, _file }, Address::Unix(path.clone())))
            }
            Listen::Tcp(host, port) => {
                let failed = |source| StartError::Tcp {
                    host: host.clone(),
                    port: *port,
                    source,
                };
                let listener = TcpListener::bind((host.as_str(), *port))
                    .await
                    .map_err(failed)?;
                let port = listener.local_addr().map_err(failed)?.port();
                Ok((Self::Tcp(listener), Address::Tcp(host.clone(), port)))
            }
        }
    }

    async fn accept(&self) -> io::Result<Stream> {
        Ok(match self {
            Self::Unix { listener, .. } => listener.accept().await?.0.into(),
            Self::Tcp(listener) => listener.accept().await?.0.into(),
        })
    }

    /// Serves everybody who connects. When the daemon closes, it lets nobody in any more, ends all runtimes, and waits
    /// until the connections have told their clients.
    pub async fn serve(self, shared: Arc<Shared>, mut shutdown: Shutdown) {
        let limit = shared.options.limits.connections;
        let mut connections = JoinSet::new();
        let mut count = 0;
        loop {
            let accepted = tokio::select! {
                biased;
                () = shutdown.requested() => break,
                Some(_) = connections.join_next() => continue,
                accepted = self.accept() => accepted,
            };
            match accepted {
                Ok(_) if shared.runtimes.connections() >= limit => {
                    tracing::warn!("connection refused: {limit} are open, which is the limit");
                }
                Ok(stream) => {
                    count += 1;
                    let id = ConnectionId(count);
                    let (shared, shutdown) = (Arc::clone(&shared), shutdown.clone());
                    connections.spawn(connection::open(id, stream, shared, shutdown));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(self);
        shared.runtimes.close();
        while connections.join_next().await.is_some() {}
    }
}
