//! The handle to a runtime.

use std::future::Future;
use std::sync::Arc;

use deno_core::v8;
use isolate_protocol::{Raw, limits};
use tokio::sync::{oneshot, watch};

use crate::error::RuntimeError;
use crate::exports::ClientCall;
use crate::flags::Flags;
use crate::host::Host;
use crate::http::{DispatchId, DispatchRequest, Exchange};
use crate::lease::{Lease, Leases};
use crate::limits::allocator::MemoryBudget;
use crate::mailbox::{Answer, Command, EvalOptions, Mailbox, Query};
use crate::options::RuntimeOptions;
use crate::owner::Owner;
use crate::parking::{self, ParkError, Parked};
use crate::reconnection::Departure;
use crate::sync_gate::SyncGate;
use crate::thread::{self, Start};
use crate::websocket::SocketEvent;

/// A runtime that lives on its own thread, and the right to use it until its owner changes. Clones are handles to the
/// same one; dropping the last disposes it.
#[derive(Clone)]
pub struct Runtime {
    shared: Arc<Shared>,
    lease: Lease,
}

struct Shared {
    control: Control,
    /// True once the thread has ended and its memory is free.
    ended: watch::Receiver<bool>,
}

/// What reaches a runtime from other threads.
#[derive(Clone)]
pub(crate) struct Control {
    pub(crate) mailbox: Mailbox,
    pub(crate) flags: Arc<Flags>,
    pub(crate) gate: SyncGate,
    pub(crate) leases: Arc<Leases>,
    pub(crate) budget: Arc<MemoryBudget>,
    pub(crate) isolate: v8::IsolateHandle,
}

impl Control {
    /// Ends whatever the guest does now. The reason must have been flagged before.
    pub(crate) fn stop(&self) {
        self.isolate.terminate_execution();
        self.gate.interrupt();
        self.mailbox.send(Command::Wake);
    }
}

impl Runtime {
    /// Starts a runtime; the future is ready when guest code can run.
    ///
    /// # Errors
    ///
    /// [`RuntimeError::MemoryLimitTooLow`], [`RuntimeError::Thread`], or [`RuntimeError::Internal`].
    pub async fn start(options: RuntimeOptions, host: Arc<dyn Host>) -> Result<Self, RuntimeError> {
        let owner = Owner { host };
        Self::spawn(options.memory_limit_mb, Some((options, owner))).await
    }

    /// Starts one without an owner.
    pub(crate) async fn blank(memory_limit_mb: u32) -> Result<Self, RuntimeError> {
        Self::spawn(memory_limit_mb, None).await
    }

    async fn spawn(
        memory_limit_mb: u32,
        first: Option<(RuntimeOptions, Owner)>,
    ) -> Result<Self, RuntimeError> {
        if memory_limit_mb < limits::MIN_MEMORY_LIMIT_MB {
            return Err(RuntimeError::MemoryLimitTooLow);
        }
        let leases = Arc::new(Leases::new());
        let lease = first.as_ref().and_then(|_| leases.begin(0));
        let (ready, control) = oneshot::channel();
        let (ending, ended) = watch::channel(false);
        let start = Start {
            memory_limit_mb,
            leases,
            first,
        };
        thread::spawn(start, ready, ending)?;
        let control = control.await.map_err(|_| RuntimeError::Internal)?;
        Ok(Self {
            shared: Arc::new(Shared { control, ended }),
            lease: lease.unwrap_or_default(),
        })
    }

    /// Gives a blank runtime its first owner.
    pub(crate) async fn equip(
        self,
        options: RuntimeOptions,
        host: Arc<dyn Host>,
    ) -> Result<Self, RuntimeError> {
        let owner = Owner { host };
        let runtime = self.next()?;
        let equip = |answer| Command::Equip(options, owner, answer);
        runtime.request(equip).await?;
        Ok(runtime)
    }

    /// The owner goes, the isolate stays, with its globals, its `serve()` handler, its listeners and its static modules
    /// (runtime.md 21.2). What runs is abandoned; what waits for an answer gets one; timers, bodies and sockets end, and
    /// so do host calls, unless the owner was lost: then those that can be repeated wait for the next one. From this call on the handle's commands are refused, and once the future is ready nothing runs in
    /// the isolate.
    ///
    /// # Errors
    ///
    /// [`ParkError`], if the runtime was finished, or its guest is stuck: it ends then, and can have no next owner.
    pub fn park(
        &self,
        departure: Departure,
    ) -> impl Future<Output = Result<Parked, ParkError>> + Send + 'static + use<> {
        let control = &self.shared.control;
        let finished = self.finished();
        let parking = match finished {
            None if control.leases.end(self.lease) => {
                Ok(parking::park(control, self.lease, departure))
            }
            reason => Err(ParkError::Finished(
                reason.unwrap_or(RuntimeError::Disposed),
            )),
        };
        async move { parking?.await }
    }

    /// The next owner comes to a runtime that was parked with this handle. Gives the owner's handle, at once; what is
    /// sent with it follows.
    ///
    /// # Errors
    ///
    /// Why the runtime can not be used, as [`finished`](Self::finished); [`RuntimeError::Disposed`] if it is not parked.
    pub fn resume(&self, owner: Owner) -> Result<Self, RuntimeError> {
        let next = self.next()?;
        let control = &self.shared.control;
        control.mailbox.send(Command::Resume(owner));
        Ok(next)
    }

    /// The owner wants to be called differently from now on. Nothing else changes.
    pub fn rebind(&self, owner: Owner) {
        self.send(Command::Rebind(owner));
    }

    /// Bytes that the isolate's heap, buffers and blobs took when they were measured last: when the runtime was parked,
    /// or since then, when it collected its garbage. 0 before.
    #[must_use]
    pub fn measured_bytes(&self) -> usize {
        self.shared.control.budget.measured()
    }

    /// A handle for the next owner.
    fn next(&self) -> Result<Self, RuntimeError> {
        if let Some(reason) = self.finished() {
            return Err(reason);
        }
        let lease = self.shared.control.leases.begin(self.lease);
        Ok(Self {
            shared: Arc::clone(&self.shared),
            lease: lease.ok_or(RuntimeError::Disposed)?,
        })
    }

    fn send(&self, command: Command) {
        let mailbox = &self.shared.control.mailbox;
        mailbox.send_under(self.lease, command);
    }

    /// Queues an eval; it runs after those queued before it. The future is ready when the module has finished.
    pub fn eval(
        &self,
        eval: EvalOptions,
    ) -> impl Future<Output = Result<(), RuntimeError>> + Send + 'static {
        self.request(|answer| Command::Eval(eval, answer))
    }

    /// Hands a request to the guest's `serve()` handler. The answer goes through `exchange`.
    pub fn dispatch(&self, request: DispatchRequest, exchange: Box<dyn Exchange>) -> DispatchId {
        let flags = &self.shared.control.flags;
        let id = flags.exchanges().insert(exchange);
        self.send(Command::Dispatch(id, request));
        // Looked at after the exchange is in the table: whoever ends the runtime either finds it there or is seen here.
        if let Some(reason) = self.refusal()
            && let Some(exchange) = flags.exchanges().take(id)
        {
            exchange.fail(reason);
        }
        id
    }

    /// Fires the abort signal of a dispatched request. The request is answered all the same.
    pub fn abort_dispatch(&self, id: DispatchId) {
        self.send(Command::AbortDispatch(id));
    }

    /// Tells the guest's `websocket` handlers what happened to a socket. The future is ready when the synchronous part
    /// of the handler has run. Events arrive in the order of the calls.
    pub fn websocket(
        &self,
        connection_id: String,
        event: SocketEvent,
    ) -> impl Future<Output = Result<(), RuntimeError>> + Send + 'static {
        self.request(|answer| Command::Socket(connection_id, event, answer))
    }

    /// Asks or resets something small, beside running evals. The result is the `data` of the answer on the wire.
    pub fn query(
        &self,
        query: Query,
    ) -> impl Future<Output = Result<Raw, RuntimeError>> + Send + 'static {
        self.request(move |answer| Command::Query(query, answer))
    }

    /// Runs the guest's tests, or joins the run that is under way. `timeout` is the limit of the whole run in milliseconds;
    /// `None`: the runtime's `execution_timeout`; 0 or negative: no limit. Past it the runtime is finished. The result is
    /// the `data` of the answer on the wire.
    pub fn run_tests(
        &self,
        timeout: Option<f64>,
    ) -> impl Future<Output = Result<Raw, RuntimeError>> + Send + 'static {
        self.request(move |answer| Command::RunTests(timeout, answer))
    }

    /// Calls a function that the guest has handed out. The future is ready when what it gives has settled.
    ///
    /// # Errors
    ///
    /// What the function threw, or `Unknown callback: <id>`.
    pub fn call(
        &self,
        call: ClientCall,
    ) -> impl Future<Output = Result<Raw, RuntimeError>> + Send + 'static {
        self.request(move |answer| Command::Call(call, answer))
    }

    /// Hands an event of the client to the guest's listeners. False if it was dropped: the runtime has ended, or too
    /// many events wait for a guest that is busy.
    pub fn emit(&self, event: String, payload: Raw) -> bool {
        let mailbox = &self.shared.control.mailbox;
        self.refusal().is_none() && mailbox.send_event(self.lease, event, payload)
    }

    /// Ends the runtime, whatever the guest does, unless it belongs to a later owner. The future is ready when its thread
    /// has gone. May be repeated.
    pub fn dispose(&self) -> impl Future<Output = ()> + Send + 'static {
        let ended = self.is_last().then(|| {
            self.shared.end();
            self.shared.ended.clone()
        });
        async move {
            if let Some(mut ended) = ended {
                // An error means that the sender has gone, and with it the thread.
                let _ = ended.wait_for(|ended| *ended).await;
            }
        }
    }

    /// Why this handle's commands are not obeyed, if that is so.
    fn refusal(&self) -> Option<RuntimeError> {
        let held = self.shared.control.leases.is_held(self.lease);
        self.finished()
            .or((!held).then_some(RuntimeError::Disposed))
    }

    /// Whether nobody has come to own the runtime since this handle's owner.
    fn is_last(&self) -> bool {
        self.shared.control.leases.is_last(self.lease)
    }

    /// Why the runtime can not be used any more, once that is so.
    #[must_use]
    pub fn finished(&self) -> Option<RuntimeError> {
        if !self.is_last() {
            return Some(RuntimeError::Disposed);
        }
        let reason = self.shared.control.flags.get();
        reason.and_then(|reason| reason.afterwards())
    }

    fn request<T: Send + 'static>(
        &self,
        command: impl FnOnce(Answer<T>) -> Command,
    ) -> impl Future<Output = Result<T, RuntimeError>> + Send + 'static {
        let (answer, result) = oneshot::channel();
        let flags = Arc::clone(&self.shared.control.flags);
        match self.refusal() {
            None => self.send(command(answer)),
            Some(_) => drop(answer),
        }
        async move {
            tokio::select! {
                biased;
                result = result => result.unwrap_or_else(|_| {
                    Err(flags.get().and_then(|reason| reason.afterwards()).unwrap_or(RuntimeError::Disposed))
                }),
                () = Arc::clone(&flags).overdue() => Err(flags.get().unwrap_or(RuntimeError::Abandoned)),
            }
        }
    }
}

impl Shared {
    fn end(&self) {
        self.control.flags.set_disposed();
        self.control.stop();
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.end();
    }
}
