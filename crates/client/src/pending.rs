//! Requests that wait for their answer.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use isolate_protocol::message::RuntimeCreated;
use isolate_protocol::{FrameError, Raw};
use tokio::sync::oneshot;

use crate::error::ClientError;
use crate::events::listeners::Listeners;
use crate::http::response::Response;
use crate::sync::lock;

pub(crate) type Answer = Result<Raw, ClientError>;

/// Why a connection is over. Every pending request fails with it.
#[derive(Clone, Debug)]
pub(crate) enum CloseReason {
    /// Either side closed it.
    Closed,
    /// The daemon sent something that is no frame.
    BadFrame(FrameError),
}

impl From<CloseReason> for ClientError {
    fn from(reason: CloseReason) -> Self {
        match reason {
            CloseReason::Closed => Self::ConnectionClosed,
            CloseReason::BadFrame(error) => Self::BadFrame(error),
        }
    }
}

/// Who waits, and for what.
#[derive(Debug)]
pub(crate) enum Waiter {
    /// For the `data` of the answer.
    Data(oneshot::Sender<Answer>),
    /// For a runtime, whose events these listeners get from its first moment.
    Runtime(
        oneshot::Sender<Result<RuntimeCreated, ClientError>>,
        Arc<Listeners>,
    ),
    /// For a response to a dispatched request.
    Response(oneshot::Sender<Result<Response, ClientError>>),
}

impl Waiter {
    pub(crate) fn fail(self, error: ClientError) {
        // Whoever asked may have given up.
        match self {
            Self::Data(sender) => drop(sender.send(Err(error))),
            Self::Runtime(sender, _) => drop(sender.send(Err(error))),
            Self::Response(sender) => drop(sender.send(Err(error))),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// The last id given out; the protocol starts at 1.
    last_id: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    requests: HashMap<u64, Waiter>,
    /// Pings have no ids: each answer belongs to the longest waiting one.
    pings: VecDeque<oneshot::Sender<()>>,
}

impl Pending {
    /// Gives ids above `last_id`.
    pub(crate) fn after(last_id: u64) -> Self {
        Self {
            last_id: AtomicU64::new(last_id),
            ..Self::default()
        }
    }

    /// Makes room for the answer to a new request.
    pub(crate) fn add(&self, waiter: Waiter) -> Result<u64, ClientError> {
        let id = self.unawaited();
        let mut state = lock(&self.state);
        if state.closed {
            return Err(ClientError::NotConnected);
        }
        state.requests.insert(id, waiter);
        Ok(id)
    }

    /// An id for a request whose answer nobody waits for.
    pub(crate) fn unawaited(&self) -> u64 {
        self.last_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Takes out a request that is answered, or was not sent.
    pub(crate) fn take(&self, id: u64) -> Option<Waiter> {
        lock(&self.state).requests.remove(&id)
    }

    /// Whether the answer is still to come.
    pub(crate) fn contains(&self, id: u64) -> bool {
        lock(&self.state).requests.contains_key(&id)
    }

    /// Waits for the next `PONG` that no earlier ping waits for.
    pub(crate) fn add_ping(&self) -> Result<oneshot::Receiver<()>, ClientError> {
        let (sender, receiver) = oneshot::channel();
        let mut state = lock(&self.state);
        if state.closed {
            return Err(ClientError::NotConnected);
        }
        state.pings.push_back(sender);
        Ok(receiver)
    }

    pub(crate) fn pong(&self) {
        let sender = lock(&self.state).pings.pop_front();
        if let Some(sender) = sender {
            // Whoever asked may have given up.
            let _ = sender.send(());
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        lock(&self.state).closed
    }

    /// Fails everything that waits, and everything to come.
    pub(crate) fn close(&self, reason: &CloseReason) {
        let State { requests, .. } = {
            let mut state = lock(&self.state);
            std::mem::replace(
                &mut *state,
                State {
                    closed: true,
                    ..State::default()
                },
            )
        };
        for waiter in requests.into_values() {
            waiter.fail(reason.clone().into());
        }
    }
}
