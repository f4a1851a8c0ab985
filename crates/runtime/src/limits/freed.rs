//! Gives memory that runtimes have freed back to the system.
//!
//! The C library keeps what a thread freed, for allocations to come. Runtimes that come and go want it again and would pay
//! for each page; so it is not given back at every end, but at most once in a while.
#![allow(unsafe_code)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Time between two calls that give memory back.
const INTERVAL: Duration = Duration::from_secs(1);

/// A runtime has ended since memory was given back.
static ENDED: AtomicBool = AtomicBool::new(false);

/// To be called when the memory of a runtime has been freed.
pub(crate) fn runtime_ended() {
    ENDED.store(true, Ordering::Relaxed);
}

/// Knows when memory was given back.
pub(crate) struct Freed {
    last: Instant,
}

impl Freed {
    pub(crate) fn new() -> Self {
        Self {
            last: Instant::now(),
        }
    }

    /// Gives memory back if it is time.
    pub(crate) fn look(&mut self) {
        if self.last.elapsed() >= INTERVAL && ENDED.swap(false, Ordering::Relaxed) {
            give_back();
            self.last = Instant::now();
        }
    }
}

fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: takes no pointers; any thread may call it at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}
