//! [`Receiving`]: what has arrived of a body, and the credit to give back for it.

use std::sync::Mutex;

use isolate_protocol::Bytes;
use isolate_protocol::limits::STREAM_CREDIT;
use isolate_protocol::stream::{Credit, Overrun, Window};

use crate::error::ClientError;
use crate::pipe::Pipe;
use crate::sync::lock;

/// The most a body may hold here, in bytes: far more than the credit that was granted for it.
const MAX_HELD: usize = 64 * 1024 * 1024;

/// Credit that is given back in one go for a response, in bytes: that of two chunks out of four.
const GRANT: u64 = (STREAM_CREDIT / 2) as u64;

/// A body on its way in, shared by the reader and the consumer.
#[derive(Debug)]
pub(crate) struct Receiving {
    pub(crate) pipe: Pipe<Bytes, ClientError>,
    accounts: Mutex<Accounts>,
}

#[derive(Debug)]
struct Accounts {
    window: Window,
    /// For bodies whose chunks do not cost their length: what they cost, and what has not been given back yet.
    costs: Option<(Credit, u64)>,
}

impl Receiving {
    /// The body of a dispatch's response: the sender starts with credit, and a chunk costs at least 256 KiB.
    pub(crate) fn response() -> Self {
        Self::new(
            Window::unlimited(MAX_HELD),
            Some((Credit::of_response(), 0)),
        )
    }

    /// The body of a fetch: the sender starts without credit; the first is granted when somebody begins to read.
    pub(crate) fn fetch() -> Self {
        Self::new(Window::new(MAX_HELD), None)
    }

    fn new(window: Window, costs: Option<(Credit, u64)>) -> Self {
        Self {
            pipe: Pipe::default(),
            accounts: Mutex::new(Accounts { window, costs }),
        }
    }

    /// Queues a piece.
    pub(crate) fn arrived(&self, chunk: Bytes) -> Result<(), Overrun> {
        lock(&self.accounts).window.receive(chunk.len())?;
        self.pipe.push(chunk);
        Ok(())
    }

    /// The consumer begins to read: the credit to grant for that.
    pub(crate) fn begin(&self) -> Option<u64> {
        lock(&self.accounts).window.grant()
    }

    /// The consumer has taken a piece: the credit to grant now.
    pub(crate) fn consumed(&self, len: usize) -> Option<u64> {
        let mut accounts = lock(&self.accounts);
        accounts.window.consume(len);
        let Some((credit, owed)) = &mut accounts.costs else {
            return accounts.window.grant();
        };
        *owed += credit.cost(len) as u64;
        (*owed >= GRANT).then(|| std::mem::take(owed))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, MAX_HELD, Receiving};

    #[test]
    fn chunks_of_responses_are_paid_back_in_pairs() {
        let body = Receiving::response();
        assert_eq!(body.begin(), None);
        for _ in 0..4 {
            body.arrived(Bytes::from_static(b"a")).unwrap();
        }
        let grants = [(); 4].map(|()| body.consumed(1));
        assert_eq!(grants, [None, Some(524_288), None, Some(524_288)]);
    }

    #[test]
    fn bodies_of_fetches_start_when_they_are_read() {
        let body = Receiving::fetch();
        assert_eq!(body.begin(), Some(1_048_576));
        assert_eq!(body.begin(), None);
        body.arrived(Bytes::from_static(&[0; 262_144])).unwrap();
        assert_eq!(body.consumed(262_144), Some(262_144));
    }

    #[test]
    fn what_is_held_has_a_bound() {
        let body = Receiving::response();
        let chunk = Bytes::from(vec![0; 1 << 20]);
        let fits = (0..)
            .take_while(|_| body.arrived(chunk.clone()).is_ok())
            .count();
        assert_eq!(fits, MAX_HELD / chunk.len() - 1);
    }
}
