//! Frames on a byte stream: split at every byte, coalesced, truncated, oversize, malformed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{decode_frame, frame_of, one_frame, samples};
use isolate_protocol::limits::{MAX_DEPTH, MAX_FRAME};
use isolate_protocol::{
    BytesMut, Frame, FrameDecoder, FrameError, Raw, WireError, Writer, write_frame,
};

/// All samples one after the other, and the frames they are.
fn stream() -> (Vec<u8>, Vec<Frame>) {
    let bytes = samples()
        .iter()
        .flat_map(|message| message.encode().unwrap())
        .collect();
    (bytes, samples().iter().map(frame_of).collect())
}

/// Feeds the bytes in pieces of this size.
fn feed(bytes: &[u8], piece: usize) -> Vec<Frame> {
    let (mut decoder, mut buffer, mut frames) = (FrameDecoder::new(), BytesMut::new(), Vec::new());
    for part in bytes.chunks(piece) {
        buffer.extend_from_slice(part);
        while let Some(frame) = decoder.decode(&mut buffer).unwrap() {
            frames.push(frame);
        }
    }
    assert!(buffer.is_empty());
    frames
}

#[test]
fn frames_may_be_split_and_coalesced_anywhere() {
    let (bytes, frames) = stream();
    for piece in (1..100).chain([1000, bytes.len()]) {
        assert_eq!(feed(&bytes, piece), frames, "in pieces of {piece}");
    }
}

#[test]
fn every_cut_of_a_frame_is_incomplete_and_then_completes() {
    for message in samples() {
        let bytes = message.encode().unwrap();
        for cut in 0..bytes.len() {
            let (mut decoder, mut buffer) = (FrameDecoder::new(), BytesMut::from(&bytes[..cut]));
            assert_eq!(decoder.decode(&mut buffer), Ok(None));
            buffer.extend_from_slice(&bytes[cut..]);
            assert_eq!(
                decoder.decode(&mut buffer).unwrap().unwrap(),
                frame_of(&message)
            );
        }
    }
}

#[test]
fn every_truncation_of_a_payload_is_malformed() {
    for message in samples() {
        let payload = frame_of(&message).payload;
        for cut in 1..payload.as_bytes().len() {
            let frame = frame_with(&payload.as_bytes()[..cut]);
            assert!(matches!(
                decode_frame(&frame),
                Err(FrameError::Malformed(WireError::Truncated { .. }))
            ));
        }
    }
}

/// A frame with these bytes as its payload, whatever they are.
fn frame_with(payload: &[u8]) -> Vec<u8> {
    let len = u32::try_from(payload.len() + 1).unwrap();
    [&len.to_be_bytes()[..], &[0xf0], payload].concat()
}

#[test]
fn the_largest_frame_is_taken_and_a_byte_more_is_not() {
    let payload_of = |len: usize| {
        let mut writer = Writer::new();
        writer.map(1);
        writer.str("k");
        // The header of bin 32 is 5 bytes, the map and its key 3.
        writer.bin(&vec![1; len - 8]);
        writer.into_vec()
    };
    let largest = frame_with(&payload_of(MAX_FRAME - 1));
    assert_eq!(one_frame(&largest).payload.as_bytes().len(), MAX_FRAME - 1);
    let error = FrameError::TooLarge {
        len: MAX_FRAME + 1,
        max: MAX_FRAME,
    };
    let oversize = frame_with(&payload_of(MAX_FRAME));
    assert_eq!(
        decode_frame(&oversize[..4]),
        Err(error.clone()),
        "known from the length alone"
    );
    assert_eq!(
        error.to_string(),
        "frame of 10485761 bytes exceeds the limit of 10485760 bytes"
    );
    assert_eq!(
        decode_frame(&[0xff; 4]),
        Err(FrameError::TooLarge {
            len: 0xffff_ffff,
            max: MAX_FRAME
        })
    );
    assert!(
        write_frame(0xf0, |writer| writer
            .raw(&Raw::build(|w| w.bin(&vec![0; MAX_FRAME]))))
        .is_err()
    );
}

#[test]
fn an_announced_frame_costs_no_memory_before_it_arrives() {
    let mut buffer = BytesMut::from(&[0x00, 0xa0, 0x00, 0x00][..]);
    assert_eq!(FrameDecoder::new().decode(&mut buffer), Ok(None));
    assert!(
        buffer.capacity() < 100_000,
        "{} bytes reserved",
        buffer.capacity()
    );
}

#[test]
fn a_large_frame_is_not_copied() {
    let bytes = write_frame(0xa0, |writer| {
        writer.map(1);
        writer.str("chunk");
        writer.bin(&vec![0; 5_000_000]);
    });
    let mut buffer = BytesMut::from(&bytes.unwrap()[..]);
    let range = buffer.as_ptr_range();
    let frame = FrameDecoder::new().decode(&mut buffer).unwrap().unwrap();
    assert!(range.contains(&frame.payload.as_bytes().as_ptr()));
}

#[test]
fn payloads_that_are_no_map_count_as_empty() {
    for payload in [
        &[0xc0][..],
        &[0x90],
        &[0x01],
        &[0xa1, b'x'],
        &[0x91, 0x80],
        &[0xd4, 0x08, 0x80],
    ] {
        assert_eq!(one_frame(&frame_with(payload)).payload, Raw::empty_map());
    }
}

#[test]
fn a_decoder_stays_failed() {
    let (mut decoder, mut buffer) = (
        FrameDecoder::new(),
        BytesMut::from(&frame_with(&[0x80, 0x80])[..]),
    );
    let error = decoder.decode(&mut buffer).unwrap_err();
    assert_eq!(
        error,
        FrameError::Malformed(WireError::Trailing { count: 1 })
    );
    buffer.extend_from_slice(&frame_with(&[0x80]));
    assert_eq!(decoder.decode(&mut buffer), Err(error));
}

#[test]
fn unacceptable_payloads_are_malformed() {
    let malformed = |payload: &[u8]| match decode_frame(&frame_with(payload)) {
        Err(FrameError::Malformed(error)) => error,
        other => panic!("{other:?}"),
    };
    let proto = [&[0x81, 0xa9][..], b"__proto__", &[0xc0]].concat();
    assert_eq!(malformed(&proto), WireError::ForbiddenKey { position: 1 });
    let nested = [&[0x81, 0xa1, b'k', 0x91][..], &proto].concat();
    assert_eq!(malformed(&nested), WireError::ForbiddenKey { position: 5 });
    assert_eq!(
        malformed(&[0x81, 0xc0, 0xc0]),
        WireError::BadKey { position: 1 }
    );
    assert_eq!(
        malformed(&[0x81, 0x80, 0xc0]),
        WireError::BadKey { position: 1 }
    );
    assert_eq!(
        malformed(&[0x81, 0xa1, b'k', 0xc1]),
        WireError::Reserved { position: 3 }
    );
    // Containers that announce billions of elements.
    assert_eq!(
        malformed(&[0xdf, 0xff, 0xff, 0xff, 0xff]),
        WireError::Truncated { position: 0 }
    );
    assert_eq!(
        malformed(&[0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0]),
        WireError::Truncated { position: 0 }
    );
    // As a value, or with a number for a key, it is all fine.
    let fine = [
        &[0x82, 0x01, 0xa9][..],
        b"__proto__",
        &[0xa1, b'k', 0x81, 0xca, 0, 0, 0, 0, 0x00],
    ]
    .concat();
    assert_eq!(one_frame(&frame_with(&fine)).payload.as_bytes(), fine);
}

#[test]
fn depth_is_limited_without_recursion() {
    let nested = |depth: usize| {
        let mut payload = vec![0x81, 0xa1, b'k'];
        payload.extend(std::iter::repeat_n(0x91, depth - 1));
        payload.push(0xc0);
        frame_with(&payload)
    };
    assert!(decode_frame(&nested(MAX_DEPTH)).unwrap().is_some());
    let error = FrameError::Malformed(WireError::TooDeep { max: MAX_DEPTH });
    assert_eq!(decode_frame(&nested(MAX_DEPTH + 1)), Err(error.clone()));
    assert_eq!(decode_frame(&nested(5_000_000)), Err(error));
}
