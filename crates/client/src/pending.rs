//! Requests that wait for their answer.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use isolate_protocol::{FrameError, Raw};
use tokio::sync::oneshot;

use crate::error::ClientError;
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

#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// The last id given out; the protocol starts at 1.
    last_id: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    requests: HashMap<u64, oneshot::Sender<Answer>>,
    /// Pings have no ids: each answer belongs to the longest waiting one.
    pings: VecDeque<oneshot::Sender<()>>,
}

impl Pending {
    /// Makes room for the answer to a new request.
    pub(crate) fn add(&self) -> Result<(u64, oneshot::Receiver<Answer>), ClientError> {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let (sender, receiver) = oneshot::channel();
        let mut state = lock(&self.state);
        if state.closed {
            return Err(ClientError::NotConnected);
        }
        state.requests.insert(id, sender);
        Ok((id, receiver))
    }

    /// An id for a request whose answer nobody waits for.
    pub(crate) fn unawaited(&self) -> u64 {
        self.last_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Forgets a request that was not sent.
    pub(crate) fn remove(&self, id: u64) {
        lock(&self.state).requests.remove(&id);
    }

    /// Hands the answer to whoever waits for it, or back if nobody does any more.
    pub(crate) fn complete(&self, id: u64, answer: Answer) -> Result<(), Answer> {
        let sender = lock(&self.state).requests.remove(&id);
        match sender {
            Some(sender) => sender.send(answer),
            None => Err(answer),
        }
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
        for sender in requests.into_values() {
            let _ = sender.send(Err(reason.clone().into()));
        }
    }
}
