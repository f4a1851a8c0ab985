//! What the statuses of responses mean for their bodies (protocol.md 3.2 and 3.6).

/// Whether a response may have this status.
pub fn is_response_status(status: u16) -> bool {
    (200..=599).contains(&status)
}

/// Whether a response with this status never has a body.
pub fn has_no_body(status: u16) -> bool {
    matches!(status, 101 | 103 | 204 | 205 | 304)
}
