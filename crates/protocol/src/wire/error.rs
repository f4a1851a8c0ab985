//! What can be wrong with encoded bytes.

use thiserror::Error;

/// Bytes that are not a MessagePack value this protocol accepts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WireError {
    /// The value is longer than the bytes at hand.
    #[error("truncated MessagePack: byte {position} and beyond are missing")]
    Truncated {
        /// Offset of the token that is cut off.
        position: usize,
    },
    /// The byte `c1`, which MessagePack never uses.
    #[error("reserved MessagePack byte 0xc1 at offset {position}")]
    Reserved {
        /// Offset of the byte.
        position: usize,
    },
    /// More than one value where one was due.
    #[error("{count} bytes after the end of the MessagePack value")]
    Trailing {
        /// Bytes left over.
        count: usize,
    },
    /// Containers nest deeper than [`MAX_DEPTH`](crate::limits::MAX_DEPTH).
    #[error("MessagePack nests deeper than {max} levels")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// A map key that is neither a string nor a number.
    #[error("map key at offset {position} is neither a string nor a number")]
    BadKey {
        /// Offset of the key.
        position: usize,
    },
    /// A map key that decoders of the protocol refuse.
    #[error("map key `__proto__` at offset {position} is not allowed")]
    ForbiddenKey {
        /// Offset of the key.
        position: usize,
    },
    /// An extension or ref map whose content does not fit its type.
    #[error("{what} without a valid `{field}`")]
    BadRef {
        /// Name of the ref, for instance `CallbackRef`.
        what: &'static str,
        /// The field that is absent or has the wrong type; empty if the content is no map.
        field: String,
    },
}
