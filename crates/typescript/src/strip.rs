//! Erases TypeScript syntax.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use swc_common::errors::{DiagnosticBuilder, Emitter, Handler};
use swc_common::{SourceMap, Span};
use swc_ecma_parser::TsSyntax;
use swc_ts_fast_strip::{Mode, Options, operate};

use crate::nesting::{MAX_NESTING, bound};

/// The longest text that is stripped, in bytes.
pub const MAX_SOURCE: usize = 10 * 1024 * 1024;

/// Stack that swc may need per level of nesting, in bytes; measured, with a margin of two.
const STACK_PER_LEVEL: usize = 4 * 1024;
/// Stack that it needs anyway.
const STACK_BASE: usize = 512 * 1024;

/// Why a text could not be stripped. The guest sees a `SyntaxError` with this message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StripError {
    /// The text is neither JavaScript nor TypeScript, or is TypeScript that erasing can not turn into JavaScript.
    #[error("{message}")]
    Syntax {
        /// What is wrong, for example `TypeScript enum is not supported in strip-only mode`.
        message: String,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// The text is nested too deeply.
    #[error(
        "TypeScript may be nested {MAX_NESTING} tokens deep at most; this source may reach {0}"
    )]
    TooDeep(usize),
    /// The text is too long.
    #[error("TypeScript may be {MAX_SOURCE} bytes long at most; this source has {0}")]
    TooLong(usize),
}

impl StripError {
    /// The line of the error, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self {
            Self::Syntax { line, .. } => *line,
            Self::TooDeep(_) | Self::TooLong(_) => 1,
        }
    }

    /// The column of the error, from 1.
    #[must_use]
    pub fn column(&self) -> u32 {
        match self {
            Self::Syntax { column, .. } => *column,
            Self::TooDeep(_) | Self::TooLong(_) => 1,
        }
    }
}

/// Erases TypeScript syntax; every remaining token keeps its line and column.
///
/// # Errors
///
/// See [`StripError`].
pub fn strip<'s>(source: &'s str, filename: &str) -> Result<Cow<'s, str>, StripError> {
    let mut stripped = with_stack(source, || operate_on(source, filename))??;
    // The library drops a byte order mark, which V8 counts as a column.
    if source.starts_with('\u{feff}') && !stripped.starts_with('\u{feff}') {
        stripped.insert(0, '\u{feff}');
    }
    Ok(if stripped == source {
        Cow::Borrowed(source)
    } else {
        Cow::Owned(stripped)
    })
}

/// Runs `work`, which recurses over the syntax tree of `source`, on a stack that suffices for it.
pub(crate) fn with_stack<T>(source: &str, work: impl FnOnce() -> T) -> Result<T, StripError> {
    if source.len() > MAX_SOURCE {
        return Err(StripError::TooLong(source.len()));
    }
    let depth = bound(source);
    if depth > MAX_NESTING {
        return Err(StripError::TooDeep(depth));
    }
    let stack = STACK_BASE + depth * STACK_PER_LEVEL;
    // A defect of the library must not cost more than this one text.
    let work = AssertUnwindSafe(work);
    stacker::maybe_grow(stack, stack, || catch_unwind(work)).map_err(|_| StripError::Syntax {
        message: "The source could not be read".to_owned(),
        line: 1,
        column: 1,
    })
}

fn operate_on(source: &str, filename: &str) -> Result<String, StripError> {
    let map = swc_common::sync::Lrc::new(SourceMap::default());
    let seen = Seen::default();
    let handler = Handler::with_emitter(false, false, Box::new(seen.clone()));
    let options = Options {
        filename: Some(filename.to_owned()),
        module: Some(true),
        mode: Mode::StripOnly,
        parser: TsSyntax {
            decorators: true,
            ..TsSyntax::default()
        },
        ..Options::default()
    };
    let result = swc_common::GLOBALS.set(&swc_common::Globals::new(), || {
        operate(&map, &handler, source.to_owned(), options)
    });
    result.map(|output| output.code).map_err(|error| {
        let first = seen
            .first
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let message = first
            .as_ref()
            .map_or(error.message, |(message, _)| message.clone());
        let (line, column) = first.and_then(|(_, span)| span).map_or((1, 1), |span| {
            let place = map.lookup_char_pos(span.lo);
            (place.line, place.col.0 + 1)
        });
        StripError::Syntax {
            message,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    })
}

/// An error's text and place.
type Report = (String, Option<Span>);

/// Remembers the first error that swc reports.
#[derive(Clone, Default)]
struct Seen {
    first: Arc<Mutex<Option<Report>>>,
}

impl Emitter for Seen {
    fn emit(&mut self, error: &mut DiagnosticBuilder<'_>) {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| (error.message(), error.span.primary_span()));
    }
}
