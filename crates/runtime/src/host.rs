//! The host: what a runtime calls out to. The daemon implements it on top of a connection.

use std::any::Any;

use isolate_protocol::limits::FIRST_LOCAL_CALLBACK;
use isolate_protocol::refs::CodeProperty;
use isolate_protocol::{Form, Raw};

use crate::http::{IncomingBody, Room, Sink};
use crate::lease::Lease;
use crate::mailbox::{Command, Mailbox};
use crate::sync_gate::SyncGate;

/// What a host call is aimed at. The host maps it to a callback of its current client, so that a runtime whose
/// client changes keeps working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callee {
    /// `fetch`; argument: a SerializedRequest (protocol.md 4.8). Answered with [`Reply::send`], or with
    /// [`Reply::send_response`] if the body of the response follows.
    Fetch,
    /// A file operation (4.9); arguments as the operation has them.
    Fs(FsCall),
    /// The module loader; arguments `[specifier, {path, resolveDir}]` (protocol.md 4.10).
    ModuleLoader,
    /// The handler of the browser; argument: an operation as JSON text (4.10).
    Playwright,
    /// A custom function of type `sync` or `async` (4.3).
    Function(String),
    /// `<name>:start` of a custom function of type `asyncIterator` (4.6).
    IteratorStart(String),
    /// `<name>:next`.
    IteratorNext(String),
    /// `<name>:return`.
    IteratorReturn(String),
    /// `<name>:throw`.
    IteratorThrow(String),
    /// A function, promise resolver or iterator step that the client handed out in a result (4.3 to 4.5).
    Returned(u64),
}

/// The file operations of a host (protocol.md 4.9). The last four are not in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FsCall {
    /// `[path]`: the content.
    ReadFile,
    /// `[path, bytes]`: replaces the content.
    WriteFile,
    /// `[path]`: removes a file.
    Unlink,
    /// `[path]`: the names in a directory.
    Readdir,
    /// `[path, {recursive}]`
    Mkdir,
    /// `[path]`: removes an empty directory.
    Rmdir,
    /// `[path]`: kind, size and time.
    Stat,
    /// `[from, to]`
    Rename,
    /// `[path, position, length]`: `{data, size, lastModified}`, fewer bytes only at the end of the file.
    ReadAt,
    /// `[path, position, bytes]`: writes into the file, filling a gap with zeros.
    WriteAt,
    /// `[path, size]`: cuts the file or fills it up with zeros.
    Truncate,
    /// `[path]`: removes a directory with all it has.
    RemoveTree,
}

/// Why a host call failed: name and message as the guest will see them (protocol.md 4.11).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostError {
    /// Becomes the error's `name`; `None` leaves `Error`.
    pub name: Option<String>,
    /// The error's message.
    pub message: String,
    /// The error's `code`, if the client sent one.
    pub code: Option<CodeProperty>,
}

impl HostError {
    /// An error named `Error`.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            name: None,
            message: message.into(),
            code: None,
        }
    }
}

/// Stands for the memory that an answer takes until it is taken.
pub type Burden = Box<dyn Any + Send>;

/// How many ids [`Host::first_function_id`] gives at once.
pub const FUNCTION_IDS: u64 = 1 << 20;

/// The answer to a host call: one encoded value, or why there is none.
pub type HostResult = Result<Raw, HostError>;

/// Implemented by whoever owns a runtime. All methods are called on the runtime's thread. They may hold it back while the
/// client does not read what it is sent, but not longer than until the runtime is disposed.
pub trait Host: Send + Sync + 'static {
    /// Starts a call. `args` is an encoded array, `context` that of the request on whose behalf the guest calls (A.5).
    /// Exactly one answer goes through `reply`; dropping it answers `Connection closed`. Gives the number under which
    /// [`abort`](Self::abort) finds it, if it was started.
    fn call(&self, callee: Callee, args: Raw, context: Option<Raw>, reply: Reply) -> Option<u64>;

    /// Starts a call anew that the runtime's last client was lost with before it had answered (protocol.md 4.12).
    fn repeat(&self, callee: Callee, args: Raw, reply: Reply) -> Option<u64> {
        self.call(callee, args, None, reply)
    }

    /// How arguments of calls are to be written.
    fn argument_form(&self) -> Form {
        Form::Native
    }

    /// The guest has given up on a call; nobody waits for its answer any more.
    fn abort(&self, call: u64, reason: &str);

    /// Whether the host offers a file operation.
    fn has_fs(&self, call: FsCall) -> bool {
        let _ = call;
        false
    }

    /// Whether request bodies of `fetch` may be streamed. If not, they are collected first.
    fn streams_requests(&self) -> bool {
        false
    }

    /// Opens a stream for the request body of a `fetch` that is about to be called; gives its id for the request's
    /// `bodyStreamId`. `None` if there may be no more streams.
    fn open_upload(&self, room: Room) -> Option<(u64, Box<dyn Sink>)> {
        drop(room);
        None
    }

    /// The guest hands out functions, and has no ids for them, or none left: the first of [`FUNCTION_IDS`] new ones.
    fn first_function_id(&self) -> u64 {
        FIRST_LOCAL_CALLBACK
    }

    /// More is about to be sent: what is sent until [`release`](Self::release) may be held back for a moment, to go
    /// out together.
    fn hold(&self) {}

    /// Ends [`hold`](Self::hold).
    fn release(&self) {}

    /// Takes one console entry, an encoded map (4.7), in order.
    fn console(&self, entry: Raw);

    /// Takes an event that the guest emitted, with its encoded payload, in order.
    fn event(&self, event: &str, payload: Raw);

    /// Takes an event of a test run, as JSON text (4.10), in order.
    fn test_event(&self, json: String) {
        drop(json);
    }

    /// Whether anybody listens to test events; if not, they are not even written.
    fn wants_test_events(&self) -> bool {
        false
    }

    /// Whether anybody listens to console entries; if not, they are not even formatted.
    fn wants_console(&self) -> bool {
        true
    }
}

/// The one answer that a host call waits for.
#[derive(Debug)]
pub struct Reply(Option<Waiter>);

#[derive(Debug)]
enum Waiter {
    /// The runtime's event loop, by call id. An answer of a client that has gone is not taken.
    Mailbox(Mailbox, Lease, u64),
    /// The runtime's thread, blocked in a `sync` function.
    Gate(SyncGate, u64),
}

impl Reply {
    pub(crate) fn to_mailbox(mailbox: Mailbox, lease: Lease, call: u64) -> Self {
        Self(Some(Waiter::Mailbox(mailbox, lease, call)))
    }

    pub(crate) fn to_gate(gate: SyncGate, call: u64) -> Self {
        Self(Some(Waiter::Gate(gate, call)))
    }

    /// Answers the call. From any thread; never blocks.
    pub fn send(self, result: HostResult) {
        self.send_with(result, None);
    }

    /// The same; `burden` is dropped when the guest has taken the answer, or nobody ever will.
    pub fn send_with(mut self, result: HostResult, burden: Option<Burden>) {
        if let Some(waiter) = self.0.take() {
            waiter.answer(result, burden);
        }
    }
}

impl Reply {
    /// Answers a [`Callee::Fetch`] whose response body follows: `head` is an encoded map of status, statusText, headers
    /// and url.
    pub fn send_response(mut self, head: Raw, body: IncomingBody) {
        match self.0.take() {
            Some(Waiter::Mailbox(mailbox, lease, call)) => {
                mailbox.send_under(lease, Command::HostResponse(call, head, body));
            }
            // Nobody waits for a response at the gate; the body is cancelled.
            Some(Waiter::Gate(..)) | None => drop(body),
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if let Some(waiter) = self.0.take() {
            waiter.answer(Err(HostError::new("Connection closed")), None);
        }
    }
}

impl Waiter {
    fn answer(self, result: HostResult, burden: Option<Burden>) {
        match self {
            Self::Mailbox(mailbox, lease, call) => {
                mailbox.send_under(lease, Command::HostAnswer(call, result, burden));
            }
            Self::Gate(gate, call) => gate.open(call, result),
        }
    }
}
