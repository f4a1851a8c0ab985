//! An appending MessagePack writer.

use bytes::Bytes;
use rmp::encode::{self, ByteBuf, ValueWriteError};

use crate::raw::Raw;

/// Largest integer every JavaScript peer reads back exactly, 2^53 - 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Appends encoded values to a growing buffer, each in its smallest form.
///
/// The caller sees to it that what it writes adds up to whole values: after [`array`](Self::array) and
/// [`map`](Self::map) as many values as announced, and map keys other than
/// [`FORBIDDEN_KEY`](super::FORBIDDEN_KEY), which makes peers drop the connection.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    buffer: ByteBuf,
    /// Where the values start: 0, or behind the header when a frame is being built.
    start: usize,
}

/// Writing to memory cannot fail; rmp's signatures say it could.
fn infallible<T>(result: Result<T, ValueWriteError<std::convert::Infallible>>) {
    let Ok(_) = result;
}

/// A MessagePack length. What is beyond 32 bits cannot be sent anyway: the frame would be oversize.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

impl Writer {
    /// An empty writer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty writer with room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            buffer: ByteBuf::with_capacity(bytes),
            start: 0,
        }
    }

    /// A writer that appends behind a header which it never touches.
    pub(crate) fn behind(header: &[u8], capacity: usize) -> Self {
        let mut writer = Self::with_capacity(header.len() + capacity);
        writer.buffer.as_mut_vec().extend_from_slice(header);
        writer.start = header.len();
        writer
    }

    /// The whole buffer, the header included.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.buffer.into_vec()
    }

    /// Writes nil.
    pub fn nil(&mut self) {
        let Ok(()) = encode::write_nil(&mut self.buffer);
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        let Ok(()) = encode::write_bool(&mut self.buffer, value);
    }

    /// Writes an integer in its smallest form.
    pub fn int(&mut self, value: i64) {
        infallible(encode::write_sint(&mut self.buffer, value));
    }

    /// Writes an unsigned integer in its smallest form.
    pub fn uint(&mut self, value: u64) {
        infallible(encode::write_uint(&mut self.buffer, value));
    }

    /// Writes a float64, also where an integer would be shorter.
    pub fn float(&mut self, value: f64) {
        infallible(encode::write_f64(&mut self.buffer, value));
    }

    /// Writes a JavaScript number: a safe integer in its smallest form, everything else, `-0` included, as float64.
    pub fn number(&mut self, value: f64) {
        let negative_zero = value == 0.0 && value.is_sign_negative();
        if value.fract() == 0.0 && value.abs() <= MAX_SAFE_INTEGER && !negative_zero {
            self.int(value as i64);
        } else {
            self.float(value);
        }
    }

    /// Writes a string.
    pub fn str(&mut self, text: &str) {
        infallible(encode::write_str_len(
            &mut self.buffer,
            length(text.as_bytes()),
        ));
        self.buffer.as_mut_vec().extend_from_slice(text.as_bytes());
    }

    /// Writes binary.
    pub fn bin(&mut self, bytes: &[u8]) {
        infallible(encode::write_bin_len(&mut self.buffer, length(bytes)));
        self.buffer.as_mut_vec().extend_from_slice(bytes);
    }

    /// Opens an array: `count` values must follow.
    pub fn array(&mut self, count: u32) {
        infallible(encode::write_array_len(&mut self.buffer, count));
    }

    /// Opens a map: `count` pairs of key and value must follow.
    pub fn map(&mut self, count: u32) {
        infallible(encode::write_map_len(&mut self.buffer, count));
    }

    /// Writes an extension, as fixext where the size allows it.
    pub fn ext(&mut self, kind: i8, payload: &[u8]) {
        infallible(encode::write_ext_meta(
            &mut self.buffer,
            length(payload),
            kind,
        ));
        self.buffer.as_mut_vec().extend_from_slice(payload);
    }

    /// Appends a value that is already encoded.
    pub fn raw(&mut self, value: &Raw) {
        self.buffer.as_mut_vec().extend_from_slice(value.as_bytes());
    }

    /// Bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// True if nothing has been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What has been written so far.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.buffer.as_slice().get(self.start..).unwrap_or_default()
    }

    /// Takes back everything after the first `len` bytes; no effect if there are not that many.
    pub fn truncate(&mut self, len: usize) {
        self.buffer
            .as_mut_vec()
            .truncate(self.start.saturating_add(len));
    }

    /// The written bytes.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        let Self { buffer, start } = self;
        let mut bytes = buffer.into_vec();
        bytes.drain(..start);
        bytes
    }

    /// The written bytes as a value. They must be exactly one: this is not checked.
    #[must_use]
    pub fn finish(self) -> Raw {
        Raw::trusted(Bytes::from(self.into_vec()))
    }
}
