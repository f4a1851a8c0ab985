//! `DISPATCH_REQUEST` and its abort (protocol.md 3.2).

use std::sync::Arc;

use isolate_protocol::message::{DispatchRequest, DispatchRequestAbort, SerializedRequest};
use isolate_runtime::RequestBody;

use super::Responder;
use super::exchange::ResponseExchange;
use crate::connection::{Connection, Dispatches};
use crate::failure::Failure;
use crate::streams::{Origin, incoming};

/// Hands a request to the guest's `serve()` handler. It starts before a streamed body has arrived.
pub fn dispatch(responder: Responder, message: DispatchRequest) {
    let connection = Arc::clone(responder.connection());
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
    let request_id = message.request_id;
    let isolate = tenant.host.isolate_id();
    let (entered, aborted) = Dispatches::enter(&connection, request_id, isolate);
    let request = isolate_runtime::DispatchRequest {
        method,
        url,
        headers,
        body,
        aborted: aborted || signal_aborted.unwrap_or_default(),
    };
    let exchange = ResponseExchange::new(responder, tenant.host, entered);
    let id = tenant.runtime.dispatch(request, Box::new(exchange));
    connection.dispatches.started(request_id, id);
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
