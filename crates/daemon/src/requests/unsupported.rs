//! Requests that nobody deals with: they get an answer all the same.

use isolate_protocol::Message;

use super::Responder;
use crate::failure::Failure;

/// Answers that the request is not supported.
pub fn refuse(responder: Responder, message: &Message) {
    responder.finish(Err(Failure::not_supported(message.name())));
}
