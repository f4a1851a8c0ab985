//! A pull reader over encoded MessagePack.

use rmp::Marker;

use super::WireError;

/// The head of one MessagePack value; scalars and byte strings are complete, containers announce their size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'a> {
    /// nil
    Nil,
    /// true or false
    Bool(bool),
    /// Any integer that fits.
    Int(i64),
    /// An integer above `i64::MAX`.
    Uint(u64),
    /// float32 or float64
    Float(f64),
    /// A string. Bytes, because it need not be UTF-8: see [`lossy`](super::lossy).
    Str(&'a [u8]),
    /// Binary
    Bin(&'a [u8]),
    /// An array of so many values, which follow.
    Array(u32),
    /// A map of so many entries; twice as many values follow.
    Map(u32),
    /// An extension: its type and its payload.
    Ext(i8, &'a [u8]),
}

impl Token<'_> {
    /// How many values belong to this one and follow it directly.
    #[must_use]
    pub fn children(&self) -> u64 {
        match *self {
            Token::Array(count) => u64::from(count),
            Token::Map(count) => 2 * u64::from(count),
            _ => 0,
        }
    }
}

/// Reads tokens one after the other from encoded bytes. Never panics, whatever the bytes are.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    total: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            total: bytes.len(),
        }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn position(&self) -> usize {
        self.total - self.rest.len()
    }

    /// The bytes not read yet.
    #[must_use]
    pub fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    /// True at the end of the bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next token.
    ///
    /// A container that announces more values than there are bytes left is an error at once, so that a caller may
    /// trust the count when it allocates.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`] and [`WireError::Reserved`]. The reader is then at an unspecified position.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would have to wrap the end in both layers"
    )]
    pub fn next(&mut self) -> Result<Token<'a>, WireError> {
        let start = self.position();
        let cut = WireError::Truncated { position: start };
        let token = self.token().ok_or(cut.clone())?;
        match token {
            None => Err(WireError::Reserved { position: start }),
            Some(token) if token.children() > self.rest.len() as u64 => Err(cut),
            Some(token) => Ok(token),
        }
    }

    /// Skips one whole value, containers with everything in them. Iterative: depth costs nothing.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub fn skip(&mut self) -> Result<(), WireError> {
        let mut pending = 1_u64;
        while pending > 0 {
            pending = (pending - 1).saturating_add(self.next()?.children());
        }
        Ok(())
    }

    /// Outer `None`: cut off. Inner `None`: the reserved byte.
    fn token(&mut self) -> Option<Option<Token<'a>>> {
        let [marker] = self.fixed::<1>()?;
        Some(Some(match Marker::from_u8(marker) {
            Marker::Reserved => return Some(None),
            Marker::Null => Token::Nil,
            Marker::False => Token::Bool(false),
            Marker::True => Token::Bool(true),
            Marker::FixPos(value) => Token::Int(i64::from(value)),
            Marker::FixNeg(value) => Token::Int(i64::from(value)),
            Marker::U8 => Token::Int(i64::from(u8::from_be_bytes(self.fixed()?))),
            Marker::U16 => Token::Int(i64::from(u16::from_be_bytes(self.fixed()?))),
            Marker::U32 => Token::Int(i64::from(u32::from_be_bytes(self.fixed()?))),
            Marker::U64 => {
                let value = u64::from_be_bytes(self.fixed()?);
                i64::try_from(value).map_or(Token::Uint(value), Token::Int)
            }
            Marker::I8 => Token::Int(i64::from(i8::from_be_bytes(self.fixed()?))),
            Marker::I16 => Token::Int(i64::from(i16::from_be_bytes(self.fixed()?))),
            Marker::I32 => Token::Int(i64::from(i32::from_be_bytes(self.fixed()?))),
            Marker::I64 => Token::Int(i64::from_be_bytes(self.fixed()?)),
            Marker::F32 => Token::Float(f64::from(f32::from_be_bytes(self.fixed()?))),
            Marker::F64 => Token::Float(f64::from_be_bytes(self.fixed()?)),
            Marker::FixStr(len) => Token::Str(self.take(u32::from(len))?),
            Marker::Str8 => Token::Str(self.counted::<1>()?),
            Marker::Str16 => Token::Str(self.counted::<2>()?),
            Marker::Str32 => Token::Str(self.counted::<4>()?),
            Marker::Bin8 => Token::Bin(self.counted::<1>()?),
            Marker::Bin16 => Token::Bin(self.counted::<2>()?),
            Marker::Bin32 => Token::Bin(self.counted::<4>()?),
            Marker::FixArray(count) => Token::Array(u32::from(count)),
            Marker::Array16 => Token::Array(self.count::<2>()?),
            Marker::Array32 => Token::Array(self.count::<4>()?),
            Marker::FixMap(count) => Token::Map(u32::from(count)),
            Marker::Map16 => Token::Map(self.count::<2>()?),
            Marker::Map32 => Token::Map(self.count::<4>()?),
            Marker::FixExt1 => self.ext(1)?,
            Marker::FixExt2 => self.ext(2)?,
            Marker::FixExt4 => self.ext(4)?,
            Marker::FixExt8 => self.ext(8)?,
            Marker::FixExt16 => self.ext(16)?,
            Marker::Ext8 => {
                let len = self.count::<1>()?;
                self.ext(len)?
            }
            Marker::Ext16 => {
                let len = self.count::<2>()?;
                self.ext(len)?
            }
            Marker::Ext32 => {
                let len = self.count::<4>()?;
                self.ext(len)?
            }
        }))
    }

    fn ext(&mut self, len: u32) -> Option<Token<'a>> {
        let kind = i8::from_be_bytes(self.fixed()?);
        Some(Token::Ext(kind, self.take(len)?))
    }

    fn counted<const N: usize>(&mut self) -> Option<&'a [u8]> {
        let len = self.count::<N>()?;
        self.take(len)
    }

    /// An unsigned big-endian number of N bytes, N at most 4.
    fn count<const N: usize>(&mut self) -> Option<u32> {
        let bytes = self.fixed::<N>()?;
        Some(
            bytes
                .iter()
                .fold(0, |count, byte| (count << 8) | u32::from(*byte)),
        )
    }

    fn take(&mut self, len: u32) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(usize::try_from(len).ok()?)?;
        self.rest = rest;
        Some(head)
    }

    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*head)
    }
}
