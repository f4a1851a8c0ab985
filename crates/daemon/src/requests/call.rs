//! `CALLBACK_INVOKE` from the client: it calls a function that a guest has handed out (protocol.md A.2).

use isolate_protocol::message::CallbackInvoke;

use super::Responder;
use crate::failure::Failure;
use crate::inline;

/// Calls the function. Not queued behind evals.
pub fn call(responder: Responder, message: CallbackInvoke) {
    let connection = responder.connection();
    let id = message.callback_id;
    let runtimes = &connection.shared.runtimes;
    let tenant = (connection.functions.owner(id))
        .and_then(|isolate| runtimes.get(&isolate, connection.id).ok());
    let Some(tenant) = tenant else {
        return responder.finish(Err(Failure::unknown_callback(id)));
    };
    // The guest may call what is in the arguments.
    tenant.host.ledger().hand_out(&message.args);
    let done = tenant.runtime.call(id, message.args);
    inline::start(async move {
        responder.finish(done.await.map_err(Failure::from));
    });
}
