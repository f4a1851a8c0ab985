//! `RUN_TESTS` (protocol.md 3.5).

use isolate_protocol::message::RunTests;

use super::Responder;
use super::eval::after_failure;
use crate::failure::Failure;
use crate::inline;

/// Runs the guest's tests, or joins the run under way; answers with the results.
pub fn run(responder: Responder, message: &RunTests) {
    let connection = responder.connection();
    let runtimes = &connection.shared.runtimes;
    let tenant = match runtimes.get(&message.isolate_id, connection.id) {
        Ok(tenant) => tenant,
        Err(error) => return responder.finish(Err(error.into())),
    };
    let done = tenant.runtime.run_tests(message.timeout);
    inline::start(async move {
        let result = done.await;
        if let Err(error) = &result {
            after_failure(&tenant, error);
        }
        responder.finish(result.map_err(Failure::from));
    });
}
