//! Wall-clock deadlines: one timer thread for all runtimes of the process.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

type Action = Box<dyn FnOnce() + Send>;

/// Deadlines in order of time; the number makes equal times distinct.
#[derive(Default)]
struct Deadlines {
    armed: BTreeMap<(Instant, u64), Action>,
    next: u64,
    started: bool,
}

#[derive(Default)]
struct Watchdog {
    deadlines: Mutex<Deadlines>,
    changed: Condvar,
}

static WATCHDOG: LazyLock<Arc<Watchdog>> = LazyLock::new(Arc::default);

/// An armed deadline; dropping it disarms.
#[derive(Debug)]
pub(crate) struct Deadline((Instant, u64));

/// The longest time that can be waited for; longer ones are as good as no limit.
const MAX: Duration = Duration::from_secs(365 * 24 * 3600);

/// Runs `action` on the timer thread after `after`, unless the returned deadline is dropped before. `action` must be
/// quick: it holds up the others.
pub(crate) fn arm(after: Duration, action: impl FnOnce() + Send + 'static) -> Deadline {
    let mut deadlines = WATCHDOG.lock();
    deadlines.next += 1;
    let key = (Instant::now() + after.min(MAX), deadlines.next);
    let first = deadlines
        .armed
        .first_key_value()
        .is_none_or(|(earliest, _)| key < *earliest);
    deadlines.armed.insert(key, Box::new(action));
    if !deadlines.started {
        let watchdog = Arc::clone(&WATCHDOG);
        deadlines.started = thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || watchdog.run())
            .is_ok();
    }
    drop(deadlines);
    if first {
        WATCHDOG.changed.notify_one();
    }
    Deadline(key)
}

impl Drop for Deadline {
    fn drop(&mut self) {
        let action = WATCHDOG.lock().armed.remove(&self.0);
        drop(action);
    }
}

impl Watchdog {
    fn run(&self) {
        let mut deadlines = self.lock();
        loop {
            let now = Instant::now();
            let wait = match deadlines.armed.first_key_value() {
                Some(((at, _), _)) if *at <= now => {
                    if let Some((_, action)) = deadlines.armed.pop_first() {
                        drop(deadlines);
                        action();
                        deadlines = self.lock();
                    }
                    continue;
                }
                Some(((at, _), _)) => *at - now,
                None => MAX,
            };
            deadlines = self
                .changed
                .wait_timeout(deadlines, wait)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Deadlines> {
        self.deadlines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
