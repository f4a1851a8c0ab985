//! [`StartError`]: why there is no daemon.

use std::io;

use isolate_protocol::limits::MIN_MEMORY_LIMIT_MB;
use thiserror::Error;

use crate::socket_file::SocketError;

/// Why a daemon did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The Unix socket could not be made.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// The TCP port could not be had.
    #[error("cannot listen on {host}:{port}: {source}")]
    Tcp {
        /// The host as configured.
        host: String,
        /// The port as configured.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The default memory limit is one that no runtime may have.
    #[error("the memory limit of {0} MB is below the minimum of {MIN_MEMORY_LIMIT_MB} MB")]
    MemoryLimit(u32),
}
