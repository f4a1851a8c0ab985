//! [`Incoming`]: a body the client receives, of a dispatch's response or of a fetch's request.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use isolate_protocol::{Bytes, BytesMut, lossy};

use crate::connection::Connection;
use crate::error::ClientError;
use crate::pipe::Next;
use crate::streams::{self, receiving::Receiving};

/// A body on its way from the guest, as a stream of its pieces.
///
/// The guest produces no more than 1 MiB ahead of what has been taken out. Dropping it before its end cancels the rest:
/// the guest's stream is cancelled with `Stream cancelled by consumer`.
#[derive(Default)]
pub struct Incoming {
    inner: Inner,
}

#[derive(Default)]
enum Inner {
    #[default]
    Empty,
    Whole(Bytes),
    Stream(Streamed),
}

struct Streamed {
    connection: Arc<Connection>,
    id: u64,
    shared: Arc<Receiving>,
    /// Somebody has asked for the first piece.
    begun: bool,
}

impl Drop for Streamed {
    fn drop(&mut self) {
        let streams = &self.connection.streams;
        streams.stop_receiving(&self.connection, self.id, &self.shared);
    }
}

impl Incoming {
    pub(crate) fn whole(body: Option<Bytes>) -> Self {
        let inner = body.map_or(Inner::Empty, Inner::Whole);
        Self { inner }
    }

    pub(crate) fn stream(connection: Arc<Connection>, id: u64, shared: Arc<Receiving>) -> Self {
        let inner = Inner::Stream(Streamed {
            connection,
            id,
            shared,
            begun: false,
        });
        Self { inner }
    }

    /// True if there is no body at all, which is not the same as a body of no bytes.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self.inner, Inner::Empty)
    }

    /// The next piece as the guest made it; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`ClientError::Stream`] with the guest's error when its stream fails, after what came before it;
    /// [`ClientError::ConnectionClosed`]; [`ClientError::Overrun`] if the daemon sends far more than it was asked for.
    /// After an error the body is at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, ClientError> {
        poll_fn(|context| self.poll_chunk(context))
            .await
            .transpose()
    }

    /// The rest of the body.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Bytes, ClientError> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.chunk().await? else {
            return Ok(first);
        };
        let mut all = BytesMut::with_capacity(2 * (first.len() + second.len()));
        all.extend_from_slice(&first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// The rest of the body as text, with U+FFFD for whatever is not UTF-8.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk).
    pub async fn text(self) -> Result<String, ClientError> {
        let bytes = self.bytes().await?;
        Ok(lossy(&bytes).into_owned())
    }

    fn poll_chunk(&mut self, context: &Context<'_>) -> Poll<Option<Result<Bytes, ClientError>>> {
        let streamed = match &mut self.inner {
            Inner::Stream(streamed) => streamed,
            Inner::Empty => return Poll::Ready(None),
            whole => {
                let Inner::Whole(bytes) = std::mem::take(whole) else {
                    return Poll::Ready(None);
                };
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
            }
        };
        if !std::mem::replace(&mut streamed.begun, true) {
            streamed.grant(streamed.shared.begin());
        }
        streamed.shared.pipe.poll(context).map(|next| match next {
            Next::Item(chunk, more) => {
                if more {
                    streamed.grant(streamed.shared.consumed(chunk.len()));
                }
                Some(Ok(chunk))
            }
            Next::End(error) => error.map(Err),
        })
    }
}

impl Streamed {
    fn grant(&self, credit: Option<u64>) {
        if let Some(credit) = credit {
            streams::grant(&self.connection, self.id, credit);
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, ClientError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner {
            Inner::Empty => f.write_str("Incoming(empty)"),
            Inner::Whole(bytes) => write!(f, "Incoming({} bytes)", bytes.len()),
            Inner::Stream(streamed) => write!(f, "Incoming(stream {})", streamed.id),
        }
    }
}
