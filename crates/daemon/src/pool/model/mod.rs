//! The pool against a naive model of it, in any order of events.

mod naive;

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::tests::Fake;
use super::*;
use naive::{Expected, Model, Request, Run, State};

const IDLE_TIME: Duration = Duration::from_secs(10);

/// Something that happens. Numbers are reduced to what there is.
#[derive(Clone, Debug)]
enum Event {
    Connect(u64),
    Disconnect(u64),
    Admit(u64, Option<u8>),
    Retry(usize),
    Fill(usize),
    Abandon(usize),
    Discard(usize),
    Finish(usize),
    Dispose(usize, u64, bool),
    DisposeNamespace(u8),
    Parked(usize, Option<u64>),
    Measured(usize, u64),
    Ended,
    Pass(u64),
}

fn event() -> impl Strategy<Value = Event> {
    let connection = || 0..4_u64;
    let some = || 0..32_usize;
    // Few different ones, so that there are equal ones.
    let bytes = |most: u64| (1..most).prop_map(|tens| tens * 10);
    let namespace = || prop_oneof![3 => (0..4_u8).prop_map(Some), 1 => Just(None)];
    prop_oneof![
        2 => connection().prop_map(Event::Connect),
        1 => connection().prop_map(Event::Disconnect),
        8 => (connection(), namespace()).prop_map(|(owner, name)| Event::Admit(owner, name)),
        4 => some().prop_map(Event::Retry),
        8 => some().prop_map(Event::Fill),
        1 => some().prop_map(Event::Abandon),
        1 => some().prop_map(Event::Discard),
        1 => some().prop_map(Event::Finish),
        6 => (some(), connection(), proptest::bool::weighted(0.2))
            .prop_map(|(runtime, owner, hard)| Event::Dispose(runtime, owner, hard)),
        1 => (0..4_u8).prop_map(Event::DisposeNamespace),
        6 => (some(), proptest::option::weighted(0.9, bytes(6)))
            .prop_map(|(runtime, bytes)| Event::Parked(runtime, bytes)),
        1 => (some(), bytes(12)).prop_map(|(runtime, bytes)| Event::Measured(runtime, bytes)),
        4 => Just(Event::Ended),
        1 => (0..8_u64).prop_map(Event::Pass),
    ]
}

/// Pool and model, side by side.
struct Both {
    pool: Pool<Fake>,
    model: Model,
    next: u32,
}

impl Both {
    fn new() -> Self {
        let limits = PoolLimits {
            isolates: 4,
            idle_bytes: Some(50),
            idle_time: Some(IDLE_TIME),
        };
        let model = Model {
            limits,
            connected: Vec::new(),
            runs: Vec::new(),
            requests: Vec::new(),
            disposals: 0,
            now: Instant::now(),
            doomed: Vec::new(),
        };
        Self {
            pool: Pool::new(limits),
            model,
            next: 1,
        }
    }

    /// Compares an answer, and notes what it means. `request` is the place in the list, if it waited there.
    fn admitted(
        &mut self,
        answer: Result<Admission<Fake>, Refusal>,
        expected: Expected,
        asked: (u64, Option<u8>),
        request: Option<usize>,
    ) {
        let (ticket, got) = match answer {
            Ok(Admission::Build(ticket)) => (Some(ticket), Expected::Build),
            Ok(Admission::Reuse(ticket, id, runtime)) => {
                assert_eq!(*id, runtime.number.to_string());
                (Some(ticket), Expected::Reuse(runtime.number))
            }
            Ok(Admission::Rebind(_, runtime)) => (None, Expected::Rebind(runtime.number)),
            Ok(Admission::Wait(ticket)) => (Some(ticket), Expected::Wait),
            Err(refusal) => (None, Expected::Refused(refusal)),
        };
        assert_eq!(got, expected);
        let before = request.map(|index| self.model.requests.remove(index));
        let Some(ticket) = ticket else { return };
        assert!(before.is_none_or(|request| request.ticket == ticket));
        if let Expected::Reuse(number) = expected {
            let run = self
                .model
                .runs
                .iter_mut()
                .find(|run| run.runtime.number == number);
            run.unwrap().state = State::Taken(ticket);
        }
        let request_now = Request {
            ticket,
            owner: asked.0,
            namespace: asked.1,
            waits: expected == Expected::Wait,
        };
        let place = request.unwrap_or(self.model.requests.len());
        self.model.requests.insert(place, request_now);
    }

    fn request(&self, number: usize, waits: bool) -> Option<usize> {
        let found = self.model.requests.iter().enumerate();
        let mut found: Vec<_> = found
            .filter(|(_, request)| request.waits == waits)
            .collect();
        (!found.is_empty()).then(|| found.remove(number % found.len()).0)
    }

    fn run(&self, number: usize, state: impl Fn(&State) -> bool) -> Option<usize> {
        let found = self.model.runs.iter().enumerate();
        let mut found: Vec<_> = found.filter(|(_, run)| state(&run.state)).collect();
        (!found.is_empty()).then(|| found.remove(number % found.len()).0)
    }

    fn id(&self, index: usize) -> IsolateId {
        self.model.runs[index].runtime.number.to_string().into()
    }

    fn fill(&mut self, index: usize) {
        let request = self.model.requests.remove(index);
        let taken = State::Taken(request.ticket);
        let reused = self.model.runs.iter().position(|run| run.state == taken);
        let index = reused.unwrap_or_else(|| {
            self.model.runs.push(Run {
                runtime: Fake::new(self.next),
                namespace: request.namespace,
                state: State::Gone,
            });
            self.next += 1;
            self.model.runs.len() - 1
        });
        let runtime = self.model.runs[index].runtime.clone();
        let expected = if self.model.connected.contains(&request.owner) {
            self.model.runs[index].state = State::Active(request.owner);
            Filled::Active
        } else if self.model.let_go(index, false) {
            Filled::Park(runtime.clone())
        } else {
            Filled::End(runtime.clone())
        };
        assert_eq!(
            self.pool.fill(request.ticket, self.id(index), runtime),
            expected
        );
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Connect(connection) => {
                self.pool.connect(ConnectionId(connection));
                self.model.connected.push(connection);
            }
            Event::Disconnect(connection) => self.disconnect(connection),
            Event::Admit(owner, namespace) => {
                let expected = self.model.admit(owner, namespace);
                let name = namespace.map(|name| name.to_string());
                let answer = self.pool.admit(ConnectionId(owner), name.as_deref());
                self.admitted(answer, expected, (owner, namespace), None);
            }
            Event::Retry(number) => {
                let Some(index) = self.request(number, true) else {
                    return;
                };
                let request = self.model.requests[index];
                let ahead = self.model.ahead(index);
                let expected = self.model.serve(request.namespace, ahead);
                let answer = self.pool.retry(request.ticket);
                let asked = (request.owner, request.namespace);
                self.admitted(answer, expected, asked, Some(index));
            }
            Event::Fill(number) => {
                if let Some(index) = self.request(number, false) {
                    self.fill(index);
                }
            }
            Event::Abandon(number) => {
                let waits = number % 2 == 0;
                let Some(index) = self.request(number / 2, waits) else {
                    return;
                };
                let taken = State::Taken(self.model.requests[index].ticket);
                if self.model.runs.iter().all(|run| run.state != taken) {
                    let request = self.model.requests.remove(index);
                    self.pool.abandon(request.ticket);
                }
            }
            Event::Discard(number) => {
                let Some(index) = self.run(number, |state| matches!(state, State::Taken(_))) else {
                    return;
                };
                let State::Taken(ticket) = self.model.runs[index].state else {
                    return;
                };
                self.model.runs[index].state = State::Ending;
                for request in &mut self.model.requests {
                    request.waits |= request.ticket == ticket;
                }
                self.pool.discard(ticket);
            }
            Event::Finish(number) => {
                let alive = |state: &State| !matches!(state, State::Ending | State::Gone);
                if let Some(index) = self.run(number, alive) {
                    self.model.runs[index].runtime.finished.set(true);
                }
            }
            Event::Dispose(number, owner, hard) => self.dispose(number, owner, hard),
            Event::DisposeNamespace(namespace) => {
                let index = self.model.resident(Some(namespace));
                let expected = index.map(|index| {
                    self.model.runs[index].state = State::Ending;
                    self.model.runs[index].runtime.clone()
                });
                assert_eq!(
                    self.pool.dispose_namespace(&namespace.to_string()),
                    expected
                );
            }
            Event::Parked(number, bytes) => {
                let Some(index) = self.run(number, |state| matches!(state, State::Parking(_)))
                else {
                    return;
                };
                let State::Parking(order) = self.model.runs[index].state else {
                    return;
                };
                let since = self.model.now;
                match bytes {
                    Some(bytes) => {
                        self.model.runs[index].state = State::Idle {
                            order,
                            bytes,
                            since,
                        };
                        self.model.shrink();
                    }
                    None => self.model.doom(index),
                }
                self.pool.parked(&self.id(index), bytes, since);
            }
            Event::Measured(number, new) => {
                let idle = |state: &State| matches!(state, State::Idle { .. });
                let Some(index) = self.run(number, idle) else {
                    return;
                };
                if let State::Idle { bytes, .. } = &mut self.model.runs[index].state {
                    *bytes = new;
                }
                self.model.shrink();
                self.pool.measured(&self.id(index), new);
            }
            Event::Ended => {
                if let Some(index) = self.run(0, |state| *state == State::Ending) {
                    self.model.runs[index].state = State::Gone;
                    self.pool.ended();
                }
            }
            Event::Pass(seconds) => {
                self.model.now += Duration::from_secs(seconds);
                let now = self.model.now;
                for index in 0..self.model.runs.len() {
                    let run = &self.model.runs[index];
                    if let State::Idle { since, .. } = run.state
                        && now - since >= IDLE_TIME
                        && !self.model.claimed(run)
                    {
                        self.model.doom(index);
                    }
                }
                self.pool.expire(now);
            }
        }
    }

    fn disconnect(&mut self, connection: u64) {
        self.model.connected.retain(|known| *known != connection);
        self.model
            .requests
            .retain(|request| request.owner != connection || !request.waits);
        let mut expected = Vec::new();
        for index in 0..self.model.runs.len() {
            if self.model.runs[index].state == State::Active(connection) {
                let number = self.model.runs[index].runtime.number;
                if self.model.let_go(index, false) {
                    expected.push(number);
                } else {
                    self.model.doomed.push(number);
                }
            }
        }
        let parking = self.pool.disconnect(ConnectionId(connection));
        // They come in no order: they are disposed at the same time. The model takes over that of the pool.
        for (order, (id, runtime)) in parking.iter().enumerate() {
            assert_eq!(**id, runtime.number.to_string());
            let first = self.model.disposals - parking.len() as u64;
            let run = self
                .model
                .runs
                .iter_mut()
                .find(|run| run.runtime == *runtime);
            run.unwrap().state = State::Parking(first + order as u64 + 1);
        }
        let mut parking: Vec<_> = parking.iter().map(|(_, runtime)| runtime.number).collect();
        parking.sort_unstable();
        expected.sort_unstable();
        assert_eq!(parking, expected);
    }

    fn dispose(&mut self, number: usize, owner: u64, hard: bool) {
        let Some(index) = self.run(number, |_| true) else {
            return;
        };
        let id = self.id(index);
        let expected = match self.model.runs[index].state {
            State::Active(current) if current == owner => {
                let runtime = self.model.runs[index].runtime.clone();
                Ok(match self.model.let_go(index, hard) {
                    true => Disposal::Park(runtime),
                    false => Disposal::End(runtime),
                })
            }
            State::Active(_) | State::Parking(_) | State::Idle { .. } => Err(NoAccess::NotOwned),
            _ => Err(NoAccess::NotFound((*id).to_owned())),
        };
        assert_eq!(self.pool.dispose(&id, ConnectionId(owner), hard), expected);
    }

    /// What must hold at any time.
    fn check(&mut self) {
        let mut doomed: Vec<_> = self
            .pool
            .take_doomed()
            .iter()
            .map(|runtime| runtime.number)
            .collect();
        let mut expected = std::mem::take(&mut self.model.doomed);
        doomed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(doomed, expected);
        let stats = self.pool.stats();
        let model = &self.model;
        assert_eq!(
            stats.active,
            model.count(|state| matches!(state, State::Active(_)))
        );
        assert_eq!(
            stats.parking,
            model.count(|state| matches!(state, State::Parking(_)))
        );
        assert_eq!(
            stats.idle,
            model.count(|state| matches!(state, State::Idle { .. }))
        );
        assert_eq!(stats.ending, model.count(|state| *state == State::Ending));
        assert_eq!(stats.creating, model.building());
        assert_eq!(stats.creating + stats.waiting, model.requests.len());
        let tracked = stats.active + stats.parking + stats.idle + stats.ending + stats.creating;
        assert!(tracked <= model.limits.isolates, "{stats:?}");
        let mut idle: Vec<_> = model
            .runs
            .iter()
            .filter_map(|run| match run.state {
                State::Idle { order, .. } => Some((order, run.runtime.number)),
                _ => None,
            })
            .collect();
        idle.sort_unstable();
        let order: Vec<_> = self
            .pool
            .idle()
            .map(|(_, runtime)| runtime.number)
            .collect();
        assert_eq!(
            order,
            idle.iter().map(|(_, number)| *number).collect::<Vec<_>>()
        );
        for namespace in 0..4 {
            let leases = model.runs.iter().filter(|run| {
                run.namespace == Some(namespace)
                    && !matches!(run.state, State::Ending | State::Gone)
            });
            assert!(leases.count() <= 1, "two runtimes in a namespace");
        }
        for run in &model.runs {
            let id = run.runtime.number.to_string();
            for connection in 0..4 {
                let reached = self.pool.get(&id, ConnectionId(connection)).is_ok();
                assert_eq!(reached, run.state == State::Active(connection));
            }
        }
    }

    /// Everything ends, and nothing is left.
    fn close(mut self) {
        self.pool.close();
        for run in &mut self.model.runs {
            if !matches!(run.state, State::Ending | State::Gone | State::Taken(_)) {
                run.state = State::Ending;
                self.model.doomed.push(run.runtime.number);
            }
        }
        self.model.requests.retain(|request| !request.waits);
        self.check();
        for request in std::mem::take(&mut self.model.requests) {
            let late = Fake::new(0);
            let filled = self.pool.fill(request.ticket, "0".into(), late.clone());
            assert_eq!(filled, Filled::End(late));
        }
        for _ in 0..self.pool.stats().ending {
            self.pool.ended();
        }
        assert_eq!(self.pool.tracked(), 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pool_does_what_the_model_does(events in proptest::collection::vec(event(), 0..120)) {
        let mut both = Both::new();
        for event in events {
            both.happen(event);
            both.check();
        }
        both.close();
    }
}
