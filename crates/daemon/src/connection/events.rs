//! `CLIENT_EVENT`: events of the client for a guest (protocol.md 3.8).

use isolate_protocol::message::ClientEvent;
use isolate_protocol::{Raw, Token, lossy};

use super::Connection;
use crate::host::isolate_event;

/// Names of events that are not the guest's own.
const RESERVED: &str = "ws:";

/// Those of them that are for the guest: what happens to its outbound WebSockets.
const SOCKET_EVENTS: [&str; 4] = [
    "ws:client-opened",
    MESSAGE,
    "ws:client-closed",
    "ws:client-error",
];
const MESSAGE: &str = "ws:client-message";

/// The code with which a socket is closed whose messages the guest does not take. One that programs may use: some
/// clients accept no other.
const TOO_SLOW: u64 = 4009;

/// Fits into a close frame, which has room for 123 bytes.
const TOO_SLOW_REASON: &str =
    "The guest is too slow: more than 16777216 bytes of events wait for it";

/// Hands an event to the runtime. There is never an answer, not even if there is no such runtime.
pub fn deliver(connection: &Connection, event: ClientEvent) {
    let reserved = event.event.starts_with(RESERVED);
    if reserved && !SOCKET_EVENTS.contains(&event.event.as_str()) {
        return tracing::debug!(connection = connection.id.0, "a reserved event was dropped");
    }
    let runtimes = &connection.shared.runtimes;
    let Ok(tenant) = runtimes.get(&event.isolate_id, connection.id) else {
        return tracing::debug!(connection = connection.id.0, "an event for nobody");
    };
    let message = (event.event == MESSAGE).then(|| event.payload.clone());
    if tenant.runtime.emit(event.event, event.payload) {
        return;
    }
    tracing::debug!(connection = connection.id.0, "an event was dropped");
    // A message that is missing is worse than a connection that is closed. A runtime that has ended needs neither.
    if let Some(payload) = message
        && tenant.runtime.finished().is_none()
        && let Some(socket) = socket_id(&payload)
        && let Ok(frame) = isolate_event(&event.isolate_id, "ws:client-close", &close(&socket))
    {
        connection.outbox.send(frame);
    }
}

fn close(socket: &str) -> Raw {
    Raw::build(|writer| {
        writer.map(3);
        writer.str("socketId");
        writer.str(socket);
        writer.str("code");
        writer.uint(TOO_SLOW);
        writer.str("reason");
        writer.str(TOO_SLOW_REASON);
    })
}

/// The `socketId` of a payload.
fn socket_id(payload: &Raw) -> Option<String> {
    let mut reader = payload.reader();
    let Ok(Token::Map(entries)) = reader.next() else {
        return None;
    };
    for _ in 0..entries {
        let key = reader.next().ok()?;
        if key == Token::Str(b"socketId") {
            return match reader.next() {
                Ok(Token::Str(id)) => Some(lossy(id).into_owned()),
                _ => None,
            };
        }
        reader.skip().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_fits_and_the_socket_is_found() {
        assert!(TOO_SLOW_REASON.len() <= 123);
        assert_eq!(socket_id(&close("12")).as_deref(), Some("12"));
        assert_eq!(socket_id(&Raw::nil()), None);
        assert_eq!(socket_id(&Raw::empty_map()), None);
    }
}
