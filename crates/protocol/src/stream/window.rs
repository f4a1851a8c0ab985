//! [`Window`]: what the receiver of a body has, and when it asks for more.

use thiserror::Error;

use crate::limits::STREAM_CREDIT;

/// Bytes that a chunk counts beside its content towards the limit of a [`Window`]: its place in a queue is not free.
pub const CHUNK_OVERHEAD: usize = 64;

/// Credit that is given back in one go: a grant per chunk would double the number of messages. Far below the size of the
/// window, so that a sender never runs dry while its receiver keeps up.
const GRANT: usize = STREAM_CREDIT / 4;

/// The accounts of the side that receives a body.
///
/// At any time the sender's credit, the bytes that wait to be consumed and those consumed but not granted again add up to
/// the size of the window, 1 MiB. What arrives beyond the credit makes the credit negative; that is legal, because a
/// long piece is sent without asking again, but only up to a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Bytes that arrived and were not consumed.
    buffered: usize,
    /// Chunks they came in.
    chunks: usize,
    /// The most that `buffered`, with overhead, may become.
    limit: usize,
    /// Bytes to be granted; `None` if the sender knows no credit.
    pending: Option<usize>,
}

/// More arrived than may be buffered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "The body is sent faster than it is read: {held} bytes wait, which exceeds the limit of {limit} bytes"
)]
pub struct Overrun {
    /// What would have to be held, with [`CHUNK_OVERHEAD`] for each chunk.
    pub held: usize,
    /// The limit.
    pub limit: usize,
}

impl Window {
    /// For a sender that starts without credit. It holds up to `limit` bytes; at least 1 MiB, or else honest senders
    /// run into it.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self {
            buffered: 0,
            chunks: 0,
            limit,
            pending: Some(STREAM_CREDIT),
        }
    }

    /// For a sender that starts with the whole window as credit.
    #[must_use]
    pub const fn granted(limit: usize) -> Self {
        Self {
            pending: Some(0),
            ..Self::new(limit)
        }
    }

    /// For a sender that knows no credit and sends what it has; nothing is ever granted.
    #[must_use]
    pub const fn unlimited(limit: usize) -> Self {
        Self {
            pending: None,
            ..Self::new(limit)
        }
    }

    /// A chunk of `len` bytes has arrived.
    ///
    /// # Errors
    ///
    /// [`Overrun`] if it may not be buffered; the stream must be failed then, and the window is unchanged.
    pub const fn receive(&mut self, len: usize) -> Result<(), Overrun> {
        let chunks = self.chunks.saturating_add(1);
        let buffered = self.buffered.saturating_add(len);
        let held = buffered.saturating_add(chunks.saturating_mul(CHUNK_OVERHEAD));
        if held > self.limit {
            return Err(Overrun {
                held,
                limit: self.limit,
            });
        }
        self.chunks = chunks;
        self.buffered = buffered;
        Ok(())
    }

    /// A chunk of `len` bytes, which had arrived, has been consumed.
    pub fn consume(&mut self, len: usize) {
        let len = len.min(self.buffered);
        self.buffered -= len;
        self.chunks = self.chunks.saturating_sub(1);
        if let Some(pending) = &mut self.pending {
            *pending = pending.saturating_add(len);
        }
    }

    /// The credit to grant now, if enough has been consumed for a grant to be worth a message. It counts as granted.
    #[must_use]
    pub fn grant(&mut self) -> Option<u64> {
        let pending = self.pending.as_mut()?;
        if *pending < GRANT {
            return None;
        }
        Some(std::mem::take(pending) as u64)
    }

    /// Bytes that wait to be consumed.
    #[must_use]
    pub const fn buffered(&self) -> usize {
        self.buffered
    }

    /// The same with [`CHUNK_OVERHEAD`] for each chunk: what the limit is about.
    #[must_use]
    pub const fn held(&self) -> usize {
        self.buffered + self.chunks * CHUNK_OVERHEAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 64 << 20;

    #[test]
    fn grants_come_in_quarters() {
        let mut window = Window::new(LIMIT);
        assert_eq!(window.grant(), Some(1 << 20));
        assert_eq!(window.grant(), None);
        for _ in 0..4 {
            window.receive(100_000).unwrap();
        }
        for expected in [None, None, Some(300_000), None] {
            window.consume(100_000);
            assert_eq!(window.grant(), expected);
        }
        assert_eq!((window.buffered(), window.held()), (0, 0));
    }

    #[test]
    fn senders_without_credit_are_granted_none() {
        let mut window = Window::unlimited(LIMIT);
        window.receive(10 << 20).unwrap();
        window.consume(10 << 20);
        assert_eq!(window.grant(), None);
    }

    #[test]
    fn too_much_is_refused_and_says_how_much() {
        let mut window = Window::granted(1000);
        window.receive(900).unwrap();
        let error = window.receive(100).unwrap_err();
        let text = "The body is sent faster than it is read: 1128 bytes wait, which exceeds the limit of 1000 bytes";
        assert_eq!(error.to_string(), text);
        assert_eq!(window.buffered(), 900);
        // Chunks cost something even if they are empty.
        assert!((0..10).any(|_| window.receive(0).is_err()));
    }
}
