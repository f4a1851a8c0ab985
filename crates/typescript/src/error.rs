//! What can be wrong with a text.

use std::borrow::Cow;

use crate::parser::Fault;

/// The longest text that is looked at, in bytes.
pub const MAX_SOURCE: usize = 64 * 1024 * 1024;

/// How deeply brackets, blocks, functions and types may be nested, in levels.
pub const MAX_NESTING: usize = 256;

/// A place in a text as V8 counts: from 1, columns in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Place {
    fn of(source: &str, offset: usize) -> Self {
        let before = source.get(..offset).unwrap_or(source);
        let line_ends = ['\n', '\r', '\u{2028}', '\u{2029}'];
        let pairs = before.matches("\r\n").count();
        let lines = before.matches(line_ends).count() - pairs;
        let line = before.rsplit(line_ends).next().unwrap_or("");
        let from_one = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        Self {
            line: from_one(lines),
            column: from_one(line.encode_utf16().count()),
        }
    }
}

/// Why a text could not be stripped. The guest sees a `SyntaxError` with this message (runtime.md 2.4).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StripError {
    /// The text is neither JavaScript nor TypeScript.
    #[error("{message}")]
    Syntax {
        /// What is wrong, for example `Expected ',', got 'b'`.
        message: Cow<'static, str>,
        /// Where.
        place: Place,
    },
    /// The text is TypeScript that erasing cannot turn into JavaScript.
    #[error("TypeScript {construct} is not supported, because it cannot be erased")]
    Unsupported {
        /// What it is, for example `enum`.
        construct: &'static str,
        /// Where.
        place: Place,
    },
    /// Brackets, blocks, functions or types are nested too deeply.
    #[error("TypeScript may be nested {MAX_NESTING} levels deep at most; this source is deeper")]
    TooDeep {
        /// The first place that is too deep.
        place: Place,
    },
    /// The meaning of the text hangs on what follows, again and again.
    #[error(
        "TypeScript source is too ambiguous: {read} bytes read to understand the first {understood}"
    )]
    TooAmbiguous {
        /// Bytes read, those read again included.
        read: usize,
        /// The furthest byte read.
        understood: usize,
        /// Where the parser gave up.
        place: Place,
    },
    /// The text is too long.
    #[error("TypeScript may be {MAX_SOURCE} bytes long at most; this source has {len}")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
}

impl StripError {
    pub(crate) fn of(fault: Fault, source: &str) -> Self {
        let place = |at| Place::of(source, at);
        match fault {
            Fault::Syntax { message, at } => Self::Syntax {
                message,
                place: place(at),
            },
            Fault::Unsupported { construct, at } => Self::Unsupported {
                construct,
                place: place(at),
            },
            Fault::TooDeep { at } => Self::TooDeep { place: place(at) },
            Fault::TooAmbiguous {
                read,
                understood,
                at,
            } => Self::TooAmbiguous {
                read,
                understood,
                place: place(at),
            },
            Fault::TooLong => Self::TooLong { len: source.len() },
        }
    }

    fn place(&self) -> Place {
        match self {
            Self::Syntax { place, .. }
            | Self::Unsupported { place, .. }
            | Self::TooDeep { place }
            | Self::TooAmbiguous { place, .. } => *place,
            Self::TooLong { .. } => Place { line: 1, column: 1 },
        }
    }

    /// The line of the error, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.place().line
    }

    /// The column of the error, from 1, in UTF-16 units.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.place().column
    }
}
