//! [`Shared`]: the connection that a client uses now, and what becomes of its runtimes when it breaks (client.md, section 7.2).

use std::pin::pin;
use std::ptr;
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::Notify;

use crate::callbacks::table::Table;
use crate::connection::Connection;
use crate::error::ClientError;
use crate::pending::CloseReason;
use crate::recovery;
use crate::runtime::Inner;
use crate::socket::{Address, Socket};
use crate::sync::lock;

/// What the clones of a client and its runtimes share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Where to connect again. A socket that was given cannot be made again.
    address: Option<Address>,
    /// What the daemon may invoke, on this connection and on the one that takes its place.
    pub(crate) callbacks: Arc<Table>,
    state: Mutex<State>,
    /// Wakes the calls that wait until a recovery is over.
    over: Notify,
}

#[derive(Debug)]
struct State {
    connection: Arc<Connection>,
    phase: Phase,
    /// The runtimes that can be had again: those of namespaces.
    runtimes: Vec<Weak<Inner>>,
}

#[derive(Debug)]
enum Phase {
    Open,
    /// The connection broke and is being remade.
    Recovering,
    /// For good. With why it could not be remade, if that was tried.
    Over(Option<Arc<ClientError>>),
}

impl Shared {
    pub(crate) fn open(socket: Socket, address: Option<Address>) -> Arc<Self> {
        let callbacks = Arc::new(Table::default());
        Arc::new_cyclic(|shared| Self {
            address,
            callbacks: Arc::clone(&callbacks),
            state: Mutex::new(State {
                connection: Connection::open(socket, callbacks, 0, shared.clone()),
                phase: Phase::Open,
                runtimes: Vec::new(),
            }),
            over: Notify::new(),
        })
    }

    /// The connection as it is now, closed or not.
    pub(crate) fn connection(&self) -> Arc<Connection> {
        Arc::clone(&lock(&self.state).connection)
    }

    /// The connection, once it is not being remade any more.
    pub(crate) async fn ready(&self) -> Result<Arc<Connection>, ClientError> {
        if let Some(ready) = self.try_ready() {
            return ready;
        }
        loop {
            let mut over = pin!(self.over.notified());
            over.as_mut().enable();
            if let Some(ready) = self.try_ready() {
                return ready;
            }
            over.await;
        }
    }

    /// The same without waiting: `None` while the connection is being remade.
    pub(crate) fn try_ready(&self) -> Option<Result<Arc<Connection>, ClientError>> {
        let state = lock(&self.state);
        match &state.phase {
            Phase::Recovering => None,
            Phase::Over(Some(why)) => Some(Err(ClientError::Reconnect(Arc::clone(why)))),
            Phase::Open | Phase::Over(None) => Some(Ok(Arc::clone(&state.connection))),
        }
    }

    pub(crate) fn is_connected(&self) -> bool {
        let state = lock(&self.state);
        matches!(state.phase, Phase::Open) && state.connection.is_connected()
    }

    pub(crate) fn is_recovering(&self) -> bool {
        matches!(lock(&self.state).phase, Phase::Recovering)
    }

    /// A runtime that is to be had again when the connection breaks.
    pub(crate) fn keep(&self, runtime: &Arc<Inner>) {
        let mut state = lock(&self.state);
        state.runtimes.retain(|kept| kept.strong_count() > 0);
        state.runtimes.push(Arc::downgrade(runtime));
    }

    /// Closes for good.
    pub(crate) fn close(&self) {
        self.end(None);
        self.connection().close(&CloseReason::Closed);
    }

    /// A connection has ended. Gives the runtimes that are to be had again, if it was the one in use and nobody meant to close it.
    pub(crate) fn broken(&self, connection: &Connection) -> Option<Vec<Weak<Inner>>> {
        let runtimes = {
            let mut state = lock(&self.state);
            if !ptr::eq(Arc::as_ptr(&state.connection), connection) {
                return None;
            }
            match state.phase {
                Phase::Open if self.address.is_some() => {
                    state.phase = Phase::Recovering;
                    Ok(std::mem::take(&mut state.runtimes))
                }
                Phase::Recovering => Err(Some(ClientError::ConnectionClosed)),
                Phase::Open | Phase::Over(_) => Err(None),
            }
        };
        // Without the lock: the last handle of a runtime may be dropped here.
        let runtimes = runtimes.map(|mut runtimes| {
            runtimes.retain(is_live);
            runtimes
        });
        match runtimes {
            Ok(runtimes) if !runtimes.is_empty() => Some(runtimes),
            Ok(_) => {
                self.end(None);
                None
            }
            Err(why) => {
                self.end(why);
                None
            }
        }
    }

    /// Has the runtimes again, on a task.
    pub(crate) fn recover(self: &Arc<Self>, runtimes: Vec<Weak<Inner>>) {
        if let Some(address) = self.address.clone() {
            tokio::spawn(recovery::run(Arc::clone(self), address, runtimes));
        }
    }

    /// Takes a new connection into use, on which the runtimes are to be made. `None` if the client has been closed.
    pub(crate) fn attach(self: &Arc<Self>, socket: Socket) -> Option<Arc<Connection>> {
        let mut state = lock(&self.state);
        if !matches!(state.phase, Phase::Recovering) {
            return None;
        }
        // Ids go on counting, so that nothing late is taken for something new.
        let last_id = state.connection.pending.unawaited();
        let callbacks = Arc::clone(&self.callbacks);
        state.connection = Connection::open(socket, callbacks, last_id, Arc::downgrade(self));
        Some(Arc::clone(&state.connection))
    }

    /// The recovery has come to its end: calls go on.
    pub(crate) fn recovered(&self, runtimes: Vec<Weak<Inner>>) {
        let mut state = lock(&self.state);
        if matches!(state.phase, Phase::Recovering) {
            state.phase = Phase::Open;
            state.runtimes.extend(runtimes);
        }
        drop(state);
        self.over.notify_waiters();
    }

    /// The recovery has failed.
    pub(crate) fn failed(&self, why: ClientError) {
        self.end(Some(why));
        self.connection().close(&CloseReason::Closed);
    }

    fn end(&self, why: Option<ClientError>) {
        let mut state = lock(&self.state);
        if !matches!(state.phase, Phase::Over(_)) {
            state.phase = Phase::Over(why.map(Arc::new));
            state.runtimes.clear();
        }
        drop(state);
        self.callbacks.clear();
        self.over.notify_waiters();
    }
}

fn is_live(runtime: &Weak<Inner>) -> bool {
    runtime.upgrade().is_some_and(|runtime| runtime.is_live())
}
