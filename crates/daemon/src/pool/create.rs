//! Creates: from the request to the runtime in its place (protocol.md 3.2).

use super::{ConnectionId, Entry, IsolateId, Leasable, Pool, Refusal, Stand};

/// A create that has not been answered. They count up, in order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(super) u64);

/// What a create may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission<R> {
    /// Make a runtime. Its place is taken; [`fill`](Pool::fill) or [`abandon`](Pool::abandon) follows.
    Build(Ticket),
    /// Take this idle runtime over. [`fill`](Pool::fill) follows, with the same id, or [`discard`](Pool::discard) if it
    /// turns out to have ended.
    Reuse(Ticket, IsolateId, R),
    /// The connection's namespace has this runtime already: it gets the new callbacks.
    Rebind(IsolateId, R),
    /// The runtime of the namespace is being tidied up, or all places are taken but some runtime is about to end:
    /// [`retry`](Pool::retry) when something has changed, or [`abandon`](Pool::abandon).
    Wait(Ticket),
}

/// What became of a runtime that was to be put into its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled<R> {
    /// It is the connection's.
    Active,
    /// Its owner has gone meanwhile, but it has a namespace: the caller must park it, and say so with
    /// [`parked`](Pool::parked).
    Park(R),
    /// Its owner or the daemon has gone: the caller must end it.
    End(R),
}

/// A create on its way.
#[derive(Debug)]
pub(super) struct Create {
    pub(super) owner: ConnectionId,
    pub(super) namespace: Option<String>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// For its namespace or for a place.
    Waiting,
    /// It holds a place for a new runtime.
    Building,
    /// It holds the place of the runtime that it reuses.
    Reusing,
}

impl Create {
    pub(super) fn is_waiting(&self) -> bool {
        self.stage == Stage::Waiting
    }
}

impl<R: Leasable> Pool<R> {
    /// A create starts. It counts from here on, also while it waits: a second one for its namespace is refused.
    pub fn admit(
        &mut self,
        owner: ConnectionId,
        namespace: Option<&str>,
    ) -> Result<Admission<R>, Refusal> {
        if self.closed || !self.connections.contains(&owner) {
            return Err(Refusal::Closed);
        }
        if let Some(name) = namespace
            && let Some(admission) = self.admit_to_active(owner, name)?
        {
            return Ok(admission);
        }
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        let create = Create {
            owner,
            namespace: namespace.map(str::to_owned),
            stage: Stage::Waiting,
        };
        self.creates.insert(ticket, create);
        if let Some(name) = namespace {
            self.change_namespace(name, |namespace| namespace.create = Some(ticket));
        }
        self.retry(ticket)
    }

    /// A namespace whose runtime has an owner.
    fn admit_to_active(
        &mut self,
        owner: ConnectionId,
        name: &str,
    ) -> Result<Option<Admission<R>>, Refusal> {
        if let Some((id, entry)) = self.resident(name)
            && let Stand::Active(current) = entry.stand
        {
            if current != owner {
                return Err(Refusal::NamespaceActive(name.to_owned()));
            }
            let (id, runtime) = (id.clone(), entry.runtime.clone());
            if !runtime.is_finished() {
                return Ok(Some(Admission::Rebind(id, runtime)));
            }
            // Nobody can use it, least of all its owner.
            self.counters.poisoned += 1;
            self.doom(&id);
        }
        match self.namespaces.get(name) {
            Some(namespace) if namespace.create.is_some() => {
                Err(Refusal::NamespaceCreating(name.to_owned()))
            }
            _ => Ok(None),
        }
    }

    /// A create that waits asks again. It has gone if its connection has.
    pub fn retry(&mut self, ticket: Ticket) -> Result<Admission<R>, Refusal> {
        let Some(create) = self.creates.get(&ticket) else {
            return Err(Refusal::Closed);
        };
        let name = create.namespace.as_deref();
        if let Some((id, entry)) = name.and_then(|name| self.resident(name)) {
            if matches!(entry.stand, Stand::Parking(_)) {
                return Ok(Admission::Wait(ticket));
            }
            let (id, runtime) = (id.clone(), entry.runtime.clone());
            if !runtime.is_finished() {
                self.take_out(&id);
                self.set_stage(ticket, Stage::Reusing);
                return Ok(Admission::Reuse(ticket, id, runtime));
            }
            self.counters.poisoned += 1;
            self.doom(&id);
        }
        self.find_place(ticket)
    }

    /// Creates that came earlier are served first.
    fn find_place(&mut self, ticket: Ticket) -> Result<Admission<R>, Refusal> {
        let ahead = self
            .creates
            .range(..ticket)
            .filter(|(_, create)| create.is_waiting() && self.wants_place(create))
            .count();
        let free = self.free_places();
        if free > ahead {
            self.set_stage(ticket, Stage::Building);
            return Ok(Admission::Build(ticket));
        }
        if free + self.ending > ahead {
            return Ok(Admission::Wait(ticket));
        }
        if let Some(id) = self.idle.oldest(|id| !self.is_claimed(id)) {
            self.counters.evicted_for_place += 1;
            self.doom(&id);
            return Ok(Admission::Wait(ticket));
        }
        if self.is_any_parking() {
            return Ok(Admission::Wait(ticket));
        }
        self.abandon(ticket);
        Err(Refusal::Capacity(self.limits.isolates))
    }

    /// Whether a create needs a place of its own; one whose namespace has a runtime waits for that.
    fn wants_place(&self, create: &Create) -> bool {
        let namespace = create.namespace.as_deref();
        namespace.is_none_or(|name| self.resident(name).is_none())
    }

    /// Whether a runtime is being tidied up that no create waits for: it will be idle, or end.
    fn is_any_parking(&self) -> bool {
        let mut isolates = self.isolates.iter();
        isolates.any(|(id, entry)| matches!(entry.stand, Stand::Parking(_)) && !self.is_claimed(id))
    }

    fn set_stage(&mut self, ticket: Ticket, stage: Stage) {
        if let Some(create) = self.creates.get_mut(&ticket) {
            create.stage = stage;
        }
    }

    /// Places that nothing takes.
    pub fn free_places(&self) -> usize {
        self.limits.isolates.saturating_sub(self.tracked())
    }

    /// Everything that takes a place.
    pub(super) fn tracked(&self) -> usize {
        let creates = self.creates.values().filter(|create| !create.is_waiting());
        self.isolates.len() + creates.count() + self.ending
    }

    /// An admitted create has its runtime, with a new id or with that of the runtime it reuses.
    pub fn fill(&mut self, ticket: Ticket, id: IsolateId, runtime: R) -> Filled<R> {
        let Some(create) = self.take_create(ticket) else {
            self.ending += 1;
            return Filled::End(runtime);
        };
        match create.stage {
            Stage::Reusing => self.counters.hits += 1,
            _ if create.namespace.is_some() => self.counters.misses += 1,
            _ => {}
        }
        let present = self.connections.contains(&create.owner);
        let stand = match &create.namespace {
            _ if self.closed => None,
            _ if present => Some(Stand::Active(create.owner)),
            Some(_) if !runtime.is_finished() => {
                self.disposals += 1;
                Some(Stand::Parking(self.disposals))
            }
            _ => None,
        };
        let Some(stand) = stand else {
            self.ending += 1;
            return Filled::End(runtime);
        };
        if let Some(name) = &create.namespace {
            self.change_namespace(name, |namespace| namespace.isolate = Some(id.clone()));
        }
        let entry = Entry {
            stand,
            namespace: create.namespace,
            runtime: runtime.clone(),
        };
        self.isolates.insert(id, entry);
        if present {
            Filled::Active
        } else {
            Filled::Park(runtime)
        }
    }

    /// A create fails, or is not wanted any more: its place is free.
    pub fn abandon(&mut self, ticket: Ticket) {
        self.take_create(ticket);
    }

    /// The runtime that a create was to reuse has ended. The create waits again; the caller must see the runtime off,
    /// with [`ended`](Self::ended), and [`retry`](Self::retry).
    pub fn discard(&mut self, ticket: Ticket) {
        self.counters.poisoned += 1;
        self.ending += 1;
        self.set_stage(ticket, Stage::Waiting);
    }

    pub(super) fn take_create(&mut self, ticket: Ticket) -> Option<Create> {
        let create = self.creates.remove(&ticket)?;
        if let Some(name) = &create.namespace {
            self.change_namespace(name, |namespace| namespace.create = None);
        }
        Some(create)
    }
}
