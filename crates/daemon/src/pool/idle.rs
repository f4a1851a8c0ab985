//! The idle runtimes: in which order they are evicted.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::IsolateId;

/// By the number of the disposal that made them idle, so that the least recently used comes first.
#[derive(Debug, Default)]
pub(super) struct Idle {
    by_disposal: BTreeMap<u64, Resting>,
    bytes: u64,
}

#[derive(Debug)]
struct Resting {
    id: IsolateId,
    bytes: u64,
    since: Instant,
}

impl Idle {
    pub(super) fn insert(&mut self, disposal: u64, id: IsolateId, bytes: u64, since: Instant) {
        self.remove(disposal);
        self.bytes = self.bytes.saturating_add(bytes);
        let resting = Resting { id, bytes, since };
        self.by_disposal.insert(disposal, resting);
    }

    /// Gives the bytes it was noted with.
    pub(super) fn remove(&mut self, disposal: u64) -> Option<u64> {
        let resting = self.by_disposal.remove(&disposal)?;
        self.bytes = self.bytes.saturating_sub(resting.bytes);
        Some(resting.bytes)
    }

    /// One has been measured again.
    pub(super) fn measure(&mut self, disposal: u64, bytes: u64) {
        if let Some(resting) = self.by_disposal.get_mut(&disposal) {
            self.bytes = self.bytes.saturating_sub(resting.bytes);
            self.bytes = self.bytes.saturating_add(bytes);
            resting.bytes = bytes;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_disposal.len()
    }

    /// Of all together.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &IsolateId> {
        self.by_disposal.values().map(|resting| &resting.id)
    }

    /// Of those that `may` go, the one that was disposed longest ago.
    pub(super) fn oldest(&self, may: impl Fn(&str) -> bool) -> Option<IsolateId> {
        self.ids().find(|id| may(id)).cloned()
    }

    /// Of those that `may` go, the one that takes most; of equal ones that was disposed longest ago.
    pub(super) fn largest(&self, may: impl Fn(&str) -> bool) -> Option<IsolateId> {
        let resting = self.by_disposal.values().rev();
        let resting = resting.filter(|resting| may(&resting.id));
        let largest = resting.max_by_key(|resting| resting.bytes)?;
        Some(largest.id.clone())
    }

    /// Those that have been idle for so long.
    pub(super) fn expired(&self, idle_time: Duration, now: Instant) -> Vec<IsolateId> {
        let resting = self.by_disposal.values();
        let expired =
            resting.filter(|resting| now.saturating_duration_since(resting.since) >= idle_time);
        expired.map(|resting| resting.id.clone()).collect()
    }

    /// When the next one will have been idle for so long.
    pub(super) fn next_expiry(&self, idle_time: Duration) -> Option<Instant> {
        let since = self.by_disposal.values().map(|resting| resting.since).min();
        since?.checked_add(idle_time)
    }
}
