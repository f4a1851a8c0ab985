//! Threads that can not be stopped make way for all others.
//!
//! Some of V8's built-ins run to their end whatever happens, and that may be for years (`Array.prototype.indexOf` on an
//! object that claims a length of 2^53). Nobody waits for such a thread; it gets what no other thread wants of the cores.
#![allow(unsafe_code)]

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A thread, for as long as it runs.
#[derive(Debug, Default)]
pub(crate) struct Thread(Mutex<Option<i32>>);

impl Thread {
    /// It is the calling one.
    pub(crate) fn is_this_one(&self) {
        #[cfg(target_os = "linux")]
        {
            // SAFETY: takes nothing, and can not fail.
            *self.lock() = Some(unsafe { libc::gettid() });
        }
    }

    /// It ends: its number may be another thread's from here on.
    pub(crate) fn ends(&self) {
        *self.lock() = None;
    }

    /// It runs only when nothing else wants to. Nothing happens where the system knows no such thing.
    pub(crate) fn make_way(&self) {
        #[cfg(target_os = "linux")]
        if let Some(thread) = *self.lock() {
            let parameters = libc::sched_param { sched_priority: 0 };
            // SAFETY: the thread lives, since it could not end while the lock is held; the parameters are complete.
            unsafe {
                libc::sched_setscheduler(thread, libc::SCHED_IDLE, &raw const parameters);
            }
        }
    }

    /// Pages that it has touched for the first time, so far; 0 if that can not be told.
    pub(crate) fn page_faults(&self) -> u64 {
        let Some(thread) = *self.lock() else { return 0 };
        let stat = std::fs::read_to_string(format!("/proc/self/task/{thread}/stat"));
        let stat = stat.unwrap_or_default();
        // The name, in parentheses, may hold spaces; the count is the eighth field after it.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let faults = fields.split_ascii_whitespace().nth(7);
        faults
            .and_then(|faults| faults.parse().ok())
            .unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Option<i32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
