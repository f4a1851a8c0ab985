//! The requests of clients, and who deals with each.

mod create;
mod dispose;
mod eval;
pub mod in_flight;
mod query;
mod responder;
mod unsupported;

use isolate_protocol::Message;
use isolate_runtime::Query;

pub use responder::Responder;

/// Starts to deal with a request. Requests into one runtime start in the order of these calls.
pub fn handle(responder: Responder, message: Message) {
    match message {
        Message::CreateRuntime(message) => create::create(responder, message.options),
        Message::DisposeRuntime(message) => dispose::dispose(responder, &message),
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
        message => unsupported::refuse(responder, &message),
    }
}
