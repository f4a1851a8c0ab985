//! One encoded value, validated and not looked into.

use std::fmt;

use bytes::Bytes;

use crate::limits::MAX_DEPTH;
use crate::wire::{FORBIDDEN_KEY, Reader, Token, WireError, Writer};

/// One complete MessagePack value in its encoded form. Cheap to clone; slices of a frame share the frame's memory.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Raw(Bytes);

impl Raw {
    /// The value nil.
    #[must_use]
    pub const fn nil() -> Self {
        Self(Bytes::from_static(&[0xc0]))
    }

    /// The map without entries.
    #[must_use]
    pub const fn empty_map() -> Self {
        Self(Bytes::from_static(&[0x80]))
    }

    /// Takes bytes that are exactly one value.
    ///
    /// # Errors
    ///
    /// Truncated or trailing bytes, the reserved byte, nesting beyond [`MAX_DEPTH`], map keys that are neither string
    /// nor number, and the key `__proto__`. The content of extensions and the UTF-8 of strings are not looked at.
    pub fn from_bytes(bytes: Bytes) -> Result<Self, WireError> {
        validate(&bytes)?;
        Ok(Self(bytes))
    }

    /// Takes the one value that `write` writes. That it is one, and only one, is not checked.
    #[must_use]
    pub fn build(write: impl FnOnce(&mut Writer)) -> Self {
        let mut writer = Writer::new();
        write(&mut writer);
        writer.finish()
    }

    /// Takes bytes that are known to be one value.
    pub(crate) fn trusted(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// The encoded form.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The encoded form as a shared buffer, for slices that outlive the borrow.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// The encoded form.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// A reader at the start of the value.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.0)
    }

    /// True for nil.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.as_bytes() == [0xc0]
    }
}

impl Default for Raw {
    fn default() -> Self {
        Self::nil()
    }
}

/// Hexadecimal and cut short: a value may be megabytes long, and it is somebody else's data.
impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 32;
        write!(f, "Raw({} bytes:", self.0.len())?;
        for byte in self.0.iter().take(SHOWN) {
            write!(f, " {byte:02x}")?;
        }
        f.write_str(if self.0.len() > SHOWN { " ..)" } else { ")" })
    }
}

/// An open container and how many values it still wants.
struct Open {
    left: u64,
    map: bool,
}

impl Open {
    /// In a map, keys come when an even number of values is left.
    fn wants_key(&self) -> bool {
        self.map && self.left.is_multiple_of(2)
    }
}

/// Checks that `bytes` are exactly one acceptable value. Iterative: no input can exhaust the stack.
fn validate(bytes: &[u8]) -> Result<(), WireError> {
    let mut reader = Reader::new(bytes);
    let mut open: Vec<Open> = Vec::new();
    loop {
        let position = reader.position();
        let token = reader.next()?;
        if let Some(container) = open.last_mut() {
            if container.wants_key() {
                check_key(&token, position)?;
            }
            container.left -= 1;
        }
        if let Token::Array(_) | Token::Map(_) = token {
            if open.len() >= MAX_DEPTH {
                return Err(WireError::TooDeep { max: MAX_DEPTH });
            }
            open.push(Open {
                left: token.children(),
                map: matches!(token, Token::Map(_)),
            });
        }
        while open.pop_if(|container| container.left == 0).is_some() {}
        if open.is_empty() {
            break;
        }
    }
    match reader.remaining().len() {
        0 => Ok(()),
        count => Err(WireError::Trailing { count }),
    }
}

fn check_key(token: &Token<'_>, position: usize) -> Result<(), WireError> {
    match token {
        Token::Str(key) if *key == FORBIDDEN_KEY.as_bytes() => {
            Err(WireError::ForbiddenKey { position })
        }
        Token::Str(_) | Token::Int(_) | Token::Uint(_) | Token::Float(_) => Ok(()),
        _ => Err(WireError::BadKey { position }),
    }
}
