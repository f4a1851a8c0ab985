//! Bodies that travel as streams, and what the messages about them do (protocol.md 3.6).
//!
//! | file | what it holds |
//! |---|---|
//! | `table` | the streams of a connection by id |
//! | `incoming` | bodies from the client into a runtime |
//! | `outgoing`, `sink`, `frames` | bodies from a runtime to the client |
//! | `budget`, `recent` | what bounds them |

mod budget;
mod frames;
pub mod incoming;
mod outgoing;
mod recent;
mod sink;
mod table;
#[cfg(test)]
mod tests;

use isolate_protocol::message::{
    CallbackStreamChunk, CallbackStreamEnd, StreamClose, StreamError, StreamPull, StreamPush,
};

use crate::connection::Connection;

pub use budget::OverBudget;
pub use frames::Frames;
pub use incoming::Origin;
pub use outgoing::{Outgoing, Producer};
pub use recent::Recent;
pub use sink::{BodySink, NoSink};
pub use table::{StreamRefusal, Streams};

/// Any stream of a fetch; which client it is from makes no difference for finding it.
const FETCH: Origin = Origin::Fetch { credit: false };

/// A piece of an upload.
pub fn push(connection: &Connection, push: &StreamPush) {
    let (streams, stream_id) = (&connection.streams, push.stream_id);
    if let Some(upload) = streams.incoming(Origin::Upload, stream_id) {
        upload.push(connection, stream_id, &push.chunk);
    } else if !streams.was_cancelled(stream_id) {
        let error = "Stream not found".to_owned();
        connection.send(&StreamError { stream_id, error }.into());
    }
}

/// The end of an upload.
pub fn close(connection: &Connection, close: &StreamClose) {
    if let Some(upload) = (connection.streams).take_incoming(Origin::Upload, close.stream_id) {
        upload.end();
    }
}

/// A piece of the response of a fetch.
pub fn fetched(connection: &Connection, chunk: &CallbackStreamChunk) {
    if let Some(body) = connection.streams.incoming(FETCH, chunk.stream_id) {
        body.push(connection, chunk.stream_id, &chunk.chunk);
    }
}

/// The end of the response of a fetch.
pub fn fetched_all(connection: &Connection, end: &CallbackStreamEnd) {
    if let Some(body) = connection.streams.take_incoming(FETCH, end.stream_id) {
        body.end();
    }
}

/// The client fails what it sends, or cancels what it receives. Ids do not say which: everything with this id is meant.
pub fn error(connection: &Connection, message: StreamError) {
    let StreamError { stream_id, error } = message;
    for origin in [Origin::Upload, FETCH] {
        if let Some(body) = connection.streams.take_incoming(origin, stream_id) {
            body.fail(error.clone());
        }
    }
    if let Some(body) = connection.streams.take_outgoing(stream_id) {
        body.cancel(connection, error);
    }
}

/// The client grants credit.
pub fn pull(connection: &Connection, pull: &StreamPull) {
    if let Some(body) = connection.streams.outgoing(pull.stream_id) {
        body.grant(connection, pull.max_bytes);
    }
}

/// The outbox has room again.
pub fn resume(connection: &Connection) {
    // Who needs more room than there is joins the line again at its end.
    while connection.outbox.has_room()
        && let Some(body) = connection.streams.take_waiting()
    {
        body.resume(connection);
    }
}

/// The connection has closed.
pub fn disconnect(connection: &Connection) {
    for body in connection.streams.close() {
        body.cancel(connection, "Connection closed".to_owned());
    }
}
