//! The runtime's mailbox: everything that reaches a runtime's thread from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use isolate_protocol::Raw;
use tokio::sync::{mpsc, oneshot};

use crate::error::RuntimeError;
use crate::exports::ClientCall;
use crate::host::{Burden, HostResult};
use crate::http::{DispatchId, DispatchRequest, IncomingBody};
use crate::lease::Lease;
use crate::options::RuntimeOptions;
use crate::owner::Owner;
use crate::parking::Ticket;
use crate::websocket::SocketEvent;

/// Bytes of events that may wait for a busy guest.
const MAX_EVENT_BYTES: usize = 16 << 20;

/// How a socket of the guest fares: few and small, and missed by more than the guest's listeners if they are lost. They
/// may wait in as much room again.
const SOCKET_STATES: [&str; 3] = ["ws:client-opened", "ws:client-closed", "ws:client-error"];

fn event_size(event: &str, payload: &Raw) -> usize {
    // An event costs something even if it is empty.
    event.len() + payload.as_bytes().len() + 128
}

/// What an eval runs and how.
#[derive(Clone, Debug, Default)]
pub struct EvalOptions {
    /// Source of an ES module; TypeScript type syntax is allowed.
    pub code: String,
    /// Default `/index.js` (runtime.md 2.2).
    pub filename: Option<String>,
    /// Milliseconds. `None`: the runtime's default; 0 or negative: no limit even if the runtime has one.
    pub execution_timeout: Option<f64>,
}

/// Small requests that are not queued behind evals (protocol.md 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query {
    /// Drops all timers and intervals.
    ClearTimers,
    /// Clears console timers, counters and the group depth.
    ConsoleReset,
    /// Start times of the running `console.time` timers, by label.
    ConsoleTimers,
    /// `console.count` values, by label.
    ConsoleCounters,
    /// Current `console.group` depth.
    ConsoleGroupDepth,
    /// The upgrade that the last dispatch asked for: `{requested: true, connectionId}`, or nil.
    UpgradeRequest,
    /// Whether `serve()` has been called.
    HasServeHandler,
    /// Whether a socket of `serve()` is open.
    HasActiveConnections,
    /// Drops all tests, suites, hooks and mocks.
    ResetTests,
    /// Whether tests are registered.
    HasTests,
    /// How many tests are registered.
    TestCount,
    /// What the browser has produced.
    CollectedData,
    /// Forgets it.
    ClearCollectedData,
}

pub(crate) type Answer<T> = oneshot::Sender<Result<T, RuntimeError>>;

#[derive(Debug)]
pub(crate) enum Command {
    Eval(EvalOptions, Answer<()>),
    Query(Query, Answer<Raw>),
    /// Runs the tests, or joins the run under way; the limit of the whole run in milliseconds.
    RunTests(Option<f64>, Answer<Raw>),
    /// The client calls a function of the guest's.
    Call(ClientCall, Answer<Raw>),
    /// An event of the client.
    Event(String, Raw),
    /// The answer to host call `0`.
    HostAnswer(u64, HostResult, Option<Burden>),
    /// A fetch's response, whose body follows.
    HostResponse(u64, Raw, IncomingBody),
    /// A request for the `serve()` handler; its answer waits in the exchanges.
    Dispatch(DispatchId, DispatchRequest),
    /// Fires the signal of a dispatched request.
    AbortDispatch(DispatchId),
    /// Something happened to a socket of `serve()`.
    Socket(String, SocketEvent, Answer<()>),
    /// An incoming body that was empty has more, or has ended.
    BodyReady(u64),
    /// An outgoing body may go on.
    SinkReady(u64),
    /// Nobody wants an outgoing body any more.
    SinkCancelled(u64, String),
    /// Something was flagged from another thread (a limit, a disposal): look at the flags.
    Wake,
    /// A blank isolate gets its first owner and the options of this one.
    Equip(RuntimeOptions, Owner, Answer<()>),
    /// The owner stays, but wants to be called differently.
    Rebind(Owner),
    /// The owner goes, the isolate stays.
    Park(Ticket),
    /// The next owner comes.
    Resume(Owner),
    /// Time to collect garbage, since nobody waits for the isolate.
    Collect,
    /// No owner has come to answer the calls that wait for one.
    GiveUp(u64),
    /// Nothing has happened for a while: tidy up.
    Rest,
}

/// A command, with the lease it is sent under; none if it is no matter of an owner's.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) lease: Option<Lease>,
    pub(crate) command: Command,
}

impl Command {
    /// Whether it is for an isolate that has no owner, too.
    pub(crate) fn is_of_the_house(&self) -> bool {
        matches!(
            self,
            Self::Wake
                | Self::Equip(..)
                | Self::Park(_)
                | Self::Resume(_)
                | Self::Collect
                | Self::GiveUp(_)
                | Self::Rest
        )
    }
}

/// The sending half; cheap to clone. Its queue is bounded by its senders: the daemon caps requests and callbacks in
/// flight, and every other command is an answer to one of the runtime's own calls.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox {
    letters: mpsc::UnboundedSender<Letter>,
    /// Bytes of events that wait: nothing else holds back a client that sends them.
    events: Arc<AtomicUsize>,
}

pub(crate) type Inbox = mpsc::UnboundedReceiver<Letter>;

impl Mailbox {
    pub(crate) fn new() -> (Self, Inbox) {
        #[expect(
            clippy::disallowed_methods,
            reason = "bounded by its senders, see above"
        )]
        let (sender, receiver) = mpsc::unbounded_channel();
        let mailbox = Self {
            letters: sender,
            events: Arc::default(),
        };
        (mailbox, receiver)
    }

    /// Queues a command. A runtime that has gone drops it, and with it the answer's channel.
    pub(crate) fn send(&self, command: Command) {
        let _ = self.letters.send(Letter {
            lease: None,
            command,
        });
    }

    /// Queues a command of an owner's.
    pub(crate) fn send_under(&self, lease: Lease, command: Command) {
        let _ = self.letters.send(Letter {
            lease: Some(lease),
            command,
        });
    }

    /// Queues an event; false if too many wait already.
    pub(crate) fn send_event(&self, lease: Lease, event: String, payload: Raw) -> bool {
        let size = event_size(&event, &payload);
        let limit = match SOCKET_STATES.contains(&event.as_str()) {
            true => 2 * MAX_EVENT_BYTES,
            false => MAX_EVENT_BYTES,
        };
        if self.events.fetch_add(size, Ordering::Relaxed) > limit {
            self.events.fetch_sub(size, Ordering::Relaxed);
            return false;
        }
        self.send_under(lease, Command::Event(event, payload));
        true
    }

    /// Notes that an event has been taken out.
    pub(crate) fn event_taken(&self, event: &str, payload: &Raw) {
        self.events
            .fetch_sub(event_size(event, payload), Ordering::Relaxed);
    }
}
