//! Why a runtime is to end, flagged from whatever thread notices it first.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::error::RuntimeError;
use crate::http::Exchanges;
use crate::limits::watchdog::{self, Deadline};

/// How long a runtime that is to end may take to answer by itself. Some of V8's builtins can not be interrupted (a
/// `fill` of four billion elements); whoever waits is answered then, and the thread ends when it comes to it.
const GRACE: Duration = Duration::from_millis(100);

/// The first reason wins; later ones are consequences.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    reason: Mutex<Option<RuntimeError>>,
    /// Armed with the reason; says that the grace is over.
    overdue: watch::Sender<bool>,
    grace: Mutex<Option<Deadline>>,
    /// Dispatched requests, which are answered then, too.
    exchanges: Exchanges,
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
        let deadline = watchdog::arm(GRACE, move || {
            overdue.send_replace(true);
            exchanges.fail_all(&reason);
        });
        *self.grace.lock().unwrap_or_else(PoisonError::into_inner) = Some(deadline);
    }
}
