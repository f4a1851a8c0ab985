//! What must hold of the decoders for any bytes: shared by the fuzz target and the randomised test.

use bytes::{Bytes, BytesMut};

use crate::wire::TYPE_KEY;
use crate::{Form, Frame, FrameDecoder, FrameError, Message, Raw, Ref, Value};

/// Inputs up to this size are also fed byte by byte.
const SMALL: usize = 4096;

/// Decodes `data` as the bytes of a connection and panics if anything about the result is wrong.
pub fn frames(data: &[u8]) {
    let whole = decode(data, [data.len()]);
    let middle = data.len() / 2;
    assert_eq!(
        whole,
        decode(data, [middle, data.len()]),
        "split in the middle"
    );
    if data.len() <= SMALL {
        assert_eq!(whole, decode(data, 1..=data.len()), "split at every byte");
    }
    for frame in &whole.0 {
        message(frame);
        value(&frame.payload);
    }
    // Bytes that are no frame may still be a value.
    if let Ok(raw) = Raw::from_bytes(Bytes::copy_from_slice(data)) {
        value(&raw);
    }
}

/// All frames of `data`, and the error that ended them, when its bytes arrive up to each of `ends`.
fn decode(data: &[u8], ends: impl IntoIterator<Item = usize>) -> (Vec<Frame>, Option<FrameError>) {
    let (mut decoder, mut buffer) = (FrameDecoder::new(), BytesMut::new());
    let (mut frames, mut start) = (Vec::new(), 0);
    for end in ends {
        buffer.extend_from_slice(data.get(start..end).unwrap_or_default());
        start = end;
        loop {
            match decoder.decode(&mut buffer) {
                Ok(Some(frame)) => frames.push(frame),
                Ok(None) => break,
                Err(error) => return (frames, Some(error)),
            }
        }
    }
    (frames, None)
}

/// A message that decodes is encoded to something that decodes to the same.
fn message(frame: &Frame) {
    let encoded = match Message::decode(frame) {
        Ok(message) => message.encode(),
        Err(error) => {
            assert!(
                error.to_string().len() < 4096,
                "an error text quotes the sender without bound"
            );
            return;
        }
    };
    // Replacing what is not UTF-8 can make a message too large to send.
    let Ok(encoded) = encoded else { return };
    let (frames, error) = decode(&encoded, [encoded.len()]);
    assert_eq!(None, error, "a message was written that cannot be read");
    let again = frames
        .first()
        .and_then(|frame| Message::decode(frame).ok()?.encode().ok());
    assert_eq!(
        Some(encoded),
        again,
        "a message changes when it is read and written"
    );
}

/// A value that decodes is encoded, in every form, to something valid that decodes to the same.
fn value(raw: &Raw) {
    let Ok(value) = Value::decode(raw) else {
        return;
    };
    for form in [Form::Native, Form::Marshalled, Form::Newest] {
        let encoded = value.to_raw(form);
        let valid = Raw::from_bytes(encoded.bytes().clone());
        assert_eq!(Ok(&encoded), valid.as_ref(), "an invalid value was written");
        let again = Value::decode(&encoded).map(|value| value.to_raw(form));
        if !has_almost_ref(&value) {
            assert_eq!(
                Ok(encoded),
                again,
                "a value changes when it is read and written"
            );
        }
    }
}

/// True if a map claims to be a ref and is none. Its fields may be written in a form that makes it one.
fn has_almost_ref(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(has_almost_ref),
        Value::Map(entries) => entries.iter().any(|(key, value)| {
            let named = key == TYPE_KEY
                && value
                    .as_str()
                    .is_some_and(|name| Ref::is_name(name.as_bytes()));
            named || has_almost_ref(value)
        }),
        _ => false,
    }
}
