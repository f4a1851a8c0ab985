//! The fuzz target's check as an ordinary test: mutated frames for `FUZZ_SECONDS`, 2 by default.
//!
//! A failure prints the seed; `FUZZ_SEED` repeats it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use isolate_protocol::message::CallbackResponse;
use isolate_protocol::refs::{FileRef, FormValue};
use isolate_protocol::{Form, Message, Value, check};

/// xorshift64*: small, seedable, good enough to pick mutations.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `bound`, or 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 16) as usize % bound.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Bytes that mean something to the decoder: markers, boundaries of lengths, extension numbers.
const MEANINGFUL: &[u8] = &[
    0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x8f, 0x90, 0x91, 0x9f, 0xa0, 0xa1, 0xbf, 0xc0, 0xc1, 0xc2,
    0xc3, 0xc4, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcf, 0xd0, 0xd3, 0xd4, 0xd6, 0xd7, 0xd8, 0xd9,
    0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff,
];

/// Texts that mean something: names the decoders look for.
const WORDS: &[&[u8]] = &[
    b"\xa6__type\xa6URLRef",
    b"\xa6__type\xa7DateRef",
    b"\xa6__type\xacUndefinedRef",
    b"\xa6__type\xadUint8ArrayRef",
    b"\xa9__proto__",
    b"\xa9timestamp\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00",
    b"\xa4data\x93\x01\x02\xcc\xff",
    b"\xa9requestId\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00",
    b"\xd4\x08\x80",
    b"\xd6\xff\x00\x00\x00\x00",
    b"\xd8\x0f\x81\xa4href\xa9http://a/",
    b"\xa3a\xff\xfe",
];

fn mutate(data: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
    let at = random.below(data.len());
    let len = random.below(16).min(data.len() - at);
    match random.below(8) {
        0 if !data.is_empty() => data[at] ^= 1 << random.below(8),
        1 if !data.is_empty() => data[at] = *random.pick(MEANINGFUL),
        2 => data.insert(at, *random.pick(MEANINGFUL)),
        3 => drop(data.drain(at..at + len)),
        4 => {
            let copy = data[at..at + len].to_vec();
            data.splice(at..at, copy);
        }
        5 => data.truncate(at),
        6 => drop(data.splice(at..at + len, random.pick(WORDS).iter().copied())),
        _ => {
            let other = random.pick(corpus);
            let from = random.below(other.len());
            data.splice(at..at, other[from..].iter().copied());
        }
    }
}

/// A frame with a few mutations, its length mostly right, sometimes between intact frames.
fn input(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = random.pick(corpus).clone();
    // Mostly one or two: more rarely leave anything that gets past the framing.
    for _ in 0..=random.below(8).saturating_sub(5) {
        mutate(&mut data, corpus, random);
    }
    if random.below(8) > 0 {
        repair(&mut data);
    }
    match random.below(8) {
        0 => data.extend_from_slice(random.pick::<Vec<u8>>(corpus)),
        1 => drop(data.splice(0..0, random.pick(corpus).iter().copied())),
        _ => {}
    }
    data
}

/// Makes the length of the frame right again, so that the mutation behind it is seen.
fn repair(data: &mut [u8]) {
    if let (Some(len), Some(field)) = (data.len().checked_sub(4), data.first_chunk_mut::<4>()) {
        *field = u32::try_from(len).unwrap().to_be_bytes();
    }
}

/// Every sample message, and rich values in every form as results of a callback.
fn corpus() -> Vec<Vec<u8>> {
    let rich = Value::Array(vec![
        Value::Undefined,
        Value::Date(-1.0),
        Value::RegExp {
            source: "a+".into(),
            flags: "gi".into(),
        },
        Value::BigInt("-1".into()),
        Value::Headers(vec![("a".into(), "b".into())]),
        Value::Error {
            name: "E".into(),
            message: "m".into(),
            stack: None,
            code: None,
        },
        Value::Request(Box::default()),
        Value::Response(Box::default()),
        Value::FormData(vec![("f".into(), FormValue::File(FileRef::default()))]),
        Value::Callback {
            callback_id: 1,
            kind: None,
        },
        Value::Promise {
            promise_id: 2,
            resolve_callback_id: Some(3),
        },
        Value::AbortSignal(true),
        Value::Float(0.5),
    ]);
    let results = [Form::Native, Form::Marshalled, Form::Newest].map(|form| {
        Message::from(CallbackResponse {
            request_id: 1,
            result: Some(rich.to_raw(form)),
            error: None,
        })
    });
    common::samples()
        .iter()
        .chain(&results)
        .map(|message| message.encode().unwrap().to_vec())
        .collect()
}

fn seed() -> u64 {
    match std::env::var("FUZZ_SEED") {
        Ok(seed) => seed.parse().expect("FUZZ_SEED is a number"),
        Err(_) => {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_nanos() as u64
                | 1
        }
    }
}

#[test]
fn mutated_frames_never_break_the_decoders() {
    let seconds = std::env::var("FUZZ_SECONDS").map_or(2, |seconds| {
        seconds.parse().expect("FUZZ_SECONDS is a number")
    });
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let corpus = corpus();
    let (mut rounds, mut state) = (0_u64, seed());
    while Instant::now() < deadline {
        let mut random = Random(state);
        let data = input(&corpus, &mut random);
        if catch_unwind(AssertUnwindSafe(|| check::frames(&data))).is_err() {
            panic!("FUZZ_SEED={state} breaks the decoders with {data:02x?}");
        }
        state = random.next() | 1;
        rounds += 1;
    }
    println!("{rounds} inputs in {seconds} s");
    assert!(rounds > 0);
}
