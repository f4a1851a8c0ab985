//! The rules of the pool, written down as plainly as can be: lists that are searched from end to end.

use std::time::Instant;

use super::super::tests::Fake;
use super::super::{PoolLimits, Refusal, Ticket};

/// Where a runtime is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum State {
    Active(u64),
    Parking(u64),
    Idle {
        order: u64,
        bytes: u64,
        since: Instant,
    },
    /// A create has it, to reuse it.
    Taken(Ticket),
    Ending,
    Gone,
}

pub(super) struct Run {
    pub(super) runtime: Fake,
    pub(super) namespace: Option<u8>,
    pub(super) state: State,
}

#[derive(Clone, Copy)]
pub(super) struct Request {
    pub(super) ticket: Ticket,
    pub(super) owner: u64,
    pub(super) namespace: Option<u8>,
    pub(super) waits: bool,
}

/// What the model expects of an admission.
#[derive(Debug, PartialEq)]
pub(super) enum Expected {
    Build,
    Reuse(u32),
    Rebind(u32),
    Wait,
    Refused(Refusal),
}

/// Everything that ever was, in lists that are searched from end to end.
pub(super) struct Model {
    pub(super) limits: PoolLimits,
    pub(super) connected: Vec<u64>,
    pub(super) runs: Vec<Run>,
    pub(super) requests: Vec<Request>,
    pub(super) disposals: u64,
    pub(super) now: Instant,
    /// What the pool must have doomed by now.
    pub(super) doomed: Vec<u32>,
}

impl Model {
    pub(super) fn count(&self, state: impl Fn(&State) -> bool) -> usize {
        self.runs.iter().filter(|run| state(&run.state)).count()
    }

    pub(super) fn building(&self) -> usize {
        self.requests
            .iter()
            .filter(|request| !request.waits)
            .count()
    }

    pub(super) fn taken(&self) -> usize {
        let there = |state: &State| !matches!(state, State::Taken(_) | State::Gone);
        self.count(there) + self.building()
    }

    /// The runtime that a namespace has.
    pub(super) fn resident(&self, namespace: Option<u8>) -> Option<usize> {
        let namespace = namespace?;
        self.runs.iter().position(|run| {
            run.namespace == Some(namespace)
                && matches!(
                    run.state,
                    State::Active(_) | State::Parking(_) | State::Idle { .. }
                )
        })
    }

    pub(super) fn claimed(&self, run: &Run) -> bool {
        run.namespace.is_some()
            && self
                .requests
                .iter()
                .any(|request| request.namespace == run.namespace)
    }

    pub(super) fn doom(&mut self, index: usize) {
        self.runs[index].state = State::Ending;
        self.doomed.push(self.runs[index].runtime.number);
    }

    /// The best of the idle ones that nobody waits for.
    pub(super) fn victim<K: Ord>(&self, key: impl Fn(u64, u64) -> K) -> Option<usize> {
        let idle = self
            .runs
            .iter()
            .enumerate()
            .filter_map(|(index, run)| match run.state {
                State::Idle { order, bytes, .. } if !self.claimed(run) => {
                    Some((key(order, bytes), index))
                }
                _ => None,
            });
        idle.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, index)| index)
    }

    pub(super) fn shrink(&mut self) {
        loop {
            let bytes = self.runs.iter().map(|run| match run.state {
                State::Idle { bytes, .. } => bytes,
                _ => 0,
            });
            if bytes.sum::<u64>() <= self.limits.idle_bytes.unwrap() {
                return;
            }
            match self.victim(|order, bytes| (std::cmp::Reverse(bytes), order)) {
                Some(victim) => self.doom(victim),
                None => return,
            }
        }
    }

    /// What a create gets that has a claim on its namespace, and came before all but `ahead` that wait for a place.
    pub(super) fn serve(&mut self, namespace: Option<u8>, ahead: usize) -> Expected {
        if let Some(index) = self.resident(namespace) {
            let run = &self.runs[index];
            if let State::Parking(_) = run.state {
                return Expected::Wait;
            }
            if !run.runtime.finished.get() {
                return Expected::Reuse(run.runtime.number);
            }
            self.doom(index);
        }
        let free = self.limits.isolates - self.taken();
        if free > ahead {
            return Expected::Build;
        }
        if free + self.count(|state| *state == State::Ending) > ahead {
            return Expected::Wait;
        }
        if let Some(victim) = self.victim(|order, _| order) {
            self.doom(victim);
            return Expected::Wait;
        }
        let parking = |run: &Run| matches!(run.state, State::Parking(_)) && !self.claimed(run);
        if self.runs.iter().any(parking) {
            return Expected::Wait;
        }
        Expected::Refused(Refusal::Capacity(self.limits.isolates))
    }

    pub(super) fn admit(&mut self, owner: u64, namespace: Option<u8>) -> Expected {
        if !self.connected.contains(&owner) {
            return Expected::Refused(Refusal::Closed);
        }
        let name = namespace.map(|name| name.to_string()).unwrap_or_default();
        if let Some(index) = self.resident(namespace)
            && let State::Active(current) = self.runs[index].state
        {
            if current != owner {
                return Expected::Refused(Refusal::NamespaceActive(name));
            }
            if !self.runs[index].runtime.finished.get() {
                return Expected::Rebind(self.runs[index].runtime.number);
            }
            self.doom(index);
        }
        if namespace.is_some()
            && self
                .requests
                .iter()
                .any(|request| request.namespace == namespace)
        {
            return Expected::Refused(Refusal::NamespaceCreating(name));
        }
        let claim = Request {
            ticket: Ticket(u64::MAX),
            owner,
            namespace,
            waits: true,
        };
        let ahead = self.ahead(self.requests.len());
        self.requests.push(claim);
        let expected = self.serve(namespace, ahead);
        self.requests.pop();
        expected
    }

    pub(super) fn ahead(&self, index: usize) -> usize {
        let earlier = self.requests[..index].iter();
        earlier
            .filter(|request| request.waits && self.resident(request.namespace).is_none())
            .count()
    }

    pub(super) fn let_go(&mut self, index: usize, hard: bool) -> bool {
        let run = &mut self.runs[index];
        if run.namespace.is_some() && !hard && !run.runtime.finished.get() {
            self.disposals += 1;
            run.state = State::Parking(self.disposals);
            return true;
        }
        run.state = State::Ending;
        false
    }
}
