//! `DISPATCH_REQUEST` and its abort (protocol.md 3.2).

use std::sync::Arc;

use isolate_protocol::Raw;
use isolate_protocol::message::{DispatchRequest, DispatchRequestAbort, SerializedRequest};
use isolate_runtime::RequestBody;

use super::Responder;
use super::exchange::ResponseExchange;
use crate::connection::{Connection, Dispatches};
use crate::failure::Failure;
use crate::host::RuntimeHost;
use crate::streams::{Origin, incoming};

/// Bytes of a context, which goes out again with each call.
const MAX_CONTEXT: usize = 64 * 1024;

/// Hands a request to the guest's `serve()` handler. It starts before a streamed body has arrived.
pub fn dispatch(responder: Responder, message: DispatchRequest) {
    let connection = Arc::clone(responder.connection());
    if message.context.is_some() {
        connection.note_newest();
    }
    let runtimes = &connection.shared.runtimes;
    let tenant = match runtimes.get(&message.isolate_id, connection.id) {
        Ok(tenant) => tenant,
        Err(error) => return responder.finish(Err(error.into())),
    };
    let SerializedRequest {
        method,
        url,
        headers,
        body,
        body_stream_id,
        signal_aborted,
    } = message.request;
    let body = match (body_stream_id, body) {
        (Some(id), _) => match incoming::open(&connection, Origin::Upload, id) {
            Ok(body) => RequestBody::Stream(body),
            Err(refusal) => return responder.finish(Err(Failure::from(refusal))),
        },
        (None, Some(bytes)) => RequestBody::Whole(bytes),
        (None, None) => RequestBody::None,
    };
    let context = match context_of(&tenant.host, message.context) {
        Ok(context) => context,
        Err(failure) => return responder.finish(Err(failure)),
    };
    let request_id = message.request_id;
    let isolate = tenant.host.isolate_id();
    let (entered, aborted) = Dispatches::enter(&connection, request_id, isolate);
    let request = isolate_runtime::DispatchRequest {
        method,
        url,
        headers,
        body,
        aborted: aborted || signal_aborted.unwrap_or_default(),
        context,
    };
    let exchange = ResponseExchange::new(responder, tenant.host, entered);
    let id = tenant.runtime.dispatch(request, Box::new(exchange));
    connection.dispatches.started(request_id, id);
}

/// What calls are told that are made for a request or a call of the client's (A.5). Older clients are told nothing.
pub fn context_of(host: &RuntimeHost, given: Option<Raw>) -> Result<Option<Raw>, Failure> {
    if !host.is_newest() {
        return Ok(None);
    }
    let given = given.filter(|context| *context != Raw::nil());
    let context = given.unwrap_or_else(|| {
        Raw::build(|writer| {
            writer.map(2);
            for key in ["requestId", "metadata"] {
                writer.str(key);
                writer.nil();
            }
        })
    });
    match context.as_bytes().len() {
        0..=MAX_CONTEXT => Ok(Some(context)),
        length => Err(Failure::limit(format!(
            "The context has {length} bytes; it may have {MAX_CONTEXT}"
        ))),
    }
}

/// Fires the signal of a request, or remembers to if the request is still to come.
pub fn abort(connection: &Connection, message: &DispatchRequestAbort) {
    let runtimes = &connection.shared.runtimes;
    if let Some((isolate, id)) = connection.dispatches.abort(message.target_request_id)
        && let Ok(tenant) = runtimes.get(&isolate, connection.id)
    {
        tenant.runtime.abort_dispatch(id);
    }
}
