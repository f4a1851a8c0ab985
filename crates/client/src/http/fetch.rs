//! [`FetchRequest`] and [`FetchResponse`]: what the guest fetches, and what it gets.

use super::body::{Body, Content};
use super::header;
use super::incoming::Incoming;
use super::response::Response;
use crate::abort::AbortSignal;

/// A `fetch` of the guest (client.md, section 3.2).
#[derive(Debug)]
pub struct FetchRequest {
    /// The method.
    pub method: String,
    /// The URL exactly as the guest wrote it.
    pub url: String,
    /// Names in lower case, sorted; names may repeat.
    pub headers: Vec<(String, String)>,
    /// The body. If it is dropped before its end, the guest's stream is cancelled.
    pub body: Incoming,
    /// Fires when nobody waits for the response any more, or for the rest of its body.
    pub signal: AbortSignal,
}

impl FetchRequest {
    /// The first value of a header; names are compared without regard to case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// The response to a `fetch` of the guest.
#[derive(Debug)]
#[must_use]
pub struct FetchResponse {
    /// The status, 200 to 599.
    pub status: u16,
    /// The reason phrase; may be empty.
    pub status_text: String,
    /// Names and values in order; names may repeat.
    pub headers: Vec<(String, String)>,
    /// Where it came from after redirects: becomes `response.url`.
    pub url: Option<String>,
    /// Whether redirects were followed.
    pub redirected: bool,
    /// The body. Up to 64 KiB that are there already are sent with the head, everything else as a stream.
    pub body: Body,
}

impl FetchResponse {
    /// A response without headers.
    pub fn new(status: u16, body: impl Into<Body>) -> Self {
        Self {
            status,
            status_text: String::new(),
            headers: Vec::new(),
            url: None,
            redirected: false,
            body: body.into(),
        }
    }

    /// A 200 without headers.
    pub fn ok(body: impl Into<Body>) -> Self {
        Self::new(200, body)
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The body, or nothing if a response of this status has none.
    pub(crate) fn take_body(&mut self) -> Content {
        match self.status {
            101 | 103 | 204 | 205 | 304 => Content::Empty,
            _ => std::mem::take(&mut self.body).content,
        }
    }
}

/// Passes the response of one guest on to another.
impl From<Response> for FetchResponse {
    fn from(response: Response) -> Self {
        let body = if response.body.is_absent() {
            Body::empty()
        } else {
            response.body.into()
        };
        Self {
            status: response.status,
            status_text: response.status_text,
            headers: response.headers,
            url: None,
            redirected: false,
            body,
        }
    }
}
