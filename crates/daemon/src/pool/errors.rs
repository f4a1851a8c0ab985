//! Why there is no runtime, or not for this connection, in the words of protocol.md 6.2.

use thiserror::Error;

/// Why there will be no runtime.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// All places are taken.
    #[error("Maximum isolates ({0}) reached")]
    Capacity(usize),
    /// The namespace belongs to another connection.
    #[error("Namespace \"{0}\" already has an active runtime")]
    NamespaceActive(String),
    /// Two creates for one namespace at once.
    #[error("Namespace \"{0}\" creation already in progress")]
    NamespaceCreating(String),
    /// The daemon, or the connection, is going away.
    #[error("The daemon is shutting down")]
    Closed,
}

/// Why a runtime may not be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoAccess {
    /// There is no such runtime.
    #[error("Isolate not found: {0}")]
    NotFound(String),
    /// It is somebody else's, or nobody's.
    #[error("Isolate not owned by this connection")]
    NotOwned,
}
