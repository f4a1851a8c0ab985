//! Who may use a runtime: one owner at a time, and each has a lease of its own (runtime.md 21).
//!
//! A runtime of a namespace outlives its owners. What an earlier owner sends may still be on its way when the next one
//! has taken over, so each handle carries the number of its lease, and so does each command it sends.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The number of a lease. They count up for as long as the runtime lives.
pub(crate) type Lease = u64;

/// The lease that counts now.
#[derive(Debug)]
pub(crate) struct Leases(Mutex<Stand>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    /// The runtime has an owner.
    Held(Lease),
    /// It had one, and is being tidied up.
    Ending(Lease),
    /// It had one, or none yet, and rests.
    Free(Lease),
}

impl Leases {
    /// Of a runtime that nobody has owned yet.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Stand::Free(0)))
    }

    /// Whether commands of this lease are to be obeyed.
    pub(crate) fn is_held(&self, lease: Lease) -> bool {
        *self.lock() == Stand::Held(lease)
    }

    /// The newest lease, though it may have ended.
    pub(crate) fn newest(&self) -> Lease {
        let (Stand::Held(last) | Stand::Ending(last) | Stand::Free(last)) = *self.lock();
        last
    }

    /// Whether anybody owns the runtime.
    pub(crate) fn has_owner(&self) -> bool {
        matches!(*self.lock(), Stand::Held(_))
    }

    /// Whether the lease is the newest one, though it may have ended.
    pub(crate) fn is_last(&self, lease: Lease) -> bool {
        self.newest() == lease
    }

    /// The owner goes: nothing that it has sent is obeyed from here on. False if it is not the owner.
    pub(crate) fn end(&self, lease: Lease) -> bool {
        self.step(Stand::Held(lease), Stand::Ending(lease))
    }

    /// The runtime has been tidied up.
    pub(crate) fn free(&self, lease: Lease) -> bool {
        self.step(Stand::Ending(lease), Stand::Free(lease))
    }

    /// The next owner comes. None unless the runtime rests since the end of `last`.
    pub(crate) fn begin(&self, last: Lease) -> Option<Lease> {
        let next = last.saturating_add(1);
        self.step(Stand::Free(last), Stand::Held(next))
            .then_some(next)
    }

    fn step(&self, from: Stand, to: Stand) -> bool {
        let mut stand = self.lock();
        let possible = *stand == from;
        if possible {
            *stand = to;
        }
        possible
    }

    fn lock(&self) -> MutexGuard<'_, Stand> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leases_follow_one_another() {
        let leases = Leases::new();
        assert!(!leases.has_owner());
        assert_eq!(leases.begin(0), Some(1));
        assert!(leases.is_held(1) && leases.has_owner());
        assert_eq!(leases.begin(1), None);
        assert!(leases.end(1));
        assert!(!leases.is_held(1) && leases.is_last(1));
        assert!(!leases.end(1));
        assert_eq!(leases.begin(1), None);
        assert!(leases.free(1));
        assert_eq!(leases.begin(1), Some(2));
        assert!(!leases.is_last(1));
        assert!(!leases.end(1));
        assert_eq!(leases.begin(1), None);
        assert!(leases.is_held(2));
    }
}
