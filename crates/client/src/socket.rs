//! Where the daemon is, and the socket to it: a unix socket or TCP behind one type.

use std::io::{self, IoSlice};
use std::path::PathBuf;

use isolate_protocol::BytesMut;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpStream, UnixStream, tcp, unix};

/// Where a daemon listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The path of a unix socket.
    Unix(PathBuf),
    /// Host and port.
    Tcp(String, u16),
}

impl Address {
    /// A unix socket.
    #[must_use]
    pub fn unix(path: impl Into<PathBuf>) -> Self {
        Self::Unix(path.into())
    }

    /// A TCP port.
    #[must_use]
    pub fn tcp(host: impl Into<String>, port: u16) -> Self {
        Self::Tcp(host.into(), port)
    }
}

/// What a client dials when nothing is configured (client.md, section 2.1).
impl Default for Address {
    fn default() -> Self {
        Self::tcp("127.0.0.1", 47891)
    }
}

/// A connected socket.
#[derive(Debug)]
pub enum Socket {
    /// A unix socket.
    Unix(UnixStream),
    /// A TCP connection.
    Tcp(TcpStream),
}

impl Socket {
    /// Connects, without a time limit.
    ///
    /// # Errors
    ///
    /// The system's error, unchanged.
    pub async fn connect(address: &Address) -> io::Result<Self> {
        Ok(match address {
            Address::Unix(path) => Self::Unix(UnixStream::connect(path).await?),
            Address::Tcp(host, port) => {
                let stream = TcpStream::connect((host.as_str(), *port)).await?;
                // Small frames in both directions: waiting to coalesce them would cost 40 ms per call.
                stream.set_nodelay(true)?;
                Self::Tcp(stream)
            }
        })
    }

    pub(crate) fn split(self) -> (ReadHalf, WriteHalf) {
        match self {
            Self::Unix(stream) => {
                let (read, write) = stream.into_split();
                (ReadHalf::Unix(read), WriteHalf::Unix(write))
            }
            Self::Tcp(stream) => {
                let (read, write) = stream.into_split();
                (ReadHalf::Tcp(read), WriteHalf::Tcp(write))
            }
        }
    }
}

/// The direction from the daemon.
#[derive(Debug)]
pub(crate) enum ReadHalf {
    Unix(unix::OwnedReadHalf),
    Tcp(tcp::OwnedReadHalf),
}

impl ReadHalf {
    /// Appends what has arrived, at least one byte; 0 at the end.
    pub(crate) async fn read(&mut self, buffer: &mut BytesMut) -> io::Result<usize> {
        match self {
            Self::Unix(half) => half.read_buf(buffer).await,
            Self::Tcp(half) => half.read_buf(buffer).await,
        }
    }
}

/// The direction to the daemon. Shared by everybody who writes; the outbox sees to the order.
#[derive(Debug)]
pub(crate) enum WriteHalf {
    Unix(unix::OwnedWriteHalf),
    Tcp(tcp::OwnedWriteHalf),
}

impl WriteHalf {
    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Unix(half) => half.try_write(bytes),
            Self::Tcp(half) => half.try_write(bytes),
        }
    }

    pub(crate) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Unix(half) => half.try_write_vectored(slices),
            Self::Tcp(half) => half.try_write_vectored(slices),
        }
    }

    pub(crate) async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Unix(half) => half.writable().await,
            Self::Tcp(half) => half.writable().await,
        }
    }
}
