//! One byte stream to a client, over either transport.

use std::io::{self, IoSlice};

use isolate_protocol::BytesMut;
use tokio::net::{TcpStream, UnixStream};

/// A connected socket. All its operations take `&self`: reading and writing go on at the same time, and writing from
/// any thread.
#[derive(Debug)]
pub enum Stream {
    Unix(UnixStream),
    Tcp(TcpStream),
}

impl From<UnixStream> for Stream {
    fn from(stream: UnixStream) -> Self {
        Self::Unix(stream)
    }
}

impl From<TcpStream> for Stream {
    fn from(stream: TcpStream) -> Self {
        // A frame is written whole and waits for nothing. Failing to say so costs time, not correctness.
        let _ = stream.set_nodelay(true);
        Self::Tcp(stream)
    }
}

impl Stream {
    /// Appends what the client sent to `buffer`, waiting until there is something. 0 is the end.
    pub async fn read(&self, buffer: &mut BytesMut) -> io::Result<usize> {
        loop {
            match self {
                Self::Unix(stream) => stream.readable().await?,
                Self::Tcp(stream) => stream.readable().await?,
            }
            let read = match self {
                Self::Unix(stream) => stream.try_read_buf(buffer),
                Self::Tcp(stream) => stream.try_read_buf(buffer),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return read,
            }
        }
    }

    /// Waits until [`try_write`](Self::try_write) may be worth it.
    pub async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Unix(stream) => stream.writable().await,
            Self::Tcp(stream) => stream.writable().await,
        }
    }

    /// Writes as much as the socket takes now.
    pub fn try_write(&self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Unix(stream) => stream.try_write_vectored(parts),
            Self::Tcp(stream) => stream.try_write_vectored(parts),
        }
    }
}
