//! Counters of a daemon.

use std::sync::atomic::{AtomicU64, Ordering};

/// What [`Daemon::stats`](crate::Daemon::stats) tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Runtimes that exist and belong to a connection.
    pub active_isolates: u64,
    /// Connections that are open.
    pub active_connections: u64,
    /// Runtimes created since the start. A reused one does not count again.
    pub total_isolates_created: u64,
    /// Requests accepted since the start, whatever their answer.
    pub total_requests_processed: u64,
}

/// The counters that only grow.
#[derive(Debug, Default)]
pub struct Counters {
    isolates: AtomicU64,
    requests: AtomicU64,
}

impl Counters {
    /// A runtime was created.
    pub fn count_isolate(&self) {
        self.isolates.fetch_add(1, Ordering::Relaxed);
    }

    /// A request has arrived.
    pub fn count_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// Runtimes and requests so far.
    pub fn totals(&self) -> (u64, u64) {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (get(&self.isolates), get(&self.requests))
    }
}
