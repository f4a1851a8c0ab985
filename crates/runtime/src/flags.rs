//! Why a runtime is to end, flagged from whatever thread notices it first.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::error::RuntimeError;
use crate::http::{Ends, Exchanges};
use crate::limits::priority::Thread;
use crate::limits::watchdog::{self, Deadline};

/// How long a runtime that is to end may take to answer by itself. Some of V8's builtins can not be interrupted (a
/// `fill` of four billion elements); whoever waits is answered then, and the thread ends when it comes to it.
const GRACE: Duration = Duration::from_millis(100);

/// How long its thread may go on with that as if somebody waited for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// The first reason wins; later ones are consequences.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    reason: Mutex<Option<RuntimeError>>,
    /// Armed with the reason; says that the grace is over.
    overdue: watch::Sender<bool>,
    grace: Mutex<Option<Deadline>>,
    /// Armed with the reason, too; for a thread that does not end.
    late: Mutex<Option<Deadline>>,
    thread: Arc<Thread>,
    /// Dispatched requests, which are answered then, too.
    exchanges: Exchanges,
    /// Bodies on their way, which break off then.
    ends: Ends,
}

impl Flags {
    pub(crate) fn set_out_of_memory(&self) {
        self.set(RuntimeError::OutOfMemory);
    }

    pub(crate) fn set_timed_out(&self, ms: f64) {
        self.set(RuntimeError::TimedOut(ms));
    }

    pub(crate) fn set_ended(&self, reason: RuntimeError) {
        self.set(reason);
    }

    pub(crate) fn set_disposed(&self) {
        self.set(RuntimeError::Abandoned);
    }

    pub(crate) fn set_broken(&self) {
        self.set(RuntimeError::Internal);
    }

    /// The reason to end, as the operation that was running sees it.
    pub(crate) fn get(&self) -> Option<RuntimeError> {
        self.reason
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The dispatched requests that wait for an answer.
    pub(crate) fn exchanges(&self) -> &Exchanges {
        &self.exchanges
    }

    /// The bodies on their way.
    pub(crate) fn ends(&self) -> &Ends {
        &self.ends
    }

    /// The runtime's thread.
    pub(crate) fn thread(&self) -> &Arc<Thread> {
        &self.thread
    }

    /// The runtime will not answer any more: whoever waits is answered now.
    pub(crate) fn answer_all(&self) {
        let reason = self.get().unwrap_or(RuntimeError::Internal);
        self.overdue.send_replace(true);
        self.exchanges.fail_all(&reason);
        self.ends.break_off();
    }

    /// Ready when the runtime should have ended, and has not.
    pub(crate) async fn overdue(self: Arc<Self>) {
        // The sender lives as long as `self`.
        let _ = self.overdue.subscribe().wait_for(|overdue| *overdue).await;
    }

    fn set(&self, reason: RuntimeError) {
        let mut known = self.reason.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_some() {
            return;
        }
        *known = Some(reason.clone());
        let overdue = self.overdue.clone();
        let exchanges = self.exchanges.clone();
        let ends = self.ends.clone();
        let deadline = watchdog::arm(GRACE, move || {
            overdue.send_replace(true);
            exchanges.fail_all(&reason);
            ends.break_off();
        });
        *self.grace.lock().unwrap_or_else(PoisonError::into_inner) = Some(deadline);
        let thread = Arc::clone(&self.thread);
        let late = watchdog::arm(PATIENCE, move || thread.make_way());
        *self.late.lock().unwrap_or_else(PoisonError::into_inner) = Some(late);
    }
}
