//! What waits to be written to one client: ordered, bounded, and usually empty.
//!
//! Whoever has a frame writes it to the socket at once, from whatever thread: nothing has to wake up first. Only what
//! the socket does not take is queued and written later, by [`Outbox::drain`].

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use isolate_protocol::Bytes;
use thiserror::Error;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::sync::lock;
use crate::transport::Stream;

/// Frames written with one system call.
const BATCH: usize = 64;

/// The outgoing half of a connection.
#[derive(Debug)]
pub struct Outbox {
    /// Bytes it may hold.
    limit: usize,
    state: Mutex<State>,
    /// Wakes `drain`: there is something to write, or the end has come.
    work: Notify,
    /// Wakes `flushed`: everything is written, or the end has come.
    empty: Notify,
    /// Wakes guests in `send_patiently`.
    room: Condvar,
}

#[derive(Debug)]
struct State {
    /// `None` at the end.
    stream: Option<Arc<Stream>>,
    queue: VecDeque<Bytes>,
    /// Bytes in the queue.
    bytes: usize,
    /// Why nothing can be written any more, until `drain` takes it.
    failure: Option<OutboxError>,
}

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
            queue: VecDeque::new(),
            bytes: 0,
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
        self.put(lock(&self.state), frame);
    }

    /// The same for a guest's thread: it waits while the outbox is half full, so that a guest that writes faster than
    /// its client reads is slowed down instead of costing the connection. The wait ends when `hurry` is set, and then
    /// nothing is sent: the guest is about to end.
    pub fn send_patiently(&self, frame: Bytes, hurry: &AtomicBool) {
        let mut state = lock(&self.state);
        while state.bytes > self.limit / 2 {
            if hurry.load(Ordering::Acquire) {
                return;
            }
            state = (self.room.wait(state)).unwrap_or_else(PoisonError::into_inner);
        }
        self.put(state, frame);
    }

    /// Makes guests that wait look at their `hurry` again.
    pub fn wake_guests(&self) {
        // The lock makes sure that nobody is between looking and waiting.
        let _state = lock(&self.state);
        self.room.notify_all();
    }

    fn put(&self, mut state: MutexGuard<'_, State>, mut frame: Bytes) {
        if state.queue.is_empty() {
            match state.write_now(&mut frame) {
                Ok(()) if frame.is_empty() => return,
                Ok(()) => {}
                Err(error) => return self.fail(state, error.into()),
            }
        }
        if state.stream.is_none() {
            return;
        }
        if state.bytes.saturating_add(frame.len()) > self.limit {
            return self.fail(state, OutboxError::Full { limit: self.limit });
        }
        state.bytes += frame.len();
        state.queue.push_back(frame);
        drop(state);
        self.work.notify_one();
    }

    /// Writes what is queued, for as long as the connection lives. Returns when nothing can be written any more, or the
    /// client has taken nothing for `stall` although something waits.
    pub async fn drain(&self, stall: Duration) -> OutboxError {
        loop {
            if let Err(error) = self.drain_once(stall).await {
                return error;
            }
            self.empty.notify_waiters();
            self.work.notified().await;
        }
    }

    async fn drain_once(&self, stall: Duration) -> Result<(), OutboxError> {
        let mut deadline = Instant::now() + stall;
        loop {
            let (stream, waiting) = {
                let mut state = lock(&self.state);
                if let Some(failure) = state.failure.take() {
                    return Err(failure);
                }
                let before = state.bytes;
                state.write_batch()?;
                if state.bytes <= self.limit / 2 {
                    self.room.notify_all();
                }
                if state.bytes == 0 {
                    return Ok(());
                }
                if state.bytes < before {
                    deadline = Instant::now() + stall;
                }
                (state.stream.clone(), state.bytes)
            };
            let Some(stream) = stream else { return Ok(()) };
            timeout_at(deadline, stream.writable())
                .await
                .map_err(|_| OutboxError::Stalled { stall, waiting })??;
        }
    }

    /// Ready when everything is written. Somebody else must be draining meanwhile.
    pub async fn flushed(&self) {
        loop {
            let empty = self.empty.notified();
            if lock(&self.state).bytes == 0 {
                return;
            }
            empty.await;
        }
    }

    /// The end: forgets what was not written and lets go of the socket. Whatever is sent from now on vanishes.
    pub fn close(&self) {
        lock(&self.state).end();
        self.room.notify_all();
        self.empty.notify_waiters();
    }

    fn fail(&self, mut state: MutexGuard<'_, State>, failure: OutboxError) {
        state.end();
        state.failure = Some(failure);
        drop(state);
        self.room.notify_all();
        self.work.notify_one();
    }
}

impl State {
    fn end(&mut self) {
        self.stream = None;
        self.queue = VecDeque::new();
        self.bytes = 0;
    }

    /// Writes the front of `frame` and leaves the rest.
    fn write_now(&self, frame: &mut Bytes) -> io::Result<()> {
        if let Some(stream) = &self.stream {
            let written = written(stream.try_write(&[IoSlice::new(frame)]))?;
            let _ = frame.split_to(written.min(frame.len()));
        }
        Ok(())
    }

    /// Writes the front of the queue, as much as the socket takes in one go.
    fn write_batch(&mut self) -> io::Result<()> {
        let Some(stream) = &self.stream else {
            return Ok(());
        };
        let mut parts = [IoSlice::new(&[]); BATCH];
        for (part, frame) in parts.iter_mut().zip(&self.queue) {
            *part = IoSlice::new(frame);
        }
        let count = self.queue.len().min(BATCH);
        let mut written = written(stream.try_write(parts.get(..count).unwrap_or_default()))?;
        self.bytes = self.bytes.saturating_sub(written);
        while let Some(front) = self.queue.front_mut() {
            if written < front.len() {
                let _ = front.split_to(written);
                break;
            }
            written -= front.len();
            self.queue.pop_front();
        }
        Ok(())
    }
}

/// Bytes written; none if the socket takes none now.
fn written(result: io::Result<usize>) -> io::Result<usize> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;
    use tokio::net::UnixStream;

    use super::*;

    const STALL: Duration = Duration::from_millis(50);

    fn outbox(limit: usize) -> (Arc<Outbox>, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        (Arc::new(Outbox::new(Arc::new(ours.into()), limit)), theirs)
    }

    fn bytes(outbox: &Outbox) -> usize {
        lock(&outbox.state).bytes
    }

    #[tokio::test]
    async fn frames_arrive_whole_and_in_order() {
        let (outbox, mut client) = outbox(64 << 20);
        let frames: Vec<_> = (0..200_u8).map(|n| vec![n; 20_000]).collect();
        for frame in &frames {
            outbox.send(frame.clone().into());
        }
        assert!(bytes(&outbox) > 0, "the socket took everything");
        let drain = tokio::spawn({
            let outbox = Arc::clone(&outbox);
            async move { outbox.drain(STALL).await }
        });
        let mut received = vec![0; 200 * 20_000];
        client.read_exact(&mut received).await.unwrap();
        assert!(received == frames.concat());
        outbox.flushed().await;
        assert_eq!(bytes(&outbox), 0);
        drop(client);
        outbox.send(Bytes::from_static(b"x"));
        assert!(matches!(drain.await, Ok(OutboxError::Io(_))));
    }

    #[tokio::test]
    async fn a_full_outbox_is_the_end() {
        let (outbox, _client) = outbox(1 << 20);
        for _ in 0..40 {
            outbox.send(vec![0; 100_000].into());
        }
        assert_eq!(bytes(&outbox), 0, "the queue is forgotten");
        let end = outbox.drain(STALL).await;
        assert!(matches!(end, OutboxError::Full { limit: 1_048_576 }));
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_stalls() {
        let (outbox, _client) = outbox(64 << 20);
        outbox.send(vec![0; 10 << 20].into());
        let end = outbox.drain(STALL).await;
        assert!(matches!(end, OutboxError::Stalled { .. }));
    }

    #[tokio::test]
    async fn a_client_that_reads_slowly_does_not_stall() {
        let (outbox, mut client) = outbox(64 << 20);
        outbox.send(vec![0; 4 << 20].into());
        let reader = tokio::spawn(async move {
            let mut total = 0;
            let mut buffer = vec![0; 400_000];
            while total < 4 << 20 {
                tokio::time::sleep(STALL / 2).await;
                total += client.read(&mut buffer).await.unwrap();
            }
            client
        });
        tokio::select! {
            end = outbox.drain(STALL) => panic!("{end}"),
            () = outbox.flushed() => {}
        }
        drop(reader.await.unwrap());
    }

    #[tokio::test]
    async fn guests_wait_for_room_and_are_let_go() {
        let (outbox, mut client) = outbox(1 << 20);
        let hurry = Arc::new(AtomicBool::new(false));
        let flood = |outbox: Arc<Outbox>, hurry: Arc<AtomicBool>| {
            std::thread::Builder::new()
                .spawn(move || {
                    for _ in 0..100 {
                        outbox.send_patiently(vec![0; 100_000].into(), &hurry);
                    }
                })
                .unwrap()
        };
        // The client reads: everything passes although it is ten times what fits.
        let guest = flood(Arc::clone(&outbox), Arc::clone(&hurry));
        let mut received = vec![0; 100 * 100_000];
        tokio::select! {
            end = outbox.drain(STALL * 20) => panic!("{end}"),
            read = client.read_exact(&mut received) => drop(read.unwrap()),
        }
        guest.join().unwrap();
        // The client stops reading: the guest waits, until somebody needs it elsewhere.
        let guest = flood(Arc::clone(&outbox), Arc::clone(&hurry));
        tokio::time::sleep(STALL).await;
        assert!(!guest.is_finished());
        assert!(bytes(&outbox) < 1 << 20);
        hurry.store(true, Ordering::Release);
        outbox.wake_guests();
        guest.join().unwrap();
    }
}
