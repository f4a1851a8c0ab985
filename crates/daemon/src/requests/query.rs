//! The small queries and resets of a runtime (protocol.md 3.4).

use isolate_runtime::Query;

use super::Responder;
use crate::failure::Failure;
use crate::inline;

/// Asks a runtime something. Not queued behind evals.
pub fn query(responder: Responder, isolate_id: &str, query: Query) {
    let connection = responder.connection();
    let tenant = match connection.shared.runtimes.get(isolate_id, connection.id) {
        Ok(tenant) => tenant,
        Err(error) => return responder.finish(Err(error.into())),
    };
    let done = tenant.runtime.query(query);
    inline::start(async move {
        responder.finish(done.await.map_err(Failure::of_query));
    });
}
