//! One call of a guest's test function, and the time it has. Past it the call is failed; and if the guest does not come to the
//! end of its turn then, it is terminated.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deno_core::v8;

use crate::limits::watchdog::{self, Deadline};
use crate::mailbox::Command;
use crate::runtime::Control;

/// How long a guest whose time is up may take to come to the end of its turn. It need not be the test that is running.
const GRACE: Duration = Duration::from_millis(100);

/// A call under way.
pub(super) struct Call {
    pub(super) stage: Stage,
    milliseconds: f64,
    limit: Option<Limit>,
}

/// How far it has come.
#[derive(Clone)]
pub(super) enum Stage {
    /// It has not returned.
    Entered,
    /// It has given nothing to wait for.
    Returned,
    /// It has given a promise.
    Waiting(v8::Global<v8::Promise>),
    /// It has thrown.
    Threw(v8::Global<v8::Value>),
    /// What it has waited for went with the client.
    Lost,
}

struct Limit {
    milliseconds: f64,
    started: Instant,
    stop: Arc<Mutex<Stop>>,
    /// Has the thread look at the call.
    _wake: Deadline,
    /// Stops a thread that does not come to look.
    _stop: Deadline,
}

/// Whether the thread is to be stopped, settled between it and the watchdog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// If it takes too long.
    Possible,
    /// It has come back by itself.
    Needless,
    /// It has been terminated.
    Done,
}

impl Call {
    /// A call that starts now; 0 milliseconds means that it may take as long as it likes.
    pub(super) fn new(milliseconds: f64, control: Option<Control>) -> Self {
        let mut call = Self {
            stage: Stage::Entered,
            milliseconds,
            limit: None,
        };
        call.resume(control);
        call
    }

    /// Its time does not run while nobody owns the isolate.
    pub(super) fn suspend(&mut self, anything_left: bool) {
        self.limit = None;
        if !anything_left && matches!(self.stage, Stage::Waiting(_)) {
            self.stage = Stage::Lost;
        }
    }

    /// Its time runs, from the start.
    pub(super) fn resume(&mut self, control: Option<Control>) {
        let limited = control.filter(|_| self.milliseconds > 0.0);
        self.limit = limited.map(|control| Limit::new(self.milliseconds, control));
    }

    /// The limit in milliseconds, if the call has taken longer.
    pub(super) fn overdue(&self) -> Option<f64> {
        let limit = self.limit.as_ref()?;
        limit.is_over().then_some(limit.milliseconds)
    }

    /// The call has ended. The limit in milliseconds if it has taken longer, and whether it was stopped.
    pub(super) fn finish(self) -> (Option<f64>, bool) {
        let stopped = self.limit.as_ref().is_some_and(Limit::disarm);
        (self.overdue(), stopped)
    }

    /// The thread has come back from the guest. True if it was stopped; if its time is up, it is not stopped any more.
    pub(super) fn is_stopped(&self) -> bool {
        let Some(limit) = &self.limit else {
            return false;
        };
        let mut stop = limit.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if *stop == Stop::Possible && limit.is_over() {
            *stop = Stop::Needless;
        }
        *stop == Stop::Done
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        self.disarm();
    }
}

impl Limit {
    fn new(milliseconds: f64, control: Control) -> Self {
        let after = Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or(Duration::MAX);
        let stop = Arc::new(Mutex::new(Stop::Possible));
        let wake = {
            let mailbox = control.mailbox.clone();
            move || mailbox.send(Command::Wake)
        };
        let terminate = {
            let stop = Arc::clone(&stop);
            move || {
                let mut stop = stop.lock().unwrap_or_else(PoisonError::into_inner);
                if *stop == Stop::Possible {
                    *stop = Stop::Done;
                    control.isolate.terminate_execution();
                    control.gate.pause();
                }
            }
        };
        Self {
            milliseconds,
            started: Instant::now(),
            stop,
            _wake: watchdog::arm(after, wake),
            _stop: watchdog::arm(after.saturating_add(GRACE), terminate),
        }
    }

    /// From here on nobody stops the thread for this call, also not a watchdog that is about to. True if it was stopped.
    fn disarm(&self) -> bool {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if *stop == Stop::Possible {
            *stop = Stop::Needless;
        }
        *stop == Stop::Done
    }

    fn is_over(&self) -> bool {
        self.started.elapsed().as_secs_f64() * 1000.0 >= self.milliseconds
    }
}
