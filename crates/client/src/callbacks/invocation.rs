//! Serving one `CALLBACK_INVOKE` (protocol.md, section 4.2).

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use isolate_protocol::limits::{MAX_VALUE_DEPTH, SEND_DEPTH};
use isolate_protocol::message::{self, CallbackInvoke, CallbackResponse};
use isolate_protocol::{Bytes, Form, Message, Raw, Value};

use super::failure::CallbackError;
use super::handler::{BoxFuture, Handler, Outcome};
use crate::connection::Connection;

/// Calls the handler. The answer's frame if it is there at once; otherwise a task goes on, and answers when it is.
pub(crate) fn start(connection: &Arc<Connection>, invoke: CallbackInvoke) -> Option<Bytes> {
    let CallbackInvoke {
        request_id,
        callback_id,
        args,
        ..
    } = invoke;
    let Some(handler) = connection.callbacks.get(callback_id) else {
        let error = CallbackError::new(format!("Unknown callback: {callback_id}"));
        return Some(answer(request_id, Err(error)));
    };
    let args = match decode(&args) {
        Ok(args) => args,
        Err(error) => return Some(answer(request_id, Err(error))),
    };
    let future = match handler {
        Handler::Plain(function) => {
            return Some(answer(request_id, guarded(|| function(args)).flatten()));
        }
        Handler::Async(function) => guarded(|| function(args)),
    };
    let mut future = match future {
        Ok(future) => future,
        Err(error) => return Some(answer(request_id, Err(error))),
    };
    // Most handlers do not wait: they cost no task then.
    let mut nobody = Context::from_waker(Waker::noop());
    if let Poll::Ready(outcome) = poll(&mut future, &mut nobody) {
        return Some(answer(request_id, outcome));
    }
    let shared = Arc::clone(connection);
    connection.running.spawn(request_id, async move {
        let outcome = poll_fn(|context| poll(&mut future, context)).await;
        if shared.running.finish(request_id) {
            // If the connection is gone, so is whoever asked.
            let _ = shared.outbox.send([answer(request_id, outcome)]);
            shared.outbox.room().await;
        }
    });
    None
}

fn decode(args: &Raw) -> Result<Vec<Value>, CallbackError> {
    match Value::decode(args) {
        Ok(Value::Array(args)) => Ok(args),
        Ok(_) => Err("arguments that are no array".into()),
        Err(error) => Err(format!("unusable arguments: {error}").into()),
    }
}

fn poll(future: &mut BoxFuture<'static, Outcome>, context: &mut Context<'_>) -> Poll<Outcome> {
    match guarded(|| future.as_mut().poll(context)) {
        Ok(poll) => poll,
        Err(error) => Poll::Ready(Err(error)),
    }
}

/// A handler that panics fails its call, not the connection.
fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, CallbackError> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| panic_error(&*panic))
}

fn panic_error(panic: &(dyn Any + Send)) -> CallbackError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    CallbackError::new(text.unwrap_or("the callback panicked"))
}

/// The frame of an answer. Values that cannot be sent become errors.
fn answer(request_id: u64, outcome: Outcome) -> Bytes {
    let outcome = outcome.and_then(|value| match value.depth() {
        0..=SEND_DEPTH => Ok(value.to_raw(Form::Marshalled)),
        _ => Err(CallbackError::named(
            "MarshalError",
            format!(
                "Maximum marshalling depth ({MAX_VALUE_DEPTH}) exceeded. Possible circular reference."
            ),
        )),
    });
    let (result, error) = match outcome {
        Ok(result) => (Some(result), None),
        Err(error) => (None, Some(message::CallbackError::from(error))),
    };
    encode(request_id, result, error).unwrap_or_else(|too_large| {
        let error = message::CallbackError::from(CallbackError::new(too_large.to_string()));
        encode(request_id, None, Some(error)).unwrap_or_default()
    })
}

fn encode(
    request_id: u64,
    result: Option<Raw>,
    error: Option<message::CallbackError>,
) -> Result<Bytes, isolate_protocol::TooLarge> {
    let response = CallbackResponse {
        request_id,
        result,
        error,
    };
    Message::from(response).encode()
}
