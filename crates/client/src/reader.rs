//! The direction from the daemon: one task that takes frames off the socket and acts on them in order.

use std::sync::Arc;

use isolate_protocol::message::RuntimeCreated;
use isolate_protocol::{Bytes, BytesMut, Frame, FrameDecoder, Message};

use crate::callbacks::invocation;
use crate::connection::Connection;
use crate::error::ClientError;
use crate::pending::{Answer, CloseReason};
use crate::socket::ReadHalf;

/// Room in the receive buffer before a read.
const READ_BUFFER: usize = 64 * 1024;

/// Room below which the buffer is exchanged for a fresh one.
const LOW_ROOM: usize = 8 * 1024;

/// `RESPONSE_OK` and `RESPONSE_ERROR`: the messages whose `requestId` is one of ours.
const ANSWERS: [u8; 2] = [0x80, 0x81];

pub(crate) async fn run(connection: Arc<Connection>, mut socket: ReadHalf) {
    let reason = read(&connection, &mut socket).await;
    connection.close(&reason);
}

async fn read(connection: &Arc<Connection>, socket: &mut ReadHalf) -> CloseReason {
    let mut buffer = BytesMut::with_capacity(READ_BUFFER);
    let mut decoder = FrameDecoder::new();
    // Answers of callbacks that needed no waiting leave together, one write per read.
    let mut answers = Vec::new();
    loop {
        loop {
            match decoder.decode(&mut buffer) {
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
        if buffer.capacity() - buffer.len() < LOW_ROOM {
            buffer.reserve(READ_BUFFER);
        }
        if !matches!(socket.read(&mut buffer).await, Ok(1..)) {
            return CloseReason::Closed;
        }
    }
}

/// Acts on one frame. What is to be sent at once goes to `answers`.
fn handle(connection: &Arc<Connection>, frame: &Frame, answers: &mut Vec<Bytes>) {
    match Message::decode(frame) {
        Ok(Message::ResponseOk(ok)) => complete(connection, Some(ok.request_id), Ok(ok.data)),
        Ok(Message::ResponseError(error)) => {
            let id = error.request_id;
            complete(connection, id, Err(error.into()));
        }
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

fn complete(connection: &Connection, id: Option<u64>, answer: Answer) {
    let Some(id) = id else { return };
    // The caller gave up on a create before the answer came: nobody else knows of that runtime.
    if let Err(Ok(data)) = connection.pending.complete(id, answer)
        && let Ok(created) = RuntimeCreated::from_raw(&data)
    {
        connection.abandon(created.isolate_id, "creation was cancelled");
    }
}
