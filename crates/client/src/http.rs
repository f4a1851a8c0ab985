//! Requests, responses and their bodies, in both directions (client.md, sections 3.2 and 4.4).

pub(crate) mod body;
pub(crate) mod fetch;
pub(crate) mod incoming;
pub(crate) mod request;
pub(crate) mod response;

/// The first value of a header; names are compared without regard to case.
fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}
