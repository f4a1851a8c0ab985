//! The handle to a runtime.

use std::future::Future;
use std::sync::Arc;

use deno_core::v8;
use isolate_protocol::{Raw, limits};
use tokio::sync::{oneshot, watch};

use crate::error::RuntimeError;
use crate::flags::Flags;
use crate::host::Host;
use crate::http::{DispatchId, DispatchRequest, Exchange};
use crate::mailbox::{Answer, Command, EvalOptions, Mailbox, Query};
use crate::options::RuntimeOptions;
use crate::sync_gate::SyncGate;
use crate::thread;
use crate::websocket::SocketEvent;

/// A runtime that lives on its own thread. Clones are handles to the same one; dropping the last disposes it.
#[derive(Clone)]
pub struct Runtime(Arc<Shared>);

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
        if options.memory_limit_mb < limits::MIN_MEMORY_LIMIT_MB {
            return Err(RuntimeError::MemoryLimitTooLow);
        }
        let (ready, control) = oneshot::channel();
        let (ending, ended) = watch::channel(false);
        thread::spawn(options, host, ready, ending)?;
        let control = control.await.map_err(|_| RuntimeError::Internal)?;
        Ok(Self(Arc::new(Shared { control, ended })))
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
        let flags = &self.0.control.flags;
        let id = flags.exchanges().insert(exchange);
        self.0.control.mailbox.send(Command::Dispatch(id, request));
        // Looked at after the exchange is in the table: whoever ends the runtime either finds it there or is seen here.
        if let Some(reason) = self.finished()
            && let Some(exchange) = flags.exchanges().take(id)
        {
            exchange.fail(reason);
        }
        id
    }

    /// Fires the abort signal of a dispatched request. The request is answered all the same.
    pub fn abort_dispatch(&self, id: DispatchId) {
        self.0.control.mailbox.send(Command::AbortDispatch(id));
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

    /// Hands an event of the client to the guest's listeners. False if it was dropped: the runtime has ended, or too
    /// many events wait for a guest that is busy.
    pub fn emit(&self, event: String, payload: Raw) -> bool {
        self.finished().is_none() && self.0.control.mailbox.send_event(event, payload)
    }

    /// Ends the runtime, whatever the guest does. The future is ready when its thread has gone. May be repeated.
    pub fn dispose(&self) -> impl Future<Output = ()> + Send + 'static {
        self.0.end();
        let mut ended = self.0.ended.clone();
        async move {
            // An error means that the sender has gone, and with it the thread.
            let _ = ended.wait_for(|ended| *ended).await;
        }
    }

    /// Why the runtime can not be used any more, once that is so.
    #[must_use]
    pub fn finished(&self) -> Option<RuntimeError> {
        self.0
            .control
            .flags
            .get()
            .and_then(|reason| reason.afterwards())
    }

    fn request<T: Send + 'static>(
        &self,
        command: impl FnOnce(Answer<T>) -> Command,
    ) -> impl Future<Output = Result<T, RuntimeError>> + Send + 'static {
        let (answer, result) = oneshot::channel();
        let flags = Arc::clone(&self.0.control.flags);
        match self.finished() {
            None => self.0.control.mailbox.send(command(answer)),
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
