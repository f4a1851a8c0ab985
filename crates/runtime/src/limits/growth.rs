//! Memory that V8 does not count: WebAssembly's, and that of native code.
//!
//! It is seen only as growth of the process. The system knows how many pages each thread has touched for the first time,
//! which says who has grown, if not by how much: freed memory is touched again. So both must come together. The process
//! has grown by more than those who have touched pages may have taken, and somebody has touched by far more than it may
//! have: that one is out of memory. What it may have taken is not looked for any more, and if the rest is still too much,
//! so is the next one.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::sampler::Turns;

/// After this time growth is taken for normal.
const WINDOW: Duration = Duration::from_secs(30);

/// How long memory may take to come back after a runtime has ended: the C library gives it back once a second.
const AFTERMATH: Duration = Duration::from_millis(1500);

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
    /// What each runtime had touched when nobody had grown since, in bytes. By address: those that come later have touched little.
    touched: HashMap<*const Turns, u64>,
    /// Those that have been told to end since, until their memory has come back.
    told: Vec<Told>,
}

/// One that has been told to end.
#[derive(Debug)]
struct Told {
    turns: Weak<Turns>,
    /// What it may have taken, in bytes.
    taken: u64,
    /// When it was found to have ended.
    gone: Option<Instant>,
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
        let touched = runtimes.map(|turns| (turns, turns.touched()));
        let Some(mark) = &mut self.mark else {
            self.mark = Some(Mark {
                resident,
                touched: by_address(touched),
                told: Vec::new(),
            });
            return;
        };
        mark.told.retain_mut(Told::is_to_be_awaited);
        let unexplained = mark.unexplained(resident);
        if unexplained <= CLOSELY {
            // Nobody has grown. What was touched so far, has been freed.
            mark.touched = by_address(touched);
        } else if unexplained > TOLERANCE {
            let growing = touched.map(|(turns, touched)| (turns, mark.since(turns, touched)));
            let growing = growing.filter(|(_, touched)| *touched > NOISE).collect();
            mark.tell(resident, growing);
        }
    }
}

fn by_address<'a>(
    touched: impl Iterator<Item = (&'a Arc<Turns>, u64)>,
) -> HashMap<*const Turns, u64> {
    touched
        .map(|(turns, touched)| (Arc::as_ptr(turns), touched))
        .collect()
}

impl Mark {
    /// Bytes that a runtime has touched since.
    fn since(&self, turns: &Arc<Turns>, touched: u64) -> u64 {
        let before = self.touched.get(&Arc::as_ptr(turns)).copied();
        touched.saturating_sub(before.unwrap_or_default())
    }

    /// Bytes that the process has grown by, without those that will come back.
    fn unexplained(&self, resident: u64) -> u64 {
        let grown = resident.saturating_sub(self.resident);
        grown.saturating_sub(self.told.iter().map(|told| told.taken).sum())
    }

    /// Tells those to end that have taken too much, the largest first. `growing`: who has touched how much.
    fn tell(&mut self, resident: u64, mut growing: Vec<(&Arc<Turns>, u64)>) {
        growing.retain(|(turns, touched)| {
            let told = self.told.iter_mut().find(|told| told.is(turns));
            let told = told.map(|told| told.taken = told.taken.max(taken(turns, *touched)));
            told.is_none()
        });
        growing.sort_by_key(|(_, touched)| *touched);
        let mut allowed = growing
            .iter()
            .map(|(turns, _)| turns.share())
            .fold(TOLERANCE, u64::saturating_add);
        while let Some((turns, touched)) = growing.pop() {
            if self.unexplained(resident) <= allowed {
                return;
            }
            if touched > turns.share().saturating_add(TOLERANCE / 2) {
                turns.out_of_memory();
                allowed = allowed.saturating_sub(turns.share());
                self.told.push(Told {
                    turns: Arc::downgrade(turns),
                    taken: taken(turns, touched),
                    gone: None,
                });
            }
        }
    }
}

/// What one may have taken at most when it has ended: it may take some more until then.
fn taken(turns: &Turns, touched: u64) -> u64 {
    touched
        .saturating_add(turns.share())
        .saturating_add(TOLERANCE / 2)
}

impl Told {
    fn is(&self, turns: &Arc<Turns>) -> bool {
        std::ptr::eq(self.turns.as_ptr(), Arc::as_ptr(turns))
    }

    fn is_to_be_awaited(&mut self) -> bool {
        if self.turns.strong_count() > 0 {
            return true;
        }
        self.gone.get_or_insert_with(Instant::now).elapsed() < AFTERMATH
    }
}
