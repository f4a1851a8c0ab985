//! What can be wrong with a text.

use std::fmt;

/// A place in a text, as V8 counts: from 1, columns in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name the text was given.
    pub filename: String,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Place {
    /// The place of a byte offset.
    pub(crate) fn of(source: &str, offset: usize, filename: &str) -> Self {
        let before = source.get(..offset).unwrap_or(source);
        let mut line = 1u32;
        let mut start = 0;
        let mut after_return = false;
        for (at, sign) in before.char_indices() {
            if matches!(sign, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
                if !(sign == '\n' && after_return) {
                    line = line.saturating_add(1);
                }
                start = at + sign.len_utf8();
            }
            after_return = sign == '\r';
        }
        let column = before.get(start..).unwrap_or("").encode_utf16().count();
        Place { filename: filename.to_owned(), line, column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{}:{}:{}]", self.filename, self.line, self.column)
    }
}

/// Why a text could not be stripped. The guest sees it as a `SyntaxError` with this text as its message (`runtime.md` 2.4).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StripError {
    /// The text is neither JavaScript nor TypeScript.
    #[error("{message} {place}")]
    Syntax {
        /// What is wrong, such as `Expected ',', got 'b'`.
        message: String,
        /// Where.
        place: Place,
    },
    /// The text is TypeScript that cannot be turned into JavaScript by erasing it.
    #[error("TypeScript {construct} is not supported {place}")]
    Unsupported {
        /// What it is.
        construct: &'static str,
        /// Where.
        place: Place,
    },
    /// Brackets, blocks and functions are nested too deeply.
    #[error("Nesting of more than {max} levels is not supported {place}")]
    TooDeep {
        /// The limit, in levels.
        max: usize,
        /// The first place that is too deep.
        place: Place,
    },
    /// The meaning of the text hangs on too much of what follows, again and again.
    #[error("Too ambiguous: {read} bytes read to understand the first {understood} {place}")]
    TooAmbiguous {
        /// Bytes read, those read again included.
        read: usize,
        /// Bytes the parser has been to.
        understood: usize,
        /// Where the parser gave up.
        place: Place,
    },
    /// The text is too long.
    #[error("Source of {len} bytes is longer than the limit of {max}")]
    TooLong {
        /// Its length in bytes.
        len: usize,
        /// The limit in bytes.
        max: usize,
    },
}

/// Why entry code is refused. `Require` and `Return` are plain `Error`s to the guest (`runtime.md` 2.3).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// It calls a `require` that nothing in it declares.
    #[error("require() is not allowed. Use ES module import statements instead.")]
    Require,
    /// It returns outside of every function.
    #[error("Top-level return is not allowed. Code runs as a module, not a script.")]
    Return,
    /// It cannot be judged.
    #[error(transparent)]
    Source(#[from] StripError),
}
