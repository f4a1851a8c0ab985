//! Bodies on their way into the guest: request bodies of dispatches and response bodies of `fetch`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use isolate_protocol::Bytes;

use crate::host::HostError;
use crate::mailbox::{Command, Mailbox};

/// Whoever sends a body is told through this what becomes of it. Called on the runtime's thread, and must not block;
/// only `cancelled` may come from another thread, that of whoever drops the body.
pub trait Source: Send {
    /// The guest has taken so many bytes: that much more may be sent.
    fn consumed(&mut self, bytes: usize);

    /// The guest wants no more. Called at most once, last, and not after the body's end or failure.
    fn cancelled(&mut self, reason: &str);
}

/// Makes a body: the half that the host fills and the half that goes into the runtime.
pub fn incoming(source: impl Source + 'static) -> (BodySender, IncomingBody) {
    let shared = Arc::new(Shared {
        state: Mutex::new(State {
            chunks: VecDeque::new(),
            buffered: 0,
            end: None,
            waiting: None,
            closed: false,
        }),
    });
    let body = IncomingBody {
        shared: Arc::clone(&shared),
        source: Box::new(source),
        finished: false,
    };
    (BodySender { shared }, body)
}

/// Fills a body, from any thread. Dropping it without [`end`](Self::end) fails the body with `Connection closed`.
#[derive(Debug)]
pub struct BodySender {
    shared: Arc<Shared>,
}

/// The runtime's half of a body. Dropping it before the end cancels the body.
pub struct IncomingBody {
    shared: Arc<Shared>,
    source: Box<dyn Source>,
    /// The end or the failure has been read, or the body was cancelled.
    finished: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    chunks: VecDeque<Bytes>,
    /// Bytes in the queue.
    buffered: usize,
    end: Option<Result<(), HostError>>,
    /// A reader that has found nothing: the mailbox to tell, and the body's number there.
    waiting: Option<(Mailbox, u64)>,
    /// Nobody reads any more.
    closed: bool,
}

/// What reading a body gives.
#[derive(Debug)]
pub(crate) enum Read {
    Chunk(Bytes),
    End,
    Failed(HostError),
    /// Nothing yet; [`Command::BodyReady`] will come.
    Wait,
}

impl BodySender {
    /// Queues a piece. Never blocks: how much may be queued is for the sender to bound, see [`buffered`](Self::buffered).
    pub fn push(&self, chunk: Bytes) {
        let mut state = self.shared.lock();
        if state.closed || state.end.is_some() || chunk.is_empty() {
            return;
        }
        state.buffered = state.buffered.saturating_add(chunk.len());
        state.chunks.push_back(chunk);
        State::wake(state);
    }

    /// Bytes that the guest has not taken yet.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.shared.lock().buffered
    }

    /// The body is complete.
    pub fn end(&self) {
        self.finish(Ok(()));
    }

    /// The body breaks off. The guest gets what was queued before, then this error.
    pub fn fail(&self, error: HostError) {
        self.finish(Err(error));
    }

    fn finish(&self, end: Result<(), HostError>) {
        let mut state = self.shared.lock();
        if state.end.is_none() {
            state.end = Some(end);
            State::wake(state);
        }
    }
}

impl Drop for BodySender {
    fn drop(&mut self) {
        self.fail(HostError::new("Connection closed"));
    }
}

impl State {
    fn wake(mut state: MutexGuard<'_, Self>) {
        let waiting = state.waiting.take();
        drop(state);
        if let Some((mailbox, body)) = waiting {
            mailbox.send(Command::BodyReady(body));
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IncomingBody {
    /// Reads the next piece; if there is none yet, arranges for [`Command::BodyReady`] with this number.
    pub(crate) fn read(&mut self, mailbox: &Mailbox, number: u64) -> Read {
        let mut state = self.shared.lock();
        if let Some(chunk) = state.chunks.pop_front() {
            state.buffered = state.buffered.saturating_sub(chunk.len());
            let last = state.end.is_some();
            drop(state);
            if !last {
                self.source.consumed(chunk.len());
            }
            return Read::Chunk(chunk);
        }
        match state.end.clone() {
            None => {
                state.waiting = Some((mailbox.clone(), number));
                Read::Wait
            }
            Some(end) => {
                state.closed = true;
                drop(state);
                self.finished = true;
                match end {
                    Ok(()) => Read::End,
                    Err(error) => Read::Failed(error),
                }
            }
        }
    }

    /// The guest wants no more.
    pub(crate) fn cancel(&mut self, reason: &str) {
        if std::mem::replace(&mut self.finished, true) {
            return;
        }
        let ended = {
            let mut state = self.shared.lock();
            state.closed = true;
            state.chunks = VecDeque::new();
            state.buffered = 0;
            state.waiting = None;
            state.end.is_some()
        };
        if !ended {
            self.source.cancelled(reason);
        }
    }
}

impl Drop for IncomingBody {
    fn drop(&mut self) {
        self.cancel("The body is not wanted any more");
    }
}

impl std::fmt::Debug for IncomingBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IncomingBody").finish_non_exhaustive()
    }
}
