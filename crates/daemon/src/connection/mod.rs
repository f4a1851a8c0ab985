//! One client: its socket, its requests and the calls of its runtimes.
//!
//! A connection is one task, in which three things go on side by side: reading and routing what the client sends,
//! writing what the socket did not take at once, and watching over calls that take too long. The first of them to end
//! ends the connection, and with it everything the client owns.

mod callbacks;
mod dispatches;
mod events;
mod fetch;
mod guest_functions;
mod outbox;
mod reader;
mod router;

use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use isolate_protocol::{Form, FrameError, Message};
use thiserror::Error;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::host;
use crate::pool::ConnectionId;
use crate::requests::in_flight::InFlight;
use crate::shared::Shared;
use crate::shutdown::Shutdown;
use crate::streams::{self, Streams};
use crate::transport::Stream;

pub use callbacks::{CallKind, Callbacks, FETCH_ABORTED, Timeouts};
pub use dispatches::{Dispatches, Entered};
pub use guest_functions::{GuestFunctions, Ranges};
pub use outbox::{Outbox, OutboxError, Position};

/// What the requests and runtimes of a client share.
pub struct Connection {
    /// Its number, for the log and as the owner of runtimes.
    pub id: ConnectionId,
    /// The way to the client.
    pub outbox: Outbox,
    /// Calls that the client has not answered yet.
    pub callbacks: Callbacks,
    /// Requests that the daemon has not answered yet.
    pub requests: InFlight,
    /// Those of them that a guest's `serve()` handler has.
    pub dispatches: Dispatches,
    /// What guests have handed out to the client.
    pub functions: GuestFunctions,
    /// Bodies that are on their way.
    pub streams: Streams,
    /// The client has shown that it is of the newest revision (A.11).
    newest: AtomicBool,
    /// What it shares with the other connections.
    pub shared: Arc<Shared>,
}

/// Why a connection ends.
#[derive(Debug, Error)]
pub enum End {
    /// The client has closed it.
    #[error("closed by the client")]
    Client,
    /// The client sent something that is no frame.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// Nothing can be written to it.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// Reading failed.
    #[error("reading from the client failed: {0}")]
    Io(#[from] std::io::Error),
    /// The daemon closes.
    #[error("the daemon is shutting down")]
    Shutdown,
}

impl End {
    /// Whether nobody did anything wrong. A client may leave without a word.
    fn is_ordinary(&self) -> bool {
        match self {
            Self::Client | Self::Shutdown => true,
            Self::Io(error) | Self::Outbox(OutboxError::Io(error)) => matches!(
                error.kind(),
                ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
            ),
            _ => false,
        }
    }
}

impl Connection {
    /// Of a client that has just connected.
    pub fn new(id: ConnectionId, stream: Arc<Stream>, shared: Arc<Shared>) -> Self {
        let limits = &shared.options.limits;
        Self {
            id,
            outbox: Outbox::new(stream, limits.outbox_bytes),
            callbacks: Callbacks::new(Timeouts {
                call: limits.callback_timeout,
                fetch: limits.fetch_timeout,
            }),
            requests: InFlight::new(limits.requests, limits.request_bytes),
            dispatches: Dispatches::default(),
            functions: GuestFunctions::default(),
            streams: Streams::new(limits.streams, limits.body_bytes),
            newest: AtomicBool::new(false),
            shared,
        }
    }

    /// The client does what only those of the newest revision do.
    pub fn note_newest(&self) {
        self.newest.store(true, Ordering::Relaxed);
    }

    /// How arguments are written for this client, unless it has asked for a form.
    pub fn argument_form(&self) -> Form {
        if self.newest.load(Ordering::Relaxed) {
            Form::Newest
        } else {
            self.shared.options.argument_form
        }
    }

    /// Sends a message that is small enough by its nature; one that is not is dropped.
    pub fn send(&self, message: &Message) {
        match message.encode() {
            Ok(frame) => self.outbox.send(frame),
            Err(error) => {
                tracing::error!(message = message.name(), %error, "a message was not sent")
            }
        }
    }

    /// Sends a `RESPONSE_ERROR`.
    pub fn respond(&self, request_id: Option<u64>, failure: Failure) {
        match failure.encode(request_id) {
            Ok(frame) => self.outbox.send(frame),
            Err(error) => tracing::error!(%error, "a failure was not sent"),
        }
    }
}

/// Opens a connection, at once; the future serves the client until it or the daemon closes the connection.
pub fn open(
    id: ConnectionId,
    stream: Stream,
    shared: Arc<Shared>,
    mut shutdown: Shutdown,
) -> impl Future<Output = ()> + Send {
    let stream = Arc::new(stream);
    let connection = Arc::new(Connection::new(
        id,
        Arc::clone(&stream),
        Arc::clone(&shared),
    ));
    shared.runtimes.connect(id);
    let open = Open(connection);
    tracing::debug!(connection = id.0, "connected");
    async move {
        let end = run(&open.0, &stream, &mut shutdown).await;
        if end.is_ordinary() {
            tracing::debug!(connection = id.0, "disconnected: {end}");
        } else {
            tracing::warn!(connection = id.0, "disconnected: {end}");
        }
    }
}

/// Clears up when the connection ends, in whatever way: nothing of it may outlive it.
struct Open(Arc<Connection>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.shared.runtimes.disconnect(self.0.id);
        self.0.outbox.close();
        self.0.callbacks.close();
        streams::disconnect(&self.0);
    }
}

async fn run(connection: &Arc<Connection>, stream: &Stream, shutdown: &mut Shutdown) -> End {
    let limits = &connection.shared.options.limits;
    let working = async {
        tokio::select! {
            end = reader::read(stream, |frame| router::route(connection, &frame)) => end,
            () = shutdown.requested() => finish(connection).await,
        }
    };
    tokio::select! {
        end = working => end,
        error = connection.outbox.drain(limits.stall, || streams::resume(connection)) => error.into(),
        () = connection.callbacks.sweep(|id, reason| host::abort(connection, id, reason)) => End::Shutdown,
    }
}

/// The daemon closes: its runtimes end, which answers the requests. Waits until the client has the answers.
async fn finish(connection: &Connection) -> End {
    let limits = &connection.shared.options.limits;
    let answered = async {
        connection.requests.none().await;
        connection.outbox.flushed().await;
    };
    if timeout(2 * limits.close, answered).await.is_err() {
        tracing::warn!(
            connection = connection.id.0,
            "closing with answers that the client has not taken"
        );
    }
    End::Shutdown
}
