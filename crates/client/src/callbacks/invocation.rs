//! Serving one `CALLBACK_INVOKE` (protocol.md, section 4.2).

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use isolate_protocol::limits::{MAX_VALUE_DEPTH, SEND_DEPTH};
use isolate_protocol::message::{self, CallbackInvoke, CallbackResponse};
use isolate_protocol::{Bytes, Form, Message, Raw, Value};

use super::failure::CallbackError;
use super::handler::{BoxFuture, Handler, Outcome};
use super::{fetch, guarded};
use crate::abort::Abort;
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
        return Some(failed(request_id, error));
    };
    if let Handler::Fetch(handler) = handler {
        return fetch::start(connection, request_id, &args, &*handler);
    }
    let args = match decode(&args) {
        Ok(args) => args,
        Err(error) => return Some(failed(request_id, error)),
    };
    let future = match handler {
        Handler::Plain(function) => {
            let outcome = guarded(|| function(args)).flatten();
            return Some(answer(request_id, outcome));
        }
        Handler::Async(function) => guarded(|| function(args)),
        Handler::Fetch(_) => return None,
    };
    match future {
        Ok(future) => drive(
            connection,
            request_id,
            future,
            None,
            move |_, outcome, _| Some(answer(request_id, outcome)),
        ),
        Err(error) => Some(failed(request_id, error)),
    }
}

/// Runs a handler's future to its end, and `finish` with what it gives: at once if it does not wait, otherwise on a task
/// of its own. `abort` is fired if the daemon gives up on it; it is dropped then.
pub(super) fn drive<T: Send + 'static>(
    connection: &Arc<Connection>,
    request_id: u64,
    mut future: BoxFuture<'static, Result<T, CallbackError>>,
    abort: Option<Arc<Abort>>,
    finish: impl FnOnce(&Arc<Connection>, Result<T, CallbackError>, Option<Arc<Abort>>) -> Option<Bytes>
    + Send
    + 'static,
) -> Option<Bytes> {
    // Most handlers do not wait: they cost no task then.
    let mut nobody = Context::from_waker(Waker::noop());
    if let Poll::Ready(outcome) = poll(&mut future, &mut nobody) {
        return finish(connection, outcome, abort);
    }
    let shared = Arc::clone(connection);
    let signal = abort.clone();
    connection.running.spawn(request_id, signal, async move {
        let outcome = poll_fn(|context| poll(&mut future, context)).await;
        drop(future);
        if shared.running.finish(request_id)
            && let Some(frame) = finish(&shared, outcome, abort)
        {
            // If the connection is gone, so is whoever asked.
            let _ = shared.outbox.send([frame]);
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

fn poll<T>(
    future: &mut BoxFuture<'static, Result<T, CallbackError>>,
    context: &mut Context<'_>,
) -> Poll<Result<T, CallbackError>> {
    match guarded(|| future.as_mut().poll(context)) {
        Ok(poll) => poll,
        Err(error) => Poll::Ready(Err(error)),
    }
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
    match outcome {
        Ok(result) => succeeded(request_id, result),
        Err(error) => failed(request_id, error),
    }
}

/// The frame of a result; of an error if the result is too large for a frame.
pub(super) fn succeeded(request_id: u64, result: Raw) -> Bytes {
    encode(request_id, Some(result), None)
        .unwrap_or_else(|too_large| failed(request_id, CallbackError::new(too_large.to_string())))
}

/// The frame of an error.
pub(super) fn failed(request_id: u64, error: CallbackError) -> Bytes {
    let frame = encode(request_id, None, Some(error.into()));
    frame.unwrap_or_else(|too_large| {
        let error = CallbackError::new(too_large.to_string());
        encode(request_id, None, Some(error.into())).unwrap_or_default()
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
