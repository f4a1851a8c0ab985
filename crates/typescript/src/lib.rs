//! TypeScript to JavaScript by erasing the types, as `runtime.md` 2.4 asks, and the checks of entry code of 2.3.
//!
//! What is erased becomes white space, so every token that stays keeps its line and column. There is no syntax tree: one pass
//! over the text finds the pieces to erase. The texts come from guests, so the pass is bounded in every direction: recursion
//! is counted, reading again is counted, memory grows with the text only.
//!
//! JavaScript is TypeScript, nearly: see [`javascript_means_the_same`].

mod class;
mod declaration;
mod edits;
mod error;
mod expression;
mod function;
mod imports;
mod lexer;
mod module;
mod parser;
mod same;
mod statement;
mod token;
mod types;

use std::borrow::Cow;

pub use error::{EntryError, Place, StripError};
pub use same::javascript_means_the_same;

use parser::{Fault, MAX_DEPTH, Parser};

/// The longest text that is looked at, in bytes.
pub const MAX_SOURCE_LEN: usize = 64 * 1024 * 1024;

/// Erases TypeScript syntax. Every remaining token keeps its line and column; a text without TypeScript is borrowed.
///
/// Names imported in braces and used only as types are erased too. `filename` is for the messages of errors.
///
/// # Errors
///
/// See [`StripError`]. Not every mistake is found here: what is erased has to be right, the rest is for V8 to judge.
pub fn strip<'s>(source: &'s str, filename: &str) -> Result<Cow<'s, str>, StripError> {
    let parser = parse(source).map_err(|fault| describe(fault, source, filename))?;
    let mut edits = parser.edits;
    parser.imports.erase(&mut edits);
    Ok(edits.apply(source))
}

/// Refuses entry code that calls a `require` it does not declare, or returns outside of every function (`runtime.md` 2.3).
///
/// Whoever knows that the global object has a `require` may ignore [`EntryError::Require`]. Code that cannot be read is not
/// refused: whoever compiles it will say what is wrong with it.
///
/// # Errors
///
/// See [`EntryError`].
pub fn check_entry(source: &str) -> Result<(), EntryError> {
    let mentions = |word: &str| memchr::memmem::find(source.as_bytes(), word.as_bytes()).is_some();
    if !mentions("require") && !mentions("return") {
        return Ok(());
    }
    let facts = match parse(source) {
        Ok(parser) => parser.facts,
        Err(Fault::Syntax { .. } | Fault::Unsupported { .. }) => return Ok(()),
        Err(fault) => return Err(EntryError::Source(describe(fault, source, ""))),
    };
    if facts.calls_require && !facts.names_require {
        return Err(EntryError::Require);
    }
    if facts.returns {
        return Err(EntryError::Return);
    }
    Ok(())
}

/// Reads the whole text.
fn parse(source: &str) -> Result<Parser<'_>, Fault> {
    if source.len() > MAX_SOURCE_LEN {
        return Err(Fault::TooLong);
    }
    let mut parser = Parser::new(source)?;
    parser.module()?;
    Ok(parser)
}

fn describe(fault: Fault, source: &str, filename: &str) -> StripError {
    let place = |at| Place::of(source, at, filename);
    match fault {
        Fault::Syntax { message, at } => StripError::Syntax { message: message.into_owned(), place: place(at) },
        Fault::Unsupported { construct, at } => StripError::Unsupported { construct, place: place(at) },
        Fault::TooDeep { at } => StripError::TooDeep { max: MAX_DEPTH, place: place(at) },
        Fault::TooAmbiguous { read, understood, at } => StripError::TooAmbiguous { read, understood, place: place(at) },
        Fault::TooLong => StripError::TooLong { len: source.len(), max: MAX_SOURCE_LEN },
    }
}
