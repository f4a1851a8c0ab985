//! The direction to the daemon: frames leave in the order they were handed in, directly if the socket takes them.
//!
//! Whoever sends writes to the socket itself, without waiting. Only what the socket does not take is queued, and
//! then the writer task sends it; until the queue is empty everything else lines up behind.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice};
use std::pin::pin;
use std::sync::{Arc, Mutex};

use isolate_protocol::Bytes;
use tokio::sync::Notify;

use crate::socket::WriteHalf;
use crate::sync::lock;

/// Bytes that may be queued before senders have to wait.
const HIGH_WATER: usize = 16 * 1024 * 1024;

/// Frames per write.
const MAX_SLICES: usize = 64;

/// The socket cannot be written to any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Closed;

#[derive(Debug)]
pub(crate) struct Outbox {
    state: Mutex<State>,
    /// Wakes the writer task when something has been queued.
    queued: Notify,
    /// Wakes senders when the queue has become short enough, or the socket closed.
    drained: Notify,
}

#[derive(Debug)]
struct State {
    /// Gone once the outbox is closed.
    socket: Option<Arc<WriteHalf>>,
    queue: VecDeque<Bytes>,
    /// Bytes in `queue`.
    bytes: usize,
}

impl Outbox {
    pub(crate) fn new(socket: WriteHalf) -> Self {
        let state = State {
            socket: Some(Arc::new(socket)),
            queue: VecDeque::new(),
            bytes: 0,
        };
        Self {
            state: Mutex::new(state),
            queued: Notify::new(),
            drained: Notify::new(),
        }
    }

    /// Sends frames with as few writes as possible, or queues them. Never waits, whatever the length of the queue:
    /// see [`room`](Self::room).
    pub(crate) fn send(&self, frames: impl IntoIterator<Item = Bytes>) -> Result<(), Closed> {
        let mut state = lock(&self.state);
        if state.socket.is_none() {
            return Err(Closed);
        }
        let direct = state.queue.is_empty();
        for frame in frames {
            state.bytes += frame.len();
            state.queue.push_back(frame);
        }
        if direct {
            state.flush()?;
            if !state.queue.is_empty() {
                self.queued.notify_one();
            }
        }
        Ok(())
    }

    /// Waits while too much is queued. Ends at once when the outbox is closed.
    pub(crate) async fn room(&self) {
        while lock(&self.state).bytes > HIGH_WATER {
            let mut drained = pin!(self.drained.notified());
            drained.as_mut().enable();
            if lock(&self.state).bytes > HIGH_WATER {
                drained.await;
            }
        }
    }

    /// The writer task: sends what has been queued. Returns when the socket fails.
    pub(crate) async fn run(&self) -> Closed {
        loop {
            let (socket, idle) = {
                let state = lock(&self.state);
                (state.socket.clone(), state.queue.is_empty())
            };
            let Some(socket) = socket else {
                return Closed;
            };
            if idle {
                self.queued.notified().await;
                continue;
            }
            if socket.writable().await.is_err() {
                return Closed;
            }
            let mut state = lock(&self.state);
            if state.flush().is_err() {
                return Closed;
            }
            if state.bytes <= HIGH_WATER {
                self.drained.notify_waiters();
            }
        }
    }

    /// Drops the socket and whatever is queued.
    pub(crate) fn close(&self) {
        let mut state = lock(&self.state);
        state.socket = None;
        state.queue.clear();
        state.bytes = 0;
        self.drained.notify_waiters();
        self.queued.notify_one();
    }
}

impl State {
    /// Writes as much of the queue as the socket takes.
    fn flush(&mut self) -> Result<(), Closed> {
        let socket = self.socket.as_ref().ok_or(Closed)?;
        loop {
            let written = match self.queue.front() {
                None => return Ok(()),
                Some(frame) if self.queue.len() == 1 => socket.try_write(frame),
                Some(_) => {
                    let mut slices = [IoSlice::new(&[]); MAX_SLICES];
                    let used = slices.iter_mut().zip(&self.queue);
                    let count = used
                        .map(|(slice, frame)| *slice = IoSlice::new(frame))
                        .count();
                    socket.try_write_vectored(slices.get(..count).unwrap_or_default())
                }
            };
            match written {
                Ok(0) => return Err(Closed),
                Ok(written) => {
                    self.bytes = self.bytes.saturating_sub(written);
                    advance(&mut self.queue, written);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(_) => return Err(Closed),
            }
        }
    }
}

/// Takes `written` bytes off the front.
fn advance(queue: &mut VecDeque<Bytes>, mut written: usize) {
    while let Some(frame) = queue.front_mut() {
        if frame.len() > written {
            drop(frame.split_to(written));
            return;
        }
        written -= frame.len();
        queue.pop_front();
    }
}
