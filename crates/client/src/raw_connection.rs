//! [`RawConnection`]: frames and bytes without any bookkeeping, for tests of the daemon.

use std::io;

use isolate_protocol::{BytesMut, DecodeError, Frame, FrameDecoder, FrameError, Message, TooLarge};
use thiserror::Error;

use crate::socket::{Address, ReadHalf, Socket, WriteHalf};

/// What can go wrong on a raw connection.
#[derive(Debug, Error)]
pub enum RawError {
    /// The system's error.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// What arrived is no frame.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// What arrived is no message.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// What was to be sent is too large for a frame.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// A connection on which everything is done by hand: nothing is sent or answered by itself.
#[derive(Debug)]
pub struct RawConnection {
    read: ReadHalf,
    write: WriteHalf,
    decoder: FrameDecoder,
    buffer: BytesMut,
}

impl RawConnection {
    /// Connects.
    ///
    /// # Errors
    ///
    /// The system's error.
    pub async fn connect(address: &Address) -> Result<Self, RawError> {
        Ok(Self::from_socket(Socket::connect(address).await?))
    }

    /// Takes a socket that is connected to a daemon.
    #[must_use]
    pub fn from_socket(socket: Socket) -> Self {
        let (read, write) = socket.split();
        Self {
            read,
            write,
            decoder: FrameDecoder::new(),
            buffer: BytesMut::new(),
        }
    }

    /// Sends bytes, whatever they are.
    ///
    /// # Errors
    ///
    /// The system's error, for instance if the daemon has closed the connection.
    pub async fn send_bytes(&self, bytes: &[u8]) -> Result<(), RawError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            self.write.writable().await?;
            match self.write.try_write(rest) {
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Sends a message.
    ///
    /// # Errors
    ///
    /// As [`send_bytes`](Self::send_bytes), and if the message is too large.
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), RawError> {
        let frame = message.into().encode()?;
        self.send_bytes(&frame).await
    }

    /// The next frame; `None` when the daemon has closed the connection.
    ///
    /// # Errors
    ///
    /// The system's error, and bytes that are no frame.
    pub async fn next_frame(&mut self) -> Result<Option<Frame>, RawError> {
        loop {
            if let Some(frame) = self.decoder.decode(&mut self.buffer)? {
                return Ok(Some(frame));
            }
            if self.read.read(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// The next message; `None` when the daemon has closed the connection.
    ///
    /// # Errors
    ///
    /// As [`next_frame`](Self::next_frame), and frames that are no message.
    pub async fn next(&mut self) -> Result<Option<Message>, RawError> {
        match self.next_frame().await? {
            Some(frame) => Ok(Some(Message::decode(&frame)?)),
            None => Ok(None),
        }
    }
}
