//! The way back: disposals, connections that close, and what becomes of idle runtimes (protocol.md 5.13).

use std::time::Instant;

use super::{ConnectionId, IsolateId, Leasable, NoAccess, Pool, Stand};

/// What becomes of a runtime whose owner does not want it any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disposal<R> {
    /// The caller must park it, and say so with [`parked`](Pool::parked).
    Park(R),
    /// The caller must end it, and say so with [`ended`](Pool::ended).
    End(R),
}

impl<R: Leasable> Pool<R> {
    /// The owner disposes a runtime. One that has no namespace, or is finished, ends in any case.
    pub fn dispose(
        &mut self,
        id: &str,
        connection: ConnectionId,
        hard: bool,
    ) -> Result<Disposal<R>, NoAccess> {
        let not_found = || NoAccess::NotFound(id.to_owned());
        let entry = self.isolates.get(id).ok_or_else(not_found)?;
        if entry.stand != Stand::Active(connection) {
            return Err(NoAccess::NotOwned);
        }
        self.let_go(id, hard).ok_or_else(not_found)
    }

    /// Ends the runtime of a namespace, whoever owns it (protocol.md A.1). None if there is none.
    pub fn dispose_namespace(&mut self, name: &str) -> Option<R> {
        let id = self.resident(name)?.0.clone();
        self.end(&id)
    }

    /// A connection closes. Its runtimes are nobody's any more: the caller must park these, and say so with
    /// [`parked`](Self::parked); the others are doomed. Creates of it that wait are over; those that build fail when they
    /// [`fill`](Self::fill) their place.
    pub fn disconnect(&mut self, connection: ConnectionId) -> Vec<(IsolateId, R)> {
        self.connections.remove(&connection);
        let waiting = self
            .creates
            .iter()
            .filter(|(_, create)| create.owner == connection && create.is_waiting());
        let waiting: Vec<_> = waiting.map(|(ticket, _)| *ticket).collect();
        for ticket in waiting {
            self.abandon(ticket);
        }
        let owned = self
            .isolates
            .iter()
            .filter(|(_, entry)| entry.stand == Stand::Active(connection));
        let owned: Vec<_> = owned.map(|(id, _)| id.clone()).collect();
        let mut parking = Vec::new();
        for id in owned {
            match self.let_go(&id, false) {
                Some(Disposal::Park(runtime)) => parking.push((id, runtime)),
                Some(Disposal::End(runtime)) => self.doomed.push(runtime),
                None => {}
            }
        }
        parking
    }

    fn let_go(&mut self, id: &str, hard: bool) -> Option<Disposal<R>> {
        let entry = self.isolates.get_mut(id)?;
        let finished = entry.runtime.is_finished();
        if entry.namespace.is_some() && !hard && !finished {
            self.disposals += 1;
            entry.stand = Stand::Parking(self.disposals);
            return Some(Disposal::Park(entry.runtime.clone()));
        }
        if finished {
            self.counters.poisoned += 1;
        }
        self.end(id).map(Disposal::End)
    }

    /// A runtime that was to be parked is at rest and takes so many bytes; or it could not be, and is doomed. No effect
    /// if somebody has ended it meanwhile.
    pub fn parked(&mut self, id: &IsolateId, bytes: Option<u64>, now: Instant) {
        let Some(entry) = self.isolates.get_mut(id) else {
            return;
        };
        let Stand::Parking(disposal) = entry.stand else {
            return;
        };
        match bytes {
            Some(bytes) => {
                entry.stand = Stand::Idle(disposal);
                self.idle.insert(disposal, id.clone(), bytes, now);
                self.shrink();
            }
            None => {
                self.counters.poisoned += 1;
                self.doom(id);
            }
        }
    }

    /// An idle runtime has been measured again.
    pub fn measured(&mut self, id: &str, bytes: u64) {
        if let Some(Stand::Idle(disposal)) = self.isolates.get(id).map(|entry| entry.stand) {
            self.idle.measure(disposal, bytes);
            self.shrink();
        }
    }

    /// Evicts until the idle ones take no more than they may.
    fn shrink(&mut self) {
        let Some(limit) = self.limits.idle_bytes else {
            return;
        };
        while self.idle.bytes() > limit
            && let Some(id) = self.idle.largest(|id| !self.is_claimed(id))
        {
            self.counters.evicted_for_memory += 1;
            self.doom(&id);
        }
    }

    /// Evicts what has been idle for too long.
    pub fn expire(&mut self, now: Instant) {
        let Some(idle_time) = self.limits.idle_time else {
            return;
        };
        for id in self.idle.expired(idle_time, now) {
            if !self.is_claimed(&id) {
                self.counters.evicted_for_age += 1;
                self.doom(&id);
            }
        }
    }

    /// When [`expire`](Self::expire) will have something to do, as things are.
    pub fn next_expiry(&self) -> Option<Instant> {
        self.idle.next_expiry(self.limits.idle_time?)
    }

    /// The idle runtimes, for whoever wants to measure them.
    pub fn idle(&self) -> impl Iterator<Item = (&IsolateId, &R)> {
        let ids = self.idle.ids();
        ids.filter_map(|id| Some((id, &self.isolates.get(id)?.runtime)))
    }

    /// The daemon closes: nothing is admitted any more, and all runtimes are doomed.
    pub fn close(&mut self) {
        self.closed = true;
        let waiting = self
            .creates
            .iter()
            .filter(|(_, create)| create.is_waiting());
        let waiting: Vec<_> = waiting.map(|(ticket, _)| *ticket).collect();
        for ticket in waiting {
            self.abandon(ticket);
        }
        let all: Vec<_> = self.isolates.keys().cloned().collect();
        for id in all {
            self.doom(&id);
        }
    }
}
