//! Bodies on their way from a runtime to the client: responses of dispatches and request bodies of fetches
//! (protocol.md 3.6).
//!
//! A piece is sent at once as far as the client's credit and the outbox allow it. The rest of it is parked, and its
//! producer waits. What is parked goes out when there is credit and room again, without the producer.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use isolate_protocol::Bytes;
use isolate_protocol::limits::STREAM_CHUNK;
use isolate_protocol::stream::Credit;
use isolate_runtime::Room;

use super::budget::{Held, OverBudget};
use super::frames::Frames;
use super::table::StreamRefusal;
use crate::connection::{Connection, Position};
use crate::sync::lock;

/// A body for the client.
#[derive(Debug)]
pub struct Outgoing {
    id: u64,
    frames: Frames,
    state: Mutex<State>,
}

/// Whoever makes the body.
pub trait Producer: Send {
    /// It may go on.
    fn ready(&self);

    /// Nobody wants the rest.
    fn cancel(&self, reason: String);
}

impl Producer for Room {
    fn ready(&self) {
        self.ready();
    }

    fn cancel(&self, reason: String) {
        self.cancel(reason);
    }
}

struct State {
    credit: Credit,
    /// What could not be sent yet.
    parked: VecDeque<Bytes>,
    held: Held,
    /// `None` once it has nothing more to say.
    producer: Option<Box<dyn Producer>>,
    /// The producer waits to be told that it may go on.
    waits: bool,
    /// Its place among those who wait for room in the outbox.
    place: Option<u64>,
    /// How the body ends, after what is parked.
    end: Option<Result<(), String>>,
    /// The end of the last frame that was sent.
    position: Position,
    /// Nothing is to be sent any more.
    done: bool,
}

impl Outgoing {
    /// Opens a stream under a new id.
    pub fn open(
        connection: &Connection,
        frames: Frames,
        producer: Option<Box<dyn Producer>>,
    ) -> Result<Arc<Self>, StreamRefusal> {
        let state = State {
            credit: match frames {
                Frames::Response { .. } => Credit::of_response(),
                Frames::Request => Credit::of_request(),
            },
            parked: VecDeque::new(),
            held: connection.streams.budget().hold(),
            producer,
            waits: false,
            place: None,
            end: None,
            position: Position::default(),
            done: false,
        };
        connection.streams.add_outgoing(|id| Self {
            id,
            frames,
            state: Mutex::new(state),
        })
    }

    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Announces it: what follows within a moment goes out in the same write.
    pub fn announce(&self, connection: &Connection, start: Bytes) {
        lock(&self.state).position = connection.outbox.send_lazily(start);
    }

    /// Takes a piece. True if the next may follow at once; if not, the producer is told when.
    pub fn write(self: &Arc<Self>, connection: &Connection, mut piece: &[u8]) -> bool {
        let mut state = lock(&self.state);
        if state.done || state.end.is_some() {
            return false;
        }
        while !piece.is_empty() && state.parked.is_empty() && self.may_send(&mut state, connection)
        {
            let (chunk, rest) = piece.split_at(piece.len().min(STREAM_CHUNK));
            self.send(&mut state, connection, chunk);
            piece = rest;
        }
        if let Err(error) = state.park(piece) {
            let producer = state.producer.take();
            self.finish(&mut state, connection, Err(error.to_string()));
            producer.inspect(|producer| producer.cancel(error.to_string()));
            return false;
        }
        state.waits = !state.parked.is_empty() || !self.may_send(&mut state, connection);
        !state.waits
    }

    /// The body is complete, or breaks off.
    pub fn end(self: &Arc<Self>, connection: &Connection, end: Result<(), String>) {
        let mut state = lock(&self.state);
        state.producer = None;
        if state.done || state.end.is_some() {
            return;
        }
        if state.parked.is_empty() {
            self.finish(&mut state, connection, end);
        } else {
            state.end = Some(end);
        }
    }

    /// The client grants credit.
    pub fn grant(self: &Arc<Self>, connection: &Connection, bytes: u64) {
        let mut state = lock(&self.state);
        state.credit.grant(bytes);
        self.go_on(&mut state, connection);
    }

    /// The outbox has room again.
    pub fn resume(self: &Arc<Self>, connection: &Connection) {
        let mut state = lock(&self.state);
        state.place = None;
        self.go_on(&mut state, connection);
    }

    /// The client, or its connection, wants no more.
    pub fn cancel(&self, connection: &Connection, reason: String) {
        let mut state = lock(&self.state);
        let producer = state.producer.take();
        self.remove(&mut state, connection);
        if let Some(producer) = producer {
            producer.cancel(reason);
        }
    }

    fn go_on(self: &Arc<Self>, state: &mut State, connection: &Connection) {
        if state.done {
            return;
        }
        while !state.parked.is_empty() && self.may_send(state, connection) {
            if let Some(chunk) = state.unpark() {
                self.send(state, connection, &chunk);
            }
        }
        if !state.parked.is_empty() {
            return;
        }
        if let Some(end) = state.end.take() {
            self.finish(state, connection, end);
        } else if state.waits && self.may_send(state, connection) {
            state.waits = false;
            state.producer.iter().for_each(|producer| producer.ready());
        }
    }

    /// Whether a chunk may be sent now. If it is for the outbox that it may not, [`resume`](Self::resume) will come.
    fn may_send(self: &Arc<Self>, state: &mut State, connection: &Connection) -> bool {
        if !state.credit.may_send() {
            return false;
        }
        if connection.outbox.has_room() {
            return true;
        }
        (state.place).get_or_insert_with(|| connection.streams.wait(self));
        // Asked again: it may have become empty before this was in the line.
        connection.outbox.has_room()
    }

    fn send(&self, state: &mut State, connection: &Connection, chunk: &[u8]) {
        state.credit.charge(chunk.len());
        let frame = self.frames.chunk(self.id, chunk);
        state.position = connection.outbox.send_noting(frame);
    }

    fn finish(&self, state: &mut State, connection: &Connection, end: Result<(), String>) {
        connection.outbox.send(match end {
            Ok(()) => self.frames.end(self.id),
            Err(error) => {
                let alone = connection.outbox.has_written(state.position);
                self.frames.failure(self.id, &error, alone)
            }
        });
        self.remove(state, connection);
    }

    fn remove(&self, state: &mut State, connection: &Connection) {
        state.done = true;
        state.producer = None;
        state.parked = VecDeque::new();
        // Giving back never fails.
        let _ = state.held.resize(0);
        if let Some(place) = state.place.take() {
            connection.streams.stop_waiting(place);
        }
        connection.streams.take_outgoing(self.id);
    }
}

impl State {
    fn park(&mut self, piece: &[u8]) -> Result<(), OverBudget> {
        if piece.is_empty() {
            return Ok(());
        }
        let bytes: usize = self.parked.iter().map(Bytes::len).sum();
        self.held.resize(bytes + piece.len())?;
        self.parked.push_back(Bytes::copy_from_slice(piece));
        Ok(())
    }

    /// Takes out what fits into a chunk. What is left keeps its memory, and so the budget, until it is all gone.
    fn unpark(&mut self) -> Option<Bytes> {
        let front = self.parked.front_mut()?;
        let chunk = front.split_to(front.len().min(STREAM_CHUNK));
        if front.is_empty() {
            self.parked.pop_front();
        }
        if self.parked.is_empty() {
            let _ = self.held.resize(0);
        }
        Some(chunk)
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("credit", &self.credit)
            .field("parked", &self.parked.len())
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}
