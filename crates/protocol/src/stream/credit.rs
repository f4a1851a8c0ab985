//! [`Credit`]: what the sender of a body may still send.

use crate::limits::{STREAM_CHUNK, STREAM_CREDIT};

/// The credit of the side that sends a body, in bytes. It may become negative: a piece that is longer than a chunk may be
/// sent in several without asking again in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    available: i64,
    /// What a chunk costs at least.
    least: usize,
}

impl Credit {
    /// For the body of a request, dispatched or fetched: nothing until the receiver grants something.
    #[must_use]
    pub const fn of_request() -> Self {
        Self {
            available: 0,
            least: 0,
        }
    }

    /// For the body of a dispatch's response: 1 MiB, of which a chunk costs 262,144 bytes even if it is shorter.
    #[must_use]
    pub const fn of_response() -> Self {
        Self {
            available: STREAM_CREDIT as i64,
            least: STREAM_CHUNK,
        }
    }

    /// For the body of a fetch's response, to a daemon that grants credit for it: 1 MiB, paid by length.
    #[must_use]
    pub const fn of_fetched() -> Self {
        Self {
            available: STREAM_CREDIT as i64,
            least: 0,
        }
    }

    /// Adds what a `STREAM_PULL` grants. Any number is fine; it saturates.
    pub fn grant(&mut self, bytes: u64) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        self.available = self.available.saturating_add(bytes);
    }

    /// Whether the next piece may be sent: there is credit for a whole chunk of 262,144 bytes.
    #[must_use]
    pub const fn may_send(&self) -> bool {
        self.available >= STREAM_CHUNK as i64
    }

    /// Pays for a chunk of `len` bytes that is being sent.
    pub fn charge(&mut self, len: usize) {
        let cost = i64::try_from(self.cost(len)).unwrap_or(i64::MAX);
        self.available = self.available.saturating_sub(cost);
    }

    /// What a chunk of `len` bytes costs; the receiver grants as much again for it.
    #[must_use]
    pub fn cost(&self, len: usize) -> usize {
        len.max(self.least)
    }

    /// The bytes left; negative if more was sent than there was credit for.
    #[must_use]
    pub const fn available(&self) -> i64 {
        self.available
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_starts_with_credit_for_four_chunks_of_whatever_size() {
        let mut credit = Credit::of_response();
        for _ in 0..4 {
            assert!(credit.may_send());
            credit.charge(1);
        }
        assert!(!credit.may_send());
        credit.grant(STREAM_CHUNK as u64);
        assert!(credit.may_send());
    }

    #[test]
    fn a_request_waits_for_its_first_grant() {
        let mut credit = Credit::of_request();
        assert!(!credit.may_send());
        credit.grant(STREAM_CHUNK as u64 - 1);
        assert!(!credit.may_send());
        credit.grant(1);
        assert!(credit.may_send());
        credit.charge(1);
        assert!(!credit.may_send());
    }

    #[test]
    fn no_number_overflows() {
        let mut credit = Credit::of_request();
        for _ in 0..3 {
            credit.grant(1 << 53);
            credit.grant(u64::MAX);
        }
        assert_eq!(credit.available(), i64::MAX);
        for _ in 0..3 {
            credit.charge(usize::MAX);
        }
        assert!(!credit.may_send());
    }
}
