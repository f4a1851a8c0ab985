//! [`Response`]: the answer of the guest's `serve()` handler.

use isolate_protocol::message::{DispatchResult, ResponseMetadata};
use isolate_protocol::{Bytes, Raw};

use super::header;
use super::incoming::Incoming;
use crate::error::ClientError;

/// The handler's response. Its body may still be under way (client.md, section 4.4).
#[derive(Debug)]
pub struct Response {
    /// The status, 200 to 599; the handler's 101 is given as 200.
    pub status: u16,
    /// The reason phrase; often empty.
    pub status_text: String,
    /// Names in lower case, sorted; `set-cookie` may repeat.
    pub headers: Vec<(String, String)>,
    /// If the handler called `server.upgrade` for this very request: the connection id to open the socket with.
    ///
    /// Daemons that do not say so here are asked with
    /// [`upgrade_request`](crate::RemoteRuntime::upgrade_request).
    pub upgrade: Option<String>,
    /// The body.
    pub body: Incoming,
}

impl Response {
    pub(crate) fn streamed(head: Option<ResponseMetadata>, body: Incoming) -> Self {
        let head = head.unwrap_or_default();
        Self {
            status: head.status.unwrap_or(200),
            status_text: head.status_text.unwrap_or_else(|| "OK".to_owned()),
            headers: head.headers.unwrap_or_default(),
            upgrade: head.upgrade.map(|upgrade| upgrade.connection_id),
            body,
        }
    }

    /// A response that came in one piece.
    pub(crate) fn from_raw(data: &Raw) -> Result<Self, ClientError> {
        let DispatchResult { response, upgrade } = DispatchResult::from_raw(data)?;
        Ok(Self {
            status: response.status,
            status_text: response.status_text.unwrap_or_default(),
            headers: response.headers.unwrap_or_default(),
            upgrade: upgrade.map(|upgrade| upgrade.connection_id),
            body: Incoming::whole(response.body),
        })
    }

    /// The first value of a header; names are compared without regard to case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The whole body.
    ///
    /// # Errors
    ///
    /// As [`Incoming::chunk`].
    pub async fn bytes(self) -> Result<Bytes, ClientError> {
        self.body.bytes().await
    }

    /// The whole body as text, with U+FFFD for whatever is not UTF-8. For JSON, give [`bytes`](Self::bytes) to a parser.
    ///
    /// # Errors
    ///
    /// As [`Incoming::chunk`].
    pub async fn text(self) -> Result<String, ClientError> {
        self.body.text().await
    }
}
