//! Bytes of bodies that the daemon holds for one connection, however many bodies there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use thiserror::Error;

/// The bytes that all bodies of a connection may hold together.
#[derive(Debug)]
pub struct Budget {
    limit: usize,
    held: AtomicUsize,
}

/// What one body holds; dropping it gives that back.
#[derive(Debug)]
pub struct Held {
    budget: Arc<Budget>,
    bytes: usize,
}

/// The budget is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "Bodies and answers on their way hold too much: a connection may have {0} bytes of them in memory"
)]
pub struct OverBudget(pub usize);

impl Budget {
    /// So many bytes.
    pub fn new(limit: usize) -> Arc<Self> {
        let held = AtomicUsize::new(0);
        Arc::new(Self { limit, held })
    }

    /// A body that holds nothing yet.
    pub fn hold(self: &Arc<Self>) -> Held {
        Held {
            budget: Arc::clone(self),
            bytes: 0,
        }
    }

    /// Bytes held now.
    #[cfg(test)]
    pub fn held(&self) -> usize {
        self.held.load(Ordering::Acquire)
    }
}

impl Held {
    /// Says how much the body holds from now on. If that is too much, nothing changes.
    pub fn resize(&mut self, bytes: usize) -> Result<(), OverBudget> {
        let held = &self.budget.held;
        if let Some(more) = bytes.checked_sub(self.bytes) {
            let before = held.fetch_add(more, Ordering::AcqRel);
            if more > 0 && before.saturating_add(more) > self.budget.limit {
                held.fetch_sub(more, Ordering::AcqRel);
                return Err(OverBudget(self.budget.limit));
            }
        } else {
            held.fetch_sub(self.bytes - bytes, Ordering::AcqRel);
        }
        self.bytes = bytes;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.held.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_share_the_budget() {
        let budget = Budget::new(100);
        let (mut one, mut two) = (budget.hold(), budget.hold());
        assert_eq!(one.resize(60), Ok(()));
        assert_eq!(two.resize(60), Err(OverBudget(100)));
        assert_eq!(two.resize(40), Ok(()));
        assert_eq!(two.resize(41), Err(OverBudget(100)));
        assert_eq!(one.resize(10), Ok(()));
        assert_eq!(two.resize(90), Ok(()));
        drop(two);
        assert_eq!(budget.held(), 10);
    }
}
