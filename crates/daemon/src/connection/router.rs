//! From frames to whoever deals with them.

use std::sync::Arc;

use isolate_protocol::message::{CallbackError, CallbackResponse, DecodeError};
use isolate_protocol::{Bytes, Frame, Message};
use isolate_runtime::{Burden, HostError, HostResult};

use super::{Connection, events, fetch};
use crate::failure::Failure;
use crate::requests::{self, Answer, Responder};
use crate::streams::{self, OverBudget};

/// What a call of a runtime fails with when the client threw something that is no Error.
const NO_MESSAGE: &str = "The host threw a value that is not an Error";

/// Answers below this size, in bytes, are not counted: there are only so many calls.
const LIGHT: usize = 4096;

/// The type byte of calls, and those of their answers.
const CALLBACK_INVOKE: u8 = 0x90;
const CALLBACK_RESPONSE: u8 = 0x91;
const CALLBACK_STREAM_START: u8 = 0x92;

/// Deals with one frame. Whatever takes time goes on in a task of its own.
pub fn route(connection: &Arc<Connection>, frame: &Frame) {
    let message = match Message::decode(frame) {
        Ok(message) => message,
        Err(error) => return refuse(connection, frame.kind, error),
    };
    if !is_request(frame.kind) {
        return take(connection, without_ballast(message, frame));
    }
    let request_id = message.request_id().unwrap_or_default();
    let weight = frame.payload.as_bytes().len();
    let answer = match frame.kind {
        CALLBACK_INVOKE => Answer::Callback,
        _ => Answer::Response,
    };
    if let Some(responder) = Responder::admit(connection, answer, request_id, weight) {
        requests::handle(responder, message);
    }
}

/// Whether messages of this type carry a `requestId` of the client's, to be answered (protocol.md 3.1 and A.2).
fn is_request(kind: u8) -> bool {
    matches!(kind, 0x01..=0x04 | 0x06 | 0x10..=0x34 | CALLBACK_INVOKE | 0xf2)
}

/// A frame that is no usable message. Only a request may be answered under its id: the ids of other messages are from
/// other spaces, where they mean something else (protocol.md 1.5).
fn refuse(connection: &Arc<Connection>, kind: u8, error: DecodeError) {
    tracing::debug!(connection = connection.id.0, kind, %error, "unusable message");
    let request_id = match &error {
        DecodeError::UnknownType { request_id, .. } => Some(request_id.unwrap_or(0)),
        error if is_request(kind) => error.request_id(),
        _ => None,
    };
    let call = error.request_id().and_then(|id| match kind {
        CALLBACK_RESPONSE => connection.callbacks.take(id),
        CALLBACK_STREAM_START => connection.callbacks.take_fetch(id),
        _ => None,
    });
    let text = error.to_string();
    connection.respond(request_id, Failure::from(error));
    if let Some(call) = call {
        call.answer(Err(HostError::new(text)));
    }
}

/// A chunk keeps its whole frame from being freed, and only the chunk is counted: where it is the smaller part, it is
/// copied.
fn without_ballast(mut message: Message, frame: &Frame) -> Message {
    let chunk = match &mut message {
        Message::StreamPush(message) => &mut message.chunk,
        Message::CallbackStreamChunk(message) => &mut message.chunk,
        _ => return message,
    };
    if chunk.len() < frame.payload.as_bytes().len() / 2 {
        *chunk = Bytes::copy_from_slice(chunk);
    }
    message
}

/// Takes a message that nobody waits for the answer of.
fn take(connection: &Arc<Connection>, message: Message) {
    match message {
        Message::Ping => connection.send(&Message::Pong),
        Message::CallbackResponse(response) => answer_call(connection, response),
        Message::StreamPush(message) => streams::push(connection, &message),
        Message::StreamPull(message) => streams::pull(connection, &message),
        Message::StreamClose(message) => streams::close(connection, &message),
        Message::StreamError(message) => streams::error(connection, message),
        Message::CallbackStreamStart(message) => fetch::start(connection, message),
        Message::CallbackStreamChunk(message) => streams::fetched(connection, &message),
        Message::CallbackStreamEnd(message) => streams::fetched_all(connection, &message),
        Message::ClientEvent(message) => events::deliver(connection, message),
        Message::DispatchRequestAbort(message) => requests::abort(connection, &message),
        // What only a daemon sends. The message has no id of the client's.
        message => refuse(
            connection,
            message.kind(),
            DecodeError::UnknownType {
                kind: message.kind(),
                request_id: None,
            },
        ),
    }
}

fn answer_call(connection: &Connection, response: CallbackResponse) {
    let id = response.request_id;
    if let Some(call) = connection.callbacks.take(id) {
        let result = match response.error {
            None => Ok(response.result.unwrap_or_default()),
            Some(error) => Err(host_error(error)),
        };
        match burden(connection, &result) {
            Ok(burden) => call.answer_with(result, burden),
            Err(error) => call.answer(Err(HostError::new(error.to_string()))),
        }
    } else if !connection.callbacks.is_entry(id) {
        tracing::debug!(
            connection = connection.id.0,
            "No pending callback for requestId: {id}"
        );
    }
}

/// What an answer weighs until a guest that is busy takes it.
fn burden(connection: &Connection, result: &HostResult) -> Result<Option<Burden>, OverBudget> {
    let bytes = result.as_ref().map_or(0, |value| value.as_bytes().len());
    if bytes < LIGHT {
        return Ok(None);
    }
    let mut held = connection.streams.budget().hold();
    held.resize(bytes)?;
    Ok(Some(Box::new(held)))
}

fn host_error(error: CallbackError) -> HostError {
    HostError {
        name: error.name,
        message: error.message.unwrap_or_else(|| NO_MESSAGE.to_owned()),
        code: error.code,
    }
}
