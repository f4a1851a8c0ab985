//! [`ReceiveBuffer`]: what has been read off the socket and makes no whole frame yet, and the memory for more.
//!
//! Frames are sliced out of the memory they were received in and live as long as somebody holds a part of them. Memory
//! that nobody holds any more is used again: a body of many large chunks would otherwise be received into fresh pages
//! over and over, which costs more than copying it.

use isolate_protocol::limits::MAX_FRAME;
use isolate_protocol::{BytesMut, Frame, FrameDecoder, FrameError};

/// Room for a read, in bytes, as long as frames are small.
const READ: usize = 64 * 1024;

/// Room below which a read is not worth it.
const LOW_ROOM: usize = 8 * 1024;

/// Room behind a large frame: enough for the start of the next one, little enough to be moved.
const SLACK: usize = 1024;

/// Bytes of a frame that are made room for at once; the rest when these have arrived.
const LARGE: usize = 1024 * 1024;

/// Buffers that are kept to be used again: about as many as chunks of 256 KiB are under way in one body.
const SPARE: usize = 6;

#[derive(Debug)]
pub(crate) struct ReceiveBuffer {
    decoder: FrameDecoder,
    bytes: BytesMut,
    /// Buffers whose memory may be in use elsewhere, the oldest first.
    spare: Vec<BytesMut>,
    /// Length of the last large frame since the last exchange of buffers; 0 if there was none.
    large: usize,
}

impl ReceiveBuffer {
    pub(crate) fn new() -> Self {
        Self {
            decoder: FrameDecoder::new(),
            bytes: BytesMut::with_capacity(READ),
            spare: Vec::new(),
            large: 0,
        }
    }

    /// The next frame, if a whole one is there.
    pub(crate) fn frame(&mut self) -> Result<Option<Frame>, FrameError> {
        // The decoder would make room for the rest in its own way.
        if self.missing() > 0 {
            return Ok(None);
        }
        let before = self.bytes.len();
        let frame = self.decoder.decode(&mut self.bytes)?;
        let len = before - self.bytes.len();
        if len > READ {
            self.large = len.min(LARGE);
        }
        Ok(frame)
    }

    /// Where to append what is read next; there is room.
    pub(crate) fn room(&mut self) -> &mut BytesMut {
        let missing = self.missing().min(LARGE);
        let room = self.bytes.capacity() - self.bytes.len();
        if room < missing.max(LOW_ROOM) {
            // Large frames rarely come alone.
            let usual = self.large.max(READ);
            self.exchange(usual.max(self.bytes.len() + missing) + SLACK);
            self.large = 0;
        }
        &mut self.bytes
    }

    /// Bytes the frame at the front lacks, at least; 0 if it is whole, or cannot be one.
    fn missing(&self) -> usize {
        let Some(prefix) = self.bytes.first_chunk() else {
            return 4 - self.bytes.len();
        };
        match u32::from_be_bytes(*prefix) as usize {
            len @ 2..=MAX_FRAME => (4 + len).saturating_sub(self.bytes.len()),
            _ => 0,
        }
    }

    /// Continues in memory that holds so many bytes in all.
    fn exchange(&mut self, capacity: usize) {
        let room = capacity.saturating_sub(self.bytes.len());
        if self.bytes.try_reclaim(room) {
            return;
        }
        let mut spare = self.spare.iter_mut();
        let reclaimed = spare.position(|spare| spare.try_reclaim(capacity));
        let mut next = match reclaimed {
            Some(index) => self.spare.remove(index),
            None => BytesMut::with_capacity(capacity),
        };
        next.extend_from_slice(&self.bytes);
        let mut old = std::mem::replace(&mut self.bytes, next);
        old.clear();
        if self.spare.len() >= SPARE {
            self.spare.remove(0);
        }
        self.spare.push(old);
    }
}

#[cfg(test)]
mod tests {
    use isolate_protocol::message::StreamPush;
    use isolate_protocol::{Bytes, Message};

    use super::{ReceiveBuffer, SLACK};

    fn push(len: usize) -> Bytes {
        let chunk = vec![7; len].into();
        let stream_id = 1;
        Message::from(StreamPush { stream_id, chunk })
            .encode()
            .unwrap()
    }

    /// Feeds bytes as a socket would, and counts the frames.
    fn feed(buffer: &mut ReceiveBuffer, mut bytes: &[u8], per_read: usize) -> usize {
        let mut frames = 0;
        while !bytes.is_empty() {
            let room = buffer.room();
            let free = room.capacity() - room.len();
            assert!(free > 0);
            let (read, rest) = bytes.split_at(free.min(per_read).min(bytes.len()));
            room.extend_from_slice(read);
            bytes = rest;
            while buffer.frame().unwrap().is_some() {
                frames += 1;
            }
        }
        frames
    }

    #[test]
    fn frames_of_all_sizes_in_pieces_of_all_sizes() {
        let mut buffer = ReceiveBuffer::new();
        for len in [0, 10, 60_000, 70_000, 262_144, 3 << 20, 1, 262_144] {
            for per_read in [1_000, 65_536, usize::MAX] {
                let bytes = [push(len), push(3), push(len)].concat();
                assert_eq!(feed(&mut buffer, &bytes, per_read), 3, "{len}, {per_read}");
            }
        }
        assert!(buffer.bytes.is_empty());
    }

    #[test]
    fn memory_is_used_again() {
        let mut buffer = ReceiveBuffer::new();
        let bytes = push(262_144).repeat(4);
        feed(&mut buffer, &bytes, usize::MAX);
        let memory = |buffer: &ReceiveBuffer| {
            let mut all: Vec<_> = buffer.spare.iter().map(|spare| spare.as_ptr()).collect();
            all.sort();
            all.len()
        };
        let before = memory(&buffer);
        for _ in 0..10 {
            feed(&mut buffer, &bytes, usize::MAX);
        }
        assert_eq!(memory(&buffer), before);
        // Little of the next frame is received, and moved, with the one before.
        let room = buffer.room();
        assert!(room.capacity() <= bytes.len() / 4 + 2 * SLACK);
    }

    #[test]
    fn what_is_no_frame_is_left_to_the_decoder() {
        for bad in [[0xff; 4], [0, 0, 0, 1]] {
            let mut buffer = ReceiveBuffer::new();
            buffer.room().extend_from_slice(&bad);
            assert!(buffer.frame().is_err());
        }
    }
}
