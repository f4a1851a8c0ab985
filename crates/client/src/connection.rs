//! One connection: requests out, answers and callback invocations in. Everything else is built on it.

use std::sync::{Arc, Mutex, Weak};

use isolate_protocol::message::DisposeRuntime;
use isolate_protocol::{Bytes, Message, Raw};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::callbacks::running::Running;
use crate::callbacks::table::Table;
use crate::error::ClientError;
use crate::events::Events;
use crate::outbox::Outbox;
use crate::pending::{CloseReason, Pending, Waiter};
use crate::reader;
use crate::shared::Shared;
use crate::socket::Socket;
use crate::streams::Streams;
use crate::sync::lock;

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) outbox: Outbox,
    pub(crate) pending: Pending,
    /// What the daemon may invoke. It outlives the connection if another one takes its place.
    pub(crate) callbacks: Arc<Table>,
    /// Invocations that are being worked on.
    pub(crate) running: Running,
    /// Bodies that are under way, in both directions.
    pub(crate) streams: Streams,
    /// Who listens to the runtimes.
    pub(crate) events: Events,
    /// The reader and the writer task.
    tasks: Mutex<Vec<AbortHandle>>,
    /// Is told when the connection breaks.
    shared: Weak<Shared>,
}

impl Connection {
    /// Starts the connection's two tasks. They hold on to it until [`close`](Self::close).
    ///
    /// Requests get ids above `last_id`.
    pub(crate) fn open(
        socket: Socket,
        callbacks: Arc<Table>,
        last_id: u64,
        shared: Weak<Shared>,
    ) -> Arc<Self> {
        let (read, write) = socket.split();
        let connection = Arc::new(Self {
            outbox: Outbox::new(write),
            pending: Pending::after(last_id),
            callbacks,
            running: Running::default(),
            streams: Streams::default(),
            events: Events::default(),
            tasks: Mutex::default(),
            shared,
        });
        let reader = tokio::spawn(reader::run(Arc::clone(&connection), read));
        let written = Arc::clone(&connection);
        let writer = tokio::spawn(async move {
            written.outbox.run().await;
            written.lose(&CloseReason::Closed);
        });
        *lock(&connection.tasks) = vec![reader.abort_handle(), writer.abort_handle()];
        connection
    }

    /// Sends the request that `message` makes with the id it is given, and waits for the answer's `data`.
    ///
    /// Dropping the future does not take the request back.
    pub(crate) async fn request(
        &self,
        message: impl FnOnce(u64) -> Message,
    ) -> Result<Raw, ClientError> {
        let (sender, answer) = oneshot::channel();
        self.ask(Waiter::Data(sender), |id| Ok(message(id).encode()?))?;
        self.outbox.room().await;
        answer.await.unwrap_or(Err(ClientError::ConnectionClosed))
    }

    /// Sends the request whose frame `frame` makes with the id it is given, without waiting; gives the id.
    pub(crate) fn ask(
        &self,
        waiter: Waiter,
        frame: impl FnOnce(u64) -> Result<Bytes, ClientError>,
    ) -> Result<u64, ClientError> {
        let id = self.pending.add(waiter)?;
        let sent = frame(id).and_then(|frame| {
            let sent = self.outbox.send([frame]);
            // The connection breaks in this moment: the reader is about to notice.
            sent.map_err(|_| ClientError::ConnectionClosed)
        });
        if sent.is_err() {
            drop(self.pending.take(id));
        }
        sent.map(|()| id)
    }

    /// Sends a message that is not answered.
    pub(crate) fn send(&self, message: impl Into<Message>) -> Result<(), ClientError> {
        let frame = message.into().encode()?;
        let sent = self.outbox.send([frame]);
        sent.map_err(|_| ClientError::NotConnected)
    }

    /// Sends a message that is not answered, and that means nothing any more if the connection is closed.
    pub(crate) fn post(&self, message: impl Into<Message>) {
        let _ = self.send(message);
    }

    /// Asks the daemon for a sign of life.
    pub(crate) async fn ping(&self) -> Result<(), ClientError> {
        let answer = self.pending.add_ping()?;
        self.send(Message::Ping)?;
        answer.await.map_err(|_| ClientError::ConnectionClosed)
    }

    /// Disposes a runtime without waiting for the answer.
    pub(crate) fn abandon(&self, isolate_id: String, reason: &str) {
        // If the connection is gone, so is the runtime.
        self.post(DisposeRuntime {
            request_id: self.pending.unawaited(),
            isolate_id,
            hard: None,
            reason: Some(reason.to_owned()),
        });
    }

    pub(crate) fn is_connected(&self) -> bool {
        !self.pending.is_closed()
    }

    /// The socket has failed, or the daemon has closed it: the connection ends, and may be remade.
    pub(crate) fn lose(&self, reason: &CloseReason) {
        let shared = self.shared.upgrade();
        // First, so that calls made from now on wait; the rest after what was before has ended.
        let runtimes = shared.as_ref().and_then(|shared| shared.broken(self));
        self.close(reason);
        if let (Some(shared), Some(runtimes)) = (shared, runtimes) {
            shared.recover(runtimes);
        }
    }

    /// Ends the connection for good: fails what is pending, stops what is running, closes the socket.
    pub(crate) fn close(&self, reason: &CloseReason) {
        self.outbox.close();
        self.pending.close(reason);
        self.streams.close(reason);
        self.running.close();
        self.events.close();
        let tasks = std::mem::take(&mut *lock(&self.tasks));
        tasks.iter().for_each(AbortHandle::abort);
    }
}
