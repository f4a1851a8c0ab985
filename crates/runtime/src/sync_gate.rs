//! Where a runtime's thread waits while a `sync` function runs at the client.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::host::{HostError, HostResult};

/// A one-place meeting point between the blocked thread and whoever answers or interrupts it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SyncGate(Arc<Gate>);

#[derive(Debug, Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The call that the thread waits for; answers to other calls came too late and are dropped.
    waiting: Option<u64>,
    answer: Option<HostResult>,
    /// Set once, when the runtime is to end: nobody waits any more.
    interrupted: bool,
    /// The owner is going: nobody waits until the next one has come.
    paused: bool,
}

impl SyncGate {
    /// Announces the call that [`wait`](Self::wait) is about to wait for.
    pub(crate) fn prepare(&self, call: u64) {
        let mut state = self.lock();
        state.waiting = Some(call);
        state.answer = None;
    }

    /// Blocks until the answer is there or the runtime is to end.
    pub(crate) fn wait(&self) -> HostResult {
        let mut state = self.lock();
        loop {
            if let Some(answer) = state.answer.take() {
                state.waiting = None;
                return answer;
            }
            if state.interrupted || state.paused {
                state.waiting = None;
                return Err(HostError::new("Runtime has been disposed"));
            }
            state = self
                .0
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(crate) fn open(&self, call: u64, result: HostResult) {
        let mut state = self.lock();
        if state.waiting == Some(call) {
            state.answer = Some(result);
            self.0.changed.notify_all();
        }
    }

    /// Lets go whoever waits, now and later.
    pub(crate) fn interrupt(&self) {
        self.lock().interrupted = true;
        self.0.changed.notify_all();
    }

    /// Lets go whoever waits, until [`resume`](Self::resume).
    pub(crate) fn pause(&self) {
        self.lock().paused = true;
        self.0.changed.notify_all();
    }

    /// There is somebody to wait for again.
    pub(crate) fn resume(&self) {
        self.lock().paused = false;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
