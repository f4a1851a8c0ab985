//! What is in a pool, and what has become of what was.

use super::{Pool, Stand};

/// Figures of a moment, and counts since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolStats {
    /// Connections that are open.
    pub connections: usize,
    /// Runtimes that a connection owns.
    pub active: usize,
    /// Runtimes that are being tidied up.
    pub parking: usize,
    /// Runtimes that wait in their namespace for the next owner.
    pub idle: usize,
    /// Bytes of the idle ones.
    pub idle_bytes: u64,
    /// Creates that hold a place.
    pub creating: usize,
    /// Creates that wait for a place, or for the runtime of their namespace.
    pub waiting: usize,
    /// Runtimes that are ending.
    pub ending: usize,
    /// Creates in a namespace that found an idle runtime.
    pub hits: u64,
    /// Creates in a namespace that did not.
    pub misses: u64,
    /// Runtimes that could not have another owner: finished by a limit, or stuck.
    pub poisoned: u64,
    /// Idle runtimes that made room for another one.
    pub evicted_for_place: u64,
    /// Idle runtimes that took too much memory.
    pub evicted_for_memory: u64,
    /// Idle runtimes that nobody wanted for too long.
    pub evicted_for_age: u64,
}

/// Those that only grow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counters {
    pub(super) hits: u64,
    pub(super) misses: u64,
    pub(super) poisoned: u64,
    pub(super) evicted_for_place: u64,
    pub(super) evicted_for_memory: u64,
    pub(super) evicted_for_age: u64,
}

impl<R> Pool<R> {
    /// All figures.
    pub fn stats(&self) -> PoolStats {
        let stands = || self.isolates.values().map(|entry| entry.stand);
        let waiting = self
            .creates
            .values()
            .filter(|create| create.is_waiting())
            .count();
        let counters = self.counters;
        PoolStats {
            connections: self.connections.len(),
            active: stands()
                .filter(|stand| matches!(stand, Stand::Active(_)))
                .count(),
            parking: stands()
                .filter(|stand| matches!(stand, Stand::Parking(_)))
                .count(),
            idle: self.idle.len(),
            idle_bytes: self.idle.bytes(),
            creating: self.creates.len() - waiting,
            waiting,
            ending: self.ending,
            hits: counters.hits,
            misses: counters.misses,
            poisoned: counters.poisoned,
            evicted_for_place: counters.evicted_for_place,
            evicted_for_memory: counters.evicted_for_memory,
            evicted_for_age: counters.evicted_for_age,
        }
    }
}
