//! The runtime's mailbox: everything that reaches a runtime's thread from outside.

use isolate_protocol::Raw;
use tokio::sync::{mpsc, oneshot};

use crate::error::RuntimeError;
use crate::host::HostResult;

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
}

pub(crate) type Answer<T> = oneshot::Sender<Result<T, RuntimeError>>;

#[derive(Debug)]
pub(crate) enum Command {
    Eval(EvalOptions, Answer<()>),
    Query(Query, Answer<Raw>),
    /// The answer to host call `0`.
    HostAnswer(u64, HostResult),
    /// Something was flagged from another thread (a limit, a disposal): look at the flags.
    Wake,
}

/// The sending half; cheap to clone. Its queue is bounded by its senders: the daemon caps requests and callbacks in
/// flight, and every other command is an answer to one of the runtime's own calls.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox(mpsc::UnboundedSender<Command>);

pub(crate) type Inbox = mpsc::UnboundedReceiver<Command>;

impl Mailbox {
    pub(crate) fn new() -> (Self, Inbox) {
        #[expect(
            clippy::disallowed_methods,
            reason = "bounded by its senders, see above"
        )]
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    /// Queues a command. A runtime that has gone drops it, and with it the answer's channel.
    pub(crate) fn send(&self, command: Command) {
        let _ = self.0.send(command);
    }

    pub(crate) fn answer(&self, call: u64, result: HostResult) {
        self.send(Command::HostAnswer(call, result));
    }
}
