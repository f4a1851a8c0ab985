//! Erases TypeScript syntax, and checks entry code (runtime.md 2.3 and 2.4).
//!
//! What is erased becomes white space, so every token that stays keeps its line and column. There is no syntax tree: one
//! pass over the text finds the pieces to erase. The texts come from clients that may be hostile, so the pass is bounded
//! in every direction: recursion is counted, reading again is counted, and memory grows with the text only.

mod arrow;
mod class;
mod declaration;
mod edits;
mod entry;
mod error;
mod expression;
mod function;
mod imports;
mod lexer;
mod module;
mod object;
mod parser;
mod same;
mod sign;
mod skip;
mod statement;
mod token;
mod type_members;
mod types;

use std::borrow::Cow;

pub use entry::{EntryError, check_entry};
pub use error::{MAX_NESTING, MAX_SOURCE, Place, StripError};
pub use same::javascript_means_the_same;

/// Erases TypeScript syntax; every remaining token keeps its line and column. A text without TypeScript is borrowed.
///
/// Names that are imported in braces and used only as types are erased as well.
///
/// # Errors
///
/// See [`StripError`]. Not every mistake is found here: what is erased has to be right, the rest is for V8 to judge.
pub fn strip(source: &str) -> Result<Cow<'_, str>, StripError> {
    let parser = parser::Parser::read(source).map_err(|fault| StripError::of(fault, source))?;
    let mut edits = parser.edits;
    parser.imports.erase(&mut edits);
    Ok(edits.apply(source))
}
