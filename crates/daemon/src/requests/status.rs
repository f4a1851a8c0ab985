//! `GET_STATUS`, a request of our own.

use isolate_protocol::message::{DaemonStatus, IsolateStatus, PoolStatus, SpareStatus};

use super::Responder;
use crate::shared::Shared;

/// Tells how the daemon fares.
pub fn status(responder: Responder) {
    let status = responder.connection().shared.status();
    responder.finish(Ok(status.to_raw()));
}

impl Shared {
    /// All figures of the daemon.
    pub fn status(&self) -> DaemonStatus {
        let pool = self.runtimes.stats();
        let spares = self.runtimes.spare_stats();
        let (created, requests) = self.counters.totals();
        DaemonStatus {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: u64::from(std::process::id()),
            uptime_ms: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            connections: pool.connections as u64,
            requests,
            isolates: IsolateStatus {
                limit: self.options.max_isolates as u64,
                active: pool.active as u64,
                pooled: pool.idle as u64,
                pooled_bytes: pool.idle_bytes,
                parking: pool.parking as u64,
                creating: pool.creating as u64,
                waiting: pool.waiting as u64,
                ending: pool.ending as u64,
                created,
            },
            pool: PoolStatus {
                hits: pool.hits,
                misses: pool.misses,
                poisoned: pool.poisoned,
                evicted_for_place: pool.evicted_for_place,
                evicted_for_memory: pool.evicted_for_memory,
                evicted_for_age: pool.evicted_for_age,
            },
            spares: SpareStatus {
                ready: spares.ready as u64,
                starting: spares.starting as u64,
                hits: spares.hits,
                misses: spares.misses,
            },
        }
    }
}
