//! Memory that V8 does not count: WebAssembly's, and that of native code.
//!
//! It is seen only as growth of the process. The system knows how many pages each thread has touched for the first time,
//! which says who has grown, if not by how much: freed memory is touched again. So both must come together. The process
//! has grown by more than those who have touched pages may have taken, and somebody has touched by far more than it may
//! have: that one is out of memory.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::sampler::Turns;

/// After this time growth is taken for normal.
const WINDOW: Duration = Duration::from_secs(30);

/// How long memory may take to come back after somebody has been told to end.
const AFTERMATH: Duration = Duration::from_secs(1);

/// Growth after which the process is looked at closely, in bytes.
const CLOSELY: u64 = 32 << 20;

/// Growth beyond that which is not blamed on anybody, in bytes.
const TOLERANCE: u64 = 96 << 20;

/// Touched bytes below which nobody counts as growing.
const NOISE: u64 = 16 << 20;

/// The process in the current window.
#[derive(Debug)]
pub(super) struct Growth {
    since: Instant,
    /// Memory of the process at the start of the window, in bytes.
    resident: u64,
    /// Once the process has grown.
    mark: Option<Mark>,
}

/// The moment when the process had grown enough to be looked at closely.
#[derive(Debug)]
struct Mark {
    resident: u64,
    /// What each runtime had touched then, in bytes. By address: those that come later have touched little.
    touched: HashMap<*const Turns, u64>,
}

impl Growth {
    pub(super) fn new() -> Self {
        Self {
            since: Instant::now(),
            resident: u64::MAX,
            mark: None,
        }
    }

    /// Looks at the process, and at the runtimes that have or had owners.
    pub(super) fn look<'a>(
        &mut self,
        resident: u64,
        runtimes: impl Iterator<Item = &'a Arc<Turns>>,
    ) {
        if Instant::now() < self.since {
            return;
        }
        if resident < self.resident || self.since.elapsed() > WINDOW {
            *self = Self {
                since: Instant::now(),
                resident,
                mark: None,
            };
        }
        if resident - self.resident <= CLOSELY {
            return;
        }
        let Some(mark) = &self.mark else {
            let touched = runtimes.map(|turns| (Arc::as_ptr(turns), turns.touched()));
            let touched = touched.collect();
            self.mark = Some(Mark { resident, touched });
            return;
        };
        let grown = resident.saturating_sub(mark.resident);
        if grown <= TOLERANCE {
            return;
        }
        let growing: Vec<_> = runtimes
            .map(|turns| (turns, mark.touched_by(turns)))
            .filter(|(_, touched)| *touched > NOISE)
            .collect();
        let allowed = growing
            .iter()
            .map(|(turns, _)| turns.share())
            .fold(TOLERANCE, u64::saturating_add);
        let taker = growing
            .iter()
            .filter(|(turns, touched)| *touched > turns.share().saturating_add(TOLERANCE / 2))
            .max_by_key(|(_, touched)| touched);
        if let Some((turns, _)) = taker
            && grown > allowed
        {
            turns.out_of_memory();
            *self = Self {
                since: Instant::now() + AFTERMATH,
                resident: u64::MAX,
                mark: None,
            };
        }
    }
}

impl Mark {
    /// Bytes that a runtime has touched since.
    fn touched_by(&self, turns: &Arc<Turns>) -> u64 {
        let before = self.touched.get(&Arc::as_ptr(turns)).copied();
        turns.touched().saturating_sub(before.unwrap_or_default())
    }
}
