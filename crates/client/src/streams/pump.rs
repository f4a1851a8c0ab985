//! Sends one body: takes pieces from its stream while there is credit, and turns them into messages.

use std::future::poll_fn;
use std::sync::Arc;

use isolate_protocol::limits::STREAM_CHUNK;
use isolate_protocol::message::{CallbackStreamEnd, StreamClose};
use isolate_protocol::stream::Credit;
use isolate_protocol::{Bytes, Message};

use super::sending::Allowance;
use super::{chunk_frame, tell};
use crate::callbacks::failure::CallbackError;
use crate::callbacks::guarded;
use crate::connection::Connection;
use crate::http::body::Pieces;

/// What a body belongs to, and with it the messages it travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// The request of a dispatch.
    Request,
    /// The response to the fetch invocation with this id.
    Response(u64),
}

impl Route {
    pub(crate) fn credit(self) -> Credit {
        match self {
            Self::Request => Credit::of_request(),
            Self::Response(_) => Credit::of_fetched(),
        }
    }

    /// The frame of a chunk, up to its content.
    fn head(self, stream: u64, len: usize) -> Bytes {
        match self {
            Self::Request => chunk_frame::push(stream, len),
            Self::Response(request) => chunk_frame::callback_chunk(request, stream, len),
        }
    }

    fn end(self, stream_id: u64) -> Message {
        match self {
            Self::Request => StreamClose { stream_id }.into(),
            Self::Response(request_id) => CallbackStreamEnd {
                request_id,
                stream_id,
            }
            .into(),
        }
    }
}

/// Sends everything, and how it ended. Stops when it is dropped, without a word.
pub(crate) async fn run(
    connection: Arc<Connection>,
    id: u64,
    route: Route,
    allowance: Arc<Allowance>,
    mut pieces: Pieces,
) {
    let sent = loop {
        // No piece is asked for that could not be sent.
        allowance.available().await;
        let next = poll_fn(|context| {
            let poll = guarded(|| pieces.as_mut().poll_next(context));
            poll.unwrap_or_else(|panic| Some(Err(panic)).into())
        });
        match next.await {
            None => break Ok(()),
            Some(Err(error)) => break Err(error),
            Some(Ok(piece)) => send(&connection, id, route, &allowance, piece).await,
        }
    };
    drop(pieces);
    if connection.streams.senders.finish(id) {
        finish(&connection, id, route, sent);
    }
}

async fn send(
    connection: &Connection,
    id: u64,
    route: Route,
    allowance: &Allowance,
    mut piece: Bytes,
) {
    while !piece.is_empty() {
        allowance.available().await;
        let chunk = piece.split_to(piece.len().min(STREAM_CHUNK));
        allowance.charge(chunk.len());
        let head = route.head(id, chunk.len());
        // Fails only if the connection is closed, and then this task is about to be stopped.
        let _ = connection.outbox.send([head, chunk]);
        connection.outbox.room().await;
    }
}

fn finish(connection: &Connection, id: u64, route: Route, sent: Result<(), CallbackError>) {
    match sent {
        Ok(()) => connection.post(route.end(id)),
        Err(error) => tell(connection, id, &error.message),
    }
}
