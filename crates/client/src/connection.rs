//! One connection: requests out, answers and callback invocations in. Everything else is built on it.

use std::sync::{Arc, Mutex};

use isolate_protocol::message::DisposeRuntime;
use isolate_protocol::{Message, Raw};
use tokio::task::AbortHandle;

use crate::callbacks::running::Running;
use crate::callbacks::table::Table;
use crate::error::ClientError;
use crate::outbox::Outbox;
use crate::pending::{CloseReason, Pending};
use crate::reader;
use crate::socket::Socket;
use crate::sync::lock;

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) outbox: Outbox,
    pub(crate) pending: Pending,
    /// What the daemon may invoke.
    pub(crate) callbacks: Table,
    /// Invocations that are being worked on.
    pub(crate) running: Running,
    /// The reader and the writer task.
    tasks: Mutex<Vec<AbortHandle>>,
}

impl Connection {
    /// Starts the connection's two tasks. They hold on to it until [`close`](Self::close).
    pub(crate) fn open(socket: Socket) -> Arc<Self> {
        let (read, write) = socket.split();
        let connection = Arc::new(Self {
            outbox: Outbox::new(write),
            pending: Pending::default(),
            callbacks: Table::default(),
            running: Running::default(),
            tasks: Mutex::default(),
        });
        let reader = tokio::spawn(reader::run(Arc::clone(&connection), read));
        let shared = Arc::clone(&connection);
        let writer = tokio::spawn(async move {
            shared.outbox.run().await;
            shared.close(&CloseReason::Closed);
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
        let (id, answer) = self.pending.add()?;
        let frame = message(id)
            .encode()
            .inspect_err(|_| self.pending.remove(id))?;
        if self.outbox.send([frame]).is_err() {
            self.pending.remove(id);
            return Err(ClientError::NotConnected);
        }
        self.outbox.room().await;
        answer.await.unwrap_or(Err(ClientError::ConnectionClosed))
    }

    /// Asks the daemon for a sign of life.
    pub(crate) async fn ping(&self) -> Result<(), ClientError> {
        let answer = self.pending.add_ping()?;
        let frame = Message::Ping.encode()?;
        if self.outbox.send([frame]).is_err() {
            return Err(ClientError::NotConnected);
        }
        answer.await.map_err(|_| ClientError::ConnectionClosed)
    }

    /// Disposes a runtime without waiting for the answer.
    pub(crate) fn abandon(&self, isolate_id: String, reason: &str) {
        let message = Message::from(DisposeRuntime {
            request_id: self.pending.unawaited(),
            isolate_id,
            hard: None,
            reason: Some(reason.to_owned()),
        });
        if let Ok(frame) = message.encode() {
            // If the connection is gone, so is the runtime.
            let _ = self.outbox.send([frame]);
        }
    }

    pub(crate) fn is_connected(&self) -> bool {
        !self.pending.is_closed()
    }

    /// Ends the connection for good: fails what is pending, stops what is running, closes the socket.
    pub(crate) fn close(&self, reason: &CloseReason) {
        self.outbox.close();
        self.pending.close(reason);
        self.running.close();
        self.callbacks.clear();
        let tasks = std::mem::take(&mut *lock(&self.tasks));
        tasks.iter().for_each(AbortHandle::abort);
    }
}
