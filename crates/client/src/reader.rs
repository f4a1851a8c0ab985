//! The direction from the daemon: one task that takes frames off the socket and acts on them in order.

use std::sync::Arc;

use isolate_protocol::message::{ResponseStreamStart, RuntimeCreated};
use isolate_protocol::{Bytes, Frame, Message, Raw};

use crate::callbacks::invocation;
use crate::connection::Connection;
use crate::error::ClientError;
use crate::http::incoming::Incoming;
use crate::http::response::Response;
use crate::pending::{Answer, CloseReason, Waiter};
use crate::receive_buffer::ReceiveBuffer;
use crate::socket::ReadHalf;
use crate::streams::receiving::Receiving;

/// `RESPONSE_OK`, `RESPONSE_ERROR` and `CALLBACK_RESPONSE`: the messages whose `requestId` is one of ours.
const ANSWERS: [u8; 3] = [0x80, 0x81, 0x91];

/// `ISOLATE_EVENT`
const ISOLATE_EVENT: u8 = 0xc0;

pub(crate) async fn run(connection: Arc<Connection>, mut socket: ReadHalf) {
    let reason = read(&connection, &mut socket).await;
    connection.lose(&reason);
}

async fn read(connection: &Arc<Connection>, socket: &mut ReadHalf) -> CloseReason {
    let mut buffer = ReceiveBuffer::new();
    // Answers of callbacks that needed no waiting leave together, one write per read.
    let mut answers = Vec::new();
    loop {
        loop {
            match buffer.frame() {
                Ok(Some(frame)) => handle(connection, &frame, &mut answers),
                Ok(None) => break,
                Err(error) => return CloseReason::BadFrame(error),
            }
        }
        if !answers.is_empty() {
            if connection.outbox.send(answers.drain(..)).is_err() {
                return CloseReason::Closed;
            }
            // A daemon that does not take answers gets no further questions read.
            connection.outbox.room().await;
        }
        if !matches!(socket.read(buffer.room()).await, Ok(1..)) {
            return CloseReason::Closed;
        }
        connection.outbox.calm();
    }
}

/// Acts on one frame. What is to be sent at once goes to `answers`.
fn handle(connection: &Arc<Connection>, frame: &Frame, answers: &mut Vec<Bytes>) {
    if frame.kind == ISOLATE_EVENT {
        return connection.events.dispatch(connection, frame);
    }
    let streams = &connection.streams;
    match Message::decode(frame) {
        Ok(Message::ResponseOk(ok)) => complete(connection, Some(ok.request_id), Ok(ok.data)),
        Ok(Message::ResponseError(error)) => {
            let id = error.request_id;
            complete(connection, id, Err(error.into()));
        }
        Ok(Message::CallbackResponse(response)) => {
            let answer = match response.error {
                Some(error) => Err(error.into()),
                None => Ok(response.result.unwrap_or_default()),
            };
            complete(connection, Some(response.request_id), answer);
        }
        Ok(Message::ResponseStreamStart(start)) => respond(connection, start),
        Ok(Message::ResponseStreamChunk(chunk)) => {
            streams.arrived(connection, chunk.stream_id, chunk.chunk)
        }
        Ok(Message::StreamPush(chunk)) => streams.arrived(connection, chunk.stream_id, chunk.chunk),
        Ok(Message::ResponseStreamEnd(end)) => streams.ended(end.stream_id, None),
        Ok(Message::StreamClose(end)) => streams.ended(end.stream_id, None),
        Ok(Message::StreamError(error)) => streams.failed(error.stream_id, error.error),
        Ok(Message::StreamPull(pull)) => streams.senders.grant(pull.stream_id, pull.max_bytes),
        Ok(Message::CallbackStreamCancel(cancel)) => drop(streams.senders.cancel(cancel.stream_id)),
        Ok(Message::CallbackInvoke(invoke)) => {
            answers.extend(invocation::start(connection, invoke))
        }
        Ok(Message::CallbackAbort(abort)) => connection.running.abort(abort.target_request_id),
        Ok(Message::Pong) => connection.pending.pong(),
        // Messages this client has no use for.
        Ok(_) => {}
        Err(error) if ANSWERS.contains(&frame.kind) => {
            complete(
                connection,
                error.request_id(),
                Err(ClientError::BadAnswer(error)),
            );
        }
        // There is nobody to report it to. For an invocation the daemon has its timeout.
        Err(_) => {}
    }
}

/// A dispatched request is answered, and the body follows. If nobody waits for it, dropping it cancels it.
fn respond(connection: &Arc<Connection>, start: ResponseStreamStart) {
    let id = start.stream_id;
    let receiving = connection.streams.receive(id, Receiving::response());
    let body = Incoming::stream(Arc::clone(connection), id, receiving);
    let response = Response::streamed(start.metadata, body);
    match connection.pending.take(start.request_id) {
        Some(Waiter::Response(sender)) => drop(sender.send(Ok(response))),
        Some(other) => other.fail(ClientError::UnexpectedAnswer {
            request: "a request",
            expected: "no stream",
        }),
        None => {}
    }
}

fn complete(connection: &Arc<Connection>, id: Option<u64>, answer: Answer) {
    let Some(waiter) = id.and_then(|id| connection.pending.take(id)) else {
        return;
    };
    let data = match answer {
        Ok(data) => data,
        Err(error) => return waiter.fail(error),
    };
    match waiter {
        // Whoever asked may have given up.
        Waiter::Data(sender) => drop(sender.send(Ok(data))),
        Waiter::Response(sender) => drop(sender.send(Response::from_raw(&data))),
        Waiter::Runtime(sender, listeners) => {
            let created = created(&data);
            if let Ok(created) = &created {
                listeners.created(created);
                connection.events.attach(&created.isolate_id, &listeners);
            }
            // The caller gave up on a create before the answer came: nobody else knows of that runtime.
            if let Err(Ok(created)) = sender.send(created) {
                connection.events.detach(&created.isolate_id, &listeners);
                connection.abandon(created.isolate_id, "creation was cancelled");
            }
        }
    }
}

fn created(data: &Raw) -> Result<RuntimeCreated, ClientError> {
    Ok(RuntimeCreated::from_raw(data)?)
}
