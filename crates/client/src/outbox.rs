//! The direction to the daemon: frames leave in the order they were handed in, with as few writes as possible.
//!
//! A lone message is written by whoever sends it, without waiting for another task. What is sent while a write is under
//! way, or before anything has come back since the last one, lines up and leaves together: with one vectored write of
//! the writer task, when everybody who had something to send has had a chance to.

use std::collections::VecDeque;
use std::io::{ErrorKind, IoSlice};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};

use isolate_protocol::Bytes;
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::socket::WriteHalf;
use crate::sync::lock;

/// Bytes that may be queued before senders have to wait.
const HIGH_WATER: usize = 16 * 1024 * 1024;

/// Frames per write.
const MAX_SLICES: usize = 128;

/// Sends of so many bytes are worth a write of their own: holding them back saves nothing.
const LARGE: usize = 32 * 1024;

/// The socket cannot be written to any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Closed;

#[derive(Debug)]
pub(crate) struct Outbox {
    state: Mutex<State>,
    /// Wakes the writer task when something has been left for it.
    queued: Notify,
    /// Wakes senders when the queue has become short enough, or the socket closed.
    drained: Notify,
}

#[derive(Debug)]
struct State {
    /// Gone once the outbox is closed.
    socket: Option<Arc<WriteHalf>>,
    queue: VecDeque<Bytes>,
    /// An empty queue that takes the place of the one that is being written.
    spare: VecDeque<Bytes>,
    /// Bytes in the queue and in the one that is being written.
    bytes: usize,
    /// Somebody is writing, without the lock; what is queued meanwhile is seen to afterwards.
    writing: bool,
    /// Something small was written directly, and nothing has arrived since.
    hurried: bool,
}

/// How far a flush has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flushed {
    /// The queue is empty, or somebody else is busy with it.
    Done,
    /// The socket takes no more for now.
    Full,
}

impl Outbox {
    pub(crate) fn new(socket: WriteHalf) -> Self {
        let state = State {
            socket: Some(Arc::new(socket)),
            queue: VecDeque::new(),
            spare: VecDeque::new(),
            bytes: 0,
            writing: false,
            hurried: false,
        };
        Self {
            state: Mutex::new(state),
            queued: Notify::new(),
            drained: Notify::new(),
        }
    }

    /// Sends frames, or queues them. Never waits, whatever the length of the queue: see [`room`](Self::room).
    pub(crate) fn send(&self, frames: impl IntoIterator<Item = Bytes>) -> Result<(), Closed> {
        let mut state = lock(&self.state);
        if state.socket.is_none() {
            return Err(Closed);
        }
        let idle = state.queue.is_empty() && !state.writing;
        let before = state.bytes;
        for frame in frames {
            state.bytes += frame.len();
            state.queue.push_back(frame);
        }
        if !idle {
            return Ok(());
        }
        if state.bytes - before < LARGE {
            if state.hurried {
                self.queued.notify_one();
                return Ok(());
            }
            state.hurried = true;
        }
        if self.flush(state)? == Flushed::Full {
            self.queued.notify_one();
        }
        Ok(())
    }

    /// Something has arrived: whoever sends next is likely to be alone again.
    pub(crate) fn calm(&self) {
        lock(&self.state).hurried = false;
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
            self.queued.notified().await;
            // Everybody who is about to run may add to it first.
            yield_now().await;
            loop {
                match self.turn() {
                    Ok(None) => break,
                    Ok(Some(socket)) if socket.writable().await.is_ok() => {}
                    Ok(Some(_)) | Err(Closed) => return Closed,
                }
            }
        }
    }

    /// Sends what has been queued; gives the socket if it takes no more for now.
    fn turn(&self) -> Result<Option<Arc<WriteHalf>>, Closed> {
        let state = lock(&self.state);
        let socket = state.socket.clone().ok_or(Closed)?;
        let flushed = self.flush(state)?;
        Ok((flushed == Flushed::Full).then_some(socket))
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

    /// Writes as much of the queue as the socket takes, and what is queued meanwhile.
    fn flush<'a>(&'a self, mut state: MutexGuard<'a, State>) -> Result<Flushed, Closed> {
        if state.writing {
            // Whoever writes looks at the queue again before it leaves.
            return Ok(Flushed::Done);
        }
        let mut flushed = Flushed::Done;
        while flushed == Flushed::Done && !state.queue.is_empty() {
            let socket = state.socket.clone().ok_or(Closed)?;
            let spare = std::mem::take(&mut state.spare);
            let mut batch = std::mem::replace(&mut state.queue, spare);
            state.writing = true;
            drop(state);
            let written = write(&socket, &mut batch);
            state = lock(&self.state);
            state.writing = false;
            if state.socket.is_none() {
                return Err(Closed);
            }
            let (bytes, full) = written?;
            state.bytes = state.bytes.saturating_sub(bytes);
            if full {
                flushed = Flushed::Full;
                batch.append(&mut state.queue);
                state.spare = std::mem::replace(&mut state.queue, batch);
            } else {
                state.spare = batch;
            }
        }
        if state.bytes <= HIGH_WATER {
            self.drained.notify_waiters();
        }
        Ok(flushed)
    }
}

/// Writes frames, and takes off the queue what the socket has taken: how many bytes, and whether it takes no more.
fn write(socket: &WriteHalf, queue: &mut VecDeque<Bytes>) -> Result<(usize, bool), Closed> {
    let mut total = 0;
    loop {
        let result = match queue.front() {
            None => return Ok((total, false)),
            Some(frame) if queue.len() == 1 => socket.try_write(frame),
            Some(_) => {
                let mut slices = [IoSlice::new(&[]); MAX_SLICES];
                let used = slices.iter_mut().zip(queue.iter());
                let count = used
                    .map(|(slice, frame)| *slice = IoSlice::new(frame))
                    .count();
                socket.try_write_vectored(slices.get(..count).unwrap_or_default())
            }
        };
        match result {
            Ok(0) => return Err(Closed),
            Ok(written) => {
                total += written;
                advance(queue, written);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok((total, true)),
            Err(_) => return Err(Closed),
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
