//! The thread of a runtime: makes the isolate, runs its event loop, answers its mailbox, and ends it.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};

use deno_core::PollEventLoopOptions;
use tokio::sync::{oneshot, watch};

use crate::error::RuntimeError;
use crate::flags::Flags;
use crate::isolate::Isolate;
use crate::lease::Leases;
use crate::limits::{freed, last_resort};
use crate::mailbox::{Command, Inbox, Mailbox};
use crate::options::RuntimeOptions;
use crate::owner::Owner;
use crate::runtime::Control;
use crate::sync_gate::SyncGate;

/// V8 takes up to 1 MiB of it; the rest is for native code below and above.
const STACK: usize = 4 << 20;

/// What a runtime is made of, on its thread.
pub(crate) struct Start {
    pub(crate) memory_limit_mb: u32,
    pub(crate) leases: Arc<Leases>,
    /// None for an isolate that waits for its first owner.
    pub(crate) first: Option<(RuntimeOptions, Owner)>,
}

/// Starts the thread; it sends its control when the isolate is ready, and `true` through `ended` at its very end.
pub(crate) fn spawn(
    start: Start,
    ready: oneshot::Sender<Control>,
    ended: watch::Sender<bool>,
) -> Result<(), RuntimeError> {
    std::thread::Builder::new()
        .name("runtime".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            let flags = Arc::new(Flags::default());
            flags.thread().is_this_one();
            let run = AssertUnwindSafe(|| run(start, Arc::clone(&flags), ready, ended.clone()));
            if catch_unwind(run).is_err() {
                flags.set_broken();
                tracing::error!("a runtime's thread panicked; only this runtime is lost");
            }
            last_resort::clear_runtime();
            flags.thread().ends();
            freed::runtime_ended();
            let _ = ended.send(true);
        })
        .map(drop)
        .map_err(|error| RuntimeError::Thread(error.to_string()))
}

fn run(
    start: Start,
    flags: Arc<Flags>,
    ready: oneshot::Sender<Control>,
    ended: watch::Sender<bool>,
) {
    // Current-thread, and without I/O: the loop parks on a condition variable, which wakes faster than a poller.
    let Ok(tokio) = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        // `crypto.subtle` works on these; more would only take turns on the cores the neighbours need.
        .max_blocking_threads(2)
        .build()
    else {
        flags.set_broken();
        return;
    };
    let entered = tokio.enter();
    let (mailbox, inbox) = Mailbox::new();
    let gate = SyncGate::default();
    let Some(mut isolate) = Isolate::new(
        start.memory_limit_mb,
        Arc::clone(&start.leases),
        mailbox.clone(),
        gate.clone(),
        Arc::clone(&flags),
    ) else {
        flags.set_broken();
        return;
    };
    isolate.set_last_resort(ended);
    if let Some((options, owner)) = start.first
        && isolate.equip(&options, owner).is_none()
    {
        flags.set_broken();
        return;
    }
    let control = Control {
        mailbox,
        flags,
        gate,
        leases: start.leases,
        budget: isolate.budget(),
        isolate: isolate.thread_safe_handle(),
    };
    isolate.set_control(control.clone());
    if ready.send(control).is_err() {
        return;
    }
    let mut event_loop = EventLoop { isolate, inbox };
    tokio.block_on(poll_fn(|cx| {
        event_loop.isolate.turn_starts();
        let state = event_loop.poll(cx);
        event_loop.isolate.turn_ends();
        state
    }));
    last_resort::clear_runtime();
    event_loop.end();
    drop(entered);
    // What still computes for `crypto.subtle` can not be stopped, but need not be waited for.
    tokio.shutdown_background();
}

struct EventLoop {
    isolate: Isolate,
    inbox: Inbox,
}

impl EventLoop {
    /// Takes what is in the mailbox, then lets timers and promises run, until there is nothing to do.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            while let Poll::Ready(letter) = self.inbox.poll_recv(cx) {
                let Some(letter) = letter else {
                    return Poll::Ready(());
                };
                if !self.inbox.is_empty() {
                    self.isolate.hold();
                }
                self.isolate.handle(letter);
                if self.isolate.has_ended() {
                    return Poll::Ready(());
                }
            }
            if self.isolate.rests() {
                return Poll::Pending;
            }
            if let Poll::Ready(Err(error)) = self
                .isolate
                .js
                .poll_event_loop(cx, PollEventLoopOptions::default())
            {
                tracing::debug!(%error, "the guest's event loop reported an error");
            }
            let more = self.isolate.after_turn();
            self.isolate.release();
            if self.isolate.has_ended() {
                return Poll::Ready(());
            }
            if !more {
                return Poll::Pending;
            }
        }
    }

    /// Answers everything that still waits; then the isolate goes.
    fn end(mut self) {
        self.inbox.close();
        self.isolate.fail_all();
        while let Ok(letter) = self.inbox.try_recv() {
            if let Command::Eval(_, answer) = letter.command {
                let _ = answer.send(Err(self.isolate.finished_by()));
            }
        }
    }
}
