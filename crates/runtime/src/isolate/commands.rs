//! What an isolate does for each command in its mailbox.

use std::rc::Rc;

use isolate_protocol::Raw;

use super::Isolate;
use crate::console;
use crate::entry;
use crate::error::RuntimeError;
use crate::events;
use crate::exports;
use crate::functions;
use crate::http::{bodies, serve};
use crate::mailbox::{Answer, Command, Letter, Query};
use crate::playwright;
use crate::testing;
use crate::websocket;

impl Isolate {
    /// Obeys a command, if it comes from the owner or is an answer to what the owner's guest has asked for.
    pub(crate) fn handle(&mut self, Letter { lease, command }: Letter) {
        let leases = &self.state.leases;
        let late = lease.is_some_and(|lease| !leases.is_held(lease));
        let free = self.rests || !leases.has_owner();
        if late || (free && !command.is_of_the_house()) {
            self.refuse(command);
        } else {
            self.obey(command);
        }
    }

    /// Whoever waits for an answer learns from the loss of its channel that there is none.
    fn refuse(&self, command: Command) {
        match command {
            Command::Event(event, payload) => self.state.mailbox.event_taken(&event, &payload),
            Command::Dispatch(id, _) => {
                if let Some(exchange) = self.flags.exchanges().take(id) {
                    exchange.fail(RuntimeError::Disposed);
                }
            }
            _ => {}
        }
    }

    fn obey(&mut self, command: Command) {
        let state = Rc::clone(&self.state);
        match command {
            Command::Eval(eval, answer) => {
                state.tests.borrow_mut().drop_unclaimed();
                state.evals.borrow_mut().push(eval, answer);
                deno_core::scope!(scope, &mut self.js);
                entry::run_next(scope, &state);
            }
            Command::Event(event, payload) => {
                state.mailbox.event_taken(&event, &payload);
                deno_core::scope!(scope, &mut self.js);
                events::deliver(scope, &state, &event, &payload);
                scope.perform_microtask_checkpoint();
            }
            Command::Query(query, answer) => self.query(query, answer),
            Command::HostAnswer(call, result, _burden) => {
                deno_core::scope!(scope, &mut self.js);
                functions::settle(scope, &state, call, result);
            }
            Command::HostResponse(call, head, body) => {
                deno_core::scope!(scope, &mut self.js);
                functions::settle_response(scope, &state, call, &head, body);
            }
            Command::Dispatch(id, request) => {
                deno_core::scope!(scope, &mut self.js);
                serve::dispatch(scope, &state, id, request);
                scope.perform_microtask_checkpoint();
            }
            Command::AbortDispatch(id) => {
                deno_core::scope!(scope, &mut self.js);
                serve::abort(scope, &state, id);
                scope.perform_microtask_checkpoint();
            }
            Command::Socket(connection, event, answer) => {
                deno_core::scope!(scope, &mut self.js);
                let delivered = websocket::deliver(scope, &state, &connection, event);
                if state.flags.get().is_none() {
                    let _ = answer.send(delivered);
                }
                scope.perform_microtask_checkpoint();
            }
            Command::BodyReady(body) => {
                deno_core::scope!(scope, &mut self.js);
                bodies::body_ready(scope, &state, body);
            }
            Command::SinkReady(body) => {
                deno_core::scope!(scope, &mut self.js);
                bodies::sink_ready(scope, &state, body);
            }
            Command::SinkCancelled(body, reason) => {
                deno_core::scope!(scope, &mut self.js);
                bodies::sink_cancelled(scope, &state, body, &reason);
            }
            Command::RunTests(timeout, answer) => {
                deno_core::scope!(scope, &mut self.js);
                testing::begin(scope, &state, timeout, answer);
            }
            Command::Call(call, answer) => {
                deno_core::scope!(scope, &mut self.js);
                exports::call(scope, &state, &call, answer);
                scope.perform_microtask_checkpoint();
            }
            Command::Wake => {}
            Command::Equip(options, owner, answer) => match self.equip(&options, owner) {
                Some(()) => drop(answer.send(Ok(()))),
                None => self.flags.set_broken(),
            },
            Command::Rebind(owner) => state.set_owner(owner),
            Command::Park(ticket) => self.park(ticket),
            Command::Resume(owner) => self.resume(owner),
            Command::Collect => self.collect(),
            Command::GiveUp(number) => self.give_up(number),
            Command::Rest => self.heap.collect_at_rest(self.js.v8_isolate()),
        }
    }

    fn query(&mut self, query: Query, answer: Answer<Raw>) {
        let state = Rc::clone(&self.state);
        let data = {
            deno_core::scope!(scope, &mut self.js);
            match query {
                Query::ResetTests | Query::HasTests | Query::TestCount => {
                    testing::query(scope, &state, query)
                }
                Query::CollectedData | Query::ClearCollectedData => {
                    Some(playwright::query(&state, query))
                }
                _ => console::query(scope, &state, query).map(Ok),
            }
        };
        let _ = answer.send(data.unwrap_or_else(|| Err(self.finished_by())));
    }
}
