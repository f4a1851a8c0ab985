//! `DISPOSE_RUNTIME` (protocol.md 3.2).

use std::time::Duration;

use isolate_protocol::Raw;
use isolate_protocol::message::DisposeRuntime;
use tokio::time::timeout;

use super::Responder;

/// The longest time that the answer waits for the runtime to end.
const ANSWER_AFTER: Duration = Duration::from_secs(1);

/// Ends a runtime; answers when it has ended. What runs in it is answered by its own requests.
pub fn dispose(responder: Responder, message: &DisposeRuntime) {
    let connection = responder.connection();
    let id = &message.isolate_id;
    match connection.shared.runtimes.dispose(id, connection.id) {
        Err(error) => responder.finish(Err(error.into())),
        Ok(ended) => {
            let reason = message
                .reason
                .as_deref()
                .unwrap_or("client requested dispose");
            tracing::debug!(
                connection = connection.id.0,
                isolate = id,
                reason,
                "disposed"
            );
            tokio::spawn(async move {
                // What V8 can not interrupt ends by itself, later; the client need not wait for that.
                let _ = timeout(ANSWER_AFTER, ended).await;
                responder.finish(Ok(Raw::nil()));
            });
        }
    }
}
