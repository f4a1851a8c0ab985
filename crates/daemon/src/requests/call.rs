//! `CALLBACK_INVOKE` from the client: it calls a function that a guest has handed out (protocol.md A.2).

use isolate_protocol::Raw;
use isolate_protocol::message::CallbackInvoke;
use isolate_runtime::ClientCall;

use super::Responder;
use super::dispatch::context_of;
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
    let context = match message.context {
        // Outside of a request.
        None => None,
        Some(context) if context == Raw::nil() => None,
        context => match context_of(&tenant.host, context) {
            Ok(context) => context,
            Err(failure) => return responder.finish(Err(failure)),
        },
    };
    let done = tenant.runtime.call(ClientCall {
        function: id,
        args: message.args,
        context,
    });
    inline::start(async move {
        responder.finish(done.await.map_err(Failure::from));
    });
}
