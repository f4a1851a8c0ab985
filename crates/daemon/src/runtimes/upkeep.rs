//! What is to be done from time to time: idle runtimes are measured again, and those that nobody wants for long end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::{sleep_until, timeout};

use super::Runtimes;

/// Between two looks at idle runtimes. They collect their garbage shortly after they were parked.
const INTERVAL: Duration = Duration::from_secs(1);

/// Between two looks in any case: what is to end may be claimed by a create that has not come to it yet.
const PAUSE: Duration = Duration::from_millis(10);

/// Between two looks when there are none.
const RARELY: Duration = Duration::from_secs(30);

impl Runtimes {
    /// Goes on for as long as it is polled.
    pub async fn keep_house(self: Arc<Self>) {
        self.refill();
        loop {
            let changed = self.changed.notified();
            match self.tidy() {
                Some(next) => sleep_until(next.into()).await,
                None => drop(timeout(RARELY, changed).await),
            }
            self.cull_spares();
            self.refill();
        }
    }

    /// Gives the time of the next look; none if there is nothing to look at.
    fn tidy(self: &Arc<Self>) -> Option<Instant> {
        let now = Instant::now();
        self.with(|pool| {
            let measured: Vec<_> = pool
                .idle()
                .map(|(id, kept)| (Arc::clone(id), kept.runtime.measured_bytes() as u64))
                .collect();
            if measured.is_empty() {
                return None;
            }
            for (id, bytes) in measured {
                pool.measured(&id, bytes);
            }
            pool.expire(now);
            let next = now + INTERVAL;
            let expiry = pool.next_expiry().unwrap_or(next);
            Some(expiry.clamp(now + PAUSE, next))
        })
    }
}
