//! The sockets of `serve()` (protocol.md 3.3).

use isolate_protocol::message::{FetchWsError, WsClose, WsData, WsMessage, WsOpen};
use isolate_protocol::{ErrorCode, Raw};
use isolate_runtime::SocketEvent;

use super::Responder;
use crate::failure::Failure;
use crate::inline;

/// Accepts an upgrade.
pub fn open(responder: Responder, message: WsOpen) {
    let WsOpen {
        isolate_id,
        connection_id,
        ..
    } = message;
    tell(responder, &isolate_id, connection_id, SocketEvent::Open);
}

/// Delivers a message.
pub fn message(responder: Responder, message: WsMessage) {
    let event = match message.data {
        WsData::Text(text) => SocketEvent::Text(text),
        WsData::Binary(bytes) => SocketEvent::Binary(bytes),
    };
    tell(responder, &message.isolate_id, message.connection_id, event);
}

/// Reports that a socket has closed.
pub fn close(responder: Responder, message: WsClose) {
    let WsClose { code, reason, .. } = message;
    let event = SocketEvent::Close { code, reason };
    tell(responder, &message.isolate_id, message.connection_id, event);
}

/// Reports that a socket failed.
pub fn error(responder: Responder, message: FetchWsError) {
    let event = SocketEvent::Error(message.error);
    tell(responder, &message.isolate_id, message.connection_id, event);
}

/// Tells the guest's handlers; answers when their synchronous part has run.
fn tell(responder: Responder, isolate_id: &str, connection_id: String, event: SocketEvent) {
    let connection = responder.connection();
    let tenant = match connection.shared.runtimes.get(isolate_id, connection.id) {
        Ok(tenant) => tenant,
        Err(error) => return responder.finish(Err(error.into())),
    };
    if connection_id.is_empty() || !connection_id.bytes().all(|byte| byte.is_ascii_digit()) {
        let text = "Invalid field `connectionId`: expected a decimal number";
        return responder.finish(Err(Failure::new(ErrorCode::InvalidMessage, text)));
    }
    // Queued right here: the events of a socket arrive in the order of their messages.
    let done = tenant.runtime.websocket(connection_id, event);
    inline::start(async move {
        let result = done.await;
        responder.finish(result.map(|()| Raw::nil()).map_err(Failure::from));
    });
}
