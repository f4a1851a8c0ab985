//! The native half of the file system: calls the host's file operations, and counts the changes that are on their way.

use std::collections::BTreeSet;

use deno_core::v8;

use crate::functions::{self, add_native, throw};
use crate::host::{Callee, FsCall, HostError};
use crate::state::State;
use crate::values::encode_plain;

/// Changes of files that the guest has begun and the host has not acknowledged. Evals and dispatches are answered only
/// after those that were begun before (runtime.md 2.13).
#[derive(Default)]
pub(crate) struct Changes {
    /// The number of the next one.
    next: u64,
    /// The numbers of those that have not ended.
    open: BTreeSet<u64>,
}

impl Changes {
    fn begin(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        self.open.insert(number);
        number
    }

    /// What [`passed`](Self::passed) will be asked about: all changes so far.
    pub(crate) fn barrier(&self) -> u64 {
        self.next
    }

    /// Whether all changes before the barrier have ended.
    pub(crate) fn passed(&self, barrier: u64) -> bool {
        self.open.first().is_none_or(|oldest| *oldest >= barrier)
    }

    /// Nobody will acknowledge anything any more.
    pub(crate) fn abandon(&mut self) {
        self.open.clear();
    }
}

pub(crate) fn add_natives(
    scope: &mut v8::PinScope<'_, '_>,
    natives: v8::Local<'_, v8::Object>,
) -> Option<()> {
    add_native(scope, natives, "hasFs", has)?;
    add_native(scope, natives, "callFs", call)?;
    add_native(scope, natives, "beginChange", begin_change)?;
    add_native(scope, natives, "endChange", end_change)?;
    add_native(scope, natives, "changeBarrier", change_barrier)?;
    add_native(scope, natives, "changesPassed", changes_passed)
}

fn operation(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: &v8::FunctionCallbackArguments<'_>,
) -> Option<FsCall> {
    Some(
        match arguments.get(0).to_rust_string_lossy(scope).as_str() {
            "readFile" => FsCall::ReadFile,
            "writeFile" => FsCall::WriteFile,
            "unlink" => FsCall::Unlink,
            "readdir" => FsCall::Readdir,
            "mkdir" => FsCall::Mkdir,
            "rmdir" => FsCall::Rmdir,
            "stat" => FsCall::Stat,
            "rename" => FsCall::Rename,
            "readAt" => FsCall::ReadAt,
            "writeAt" => FsCall::WriteAt,
            "truncate" => FsCall::Truncate,
            "removeTree" => FsCall::RemoveTree,
            _ => return None,
        },
    )
}

/// `hasFs(operation)`: whether the host offers it.
fn has<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let operation = operation(scope, &arguments);
    let state = State::of(scope);
    let has = operation
        .zip(state)
        .is_some_and(|(operation, state)| state.host().has_fs(operation));
    result.set_bool(has);
}

/// `callFs(operation, args)`: a promise of the host's answer. Throws if the arguments do not fit into a message.
fn call<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    let (Some(state), Some(operation)) = (State::of(scope), operation(scope, &arguments)) else {
        return;
    };
    match encode_plain(scope, &state, arguments.get(1)) {
        Ok(args) => {
            let callee = Callee::Fs(operation);
            // Not to be repeated with another client: it has other files (protocol.md 4.12).
            let started = functions::start_call(scope, &state, callee, args, false);
            if let Some((promise, _)) = started {
                result.set(promise.into());
            }
        }
        Err(error) => throw(scope, &HostError::new(error.to_string())),
    }
}

/// `beginChange()`: the number of a change that begins.
fn begin_change<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    if let Some(state) = State::of(scope) {
        result.set_double(state.changes.borrow_mut().begin() as f64);
    }
}

/// `endChange(number)`: the change has been acknowledged, or has failed.
fn end_change<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    _: v8::ReturnValue<'s>,
) {
    if let Some(state) = State::of(scope) {
        let number = number(scope, &arguments);
        state.changes.borrow_mut().open.remove(&number);
    }
}

/// `changeBarrier()`: what `changesPassed` is asked about later; undefined if no change is open.
fn change_barrier<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    if let Some(state) = State::of(scope) {
        let changes = state.changes.borrow();
        if !changes.passed(changes.barrier()) {
            result.set_double(changes.barrier() as f64);
        }
    }
}

/// `changesPassed(barrier)`: whether all changes that were begun before have ended.
fn changes_passed<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: v8::FunctionCallbackArguments<'s>,
    mut result: v8::ReturnValue<'s>,
) {
    if let Some(state) = State::of(scope) {
        let barrier = number(scope, &arguments);
        result.set_bool(state.changes.borrow().passed(barrier));
    }
}

fn number(scope: &mut v8::PinScope<'_, '_>, arguments: &v8::FunctionCallbackArguments<'_>) -> u64 {
    let number = arguments.get(0).integer_value(scope).unwrap_or_default();
    u64::try_from(number).unwrap_or_default()
}
