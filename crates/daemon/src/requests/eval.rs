//! `EVAL` (protocol.md 3.2).

use isolate_protocol::Raw;
use isolate_protocol::message::Eval;
use isolate_runtime::{EvalOptions, RuntimeError};

use super::Responder;
use crate::failure::Failure;
use crate::inline;
use crate::runtimes::Tenant;

/// Queues an entry module; answers when it has finished.
pub fn eval(responder: Responder, message: Eval) {
    let connection = responder.connection();
    let tenant = match connection
        .shared
        .runtimes
        .get(&message.isolate_id, connection.id)
    {
        Ok(tenant) => tenant,
        Err(error) => return responder.finish(Err(error.into())),
    };
    // Queued right here: evals run in the order in which they arrive.
    let done = tenant.runtime.eval(EvalOptions {
        code: message.code,
        filename: message.filename,
        execution_timeout: message.execution_timeout,
    });
    inline::start(async move {
        let result = done.await;
        if let Err(error) = &result {
            after_failure(&tenant, error);
        }
        responder.finish(result.map(|()| no_value()).map_err(Failure::from));
    });
}

/// The answer to every eval that succeeds: results are never returned.
fn no_value() -> Raw {
    Raw::build(|writer| {
        writer.map(1);
        writer.str("value");
        writer.nil();
    })
}

/// The runtime may be finished; then its client need not answer its calls.
pub fn after_failure(tenant: &Tenant, error: &RuntimeError) {
    if tenant.runtime.finished().is_none() {
        return;
    }
    tenant.host.detach();
    if let RuntimeError::TimedOut(_) | RuntimeError::TestsTimedOut(_) | RuntimeError::OutOfMemory =
        error
    {
        let id = tenant.host.isolate();
        tracing::warn!("[isolate-runtime] Disposing runtime {id}: {error}");
    }
}
