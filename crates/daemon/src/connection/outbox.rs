//! What waits to be written to one client: ordered, bounded, and usually empty.
//!
//! Whoever has a frame writes it to the socket at once, from whatever thread: nothing has to wake up first. Only what
//! the socket does not take is queued and written later, by [`Outbox::drain`]. A thread that is about to send many
//! frames says so with [`Outbox::hold`]; they are gathered then and go out together.

mod drain;
mod hold;
mod queue;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use isolate_protocol::Bytes;
use thiserror::Error;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::sync::lock;
use crate::transport::Stream;
use queue::Queue;

/// More than this is written even if it is being held back.
const HELD: usize = 64 * 1024;

/// Bodies of streams wait until less than this is queued.
const ROOM: usize = 1 << 20;

/// The outgoing half of a connection.
#[derive(Debug)]
pub struct Outbox {
    /// Bytes it may hold.
    limit: usize,
    state: Mutex<State>,
    /// Wakes `drain`: there is something to write or to watch, or the end has come.
    work: Notify,
    /// Wakes `flushed`: everything is written, or the end has come.
    empty: Notify,
    /// Wakes guests that wait for room.
    room: Condvar,
}

#[derive(Debug)]
struct State {
    /// `None` at the end.
    stream: Option<Arc<Stream>>,
    queue: Queue,
    /// The socket did not take everything; what is queued is for `drain` to write.
    clogged: bool,
    /// Since when the queue has something that is held back.
    held_since: Option<Instant>,
    /// `drain` looks after what is held back.
    watched: bool,
    /// How often something was held back, for `drain` to see whether there is still something to watch.
    holds: u64,
    /// Why nothing can be written any more, until `drain` takes it.
    failure: Option<OutboxError>,
}

/// Where a frame ends in everything that was ever sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(u64);

/// Why a client can not be written to any more.
#[derive(Debug, Error)]
pub enum OutboxError {
    /// The client does not keep up.
    #[error("more than {limit} bytes wait for the client to read them")]
    Full {
        /// The limit.
        limit: usize,
    },
    /// The client does not read at all.
    #[error("the client has read nothing for {} ms while {waiting} bytes wait for it", stall.as_millis())]
    Stalled {
        /// How long it may do so.
        stall: Duration,
        /// What it has left unread.
        waiting: usize,
    },
    /// The socket failed.
    #[error("writing to the client failed: {0}")]
    Io(#[from] io::Error),
}

impl Outbox {
    /// An outbox that holds up to `limit` bytes back.
    pub fn new(stream: Arc<Stream>, limit: usize) -> Self {
        let state = State {
            stream: Some(stream),
            queue: Queue::default(),
            clogged: false,
            held_since: None,
            watched: false,
            holds: 0,
            failure: None,
        };
        Self {
            limit,
            state: Mutex::new(state),
            work: Notify::new(),
            empty: Notify::new(),
            room: Condvar::new(),
        }
    }

    /// Writes or queues a frame. Never blocks. A full outbox is the end of the connection.
    pub fn send(&self, frame: Bytes) {
        self.send_noting(frame);
    }

    /// The same, and says where the frame ends.
    pub fn send_noting(&self, frame: Bytes) -> Position {
        self.put(lock(&self.state), frame, hold::is_on())
    }

    /// The same, but what follows within a moment should go out together with it.
    pub fn send_lazily(&self, frame: Bytes) -> Position {
        self.put(lock(&self.state), frame, true)
    }

    /// The same for a guest's thread: it waits while the outbox is half full, so that a guest that writes faster than
    /// its client reads is slowed down instead of costing the connection. The wait ends when `hurry` is set, and then
    /// nothing is sent: the guest is about to end.
    pub fn send_patiently(&self, frame: Bytes, hurry: &AtomicBool) {
        let state = self.wait_for_room(hurry);
        if !hurry.load(Ordering::Acquire) {
            self.put(state, frame, hold::is_on());
        }
    }

    /// The same for what must be sent even then.
    pub fn send_after_waiting(&self, frame: Bytes, hurry: &AtomicBool) {
        self.put(self.wait_for_room(hurry), frame, hold::is_on());
    }

    /// Whether the body of a stream may send more. If not, [`drain`](Self::drain) says when.
    pub fn has_room(&self) -> bool {
        lock(&self.state).queue.bytes() < ROOM
    }

    /// Whether the socket has taken everything up to there.
    pub fn has_written(&self, position: Position) -> bool {
        lock(&self.state).queue.written() >= position
    }

    /// What this thread sends from now on is gathered, until [`release`](Self::release), until it is enough for a write
    /// of its own, or for a moment at most.
    pub fn hold(&self) {
        hold::set(true);
    }

    /// Ends [`hold`](Self::hold) and writes what was gathered.
    pub fn release(&self) {
        hold::set(false);
        self.flush(lock(&self.state));
    }

    /// Makes guests that wait look at their `hurry` again.
    pub fn wake_guests(&self) {
        // The lock makes sure that nobody is between looking and waiting.
        let _state = lock(&self.state);
        self.room.notify_all();
    }

    fn wait_for_room(&self, hurry: &AtomicBool) -> MutexGuard<'_, State> {
        let mut state = lock(&self.state);
        while state.queue.bytes() > self.limit / 2 && !hurry.load(Ordering::Acquire) {
            state = (self.room.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
        state
    }

    fn put(&self, mut state: MutexGuard<'_, State>, mut frame: Bytes, held: bool) -> Position {
        let position = state.queue.position_after(frame.len());
        let Some(stream) = &state.stream else {
            return position;
        };
        if !held && state.queue.is_empty() {
            match queue::write(stream, &mut frame) {
                Err(error) => return self.fail(state, error.into(), position),
                Ok(written) => state.queue.skip(written),
            }
            if frame.is_empty() {
                return position;
            }
            state.clogged = true;
            self.work.notify_one();
        }
        if state.queue.bytes().saturating_add(frame.len()) > self.limit {
            let error = OutboxError::Full { limit: self.limit };
            return self.fail(state, error, position);
        }
        state.queue.push(frame);
        if !held || state.queue.bytes() > HELD {
            self.flush(state);
        } else if !state.clogged && state.held_since.is_none() {
            state.held_since = Some(Instant::now());
            state.holds = state.holds.wrapping_add(1);
            if !std::mem::replace(&mut state.watched, true) {
                self.work.notify_one();
            }
        }
        position
    }

    /// Writes what is queued, unless that is for `drain` to do.
    fn flush(&self, mut state: MutexGuard<'_, State>) {
        if state.clogged || state.queue.is_empty() {
            return;
        }
        match state.write() {
            Err(error) => {
                self.fail(state, error.into(), Position::default());
            }
            Ok(()) if state.queue.is_empty() => self.empty.notify_waiters(),
            Ok(()) => self.work.notify_one(),
        }
    }

    /// The end: forgets what was not written and lets go of the socket. Whatever is sent from now on vanishes.
    pub fn close(&self) {
        lock(&self.state).end();
        self.room.notify_all();
        self.empty.notify_waiters();
    }

    fn fail(
        &self,
        mut state: MutexGuard<'_, State>,
        failure: OutboxError,
        position: Position,
    ) -> Position {
        state.end();
        state.failure = Some(failure);
        drop(state);
        self.room.notify_all();
        self.work.notify_one();
        position
    }
}

impl State {
    fn end(&mut self) {
        self.stream = None;
        self.queue.clear();
        self.clogged = false;
        self.held_since = None;
    }

    /// Writes what is queued, as much as the socket takes now.
    fn write(&mut self) -> io::Result<()> {
        self.held_since = None;
        if let Some(stream) = &self.stream {
            self.queue.write(stream)?;
        }
        self.clogged = !self.queue.is_empty();
        Ok(())
    }
}
