//! What goes on beside the threads that send: writing what the socket did not take at once, and looking after what is
//! held back.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use super::{Outbox, OutboxError};
use crate::sync::lock;

/// How long a frame may be held back by a thread that is busy with other things. It may become twice that.
pub(super) const HELD_FOR: Duration = Duration::from_millis(1);

/// What `drain` has to do.
enum Duty {
    Rest,
    Watch,
    Write,
}

impl Outbox {
    /// Writes what is queued, for as long as the connection lives; calls `emptied` whenever the socket has taken
    /// everything again. Returns when nothing can be written any more, or the client has taken nothing for `stall`
    /// although something waits.
    pub async fn drain(&self, stall: Duration, emptied: impl Fn()) -> OutboxError {
        loop {
            let duty = {
                let mut state = lock(&self.state);
                match state.failure.take() {
                    Some(failure) => return failure,
                    None if state.clogged => Duty::Write,
                    None if state.watched => Duty::Watch,
                    None => Duty::Rest,
                }
            };
            match duty {
                Duty::Rest => self.work.notified().await,
                Duty::Watch => self.watch().await,
                Duty::Write => {
                    if let Err(error) = self.write_all(stall).await {
                        return error;
                    }
                    self.empty.notify_waiters();
                    emptied();
                }
            }
        }
    }

    /// Makes sure that nothing is held back for long. Goes on for as long as threads hold and release: one that wakes
    /// up every now and then costs them less than one that must be woken each time.
    async fn watch(&self) {
        let before = lock(&self.state).holds;
        let _ = timeout(HELD_FOR, self.work.notified()).await;
        let mut state = lock(&self.state);
        match state.held_since {
            Some(since) if since.elapsed() >= HELD_FOR => self.flush(state),
            Some(_) => {}
            None => state.watched = state.holds != before,
        }
    }

    async fn write_all(&self, stall: Duration) -> Result<(), OutboxError> {
        let mut deadline = Instant::now() + stall;
        loop {
            let (stream, waiting) = {
                let mut state = lock(&self.state);
                if let Some(failure) = state.failure.take() {
                    return Err(failure);
                }
                let before = state.queue.written();
                state.write()?;
                let waiting = state.queue.bytes();
                if waiting <= self.limit / 2 {
                    self.room.notify_all();
                }
                if waiting == 0 {
                    return Ok(());
                }
                if state.queue.written() > before {
                    deadline = Instant::now() + stall;
                }
                (state.stream.clone(), waiting)
            };
            let Some(stream) = stream else { return Ok(()) };
            timeout_at(deadline, stream.writable())
                .await
                .map_err(|_| OutboxError::Stalled { stall, waiting })??;
        }
    }

    /// Ready when everything is written. Somebody else must be draining meanwhile.
    pub async fn flushed(&self) {
        loop {
            let empty = self.empty.notified();
            if lock(&self.state).queue.is_empty() {
                return;
            }
            empty.await;
        }
    }
}
