//! [`SocketData`]: the content of a WebSocket message.

use isolate_protocol::{Bytes, Writer};

use super::base64;

/// How older runtimes send binary where there is only text (protocol.md, section 3.8).
const BINARY_PREFIX: &str = "__BINARY__";

/// A WebSocket message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketData {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Bytes),
}

impl SocketData {
    /// Its length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }

    /// True if it has no content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text, if it is a text message.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Text(text) => writer.str(text),
            Self::Binary(bytes) => writer.bin(bytes),
        }
    }

    /// Undoes what older runtimes do to binary messages.
    pub(crate) fn decoded(self) -> Self {
        let encoded = self
            .as_text()
            .and_then(|text| text.strip_prefix(BINARY_PREFIX));
        match encoded.and_then(base64::decode) {
            Some(bytes) => Self::Binary(bytes.into()),
            None => self,
        }
    }
}

impl From<String> for SocketData {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for SocketData {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Bytes> for SocketData {
    fn from(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }
}

impl From<Vec<u8>> for SocketData {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes.into())
    }
}
