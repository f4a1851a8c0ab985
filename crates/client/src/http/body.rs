//! [`Body`]: what the client sends, as the body of a dispatched request or of the response to a fetch.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use isolate_protocol::Bytes;

use super::incoming::Incoming;
use crate::callbacks::failure::CallbackError;

/// Pieces of a body, or why there are no more.
pub(crate) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, CallbackError>> + Send>>;

/// A body on its way to the guest.
///
/// What is long, or comes as a stream, is sent piece by piece, no faster than the guest takes it.
#[derive(Default)]
pub struct Body {
    pub(crate) content: Content,
}

#[derive(Default)]
pub(crate) enum Content {
    #[default]
    Empty,
    Whole(Bytes),
    Pieces(Pieces),
}

impl Body {
    /// No body; different from one of no bytes.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body that is made while it is sent. The stream is polled only while the guest wants more, and dropped when it
    /// wants no more.
    #[must_use]
    pub fn stream<S>(pieces: S) -> Self
    where
        S: Stream<Item: Into<Bytes>> + Send + 'static,
    {
        Self::try_stream(Infallible(Box::pin(pieces)))
    }

    /// A body that can fail while it is sent: the guest gets the error's message.
    #[must_use]
    pub fn try_stream<S, B, E>(pieces: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<CallbackError>,
    {
        Self {
            content: Content::Pieces(Box::pin(Converted(Box::pin(pieces)))),
        }
    }
}

/// A stream of one piece.
pub(crate) fn once(bytes: Bytes) -> Pieces {
    Box::pin(Once(Some(bytes)))
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, CallbackError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self {
            content: Content::Whole(bytes),
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

/// Passes a body on without collecting it.
impl From<Incoming> for Body {
    fn from(body: Incoming) -> Self {
        Self::try_stream(body)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Empty => f.write_str("Body(empty)"),
            Content::Whole(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Pieces(_) => f.write_str("Body(stream)"),
        }
    }
}

/// A stream whose items cannot be errors.
struct Infallible<S>(Pin<Box<S>>);

impl<S: Stream> Stream for Infallible<S> {
    type Item = Result<S::Item, CallbackError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|item| item.map(Ok))
    }
}

/// A stream with its items made into the types that are sent.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<CallbackError>,
{
    type Item = Result<Bytes, CallbackError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let convert = |item: Result<B, E>| item.map(Into::into).map_err(Into::into);
        self.0
            .as_mut()
            .poll_next(context)
            .map(|item| item.map(convert))
    }
}
