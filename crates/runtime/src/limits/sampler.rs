//! Looks at runtimes that have been busy for a while: one thread for all runtimes of the process.
//!
//! V8 knows of memory outside of its heap (WebAssembly, growable buffers) only when it collects garbage, and a callback
//! that loops between evals has no deadline of its own. So a turn that lasts is interrupted now and then to be looked at.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use deno_core::v8;

use super::freed::Freed;
use super::growth::Growth;
use super::heap;
use crate::flags::Flags;
use crate::mailbox::{Command, Mailbox};
use crate::state::State;
use crate::sync_gate::SyncGate;

/// Time between two looks.
const INTERVAL: Duration = Duration::from_millis(50);

/// Time without a turn after which a runtime is at rest.
const REST: Duration = Duration::from_secs(1);

/// Size of the pages that `/proc` counts in, in bytes.
const PAGE: u64 = 4096;

/// What the sampler knows of a runtime.
#[derive(Debug)]
pub(crate) struct Turns {
    /// Counts the starts and ends of turns: odd while one runs.
    count: AtomicU64,
    isolate: v8::IsolateHandle,
    flags: Arc<Flags>,
    gate: SyncGate,
    mailbox: Mailbox,
    /// The runtime's memory limit, in bytes.
    memory: u64,
    /// Somebody owns it, or has owned it: before that no guest can have taken any memory.
    owned: AtomicBool,
    /// While an eval runs it is the eval's own deadline that counts.
    evaluating: AtomicBool,
    /// The runtime's limit of an eval, which holds for each turn between evals, too: the bits of a number of
    /// milliseconds. Zero means none.
    limit: AtomicU64,
    seen: Mutex<Seen>,
}

/// The turn that was running at the last look.
#[derive(Debug)]
struct Seen {
    count: u64,
    since: Instant,
    /// The count after the runtime was told that it is at rest.
    rested: u64,
}

static TURNS: LazyLock<Mutex<Vec<Weak<Turns>>>> = LazyLock::new(|| {
    // Without the thread, deadlines and collections still bound what a guest can do.
    let _ = thread::Builder::new().name("sampler".to_owned()).spawn(|| {
        let mut freed = Freed::new();
        let mut growth = Growth::new();
        loop {
            thread::sleep(INTERVAL);
            sample(&mut growth);
            freed.look();
        }
    });
    Mutex::default()
});

/// Registers a runtime; dropping the result takes it out.
pub(crate) fn watch(
    isolate: v8::IsolateHandle,
    flags: Arc<Flags>,
    gate: SyncGate,
    mailbox: Mailbox,
    memory: u64,
) -> Arc<Turns> {
    let turns = Arc::new(Turns {
        count: AtomicU64::new(0),
        isolate,
        flags,
        gate,
        mailbox,
        memory,
        owned: AtomicBool::new(false),
        evaluating: AtomicBool::new(false),
        limit: AtomicU64::new(0),
        seen: Mutex::new(Seen {
            count: 0,
            since: Instant::now(),
            rested: 0,
        }),
    });
    let mut all = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|turns| turns.strong_count() > 0);
    all.push(Arc::downgrade(&turns));
    turns
}

impl Turns {
    /// How long a turn between evals may last, in milliseconds.
    pub(crate) fn set_limit(&self, ms: Option<f64>) {
        let ms = ms.filter(|ms| ms.is_finite() && *ms > 0.0);
        self.limit
            .store(ms.unwrap_or_default().to_bits(), Ordering::Relaxed);
    }

    /// The runtime has its first owner.
    pub(crate) fn set_owned(&self) {
        self.owned.store(true, Ordering::Relaxed);
    }

    /// A turn starts.
    pub(crate) fn start(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// The turn has ended.
    pub(crate) fn end(&self) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    /// An eval starts to run, or has ended.
    pub(crate) fn set_evaluating(&self, evaluating: bool) {
        self.evaluating.store(evaluating, Ordering::Relaxed);
    }

    /// The limit in milliseconds, if the turn that has run since then has used it up.
    fn overdue(&self, since: Instant) -> Option<f64> {
        let limit = f64::from_bits(self.limit.load(Ordering::Relaxed));
        let free = limit == 0.0 || self.evaluating.load(Ordering::Relaxed);
        (!free && since.elapsed().as_secs_f64() * 1000.0 > limit).then_some(limit)
    }

    /// Looks at the runtime.
    fn look(&self) {
        let count = self.count.load(Ordering::Relaxed);
        let mut seen = self.seen();
        if seen.count != count {
            *seen = Seen {
                count,
                since: Instant::now(),
                rested: seen.rested,
            };
            return;
        }
        if count.is_multiple_of(2) {
            if seen.rested != count && seen.since.elapsed() >= REST {
                // The runtime looks at the message in a turn, after which it is not told again.
                seen.rested = count.wrapping_add(2);
                self.mailbox.send(Command::Rest);
            }
            return;
        }
        if let Some(limit) = self.overdue(seen.since) {
            self.flags.set_timed_out(limit);
            self.isolate.terminate_execution();
            self.gate.interrupt();
        } else {
            self.isolate.request_interrupt(measure, null_mut());
        }
    }

    /// Bytes that the runtime may have touched, in V8's heap and beside it.
    pub(super) fn share(&self) -> u64 {
        self.memory.saturating_mul(2)
    }

    /// Bytes that the runtime's thread has touched for the first time, since it began.
    pub(super) fn touched(&self) -> u64 {
        self.flags.thread().page_faults().saturating_mul(PAGE)
    }

    /// The runtime takes more memory than it may.
    pub(super) fn out_of_memory(&self) {
        self.flags.set_out_of_memory();
        self.isolate.terminate_execution();
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn sample(growth: &mut Growth) {
    let all: Vec<_> = {
        let all = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter_map(Weak::upgrade).collect()
    };
    let resident = resident_bytes();
    for turns in &all {
        turns.look();
    }
    let owned = |turns: &&Arc<Turns>| turns.owned.load(Ordering::Relaxed);
    growth.look(resident, all.iter().filter(owned));
}

/// Memory of the process, in bytes; 0 where the system does not tell.
fn resident_bytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or_default().saturating_mul(PAGE)
}

/// V8 calls this on the runtime's own thread, between two instructions of the guest.
unsafe extern "C" fn measure(isolate: v8::UnsafeRawIsolatePtr, _: *mut c_void) {
    // SAFETY: V8 passes the isolate that is running on this thread.
    let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) };
    if let Some(state) = State::of(&isolate) {
        let statistics = isolate.get_heap_statistics();
        // Beyond its limit V8's heap comes only when it was given room to unwind, or for one huge object.
        let heap = statistics.used_heap_size().saturating_sub(heap::BASE);
        let room = state
            .budget
            .limit()
            .saturating_add(state.budget.limit() / 4);
        if heap > room || !state.budget.allows(statistics.external_memory()) {
            state.flags.set_out_of_memory();
            isolate.terminate_execution();
        }
    }
}
