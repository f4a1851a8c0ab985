//! The requests of clients, and who deals with each.

mod call;
mod create;
mod dispatch;
mod dispose;
mod eval;
mod exchange;
pub mod in_flight;
mod query;
mod responder;
mod status;
mod testing;
mod unsupported;
mod websocket;

use isolate_protocol::Message;
use isolate_runtime::Query;

pub use dispatch::abort;
pub use responder::{Answer, Responder};

/// Starts to deal with a request. Requests into one runtime start in the order of these calls.
pub fn handle(responder: Responder, message: Message) {
    match message {
        Message::CreateRuntime(message) => create::create(responder, message.options),
        Message::DisposeRuntime(message) => dispose::dispose(responder, &message),
        Message::DisposeNamespace(message) => dispose::dispose_namespace(responder, &message),
        Message::Eval(message) => eval::eval(responder, message),
        Message::TimersClearAll(message) => {
            query::query(responder, &message.isolate_id, Query::ClearTimers);
        }
        Message::ConsoleReset(message) => {
            query::query(responder, &message.isolate_id, Query::ConsoleReset);
        }
        Message::ConsoleGetTimers(message) => {
            query::query(responder, &message.isolate_id, Query::ConsoleTimers);
        }
        Message::ConsoleGetCounters(message) => {
            query::query(responder, &message.isolate_id, Query::ConsoleCounters);
        }
        Message::ConsoleGetGroupDepth(message) => {
            query::query(responder, &message.isolate_id, Query::ConsoleGroupDepth);
        }
        Message::DispatchRequest(message) => dispatch::dispatch(responder, message),
        Message::CallbackInvoke(message) => call::call(responder, message),
        Message::WsOpen(message) => websocket::open(responder, message),
        Message::WsMessage(message) => websocket::message(responder, message),
        Message::WsClose(message) => websocket::close(responder, message),
        Message::FetchWsError(message) => websocket::error(responder, message),
        Message::FetchGetUpgradeRequest(message) => {
            query::query(responder, &message.isolate_id, Query::UpgradeRequest);
        }
        Message::FetchHasServeHandler(message) => {
            query::query(responder, &message.isolate_id, Query::HasServeHandler);
        }
        Message::FetchHasActiveConnections(message) => {
            query::query(responder, &message.isolate_id, Query::HasActiveConnections);
        }
        Message::RunTests(message) => testing::run(responder, &message),
        Message::ResetTestEnv(message) => {
            query::query(responder, &message.isolate_id, Query::ResetTests);
        }
        Message::HasTests(message) => {
            query::query(responder, &message.isolate_id, Query::HasTests);
        }
        Message::GetTestCount(message) => {
            query::query(responder, &message.isolate_id, Query::TestCount);
        }
        Message::GetCollectedData(message) => {
            query::query(responder, &message.isolate_id, Query::CollectedData);
        }
        Message::ClearCollectedData(message) => {
            query::query(responder, &message.isolate_id, Query::ClearCollectedData);
        }
        Message::GetStatus(_) => status::status(responder),
        message => unsupported::refuse(responder, &message),
    }
}
