//! A daemon of the program's own, with the program as its only client: what `run` and `test` work with.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use isolate_client::{Address, Client, ClientError};
use thiserror::Error;
use uuid::Uuid;

use crate::daemon::Daemon;
use crate::options::{DaemonOptions, Listen};
use crate::start_error::StartError;

/// The daemon, and the connection to it.
pub struct Local {
    /// The connection.
    pub client: Client,
    daemon: Daemon,
    _directory: Directory,
}

/// Why there is none.
#[derive(Debug, Error)]
pub enum LocalError {
    /// There is no directory for its socket.
    #[error("cannot create {path}: {1}", path = .0.display())]
    Directory(PathBuf, io::Error),
    /// It does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// It does not let its client in.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl Local {
    /// Starts it, at a socket nobody else can reach. `options` say nothing about that.
    ///
    /// # Errors
    ///
    /// [`LocalError`].
    pub async fn start(options: DaemonOptions) -> Result<Self, LocalError> {
        let directory = Directory::new()?;
        let socket = directory.0.join("socket");
        let options = DaemonOptions {
            listen: Listen::Unix(socket.clone()),
            ..options
        };
        let daemon = Daemon::start(options).await?;
        let client = Client::connect(&Address::unix(socket)).await?;
        Ok(Self {
            client,
            daemon,
            _directory: directory,
        })
    }

    /// Ends it.
    pub async fn close(self) {
        self.client.close();
        self.daemon.close().await;
    }
}

/// A directory for this user alone, which goes with the value.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Result<Self, LocalError> {
        let name = format!("isolate-daemon-{}", Uuid::new_v4().simple());
        let path = std::env::temp_dir().join(name);
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => Ok(Self(path)),
            Err(error) => Err(LocalError::Directory(path, error)),
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // Nothing can be done about a failure, and nothing depends on it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
