//! What a daemon is started with.

use std::path::PathBuf;
use std::time::Duration;

use isolate_protocol::{Form, limits};

/// Where the daemon's Unix socket is unless configured otherwise (protocol.md 1.1).
pub const DEFAULT_SOCKET: &str = "/tmp/isolate-daemon.sock";

/// The TCP host unless configured otherwise.
pub const DEFAULT_HOST: &str = "127.0.0.1";

/// The TCP port unless configured otherwise.
pub const DEFAULT_PORT: u16 = 47891;

/// Megabytes of idle runtimes unless configured otherwise.
pub const DEFAULT_MAX_POOL_MB: u32 = 1024;

/// Blank isolates unless configured otherwise.
pub const DEFAULT_SPARES: usize = 2;

/// Options of [`Daemon::start`](crate::Daemon::start).
#[derive(Clone, Debug)]
pub struct DaemonOptions {
    /// Where clients connect.
    pub listen: Listen,
    /// Runtimes that may exist at once, counted from the start of their creation to the end of their thread.
    pub max_isolates: usize,
    /// Memory limit in megabytes of a runtime whose client asks for none; at least 8.
    pub memory_limit_mb: u32,
    /// Megabytes that all idle runtimes of namespaces may take together. The largest ones end when it is more.
    pub max_pool_mb: u32,
    /// How long a runtime stays idle in its namespace; `None` means for as long as there is room.
    pub pool_idle_ttl: Option<Duration>,
    /// Blank isolates that wait for new runtimes, with the default memory limit. 0 means that each is made when it is
    /// asked for.
    pub spares: usize,
    /// How arguments of custom functions are written: [`Form::Native`] for baseline clients, [`Form::Newest`] for those
    /// of the newest revision (protocol.md A.4).
    pub argument_form: Form,
    /// What one connection or runtime may use up.
    pub limits: Limits,
}

impl Default for DaemonOptions {
    fn default() -> Self {
        Self {
            listen: Listen::default(),
            max_isolates: limits::DEFAULT_MAX_ISOLATES,
            memory_limit_mb: limits::DEFAULT_MEMORY_LIMIT_MB,
            max_pool_mb: DEFAULT_MAX_POOL_MB,
            pool_idle_ttl: None,
            spares: DEFAULT_SPARES,
            argument_form: Form::Native,
            limits: Limits::default(),
        }
    }
}

/// Where clients connect: exactly one place (protocol.md 1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// A Unix socket at this path, for the daemon's own user only.
    Unix(PathBuf),
    /// A host name or address and a port; port 0 lets the system pick one.
    Tcp(String, u16),
}

impl Default for Listen {
    fn default() -> Self {
        Self::Unix(DEFAULT_SOCKET.into())
    }
}

/// Bounds and deadlines. The defaults suit everything but tests.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at once; the next one is closed as soon as it is accepted.
    pub connections: usize,
    /// Requests of one connection that wait for an answer.
    pub requests: usize,
    /// Bytes of payload that those requests hold together.
    pub request_bytes: usize,
    /// Callbacks of one runtime that wait for the client's answer.
    pub callbacks: usize,
    /// How long a callback may take, fetch excepted.
    pub callback_timeout: Duration,
    /// How long a fetch callback may take until its headers or its whole answer are there.
    pub fetch_timeout: Duration,
    /// How long calls that a client has not answered before it was lost wait for one that takes its namespace over.
    pub reconnection: Duration,
    /// Streams of one connection that are open.
    pub streams: usize,
    /// Bytes of one body that the client has sent and the guest has not read. Clients that heed their credit stay
    /// close to 1 MiB.
    pub stream_bytes: usize,
    /// Bytes that all bodies of one connection hold together, in both directions.
    pub body_bytes: usize,
    /// Bytes waiting to be written to one connection. Guests that write more wait at half of it; beyond the whole the
    /// connection is closed.
    pub outbox_bytes: usize,
    /// How long a client may leave everything unread before its connection is closed.
    pub stall: Duration,
    /// How long a closing daemon waits for its runtimes to end, and then for its clients to take the last answers.
    pub close: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            requests: 4096,
            request_bytes: 64 << 20,
            callbacks: 10_000,
            callback_timeout: limits::CALLBACK_TIMEOUT,
            fetch_timeout: limits::FETCH_TIMEOUT,
            reconnection: limits::RECONNECT_TIMEOUT,
            streams: 4096,
            stream_bytes: 64 << 20,
            body_bytes: 512 << 20,
            outbox_bytes: 64 << 20,
            stall: Duration::from_secs(30),
            close: Duration::from_secs(3),
        }
    }
}
