//! Bodies on their way from the client into a runtime: request bodies of dispatches and response bodies of fetches
//! (protocol.md 3.6).

use std::sync::{Arc, Mutex};

use isolate_protocol::message::{CallbackStreamCancel, StreamError, StreamPull};
use isolate_protocol::stream::Window;
use isolate_protocol::{Bytes, Message};
use isolate_runtime::{BodySender, HostError, IncomingBody, Source, incoming};

use super::budget::Held;
use super::table::StreamRefusal;
use crate::connection::Connection;
use crate::sync::lock;

/// Chunks below this size are copied out of the buffer they arrived in: a few bytes must not keep all of it.
const SMALL: usize = 16 * 1024;

/// What a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The request of a dispatch.
    Upload,
    /// The response of a fetch.
    Fetch {
        /// Whether the client waits for credit.
        credit: bool,
    },
}

/// A body that the client is sending.
#[derive(Debug)]
pub struct Incoming {
    sender: BodySender,
    flow: Arc<Flow>,
}

/// How much of a body there is, shared by both of its ends. Stands for the body where it has to be told from others.
#[derive(Debug)]
pub struct Flow {
    origin: Origin,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    window: Window,
    held: Held,
    /// More may come; otherwise nothing is granted.
    open: bool,
}

/// Opens a stream under the client's id; gives the runtime's half of it.
pub fn open(
    connection: &Arc<Connection>,
    origin: Origin,
    id: u64,
) -> Result<IncomingBody, StreamRefusal> {
    let limit = connection.shared.options.limits.stream_bytes;
    let window = match origin {
        Origin::Upload => Window::new(limit),
        Origin::Fetch { credit: true } => Window::granted(limit),
        Origin::Fetch { credit: false } => Window::unlimited(limit),
    };
    let state = State {
        window,
        held: connection.streams.budget().hold(),
        open: true,
    };
    let flow = Arc::new(Flow {
        origin,
        state: Mutex::new(state),
    });
    let (sender, body) = incoming(Reading {
        connection: Arc::clone(connection),
        id,
        flow: Arc::clone(&flow),
    });
    let entry = Arc::new(Incoming {
        sender,
        flow: Arc::clone(&flow),
    });
    connection.streams.add_incoming(id, entry)?;
    flow.grant(connection, id, 0);
    Ok(body)
}

impl Incoming {
    /// What it belongs to.
    pub fn origin(&self) -> Origin {
        self.flow.origin
    }

    /// What stands for it.
    pub fn flow(&self) -> &Arc<Flow> {
        &self.flow
    }

    /// A piece has arrived. If it is one too many, the body fails and the client is told to stop.
    pub fn push(&self, connection: &Connection, id: u64, chunk: &Bytes) {
        match self.flow.receive(chunk.len()) {
            Ok(true) if chunk.len() < SMALL => self.sender.push(Bytes::copy_from_slice(chunk)),
            Ok(true) => self.sender.push(chunk.clone()),
            Ok(false) => {}
            Err(text) => {
                self.fail(text.clone());
                self.flow.refuse(connection, id, text);
            }
        }
    }

    /// The body is complete.
    pub fn end(&self) {
        lock(&self.flow.state).open = false;
        self.sender.end();
    }

    /// The body breaks off.
    pub fn fail(&self, text: String) {
        lock(&self.flow.state).open = false;
        self.sender.fail(HostError::new(text));
    }
}

impl Flow {
    /// Notes a piece. True if it is wanted; the text of the error if it is too much.
    fn receive(&self, len: usize) -> Result<bool, String> {
        let mut state = lock(&self.state);
        if !state.open || len == 0 {
            return Ok(false);
        }
        let State { window, held, .. } = &mut *state;
        window.receive(len).map_err(|error| error.to_string())?;
        held.resize(window.held())
            .map_err(|error| error.to_string())?;
        Ok(true)
    }

    /// The guest has taken so much: grants more if it is time to.
    pub(super) fn grant(&self, connection: &Connection, stream_id: u64, consumed: usize) {
        let granted = {
            let mut state = lock(&self.state);
            let State { window, held, open } = &mut *state;
            if consumed > 0 {
                window.consume(consumed);
            }
            // Giving back never fails.
            let _ = held.resize(window.held());
            if *open { window.grant() } else { None }
        };
        if let Some(max_bytes) = granted {
            connection.send(&Message::from(StreamPull {
                stream_id,
                max_bytes,
            }));
        }
    }

    /// No more is wanted: takes the stream out of the table and tells the client, unless it has gone already.
    fn refuse(self: &Arc<Self>, connection: &Connection, stream_id: u64, error: String) {
        if connection.streams.cancel_incoming(stream_id, self) {
            connection.send(&match self.origin {
                Origin::Upload => Message::from(StreamError { stream_id, error }),
                Origin::Fetch { .. } => Message::from(CallbackStreamCancel { stream_id }),
            });
        }
    }

    /// What it belongs to.
    pub fn origin(&self) -> Origin {
        self.origin
    }
}

/// The end at which the guest reads.
struct Reading {
    connection: Arc<Connection>,
    id: u64,
    flow: Arc<Flow>,
}

impl Source for Reading {
    fn consumed(&mut self, bytes: usize) {
        self.flow.grant(&self.connection, self.id, bytes);
    }

    fn cancelled(&mut self, reason: &str) {
        lock(&self.flow.state).open = false;
        (self.flow).refuse(&self.connection, self.id, reason.to_owned());
    }
}

/// What was not read is not held any more.
impl Drop for Reading {
    fn drop(&mut self) {
        let mut state = lock(&self.flow.state);
        state.open = false;
        let _ = state.held.resize(0);
    }
}
