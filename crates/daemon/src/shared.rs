//! What all connections of a daemon share.

use std::sync::Arc;
use std::time::Instant;

use crate::connection::Ranges;
use crate::options::DaemonOptions;
use crate::runtimes::Runtimes;
use crate::stats::Counters;

/// One per daemon.
pub struct Shared {
    /// What the daemon was started with.
    pub options: DaemonOptions,
    /// Every runtime, and who owns it.
    pub runtimes: Arc<Runtimes>,
    /// When it was started.
    pub started: Instant,
    /// Ids of functions that guests hand out.
    pub function_ranges: Ranges,
    /// What has happened so far.
    pub counters: Counters,
}

impl Shared {
    /// Of a daemon that starts.
    pub fn new(options: DaemonOptions) -> Self {
        Self {
            runtimes: Arc::new(Runtimes::new(&options)),
            options,
            started: Instant::now(),
            function_ranges: Ranges::default(),
            counters: Counters::default(),
        }
    }
}
