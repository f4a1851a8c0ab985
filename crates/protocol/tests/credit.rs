//! Properties of flow control: a sender and a receiver with any pieces, in any interleaving.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::VecDeque;

use isolate_protocol::limits::{STREAM_CHUNK, STREAM_CREDIT};
use isolate_protocol::stream::{Credit, Window};
use proptest::collection::vec;
use proptest::prelude::*;

const LIMIT: usize = 64 << 20;

/// A body on its way: what the sender has yet to send, what is in the socket, what the receiver has.
struct Transfer {
    credit: Credit,
    window: Window,
    pieces: VecDeque<usize>,
    chunks: VecDeque<usize>,
    grants: VecDeque<u64>,
    queue: VecDeque<usize>,
    consumed: usize,
}

impl Transfer {
    fn new(credit: Credit, window: Window, pieces: &[usize]) -> Self {
        let mut transfer = Self {
            credit,
            window,
            pieces: pieces.iter().copied().collect(),
            chunks: VecDeque::new(),
            grants: VecDeque::new(),
            queue: VecDeque::new(),
            consumed: 0,
        };
        transfer.ask();
        transfer
    }

    fn ask(&mut self) {
        self.grants.extend(self.window.grant());
    }

    /// Sends one piece, split without asking again, as existing clients do.
    fn send(&mut self) -> bool {
        if !self.credit.may_send() {
            return false;
        }
        let Some(mut piece) = self.pieces.pop_front() else {
            return false;
        };
        while piece > 0 {
            let chunk = piece.min(STREAM_CHUNK);
            self.credit.charge(chunk);
            self.chunks.push_back(chunk);
            piece -= chunk;
        }
        true
    }

    fn deliver_chunk(&mut self) -> bool {
        let chunk = self.chunks.pop_front();
        if let Some(chunk) = chunk {
            self.window.receive(chunk).unwrap();
            self.queue.push_back(chunk);
        }
        chunk.is_some()
    }

    fn deliver_grant(&mut self) -> bool {
        let grant = self.grants.pop_front();
        grant.into_iter().for_each(|bytes| self.credit.grant(bytes));
        grant.is_some()
    }

    fn consume(&mut self) -> bool {
        let chunk = self.queue.pop_front();
        if let Some(chunk) = chunk {
            self.consumed += chunk;
            self.window.consume(chunk);
            self.ask();
        }
        chunk.is_some()
    }

    fn step(&mut self, step: u8) -> bool {
        match step {
            0 => self.send(),
            1 => self.deliver_chunk(),
            2 => self.deliver_grant(),
            _ => self.consume(),
        }
    }

    fn check(&self, longest: usize) {
        let available = self.credit.available();
        let flying: usize = self.chunks.iter().sum();
        let granted: u64 = self.grants.iter().sum();
        let known = available + (flying + self.window.buffered()) as i64 + granted as i64;
        // Nothing is lost: what is missing from the window is less than a grant.
        assert!(known <= STREAM_CREDIT as i64, "{known}");
        assert!(known > (STREAM_CREDIT - STREAM_CHUNK) as i64, "{known}");
        let ahead = flying + self.window.buffered();
        assert!(ahead <= STREAM_CREDIT + longest, "{ahead} with {longest}");
        assert_eq!(
            self.window.buffered(),
            self.queue.iter().sum::<usize>(),
            "the window counts what there is"
        );
    }
}

fn pieces() -> impl Strategy<Value = Vec<usize>> {
    let piece = prop_oneof![1..100_usize, 1..STREAM_CHUNK, 1..3_usize << 20];
    vec(piece, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bodies_arrive_whole_and_bounded(
        starts_granted: bool,
        pieces in pieces(),
        steps in vec(0..4_u8, 0..400),
    ) {
        let (credit, window) = if starts_granted {
            (Credit::of_fetched(), Window::granted(LIMIT))
        } else {
            (Credit::of_request(), Window::new(LIMIT))
        };
        let total: usize = pieces.iter().sum();
        let longest = pieces.iter().copied().max().unwrap_or_default();
        let mut transfer = Transfer::new(credit, window, &pieces);
        for step in steps {
            transfer.step(step);
            transfer.check(longest);
        }
        // Never do both sides wait: as long as something is left, somebody can do something.
        while transfer.consumed < total {
            prop_assert!((0..4).any(|step| transfer.step(step)), "stuck at {}", transfer.consumed);
            transfer.check(longest);
        }
        prop_assert_eq!(transfer.window.held(), 0);
    }

    #[test]
    fn hostile_senders_are_bounded(limit in 0..4_usize << 20, lengths in vec(0..1_usize << 20, 0..100)) {
        let mut window = Window::unlimited(limit);
        for len in lengths {
            let before = window.clone();
            if let Err(error) = window.receive(len) {
                prop_assert!(error.held > error.limit);
                prop_assert_eq!(&window, &before);
            }
            prop_assert!(window.held() <= limit);
        }
    }

    #[test]
    fn a_response_returns_its_credit_exactly(lengths in vec(1..=STREAM_CHUNK, 0..100)) {
        let mut credit = Credit::of_response();
        let start = credit;
        for len in lengths {
            credit.charge(len);
            credit.grant(start.cost(len) as u64);
            prop_assert_eq!(credit, start);
        }
    }
}
