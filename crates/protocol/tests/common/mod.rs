//! What the tests share: hexadecimal, frames, and one sample of every message.

#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses a part of it"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod samples;

use isolate_protocol::{
    Bytes, BytesMut, Form, Frame, FrameDecoder, FrameError, Message, Raw, Value, write_frame,
};

pub use samples::samples;

/// The bytes of a hexadecimal text with or without spaces.
pub fn hex(text: &str) -> Bytes {
    let digits: Vec<u8> = text
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// The bytes of a hexadecimal text as a value.
pub fn raw(text: &str) -> Raw {
    Raw::from_bytes(hex(text)).unwrap()
}

/// Decodes the first frame of the bytes.
pub fn decode_frame(bytes: &[u8]) -> Result<Option<Frame>, FrameError> {
    FrameDecoder::new().decode(&mut BytesMut::from(bytes))
}

/// The only frame of the bytes.
pub fn one_frame(bytes: &[u8]) -> Frame {
    let mut buffer = BytesMut::from(bytes);
    let frame = FrameDecoder::new()
        .decode(&mut buffer)
        .unwrap()
        .expect("a whole frame");
    assert!(buffer.is_empty(), "bytes behind the frame");
    frame
}

/// The frame a message travels as.
pub fn frame_of(message: &Message) -> Frame {
    one_frame(&message.encode().unwrap())
}

/// The payload of a frame as a list of fields.
pub fn fields(frame: &Frame) -> Vec<(String, Value)> {
    match Value::decode(&frame.payload).unwrap() {
        Value::Map(fields) => fields,
        other => panic!("a payload is a map, not {other:?}"),
    }
}

/// A frame with these fields.
pub fn with_fields(kind: u8, fields: &[(String, Value)]) -> Frame {
    let payload = Value::Map(fields.to_vec());
    one_frame(&write_frame(kind, |writer| payload.encode(writer, Form::Native)).unwrap())
}
