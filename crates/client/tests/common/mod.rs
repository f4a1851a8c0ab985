//! A daemon played by hand: the other end of a socket pair, driven frame by frame.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "every test binary uses its own part, and tests may panic"
)]

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use isolate_client::protocol::message::{
    CallbackInvoke, CallbackResponse, ClientEvent, CreateRuntime, DispatchRequest, IsolateEvent,
    ResponseOk, RuntimeCreated,
};
use isolate_client::protocol::{Form, Message, Raw};
use isolate_client::{Bytes, Client, RawConnection, RemoteRuntime, RuntimeOptions, Socket, Value};
use tokio::net::UnixStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// The id every runtime of the fake daemon has.
pub const ID: &str = "i1";

pub struct Fake {
    pub socket: RawConnection,
    last_invocation: u64,
}

/// A client and the daemon it is connected to.
pub fn pair() -> (Client, Fake) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let client = Client::from_socket(Socket::Unix(ours)).unwrap();
    (client, Fake::over(theirs))
}

/// A runtime, and what the daemon was told to create it with.
pub async fn runtime(options: RuntimeOptions) -> (RemoteRuntime, Fake, CreateRuntime) {
    let (client, mut fake) = pair();
    let (runtime, create) = tokio::join!(client.create_runtime(options), fake.create());
    (runtime.unwrap(), fake, create)
}

impl Fake {
    pub fn over(socket: UnixStream) -> Self {
        Self {
            socket: RawConnection::from_socket(Socket::Unix(socket)),
            last_invocation: 0,
        }
    }

    pub async fn next(&mut self) -> Message {
        let next = timeout(Duration::from_secs(5), self.socket.next()).await;
        next.expect("a message within 5 s")
            .unwrap()
            .expect("an open connection")
    }

    /// True if the client closes the connection, whatever it sends before.
    pub async fn closed(&mut self) -> bool {
        let closed = async { while let Ok(Some(_)) = self.socket.next().await {} };
        timeout(Duration::from_secs(5), closed).await.is_ok()
    }

    /// True if nothing arrives for a while.
    pub async fn quiet(&mut self) -> bool {
        let next = timeout(Duration::from_millis(100), self.socket.next_frame());
        next.await.is_err()
    }

    pub async fn ok(&self, request_id: u64, data: Raw) {
        let ok = ResponseOk { request_id, data };
        self.socket.send(ok).await.unwrap();
    }

    /// Answers the next message, which must be a create.
    pub async fn create(&mut self) -> CreateRuntime {
        let Message::CreateRuntime(create) = self.next().await else {
            panic!("expected CREATE_RUNTIME");
        };
        let created = RuntimeCreated {
            isolate_id: ID.to_owned(),
            reused: false,
            binary_events: None,
        };
        self.ok(create.request_id, created.to_raw()).await;
        create
    }

    pub async fn invoke(&mut self, callback_id: u64, args: Vec<Value>) -> u64 {
        self.last_invocation += 1;
        let invoke = CallbackInvoke {
            request_id: self.last_invocation,
            callback_id,
            args: Value::Array(args).to_raw(Form::Native),
            context: None,
        };
        self.socket.send(invoke).await.unwrap();
        self.last_invocation
    }

    pub async fn response(&mut self) -> CallbackResponse {
        match self.next().await {
            Message::CallbackResponse(response) => response,
            other => panic!("expected CALLBACK_RESPONSE, got {other:?}"),
        }
    }

    /// Invokes and gives the result, or the error's name and message.
    pub async fn call(
        &mut self,
        callback_id: u64,
        args: Vec<Value>,
    ) -> Result<Value, (String, String)> {
        let id = self.invoke(callback_id, args).await;
        let response = self.response().await;
        assert_eq!(response.request_id, id);
        match response.error {
            Some(error) => Err((error.name.unwrap(), error.message.unwrap())),
            None => Ok(Value::decode(&response.result.unwrap_or_default()).unwrap()),
        }
    }
}

impl Fake {
    pub async fn dispatched(&mut self) -> DispatchRequest {
        match self.next().await {
            Message::DispatchRequest(dispatch) => dispatch,
            other => panic!("expected DISPATCH_REQUEST, got {other:?}"),
        }
    }

    pub async fn emit(&self, event: &str, payload: Value) {
        let event = IsolateEvent {
            isolate_id: ID.to_owned(),
            event: event.to_owned(),
            payload: payload.to_raw(Form::Native),
        };
        self.socket.send(event).await.unwrap();
    }

    /// The next event of the client: its name and payload.
    pub async fn event(&mut self) -> (String, Value) {
        let Message::ClientEvent(ClientEvent {
            isolate_id,
            event,
            payload,
        }) = self.next().await
        else {
            panic!("expected CLIENT_EVENT");
        };
        assert_eq!(isolate_id, ID);
        (event, Value::decode(&payload).unwrap())
    }
}

/// A plain object.
pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.map(|(name, value)| (name.to_owned(), value));
    Value::Map(entries.into())
}

/// A string.
pub fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

/// A stream that gives what is sent through the channel.
pub struct Channel<T>(pub mpsc::Receiver<T>);

impl<T> Stream for Channel<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

/// Pieces of a body that are all there.
pub fn pieces<T>(pieces: impl IntoIterator<Item = T>) -> Channel<T> {
    let (sender, receiver) = mpsc::channel(64);
    for piece in pieces {
        assert!(sender.try_send(piece).is_ok(), "too many pieces");
    }
    Channel(receiver)
}

/// So many bytes.
pub fn bytes(len: usize) -> Bytes {
    (0..len).map(|index| index as u8).collect::<Vec<_>>().into()
}

/// The id of a custom function.
pub fn custom(create: &CreateRuntime, name: &str) -> u64 {
    let callbacks = create.options.callbacks.as_ref().unwrap();
    let found = callbacks.custom.iter().find(|(found, _)| found == name);
    found.unwrap().1.callback_id
}
