//! MessagePack itself: reading and writing encoded values without building a tree.

mod error;
mod reader;
mod writer;

use std::borrow::Cow;

pub use error::WireError;
pub use reader::{Reader, Token};
pub use writer::Writer;

/// A map key no payload may carry: decoders of the protocol refuse it (protocol.md, section 2.1).
pub const FORBIDDEN_KEY: &str = "__proto__";

/// The map key that makes a map a ref map (protocol.md, section 2.4).
pub const TYPE_KEY: &str = "__type";

/// The text of a wire string, with U+FFFD for whatever is not UTF-8.
///
/// JavaScript encoders emit lone surrogates as invalid UTF-8; a receiver must not refuse them.
#[must_use]
pub fn lossy(text: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(text)
}
