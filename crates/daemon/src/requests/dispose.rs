//! `DISPOSE_RUNTIME` and `DISPOSE_NAMESPACE` (protocol.md 3.2 and A.1).

use std::time::Duration;

use isolate_protocol::Raw;
use isolate_protocol::message::{DisposeNamespace, DisposeRuntime};
use tokio::time::timeout;

use super::Responder;
use crate::inline;
use crate::runtimes::Leaving;

/// The longest time that the answer waits for the runtime to end.
const ANSWER_AFTER: Duration = Duration::from_secs(1);

/// Parks a runtime or ends it; answers when that is done. What runs in it is answered by its own requests.
pub fn dispose(responder: Responder, message: &DisposeRuntime) {
    let connection = responder.connection();
    let id = &message.isolate_id;
    let hard = message.hard.unwrap_or_default();
    let leaving = match connection.shared.runtimes.dispose(id, connection.id, hard) {
        Ok(leaving) => leaving,
        Err(error) => return responder.finish(Err(error.into())),
    };
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
    match leaving {
        Leaving::Park(parked) => inline::start(async move {
            parked.await;
            responder.finish(Ok(Raw::nil()));
        }),
        Leaving::End(ended) => answer_after(responder, ended),
    }
}

/// Ends the runtime of a namespace. An unknown one is fine.
pub fn dispose_namespace(responder: Responder, message: &DisposeNamespace) {
    let connection = responder.connection();
    connection.note_newest();
    let namespace = &message.namespace_id;
    let Some(ended) = connection.shared.runtimes.dispose_namespace(namespace) else {
        return responder.finish(Ok(Raw::nil()));
    };
    let reason = message
        .reason
        .as_deref()
        .unwrap_or("client requested dispose");
    tracing::debug!(
        connection = connection.id.0,
        namespace,
        reason,
        "namespace disposed"
    );
    answer_after(responder, ended);
}

fn answer_after(responder: Responder, ended: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(async move {
        // What V8 can not interrupt ends by itself, later; the client need not wait for that.
        let _ = timeout(ANSWER_AFTER, ended).await;
        responder.finish(Ok(Raw::nil()));
    });
}
