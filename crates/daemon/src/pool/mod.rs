//! Who owns which runtime, which ones rest in their namespaces, and whether another one fits: a state machine without
//! I/O (protocol.md 3.2 and 5.13, runtime.md 21).
//!
//! A runtime is on its way in (a create holds a place for it), active (a connection owns it), parking (its owner has gone
//! and it is being tidied up), idle (it waits in its namespace for the next owner), or ending. All of these count
//! towards the capacity, until [`ended`](Pool::ended) says that the thread has gone.
//!
//! Time and ids come in as arguments. What is to be done with a runtime comes out: either as the result of the call, or,
//! for runtimes that nobody asked about, through [`take_doomed`](Pool::take_doomed), which whoever changes the pool must
//! ask afterwards.

mod create;
mod dispose;
mod errors;
mod idle;
#[cfg(test)]
mod model;
mod spares;
mod stats;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

pub use create::{Admission, Filled, Ticket};
pub use dispose::Disposal;
pub use errors::{NoAccess, Refusal};
pub use spares::{Spares, Taste};
pub use stats::PoolStats;

use create::Create;
use idle::Idle;
use stats::Counters;

/// The public id of a runtime, a random UUID.
pub type IsolateId = Arc<str>;

/// A connection, by the order in which they were accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

/// Whatever stands for a runtime outside of here. Clones stand for the same one.
pub trait Leasable: Clone {
    /// Whether it can not be used any more: timed out, out of memory, broken. Such a runtime has no next owner.
    fn is_finished(&self) -> bool;
}

/// How much there may be.
#[derive(Clone, Copy, Debug)]
pub struct PoolLimits {
    /// Runtimes in whatever state.
    pub isolates: usize,
    /// Bytes of all idle runtimes together; `None` means no limit. The largest go first.
    pub idle_bytes: Option<u64>,
    /// How long a runtime stays idle; `None` means for ever.
    pub idle_time: Option<Duration>,
}

/// Every connection and every runtime of the daemon.
#[derive(Debug)]
pub struct Pool<R> {
    limits: PoolLimits,
    connections: HashSet<ConnectionId>,
    /// The active, parking and idle ones.
    isolates: HashMap<IsolateId, Entry<R>>,
    namespaces: HashMap<String, Namespace>,
    /// Creates that have not been answered, in order of arrival.
    creates: BTreeMap<Ticket, Create>,
    next_ticket: u64,
    /// Counts disposals, for the order in which idle runtimes are evicted.
    disposals: u64,
    idle: Idle,
    /// Runtimes on their way out: taken out, but their thread has not ended yet.
    ending: usize,
    /// Those of them that nobody has been told to end.
    doomed: Vec<R>,
    counters: Counters,
    closed: bool,
}

#[derive(Debug)]
struct Entry<R> {
    stand: Stand,
    namespace: Option<String>,
    runtime: R,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Active(ConnectionId),
    /// With the number of its disposal.
    Parking(u64),
    Idle(u64),
}

/// A namespace has a runtime, or a create that is not answered, or both: then the create waits for the runtime.
#[derive(Debug, Default)]
struct Namespace {
    isolate: Option<IsolateId>,
    create: Option<Ticket>,
}

impl<R: Leasable> Pool<R> {
    /// An empty one.
    pub fn new(limits: PoolLimits) -> Self {
        Self {
            limits,
            connections: HashSet::new(),
            isolates: HashMap::new(),
            namespaces: HashMap::new(),
            creates: BTreeMap::new(),
            next_ticket: 1,
            disposals: 0,
            idle: Idle::default(),
            ending: 0,
            doomed: Vec::new(),
            counters: Counters::default(),
            closed: false,
        }
    }

    /// A connection opens. It can own runtimes from now on.
    pub fn connect(&mut self, connection: ConnectionId) {
        self.connections.insert(connection);
    }

    /// Connections that are open.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// The runtime, if it is this connection's. An idle one is nobody's.
    pub fn get(&self, id: &str, connection: ConnectionId) -> Result<&R, NoAccess> {
        match self.isolates.get(id) {
            Some(entry) if entry.stand == Stand::Active(connection) => Ok(&entry.runtime),
            Some(Entry {
                stand: Stand::Active(_),
                ..
            }) => Err(NoAccess::NotOwned),
            _ => Err(NoAccess::NotFound(id.to_owned())),
        }
    }

    /// Something else stands for a runtime from now on. No effect if it is not here.
    pub fn replace(&mut self, id: &str, runtime: R) {
        if let Some(entry) = self.isolates.get_mut(id) {
            entry.runtime = runtime;
        }
    }

    /// Runtimes that are out of the pool and that nobody has been told to end yet. The caller must do so, and call
    /// [`ended`](Self::ended) for each.
    pub fn take_doomed(&mut self) -> Vec<R> {
        std::mem::take(&mut self.doomed)
    }

    /// The thread of a runtime that was to end has ended: its place is free. Creates that wait are to be
    /// [`retry`](Self::retry)ed.
    pub fn ended(&mut self) {
        self.ending = self.ending.saturating_sub(1);
    }

    /// Takes a runtime out of whatever state it is in. Its place is free.
    fn take_out(&mut self, id: &str) -> Option<R> {
        let entry = self.isolates.remove(id)?;
        if let Stand::Idle(disposal) = entry.stand {
            self.idle.remove(disposal);
        }
        if let Some(name) = &entry.namespace {
            self.change_namespace(name, |namespace| namespace.isolate = None);
        }
        Some(entry.runtime)
    }

    /// The same, and the caller is about to end it.
    fn end(&mut self, id: &str) -> Option<R> {
        let runtime = self.take_out(id)?;
        self.ending += 1;
        Some(runtime)
    }

    /// The same, and the caller learns of it later.
    fn doom(&mut self, id: &str) {
        let runtime = self.end(id);
        self.doomed.extend(runtime);
    }

    fn change_namespace(&mut self, name: &str, change: impl FnOnce(&mut Namespace)) {
        let namespace = self.namespaces.entry(name.to_owned()).or_default();
        change(namespace);
        if namespace.isolate.is_none() && namespace.create.is_none() {
            self.namespaces.remove(name);
        }
    }

    /// Whether a create waits for the runtime, which is not idle for long then.
    fn is_claimed(&self, id: &str) -> bool {
        let namespace = self
            .isolates
            .get(id)
            .and_then(|entry| entry.namespace.as_ref());
        let namespace = namespace.and_then(|name| self.namespaces.get(name));
        namespace.is_some_and(|namespace| namespace.create.is_some())
    }

    /// The runtime of a namespace, with its state.
    fn resident(&self, name: &str) -> Option<(&IsolateId, &Entry<R>)> {
        let id = self.namespaces.get(name)?.isolate.as_ref()?;
        self.isolates.get_key_value(id)
    }
}
