//! Functions of guests that the client may call (protocol.md A.2): which runtime an id belongs to.
//!
//! Each runtime has a range of ids of its own from the first function on that it hands out. A range is given once, in
//! the whole daemon: an id that a client has kept for too long means nothing to anybody. Whether the function is still
//! there only its guest knows.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use isolate_protocol::limits::FIRST_LOCAL_CALLBACK;
use isolate_runtime::FUNCTION_IDS;

use crate::pool::IsolateId;
use crate::sync::lock;

/// The ranges of the daemon. After some four billion the first ones are given again.
#[derive(Debug, Default)]
pub struct Ranges(AtomicU32);

/// Whose the ranges of a connection are, by the first id of each.
#[derive(Debug, Default)]
pub struct GuestFunctions(Mutex<BTreeMap<u64, IsolateId>>);

impl GuestFunctions {
    /// Gives the first of [`FUNCTION_IDS`] new ids.
    pub fn open(&self, ranges: &Ranges, isolate: IsolateId) -> u64 {
        let range = u64::from(ranges.0.fetch_add(1, Ordering::Relaxed));
        let first = FIRST_LOCAL_CALLBACK + range * FUNCTION_IDS;
        lock(&self.0).insert(first, isolate);
        first
    }

    /// Whose function it is.
    pub fn owner(&self, id: u64) -> Option<IsolateId> {
        let ranges = lock(&self.0);
        let (first, isolate) = ranges.range(..=id).next_back()?;
        (id - first < FUNCTION_IDS).then(|| isolate.clone())
    }

    /// The runtime has gone, or has another owner.
    pub fn close(&self, isolate: &IsolateId) {
        lock(&self.0).retain(|_, owner| owner != isolate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_belong_to_one_runtime_and_are_not_given_again() {
        let (functions, ranges) = (GuestFunctions::default(), Ranges::default());
        let (a, b) = (IsolateId::from("a"), IsolateId::from("b"));
        let first = functions.open(&ranges, a.clone());
        assert_eq!(first, FIRST_LOCAL_CALLBACK);
        let second = functions.open(&ranges, b.clone());
        assert_eq!(functions.owner(first - 1), None);
        assert_eq!(functions.owner(first), Some(a.clone()));
        assert_eq!(functions.owner(second - 1), Some(a.clone()));
        assert_eq!(functions.owner(second + 5), Some(b.clone()));
        assert_eq!(functions.owner(second + FUNCTION_IDS), None);
        functions.close(&b);
        assert_eq!(functions.owner(second), None);
        assert!(functions.open(&ranges, b) > second);
        assert_eq!(functions.owner(first), Some(a));
    }
}
