//! `CALLBACK_STREAM_START`: the response of a fetch whose body follows (protocol.md 3.6 and 4.8).

use std::sync::Arc;

use isolate_protocol::Message;
use isolate_protocol::message::{
    CallbackStreamCancel, CallbackStreamStart, ResponseMetadata, SerializedResponse,
};
use isolate_runtime::HostError;

use super::Connection;
use crate::http::{has_no_body, is_response_status};
use crate::streams::{Origin, StreamRefusal, incoming};

/// Delivers the head to the guest that waits for it, and opens the body.
pub fn start(connection: &Arc<Connection>, start: CallbackStreamStart) {
    let stream_id = start.stream_id;
    let cancel = || connection.send(&Message::from(CallbackStreamCancel { stream_id }));
    // Also if the call is there but is no fetch: it may still be answered with what belongs to it.
    let Some(call) = connection.callbacks.take_fetch(start.request_id) else {
        return cancel();
    };
    let head = start.metadata;
    let status = head.status.unwrap_or(200);
    if !is_response_status(status) {
        cancel();
        let text = format!("The status of a response is from 200 to 599: {status}");
        return call.answer(Err(error("RangeError", text)));
    }
    if has_no_body(status) {
        cancel();
        return call.answer(Ok(without_body(status, head).to_raw()));
    }
    let origin = Origin::Fetch {
        credit: call.credit(),
    };
    match incoming::open(connection, origin, stream_id) {
        Ok(body) => call.answer_streaming(head.to_raw(), body),
        Err(refusal) => {
            // The stream that has the id already is not to blame.
            if !matches!(refusal, StreamRefusal::InUse(_)) {
                cancel();
            }
            call.answer(Err(error("Error", refusal.to_string())));
        }
    }
}

fn without_body(status: u16, head: ResponseMetadata) -> SerializedResponse {
    SerializedResponse {
        status,
        status_text: head.status_text,
        headers: head.headers,
        body: None,
        url: head.url,
        redirected: head.redirected,
    }
}

fn error(name: &str, message: String) -> HostError {
    HostError {
        name: Some(name.to_owned()),
        ..HostError::new(message)
    }
}
