//! Requests whose behaviour is still to come: they get an answer all the same.

use isolate_protocol::Message;
use isolate_protocol::message::{ClearCollectedData, GetCollectedData};

use super::Responder;
use crate::failure::Failure;

/// Answers that the runtime is not there, or else that the request is not supported yet.
pub fn refuse(responder: Responder, message: &Message) {
    let connection = responder.connection();
    let runtimes = &connection.shared.runtimes;
    let failure = match isolate_of(message).map(|id| runtimes.get(id, connection.id)) {
        Some(Err(error)) => error.into(),
        _ => Failure::not_supported(message.name()),
    };
    responder.finish(Err(failure));
}

fn isolate_of(message: &Message) -> Option<&str> {
    match message {
        Message::GetCollectedData(GetCollectedData { isolate_id, .. })
        | Message::ClearCollectedData(ClearCollectedData { isolate_id, .. }) => Some(isolate_id),
        _ => None,
    }
}
