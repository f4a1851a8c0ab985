//! Frames that wait to be written, in order. Small ones are gathered into buffers, so that neither a frame nor a write
//! costs much if there are many of them.

use std::collections::VecDeque;
use std::io::{self, IoSlice};

use isolate_protocol::{Bytes, BytesMut};

use super::Position;
use crate::transport::Stream;

/// Frames up to this size are copied together; larger ones are not worth it.
const SMALL: usize = 16 * 1024;

/// Size of the buffers for small frames.
const BUFFER: usize = 64 * 1024;

/// Buffers written with one system call.
const BATCH: usize = 64;

/// The queue.
#[derive(Debug, Default)]
pub struct Queue {
    parts: VecDeque<Bytes>,
    /// Small frames behind those.
    tail: BytesMut,
    /// Bytes in both.
    bytes: usize,
    /// Bytes that have gone through, or past it.
    written: u64,
}

impl Queue {
    /// Bytes in it.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// How far everything has been written.
    pub fn written(&self) -> Position {
        Position(self.written)
    }

    /// The end of a frame that comes next.
    pub fn position_after(&self, len: usize) -> Position {
        Position(self.written + self.bytes as u64 + len as u64)
    }

    /// Counts bytes that were written while there was nothing in the queue.
    pub fn skip(&mut self, bytes: usize) {
        self.written += bytes as u64;
    }

    /// Appends a frame.
    pub fn push(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        if frame.len() > SMALL {
            self.seal();
            self.parts.push_back(frame);
            return;
        }
        if self.tail.len() + frame.len() > BUFFER {
            self.seal();
        }
        if self.tail.capacity() - self.tail.len() < frame.len() {
            self.tail.reserve(SMALL.max(frame.len()));
        }
        self.tail.extend_from_slice(&frame);
    }

    fn seal(&mut self) {
        if !self.tail.is_empty() {
            self.parts.push_back(self.tail.split().freeze());
        }
    }

    /// Writes until the socket takes no more, or there is no more.
    pub fn write(&mut self, stream: &Stream) -> io::Result<()> {
        self.seal();
        while !self.parts.is_empty() {
            let mut slices = [IoSlice::new(&[]); BATCH];
            let mut offered = 0;
            for (slice, part) in slices.iter_mut().zip(&self.parts) {
                *slice = IoSlice::new(part);
                offered += part.len();
            }
            let count = self.parts.len().min(BATCH);
            let taken = taken(stream.try_write(slices.get(..count).unwrap_or_default()))?;
            self.remove(taken);
            if taken < offered {
                break;
            }
        }
        Ok(())
    }

    fn remove(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
        self.written += bytes as u64;
        let mut left = bytes;
        while let Some(front) = self.parts.front_mut() {
            if left < front.len() {
                let _ = front.split_to(left);
                break;
            }
            left -= front.len();
            self.parts.pop_front();
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.written += self.bytes as u64;
        self.parts = VecDeque::new();
        self.tail = BytesMut::new();
        self.bytes = 0;
    }
}

/// Writes the front of `frame` and leaves the rest.
pub fn write(stream: &Stream, frame: &mut Bytes) -> io::Result<usize> {
    let taken = taken(stream.try_write(&[IoSlice::new(frame)]))?;
    let _ = frame.split_to(taken.min(frame.len()));
    Ok(taken)
}

/// Bytes written; none if the socket takes none now.
fn taken(result: io::Result<usize>) -> io::Result<usize> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
        result => result,
    }
}
