//! The end of a lease, asked for from another thread: the owner goes, the isolate stays (runtime.md 21).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::RuntimeError;
use crate::lease::Lease;
use crate::limits::watchdog::{self, Deadline};
use crate::mailbox::Command;
use crate::reconnection::Departure;
use crate::runtime::Control;

/// How long a guest that is busy may take to come to the end of its turn.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is left of a runtime whose owner has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Bytes that the isolate's heap, buffers and blobs take, garbage included. A fresh one takes about 3 MB.
    pub bytes: usize,
}

/// Why a runtime can have no next owner. It is finished, and ends by itself.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParkError {
    /// The guest was busy for too long.
    #[error("The guest was busy and did not stop within {} ms", PATIENCE.as_millis())]
    Busy,
    /// The runtime was finished already, for this reason.
    #[error(transparent)]
    Finished(RuntimeError),
}

type Outcome = Result<Parked, ParkError>;

/// Who waits for a runtime to be parked.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) lease: Lease,
    pub(crate) departure: Departure,
    answer: Answer,
    /// Ends the runtime when the guest takes too long.
    _deadline: Deadline,
}

/// The one answer, by whoever comes first.
#[derive(Clone, Debug)]
struct Answer(Arc<Mutex<Option<oneshot::Sender<Outcome>>>>);

impl Answer {
    /// None if somebody has answered already.
    fn take(&self) -> Option<oneshot::Sender<Outcome>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Ticket {
    /// The runtime rests. If that comes too late, it has been told to end.
    pub(crate) fn parked(self, parked: Parked) {
        if let Some(answer) = self.answer.take() {
            let _ = answer.send(Ok(parked));
        }
    }
}

/// Has the runtime's thread end a lease, which must have been revoked before.
pub(crate) fn park(
    control: &Control,
    lease: Lease,
    departure: Departure,
) -> impl Future<Output = Outcome> + use<> {
    let (sender, outcome) = oneshot::channel();
    let answer = Answer(Arc::new(Mutex::new(Some(sender))));
    let late = {
        let (answer, control) = (answer.clone(), control.clone());
        move || {
            if let Some(answer) = answer.take() {
                control.flags.set_disposed();
                control.stop();
                let _ = answer.send(Err(ParkError::Busy));
            }
        }
    };
    let ticket = Ticket {
        lease,
        departure,
        answer,
        _deadline: watchdog::arm(PATIENCE, late),
    };
    // Who waits for the owner's answer to a `sync` call waits in vain.
    control.gate.pause();
    control.mailbox.send(Command::Park(ticket));
    let flags = Arc::clone(&control.flags);
    async move {
        outcome.await.unwrap_or_else(|_| {
            let reason = flags.get().and_then(|reason| reason.afterwards());
            Err(ParkError::Finished(
                reason.unwrap_or(RuntimeError::Disposed),
            ))
        })
    }
}
