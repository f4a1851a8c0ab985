//! What native functions reach from inside V8: the state of one isolate, kept in a slot of the isolate.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use deno_core::v8;
use isolate_protocol::Form;

use crate::entry::Evals;
use crate::error::RuntimeError;
use crate::exports::ClientCalls;
use crate::flags::Flags;
use crate::fs::Changes;
use crate::functions::PendingCall;
use crate::host::{Host, Reply};
use crate::http::Bodies;
use crate::late_scripts::LateScripts;
use crate::lease::Leases;
use crate::limits::allocator::MemoryBudget;
use crate::limits::sampler::Turns;
use crate::limits::watchdog;
use crate::mailbox::Mailbox;
use crate::modules::Modules;
use crate::owner::Owner;
use crate::rejections::Rejections;
use crate::runtime::Control;
use crate::sync_gate::SyncGate;
use crate::testing::Tests;
use crate::values::Classes;

/// One isolate's state. Everything here belongs to the isolate's thread.
pub(crate) struct State {
    /// Whom the runtime works for now.
    owner: RefCell<Owner>,
    pub(crate) leases: Arc<Leases>,
    pub(crate) mailbox: Mailbox,
    pub(crate) gate: SyncGate,
    pub(crate) flags: Arc<Flags>,
    pub(crate) budget: Arc<MemoryBudget>,
    pub(crate) turns: Arc<Turns>,
    /// Set right after the start; what deadlines need to stop the isolate.
    pub(crate) control: RefCell<Option<Control>>,
    /// The guest-side classes and functions that values are made with.
    pub(crate) classes: Classes,
    pub(crate) late_scripts: RefCell<LateScripts>,
    pub(crate) modules: RefCell<Modules>,
    pub(crate) evals: RefCell<Evals>,
    pub(crate) rejections: RefCell<Rejections>,
    pub(crate) tests: RefCell<Tests>,
    /// Whether the guest has a browser.
    pub(crate) has_browser: Cell<bool>,
    /// Bodies that cross piece by piece.
    pub(crate) bodies: RefCell<Bodies>,
    /// Changes of files that have not been acknowledged.
    pub(crate) changes: RefCell<Changes>,
    /// Host calls that wait for an answer.
    pub(crate) calls: RefCell<HashMap<u64, PendingCall>>,
    next_call: Cell<u64>,
    /// Calls of the client's that wait for an answer.
    pub(crate) client_calls: RefCell<ClientCalls>,
    /// Between `hold` and `release`.
    held: Cell<bool>,
}

/// What a state is made from.
pub(crate) struct Parts {
    pub(crate) leases: Arc<Leases>,
    pub(crate) mailbox: Mailbox,
    pub(crate) gate: SyncGate,
    pub(crate) flags: Arc<Flags>,
    pub(crate) budget: Arc<MemoryBudget>,
    pub(crate) turns: Arc<Turns>,
}

impl State {
    pub(crate) fn new(parts: Parts, classes: Classes) -> Rc<Self> {
        Rc::new(Self {
            owner: RefCell::new(Owner::nobody()),
            leases: parts.leases,
            mailbox: parts.mailbox,
            gate: parts.gate,
            flags: parts.flags,
            budget: parts.budget,
            turns: parts.turns,
            control: RefCell::default(),
            classes,
            late_scripts: RefCell::default(),
            modules: RefCell::default(),
            evals: RefCell::default(),
            rejections: RefCell::default(),
            tests: RefCell::default(),
            has_browser: Cell::default(),
            bodies: RefCell::default(),
            changes: RefCell::default(),
            calls: RefCell::default(),
            client_calls: RefCell::default(),
            held: Cell::new(false),
            next_call: Cell::new(1),
        })
    }

    /// The state of the isolate that `scope` is in; none only while the isolate is being made.
    pub(crate) fn of(isolate: &v8::Isolate) -> Option<Rc<Self>> {
        isolate.get_slot::<Rc<Self>>().map(Rc::clone)
    }

    /// What the guest calls out to.
    pub(crate) fn host(&self) -> Arc<dyn Host> {
        Arc::clone(&self.owner.borrow().host)
    }

    /// How arguments of host calls are written.
    pub(crate) fn argument_form(&self) -> Form {
        self.owner.borrow().host.argument_form()
    }

    /// Whom the runtime works for from now on. What is held for the one before goes out first.
    pub(crate) fn set_owner(&self, owner: Owner) {
        self.release();
        let before = self.owner.replace(owner);
        drop(before);
    }

    /// What brings the answer to a host call back, from the client there is now.
    pub(crate) fn reply_to(&self, call: u64) -> Reply {
        Reply::to_mailbox(self.mailbox.clone(), self.leases.newest(), call)
    }

    pub(crate) fn next_call_id(&self) -> u64 {
        self.next_call.replace(self.next_call.get() + 1)
    }

    /// More is about to be sent: the host may keep it to send it together.
    pub(crate) fn hold(&self) {
        if !self.held.replace(true) {
            self.host().hold();
        }
    }

    /// Lets the host send what it has kept. Also before the thread waits for anybody.
    pub(crate) fn release(&self) {
        if self.held.replace(false) {
            self.host().release();
        }
    }

    /// An eval or a run of tests has started or ended: while there is one, it has a deadline of its own.
    pub(crate) fn note_evaluating(&self) {
        let evaluating = self.evals.borrow().is_running() || self.tests.borrow().is_running();
        self.turns.set_evaluating(evaluating);
    }

    /// Whether anything goes on, apart from a run of tests, that waits for promise jobs.
    pub(crate) fn is_busy_beside_tests(&self) -> bool {
        self.evals.borrow().is_running()
            || !self.flags.exchanges().is_empty()
            || self.bodies.borrow().is_sending()
            || self.client_calls.borrow().is_waiting()
    }

    /// Arms a deadline that ends the runtime for that reason in `ms` milliseconds.
    pub(crate) fn arm_timeout(&self, ms: f64, reason: RuntimeError) -> Option<watchdog::Deadline> {
        let control = self.control.borrow().clone()?;
        let after =
            std::time::Duration::try_from_secs_f64(ms / 1000.0).unwrap_or(std::time::Duration::MAX);
        Some(watchdog::arm(after, move || {
            control.flags.set_ended(reason);
            control.stop();
        }))
    }
}
