//! How much a client has asked for that is not answered yet.

use std::sync::atomic::{AtomicUsize, Ordering};

use thiserror::Error;
use tokio::sync::Notify;

/// Counts the requests of a connection and the bytes they hold, within limits.
#[derive(Debug)]
pub struct InFlight {
    max_requests: usize,
    max_bytes: usize,
    requests: AtomicUsize,
    bytes: AtomicUsize,
    /// Wakes `none`.
    idle: Notify,
}

/// A request too many.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TooMany {
    /// Of requests.
    #[error("Too many requests wait for an answer: a connection may have {0} in flight")]
    Requests(usize),
    /// Of bytes.
    #[error(
        "Requests that wait for an answer are too large: a connection may have {0} bytes in flight"
    )]
    Bytes(usize),
}

impl InFlight {
    /// Nothing yet, and at most so much.
    pub fn new(max_requests: usize, max_bytes: usize) -> Self {
        Self {
            max_requests,
            max_bytes,
            requests: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            idle: Notify::new(),
        }
    }

    /// A request of so many bytes arrives. [`leave`](Self::leave) follows unless there is an error.
    pub fn enter(&self, bytes: usize) -> Result<(), TooMany> {
        let requests = self.requests.fetch_add(1, Ordering::AcqRel);
        let held = self.bytes.fetch_add(bytes, Ordering::AcqRel);
        let error = if requests >= self.max_requests {
            TooMany::Requests(self.max_requests)
        } else if held > 0 && held.saturating_add(bytes) > self.max_bytes {
            TooMany::Bytes(self.max_bytes)
        } else {
            return Ok(());
        };
        self.leave(bytes);
        Err(error)
    }

    /// The request is answered.
    pub fn leave(&self, bytes: usize) {
        self.bytes.fetch_sub(bytes, Ordering::AcqRel);
        if self.requests.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.idle.notify_waiters();
        }
    }

    /// Ready when everything is answered.
    pub async fn none(&self) {
        loop {
            let idle = self.idle.notified();
            if self.requests.load(Ordering::Acquire) == 0 {
                return;
            }
            idle.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_limits_hold() {
        let requests = InFlight::new(2, 100);
        assert_eq!(requests.enter(60), Ok(()));
        assert_eq!(requests.enter(60), Err(TooMany::Bytes(100)));
        assert_eq!(requests.enter(40), Ok(()));
        assert_eq!(requests.enter(0), Err(TooMany::Requests(2)));
        requests.leave(60);
        requests.leave(40);
        assert_eq!(requests.enter(200), Ok(()), "one always fits");
    }
}
