//! Requests into the guest's `serve()` handler (client.md, section 4.4).

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use isolate_protocol::limits::INLINE_UPLOAD;
use isolate_protocol::message::{DispatchRequest, DispatchRequestAbort, SerializedRequest};
use isolate_protocol::{Bytes, Message};
use tokio::sync::oneshot;

use super::RemoteRuntime;
use crate::callbacks::handler::BoxFuture;
use crate::connection::Connection;
use crate::error::ClientError;
use crate::http::body::{Content, Pieces, once};
use crate::http::request::Request;
use crate::http::response::Response;
use crate::pending::Waiter;
use crate::streams::pump::Route;
use crate::streams::tell;

/// What the daemon is told of a request body that nobody sends any more.
const ABORTED: &str = "The operation was aborted";

/// A request that has been sent to the guest's handler. As a future it gives the response, as soon as the handler has
/// returned it; the response's body may still be under way.
///
/// Dropping it before that aborts the request: its signal fires in the guest, and its body is sent no further.
#[derive(Debug)]
#[must_use = "dropping it aborts the request"]
pub struct Dispatch {
    runtime: RemoteRuntime,
    state: State,
}

enum State {
    /// It was not sent, for this reason.
    Unsent(ClientError),
    /// It is sent as soon as the connection, which broke, is there again.
    Waiting(BoxFuture<'static, Result<Sent, ClientError>>),
    Sent(Sent),
    Done,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unsent(_) => "Unsent",
            Self::Waiting(_) => "Waiting",
            Self::Sent(_) => "Sent",
            Self::Done => "Done",
        })
    }
}

struct Sent {
    /// Ids mean something on it only.
    connection: Arc<Connection>,
    request_id: u64,
    answer: oneshot::Receiver<Result<Response, ClientError>>,
    /// The stream of the request's body.
    upload: Option<u64>,
}

/// Aborts a request from elsewhere.
#[derive(Debug)]
pub struct DispatchAbort {
    runtime: RemoteRuntime,
    /// `None` if the request was not sent.
    request_id: Option<u64>,
    aborted: AtomicBool,
}

impl RemoteRuntime {
    /// Dispatches a request to the handler that the guest registered with `serve()`. It is sent at once.
    ///
    /// A body that is a stream, or longer than 1 MiB, is sent while the handler runs, as fast as it reads; so can
    /// responses be read. Requests may overlap. While the connection is being made again, it waits.
    ///
    /// # Errors
    ///
    /// The future gives [`ClientError::Remote`] if there is no handler (`No serve() handler registered`) or if it
    /// fails, [`ClientError::TooLarge`] if the head of the request is, and what any call can meet.
    pub fn dispatch(&self, request: Request) -> Dispatch {
        let state = match self.inner.client.shared().try_ready() {
            None => {
                let runtime = self.clone();
                State::Waiting(Box::pin(async move {
                    let connection = runtime.inner.client.shared().ready().await?;
                    runtime.send_request(connection, request)
                }))
            }
            Some(connection) => {
                match connection.and_then(|connection| self.send_request(connection, request)) {
                    Ok(sent) => State::Sent(sent),
                    Err(error) => State::Unsent(error),
                }
            }
        };
        Dispatch {
            runtime: self.clone(),
            state,
        }
    }

    fn send_request(
        &self,
        connection: Arc<Connection>,
        request: Request,
    ) -> Result<Sent, ClientError> {
        let senders = &connection.streams.senders;
        let (body, pieces) = split(request.body.content);
        let upload = pieces.map(|pieces| (senders.allocate(), pieces));
        let stream_id = upload.as_ref().map(|(id, _)| *id);
        let isolate_id = self.id();
        let (sender, answer) = oneshot::channel();
        let request_id = connection.ask(Waiter::Response(sender), |request_id| {
            let message = Message::from(DispatchRequest {
                request_id,
                isolate_id,
                request: SerializedRequest {
                    method: request.method,
                    url: request.url,
                    headers: request.headers,
                    body,
                    body_stream_id: stream_id,
                    signal_aborted: None,
                },
                context: None,
            });
            let frame = message.encode()?;
            // Before the request is sent: the grant of credit may be back at once.
            if let Some((id, pieces)) = upload {
                senders.start(&connection, id, Route::Request, pieces, None);
            }
            Ok(frame)
        });
        match request_id {
            Ok(request_id) => Ok(Sent {
                connection,
                request_id,
                answer,
                upload: stream_id,
            }),
            Err(error) => {
                stream_id.map(|id| senders.cancel(id));
                Err(error)
            }
        }
    }
}

/// What of a body goes with the request, and what follows.
fn split(content: Content) -> (Option<Bytes>, Option<Pieces>) {
    match content {
        Content::Empty => (None, None),
        Content::Whole(bytes) if bytes.len() <= INLINE_UPLOAD => (Some(bytes), None),
        Content::Whole(bytes) => (None, Some(once(bytes))),
        Content::Pieces(pieces) => (None, Some(pieces)),
    }
}

impl Dispatch {
    /// A handle to abort the request with, also from another task: its signal fires in the guest. The handler still
    /// answers, and this future still gives that answer. Of a request that has not been sent yet, because the connection is
    /// being made again, the handle knows nothing: drop the future instead.
    pub fn abort_handle(&self) -> DispatchAbort {
        let request_id = match &self.state {
            State::Sent(sent) => Some(sent.request_id),
            State::Unsent(_) | State::Waiting(_) | State::Done => None,
        };
        DispatchAbort {
            runtime: self.runtime.clone(),
            request_id,
            aborted: AtomicBool::new(false),
        }
    }
}

impl Sent {
    /// The request's body is sent no further.
    fn stop_upload(&self) {
        let connection = &self.connection;
        if let Some(id) = self.upload
            && connection.streams.senders.cancel(id)
        {
            tell(connection, id, ABORTED);
        }
    }
}

impl Future for Dispatch {
    type Output = Result<Response, ClientError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let State::Waiting(sending) = &mut self.state {
            match sending.as_mut().poll(context) {
                Poll::Ready(Ok(sent)) => self.state = State::Sent(sent),
                Poll::Ready(Err(error)) => self.state = State::Unsent(error),
                Poll::Pending => return Poll::Pending,
            }
        }
        let answer = match &mut self.state {
            State::Sent(sent) => match Pin::new(&mut sent.answer).poll(context) {
                Poll::Ready(answer) => answer.unwrap_or(Err(ClientError::ConnectionClosed)),
                Poll::Pending => return Poll::Pending,
            },
            State::Unsent(_) | State::Waiting(_) | State::Done => Err(ClientError::NotConnected),
        };
        match std::mem::replace(&mut self.state, State::Done) {
            State::Unsent(error) => return Poll::Ready(Err(error)),
            State::Sent(sent) if answer.is_err() => sent.stop_upload(),
            State::Sent(_) | State::Waiting(_) | State::Done => {}
        }
        Poll::Ready(answer)
    }
}

impl Drop for Dispatch {
    fn drop(&mut self) {
        if let State::Sent(sent) = std::mem::replace(&mut self.state, State::Done) {
            sent.stop_upload();
            self.runtime.abort_request(sent.request_id);
        }
    }
}

impl DispatchAbort {
    /// Aborts the request, if it has not been answered yet.
    pub fn abort(&self) {
        if let Some(request_id) = self.request_id
            && !self.aborted.swap(true, Ordering::Relaxed)
        {
            self.runtime.abort_request(request_id);
        }
    }
}

impl RemoteRuntime {
    fn abort_request(&self, target_request_id: u64) {
        let connection = self.inner.client.shared().connection();
        if connection.pending.contains(target_request_id) {
            connection.post(DispatchRequestAbort {
                isolate_id: self.id(),
                target_request_id,
            });
        }
    }
}
