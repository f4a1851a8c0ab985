//! Frames: a big-endian `u32` length, a type byte, a MessagePack map (protocol.md, section 1.2).

use bytes::{Buf, Bytes, BytesMut};
use thiserror::Error;

use crate::limits::MAX_FRAME;
use crate::raw::Raw;
use crate::wire::{Token, WireError, Writer};

/// Bytes of the length field.
const PREFIX: usize = 4;

/// Room to ask for when a frame is incomplete: enough for an efficient read, too little for a bare length field to
/// make a receiver allocate megabytes.
const READ_AHEAD: usize = 64 * 1024;

/// One frame: the type byte and the payload, which is always a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The message type (section 3.1), assigned or not.
    pub kind: u8,
    /// The message's fields, sharing the memory they were received in.
    pub payload: Raw,
}

/// A frame that costs the connection: its sender cannot be understood any more (section 1.3).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FrameError {
    /// The length field exceeds the limit.
    #[error("frame of {len} bytes exceeds the limit of {max} bytes")]
    TooLarge {
        /// N of the frame.
        len: usize,
        /// The limit, [`MAX_FRAME`].
        max: usize,
    },
    /// The length field leaves no room for a payload.
    #[error("frame without a payload: its length is below 2")]
    Empty,
    /// The payload is not exactly one acceptable MessagePack value.
    #[error("malformed frame payload: {0}")]
    Malformed(#[from] WireError),
}

/// A message too large to be sent. The operation it belongs to must fail; the connection is fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("message of {len} bytes exceeds the frame limit of {max} bytes")]
pub struct TooLarge {
    /// N the frame would have had.
    pub len: usize,
    /// The limit, [`MAX_FRAME`].
    pub max: usize,
}

/// Takes frames off the front of a receive buffer.
///
/// After an error it stays failed and repeats it: nothing behind a bad frame can be trusted.
#[derive(Debug, Default)]
pub struct FrameDecoder {
    failed: Option<FrameError>,
}

impl FrameDecoder {
    /// A decoder at the start of a connection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next frame, or `None` if `buf` does not hold a whole one yet; then read more and call again.
    ///
    /// Frames share the buffer's memory: nothing is copied, however the bytes were split. An oversize frame is
    /// reported as soon as its length field is there. A payload that is no map counts as an empty map.
    ///
    /// # Errors
    ///
    /// [`FrameError`]; the connection must be closed.
    pub fn decode(&mut self, buf: &mut BytesMut) -> Result<Option<Frame>, FrameError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        take_frame(buf).inspect_err(|error| self.failed = Some(error.clone()))
    }
}

fn take_frame(buf: &mut BytesMut) -> Result<Option<Frame>, FrameError> {
    let Some(prefix) = buf.first_chunk::<PREFIX>() else {
        return Ok(None);
    };
    // Saturating keeps the comparison right on targets whose pointers are narrower than 32 bits.
    let len = usize::try_from(u32::from_be_bytes(*prefix)).unwrap_or(usize::MAX);
    if len > MAX_FRAME {
        return Err(FrameError::TooLarge {
            len,
            max: MAX_FRAME,
        });
    }
    if len < 2 {
        return Err(FrameError::Empty);
    }
    let missing = (PREFIX + len).saturating_sub(buf.len());
    if missing > 0 {
        buf.reserve(missing.min(READ_AHEAD));
        return Ok(None);
    }
    let mut frame = buf.split_to(PREFIX + len).freeze();
    frame.advance(PREFIX);
    let kind = frame.get_u8();
    let payload = Raw::from_bytes(frame)?;
    let payload = match payload.reader().next() {
        Ok(Token::Map(_)) => payload,
        _ => Raw::empty_map(),
    };
    Ok(Some(Frame { kind, payload }))
}

/// Builds a complete frame, length field included, in one buffer.
///
/// `payload` writes exactly one map.
///
/// # Errors
///
/// [`TooLarge`] if the frame would exceed [`MAX_FRAME`]; nothing must be sent then.
pub fn write_frame(kind: u8, payload: impl FnOnce(&mut Writer)) -> Result<Bytes, TooLarge> {
    let mut writer = Writer::behind(&[0, 0, 0, 0, kind], 123);
    payload(&mut writer);
    let mut frame = writer.into_buffer();
    let len = frame.len() - PREFIX;
    let prefix = match u32::try_from(len) {
        Ok(prefix) if len <= MAX_FRAME => prefix,
        _ => {
            return Err(TooLarge {
                len,
                max: MAX_FRAME,
            });
        }
    };
    if let Some(field) = frame.first_chunk_mut::<PREFIX>() {
        *field = prefix.to_be_bytes();
    }
    Ok(Bytes::from(frame))
}
