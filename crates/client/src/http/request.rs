//! [`Request`]: what is dispatched to the guest's `serve()` handler.

use super::body::Body;
use super::header;

/// A request for the guest's handler (client.md, section 4.4).
///
/// ```
/// use isolate_client::Request;
///
/// let request = Request::post("http://host/items", r#"{"name":"tea"}"#)
///     .header("content-type", "application/json");
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Request {
    /// The method, for instance `GET`.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Names and values in order; names may repeat.
    pub headers: Vec<(String, String)>,
    /// The body. With `GET` and `HEAD` there must be none.
    pub body: Body,
}

impl Request {
    /// A request without headers and body.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            headers: Vec::new(),
            body: Body::empty(),
        }
    }

    /// A `GET` request.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new("GET", url)
    }

    /// A `POST` request.
    pub fn post(url: impl Into<String>, body: impl Into<Body>) -> Self {
        Self::new("POST", url).body(body)
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// The first value of a header; names are compared without regard to case.
    #[must_use]
    pub fn header_value(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}
