//! The streams of one connection by id (protocol.md 1.5). An entry goes when its stream has ended, in whatever way.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};

use isolate_protocol::limits::FIRST_DOWNLOAD_STREAM;
use thiserror::Error;

use super::budget::Budget;
use super::incoming::{Flow, Incoming, Origin};
use super::outgoing::Outgoing;
use super::recent::Recent;
use crate::sync::lock;

/// Uploads that were cancelled lately, for pushes that are still under way.
const REMEMBERED: usize = 1000;

/// Every open stream of a connection.
#[derive(Debug)]
pub struct Streams {
    /// Streams that may be open at once.
    limit: usize,
    budget: Arc<Budget>,
    tables: Mutex<Tables>,
    waiting: Mutex<Waiting>,
}

/// Bodies that go on when the outbox has room again, first come, first served.
#[derive(Debug, Default)]
struct Waiting {
    next: u64,
    bodies: BTreeMap<u64, Arc<Outgoing>>,
}

#[derive(Debug)]
struct Tables {
    /// Request bodies of dispatches, by ids of the client.
    uploads: HashMap<u64, Arc<Incoming>>,
    /// Response bodies of fetches, by ids of the client.
    fetched: HashMap<u64, Arc<Incoming>>,
    /// Bodies for the client, by ids of the daemon.
    outgoing: HashMap<u64, Arc<Outgoing>>,
    next: u64,
    cancelled: Recent,
    closed: bool,
}

/// Why a stream can not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StreamRefusal {
    /// There are too many.
    #[error("Too many streams: a connection may have {0} open")]
    Full(usize),
    /// The client has given the id to another one.
    #[error("Stream {0} is open already")]
    InUse(u64),
    /// The connection has closed.
    #[error("Connection closed")]
    Closed,
}

impl Streams {
    /// None yet, and at most `limit`, whose bodies hold up to `bytes` bytes together.
    pub fn new(limit: usize, bytes: usize) -> Self {
        let tables = Tables {
            uploads: HashMap::new(),
            fetched: HashMap::new(),
            outgoing: HashMap::new(),
            next: FIRST_DOWNLOAD_STREAM,
            cancelled: Recent::new(REMEMBERED),
            closed: false,
        };
        Self {
            limit,
            budget: Budget::new(bytes),
            tables: Mutex::new(tables),
            waiting: Mutex::default(),
        }
    }

    /// What all bodies share.
    pub fn budget(&self) -> &Arc<Budget> {
        &self.budget
    }

    /// Enters a body from the client.
    pub fn add_incoming(&self, id: u64, incoming: Arc<Incoming>) -> Result<(), StreamRefusal> {
        let mut tables = self.open()?;
        let table = tables.of(incoming.origin());
        if table.contains_key(&id) {
            return Err(StreamRefusal::InUse(id));
        }
        table.insert(id, incoming);
        tables.cancelled.remove(id);
        Ok(())
    }

    /// A body from the client.
    pub fn incoming(&self, origin: Origin, id: u64) -> Option<Arc<Incoming>> {
        lock(&self.tables).of(origin).get(&id).cloned()
    }

    /// Takes out a body that the client has ended.
    pub fn take_incoming(&self, origin: Origin, id: u64) -> Option<Arc<Incoming>> {
        let mut tables = lock(&self.tables);
        if origin == Origin::Upload {
            tables.cancelled.remove(id);
        }
        tables.of(origin).remove(&id)
    }

    /// Takes out exactly this body, which is not wanted any more. False if it has gone already.
    pub fn cancel_incoming(&self, id: u64, flow: &Arc<Flow>) -> bool {
        let mut tables = lock(&self.tables);
        let Entry::Occupied(entry) = tables.of(flow.origin()).entry(id) else {
            return false;
        };
        // The client may have given the id to another one.
        if !Arc::ptr_eq(entry.get().flow(), flow) {
            return false;
        }
        entry.remove();
        if flow.origin() == Origin::Upload {
            tables.cancelled.insert(id);
        }
        true
    }

    /// Whether an upload with this id was cancelled lately: what still arrives of it needs no answer.
    pub fn was_cancelled(&self, id: u64) -> bool {
        lock(&self.tables).cancelled.contains(id)
    }

    /// Enters a body for the client, made for its new id.
    pub fn add_outgoing(
        &self,
        make: impl FnOnce(u64) -> Outgoing,
    ) -> Result<Arc<Outgoing>, StreamRefusal> {
        let mut tables = self.open()?;
        let id = tables.next_id();
        let outgoing = Arc::new(make(id));
        tables.outgoing.insert(id, Arc::clone(&outgoing));
        Ok(outgoing)
    }

    /// The id for a body that goes to the client in one go.
    pub fn next_id(&self) -> u64 {
        lock(&self.tables).next_id()
    }

    /// A body for the client.
    pub fn outgoing(&self, id: u64) -> Option<Arc<Outgoing>> {
        lock(&self.tables).outgoing.get(&id).cloned()
    }

    /// Takes out a body for the client.
    pub fn take_outgoing(&self, id: u64) -> Option<Arc<Outgoing>> {
        lock(&self.tables).outgoing.remove(&id)
    }

    /// Notes a body that can not go on because the outbox is full; gives its place in the line.
    pub fn wait(&self, outgoing: &Arc<Outgoing>) -> u64 {
        let mut waiting = lock(&self.waiting);
        let place = waiting.next;
        waiting.next += 1;
        waiting.bodies.insert(place, Arc::clone(outgoing));
        place
    }

    /// The body in this place does not wait any more.
    pub fn stop_waiting(&self, place: u64) {
        let body = lock(&self.waiting).bodies.remove(&place);
        drop(body);
    }

    /// The body that has waited longest.
    pub fn take_waiting(&self) -> Option<Arc<Outgoing>> {
        let first = lock(&self.waiting).bodies.pop_first();
        first.map(|(_, body)| body)
    }

    /// The connection has closed: everything goes, and nothing comes any more. Bodies from the client fail with
    /// `Connection closed` by being dropped; the others are given back, to be cancelled.
    pub fn close(&self) -> Vec<Arc<Outgoing>> {
        let (uploads, fetched, outgoing) = {
            let mut tables = lock(&self.tables);
            tables.closed = true;
            let Tables {
                uploads,
                fetched,
                outgoing,
                ..
            } = &mut *tables;
            (
                std::mem::take(uploads),
                std::mem::take(fetched),
                std::mem::take(outgoing),
            )
        };
        // Not under the lock: it wakes runtimes.
        drop((uploads, fetched));
        let waiting = std::mem::take(&mut lock(&self.waiting).bodies);
        drop(waiting);
        outgoing.into_values().collect()
    }

    /// Streams open now.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        lock(&self.tables).count()
    }

    fn open(&self) -> Result<MutexGuard<'_, Tables>, StreamRefusal> {
        let tables = lock(&self.tables);
        if tables.closed {
            return Err(StreamRefusal::Closed);
        }
        if tables.count() >= self.limit {
            return Err(StreamRefusal::Full(self.limit));
        }
        Ok(tables)
    }
}

impl Tables {
    fn of(&mut self, origin: Origin) -> &mut HashMap<u64, Arc<Incoming>> {
        match origin {
            Origin::Upload => &mut self.uploads,
            Origin::Fetch { .. } => &mut self.fetched,
        }
    }

    fn next_id(&mut self) -> u64 {
        let id = self.next;
        self.next += 1;
        id
    }

    fn count(&self) -> usize {
        self.uploads.len() + self.fetched.len() + self.outgoing.len()
    }
}
