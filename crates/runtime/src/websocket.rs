//! Sockets of `serve()`: what the host tells the guest's `websocket` handlers (runtime.md 7.5).

use deno_core::v8;
use isolate_protocol::Bytes;

use crate::error::RuntimeError;
use crate::guest_error;
use crate::limits::host_bytes::new_bytes;
use crate::state::State;
use crate::values::string;

/// Something that happened to a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// An upgrade is accepted.
    Open,
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Bytes),
    /// The socket has closed.
    Close {
        /// The close code.
        code: u16,
        /// The reason; may be empty.
        reason: String,
    },
    /// The socket failed.
    Error(String),
}

/// Tells the guest-side scripts; fails with what a handler threw in its synchronous part.
pub(crate) fn deliver(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    connection_id: &str,
    event: SocketEvent,
) -> Result<(), RuntimeError> {
    v8::tc_scope!(let scope, scope);
    let called = call_handler(scope, state, connection_id, event);
    called.ok_or_else(|| RuntimeError::Guest(guest_error::caught(scope)))
}

fn call_handler(
    scope: &mut v8::PinScope<'_, '_>,
    state: &State,
    connection_id: &str,
    event: SocketEvent,
) -> Option<()> {
    let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
    let (kind, first, second) = match event {
        SocketEvent::Open => ("open", undefined, undefined),
        SocketEvent::Text(text) => ("message", string(scope, &text)?.into(), undefined),
        SocketEvent::Binary(bytes) => {
            let bytes = new_bytes(scope, bytes.to_vec())?;
            ("message", bytes.buffer(scope)?.into(), undefined)
        }
        SocketEvent::Close { code, reason } => {
            let code = v8::Integer::new(scope, i32::from(code)).into();
            ("close", code, string(scope, &reason)?.into())
        }
        SocketEvent::Error(message) => ("error", string(scope, &message)?.into(), undefined),
    };
    let arguments = [
        string(scope, connection_id)?.into(),
        string(scope, kind)?.into(),
        first,
        second,
    ];
    let deliver = v8::Local::new(scope, &state.classes.socket_event);
    deliver.call(scope, undefined, &arguments).map(drop)
}
