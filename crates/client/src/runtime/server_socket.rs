//! Sockets of the guest's `serve()`: what their owner tells the guest (client.md, section 4.3).

use std::pin::Pin;
use std::task::{Context, Poll};

use isolate_protocol::message::{FetchWsError, WsClose, WsOpen};
use isolate_protocol::{Bytes, Message, TooLarge, write_frame};
use tokio::sync::oneshot;

use super::RemoteRuntime;
use crate::error::ClientError;
use crate::events::subscribers::Subscription;
use crate::pending::{Answer, Waiter};
use crate::websocket::command::WebSocketCommand;
use crate::websocket::data::SocketData;

/// `WS_MESSAGE`
const WS_MESSAGE: u8 = 0x11;

/// Something that has been sent to a socket. As a future it waits until the guest's handler has been called: for its
/// synchronous part.
///
/// Many can be under way; they take effect in the order of the calls. Dropping it does not take anything back. Up to a
/// few thousand may be under way on one connection: await an earlier one before sending the next.
#[derive(Debug)]
#[must_use = "nothing is known of failures unless it is awaited"]
pub struct Acknowledged(Result<oneshot::Receiver<Answer>, Option<ClientError>>);

impl Future for Acknowledged {
    type Output = Result<(), ClientError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Ok(answer) => Pin::new(answer).poll(context).map(|answer| {
                let answer = answer.unwrap_or(Err(ClientError::ConnectionClosed));
                answer.map(drop)
            }),
            Err(unsent) => Poll::Ready(Err(unsent.take().unwrap_or(ClientError::NotConnected))),
        }
    }
}

/// All of these can fail with [`ClientError::Remote`] if the guest's handler throws, and as any call. An unknown or closed
/// connection is silently accepted, except by [`web_socket_open`](Self::web_socket_open).
impl RemoteRuntime {
    /// Accepts an upgrade ([`Response::upgrade`](crate::Response::upgrade)), and runs the guest's `open` handler.
    pub fn web_socket_open(&self, connection_id: &str) -> Acknowledged {
        self.tell_socket(|request_id| {
            Message::from(WsOpen {
                request_id,
                isolate_id: self.id(),
                connection_id: connection_id.to_owned(),
            })
            .encode()
        })
    }

    /// Delivers a message to the guest's `message` handler.
    pub fn web_socket_message(
        &self,
        connection_id: &str,
        data: impl Into<SocketData>,
    ) -> Acknowledged {
        let data = data.into();
        let isolate_id = self.inner.id();
        // Written as it is: there may be a hundred thousand in a second.
        self.tell_socket(|request_id| {
            write_frame(WS_MESSAGE, |writer| {
                writer.map(4);
                writer.str("requestId");
                writer.uint(request_id);
                writer.str("isolateId");
                writer.str(&isolate_id);
                writer.str("connectionId");
                writer.str(connection_id);
                writer.str("data");
                data.write(writer);
            })
        })
    }

    /// Reports that the real socket is closed: runs the guest's `close` handler and forgets the connection.
    pub fn web_socket_close(
        &self,
        connection_id: &str,
        code: u16,
        reason: impl Into<String>,
    ) -> Acknowledged {
        self.tell_socket(|request_id| {
            Message::from(WsClose {
                request_id,
                isolate_id: self.id(),
                connection_id: connection_id.to_owned(),
                code,
                reason: reason.into(),
            })
            .encode()
        })
    }

    /// Reports an error of the real socket: runs the guest's `error` handler.
    pub fn web_socket_error(&self, connection_id: &str, error: impl Into<String>) -> Acknowledged {
        self.tell_socket(|request_id| {
            Message::from(FetchWsError {
                request_id,
                isolate_id: self.id(),
                connection_id: connection_id.to_owned(),
                error: error.into(),
            })
            .encode()
        })
    }

    /// Receives what the guest does with its sockets, in order. Called on the task that reads the connection, so it must
    /// not block. A command may come before the socket's `web_socket_open` is acknowledged.
    pub fn on_web_socket_command(
        &self,
        callback: impl Fn(WebSocketCommand) + Send + Sync + 'static,
    ) -> Subscription {
        let commands = &self.inner.listeners.commands;
        commands.add(std::sync::Arc::new(callback))
    }

    fn tell_socket(&self, frame: impl FnOnce(u64) -> Result<Bytes, TooLarge>) -> Acknowledged {
        let (sender, answer) = oneshot::channel();
        let connection = self.inner.client.shared().connection();
        let sent = connection.ask(Waiter::Data(sender), |id| Ok(frame(id)?));
        Acknowledged(sent.map(|_| answer).map_err(Some))
    }
}
