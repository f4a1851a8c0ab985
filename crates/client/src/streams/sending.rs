//! [`Senders`]: the bodies of ours that are under way, and how they are cancelled.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use isolate_protocol::limits::FIRST_DOWNLOAD_STREAM;
use isolate_protocol::stream::Credit;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::pump::{self, Route};
use crate::abort::Abort;
use crate::connection::Connection;
use crate::http::body::Pieces;
use crate::sync::lock;

/// Where our stream ids start: out of the reach of daemons that count theirs from 1, and below those that start high
/// (protocol.md, section 1.5).
const FIRST_ID: u64 = FIRST_DOWNLOAD_STREAM / 2;

/// All of them, by id.
#[derive(Debug, Default)]
pub(crate) struct Senders {
    given_out: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    streams: HashMap<u64, Sending>,
}

/// A body that a task is sending.
#[derive(Debug)]
struct Sending {
    allowance: Arc<Allowance>,
    task: AbortHandle,
    /// Fires when the rest is not wanted.
    abort: Option<Arc<Abort>>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        // Without effect on a task that has ended.
        self.task.abort();
    }
}

/// The credit of a body, and the task that waits for it.
#[derive(Debug)]
pub(crate) struct Allowance {
    credit: Mutex<Credit>,
    granted: Notify,
}

impl Allowance {
    /// Waits until a chunk may be sent.
    pub(crate) async fn available(&self) {
        while !lock(&self.credit).may_send() {
            self.granted.notified().await;
        }
    }

    /// Pays for a chunk.
    pub(crate) fn charge(&self, len: usize) {
        lock(&self.credit).charge(len);
    }
}

impl Senders {
    /// An id for a new stream.
    pub(crate) fn allocate(&self) -> u64 {
        FIRST_ID + self.given_out.fetch_add(1, Ordering::Relaxed)
    }

    /// Sends a body on a task of its own. `abort` is fired if it is cancelled.
    pub(crate) fn start(
        &self,
        connection: &Arc<Connection>,
        id: u64,
        route: Route,
        pieces: Pieces,
        abort: Option<Arc<Abort>>,
    ) {
        let allowance = Arc::new(Allowance {
            credit: Mutex::new(route.credit()),
            granted: Notify::new(),
        });
        let task = pump::run(
            Arc::clone(connection),
            id,
            route,
            Arc::clone(&allowance),
            pieces,
        );
        // Under the lock, so that the task cannot end before it is known.
        let mut state = lock(&self.state);
        if state.closed {
            drop(state);
            return drop(task);
        }
        let sending = Sending {
            allowance,
            task: tokio::spawn(task).abort_handle(),
            abort,
        };
        state.streams.insert(id, sending);
    }

    /// The daemon grants credit.
    pub(crate) fn grant(&self, id: u64, bytes: u64) {
        let allowance = match lock(&self.state).streams.get(&id) {
            Some(stream) => Arc::clone(&stream.allowance),
            None => return,
        };
        lock(&allowance.credit).grant(bytes);
        allowance.granted.notify_one();
    }

    /// Takes a stream out that has come to its end; false if it was cancelled before.
    pub(crate) fn finish(&self, id: u64) -> bool {
        lock(&self.state).streams.remove(&id).is_some()
    }

    /// Nobody wants the rest of a body: drops it. True if it was under way.
    pub(crate) fn cancel(&self, id: u64) -> bool {
        let stream = lock(&self.state).streams.remove(&id);
        if let Some(abort) = stream.as_ref().and_then(|stream| stream.abort.as_ref()) {
            abort.fire();
        }
        stream.is_some()
    }

    /// Drops all bodies, and everything to come.
    pub(crate) fn close(&self) {
        let streams = {
            let mut state = lock(&self.state);
            state.closed = true;
            std::mem::take(&mut state.streams)
        };
        for stream in streams.values() {
            stream.abort.iter().for_each(|abort| abort.fire());
        }
    }
}
