//! The check of entry code that V8 does not make (runtime.md 2.3 as amended).

use crate::parser::Parser;

/// Why entry code is refused before it runs. Plain `Error`s to the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// It calls a `require` that nothing in it declares.
    #[error("require() is not allowed. Use ES module import statements instead.")]
    Require,
}

/// Refuses entry code that calls a `require` it does not declare. Code that cannot be read is not refused: whoever
/// compiles it will say what is wrong with it.
///
/// # Errors
///
/// See [`EntryError`].
pub fn check_entry(source: &str) -> Result<(), EntryError> {
    if memchr::memmem::find(source.as_bytes(), b"require").is_none() {
        return Ok(());
    }
    match Parser::read(source) {
        Ok(parser) if parser.require.called && !parser.require.named => Err(EntryError::Require),
        _ => Ok(()),
    }
}
