//! Bodies that travel piece by piece, by stream id (protocol.md, section 3.6).

pub(crate) mod chunk_frame;
pub(crate) mod pump;
pub(crate) mod receiving;
pub(crate) mod sending;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex};

use isolate_protocol::message::{StreamError, StreamPull};
use isolate_protocol::{Bytes, Message};

use crate::connection::Connection;
use crate::error::ClientError;
use crate::pending::CloseReason;
use crate::sync::lock;
use receiving::Receiving;
use sending::Senders;

/// What the daemon is told when the consumer of a body drops it.
const CANCELLED: &str = "Stream cancelled by consumer";

/// All streams of a connection.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    /// Bodies of ours that are under way; their ids are given out here.
    pub(crate) senders: Senders,
    receivers: Mutex<Receivers>,
}

/// Bodies of the guest that are under way; their ids are the daemon's.
#[derive(Debug, Default)]
struct Receivers {
    closed: bool,
    streams: HashMap<u64, Arc<Receiving>>,
}

impl Streams {
    /// Makes room for a body that is about to arrive. A second one with the id of another ends that one.
    pub(crate) fn receive(&self, id: u64, receiving: Receiving) -> Arc<Receiving> {
        let receiving = Arc::new(receiving);
        let mut receivers = lock(&self.receivers);
        if receivers.closed {
            receiving.pipe.finish(Some(ClientError::ConnectionClosed));
            return receiving;
        }
        let replaced = receivers.streams.insert(id, Arc::clone(&receiving));
        drop(receivers);
        if let Some(replaced) = replaced {
            let error = ClientError::Stream(format!("stream {id} was started again"));
            replaced.pipe.finish(Some(error));
        }
        receiving
    }

    /// A piece has arrived. One for a stream that nobody wants any more is dropped.
    pub(crate) fn arrived(&self, connection: &Connection, id: u64, chunk: Bytes) {
        let Some(stream) = lock(&self.receivers).streams.get(&id).cloned() else {
            return;
        };
        if let Err(overrun) = stream.arrived(chunk) {
            self.ended(id, Some(overrun.into()));
            tell(connection, id, &overrun.to_string());
        }
    }

    /// A body is complete, or has failed.
    pub(crate) fn ended(&self, id: u64, error: Option<ClientError>) {
        let stream = lock(&self.receivers).streams.remove(&id);
        if let Some(stream) = stream {
            stream.pipe.finish(error);
        }
    }

    /// The consumer of a body has gone. If the body is not complete, the rest is cancelled.
    pub(crate) fn stop_receiving(&self, connection: &Connection, id: u64, stream: &Arc<Receiving>) {
        if stream.pipe.has_ended() {
            return stream.pipe.abandon();
        }
        stream.pipe.abandon();
        if let Entry::Occupied(entry) = lock(&self.receivers).streams.entry(id)
            && Arc::ptr_eq(entry.get(), stream)
        {
            entry.remove();
        }
        tell(connection, id, CANCELLED);
    }

    /// `STREAM_ERROR`: fails a body that arrives, or says that one of ours is not wanted. The ids of the two sides are
    /// far apart.
    pub(crate) fn failed(&self, id: u64, error: String) {
        self.senders.cancel(id);
        self.ended(id, Some(ClientError::Stream(error)));
    }

    /// Ends all streams, and everything to come.
    pub(crate) fn close(&self, reason: &CloseReason) {
        self.senders.close();
        let streams = {
            let mut receivers = lock(&self.receivers);
            receivers.closed = true;
            std::mem::take(&mut receivers.streams)
        };
        for stream in streams.into_values() {
            stream.pipe.finish(Some(reason.clone().into()));
        }
    }
}

/// Grants credit for a stream.
pub(crate) fn grant(connection: &Connection, stream_id: u64, max_bytes: u64) {
    connection.post(StreamPull {
        stream_id,
        max_bytes,
    });
}

/// Cancels or fails a stream.
pub(crate) fn tell(connection: &Connection, stream_id: u64, error: &str) {
    let error = error.to_owned();
    connection.post(Message::from(StreamError { stream_id, error }));
}
