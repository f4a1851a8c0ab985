//! Who owns which runtime, and whether another one fits: a state machine without I/O.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use thiserror::Error;

/// The public id of a runtime, a random UUID.
pub type IsolateId = Arc<str>;

/// A connection, by the order in which they were accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

/// Every connection and every runtime of the daemon. `R` is whatever stands for a runtime outside of here.
#[derive(Debug)]
pub struct Registry<R> {
    max_isolates: usize,
    connections: HashSet<ConnectionId>,
    isolates: HashMap<IsolateId, Entry<R>>,
    namespaces: HashMap<String, Namespace>,
    /// Runtimes on their way in: admitted, not registered yet.
    creating: usize,
    /// Runtimes on their way out: removed, but their thread has not ended yet.
    ending: usize,
    closed: bool,
}

#[derive(Debug)]
struct Entry<R> {
    owner: ConnectionId,
    namespace: Option<String>,
    runtime: R,
}

#[derive(Debug)]
enum Namespace {
    Creating,
    Active(IsolateId),
}

/// What a create may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Make a runtime. Its place is taken; [`register`](Registry::register) or [`abandon`](Registry::abandon) follows.
    Create,
    /// The connection's namespace has this runtime already.
    Reuse(IsolateId),
    /// All places are taken, but some runtime is about to end: ask again when one has.
    Wait,
}

/// Why there will be no runtime.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// All places are taken.
    #[error("Maximum isolates ({0}) reached")]
    Capacity(usize),
    /// The namespace belongs to another connection.
    #[error("Namespace \"{0}\" already has an active runtime")]
    NamespaceActive(String),
    /// Two creates for one namespace at once.
    #[error("Namespace \"{0}\" creation already in progress")]
    NamespaceCreating(String),
    /// The daemon, or the connection, is going away.
    #[error("The daemon is shutting down")]
    Closed,
}

/// Why a runtime may not be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoAccess {
    /// There is no such runtime.
    #[error("Isolate not found: {0}")]
    NotFound(String),
    /// It is somebody else's.
    #[error("Isolate not owned by this connection")]
    NotOwned,
}

impl<R> Registry<R> {
    /// An empty registry for so many runtimes.
    pub fn new(max_isolates: usize) -> Self {
        Self {
            max_isolates,
            connections: HashSet::new(),
            isolates: HashMap::new(),
            namespaces: HashMap::new(),
            creating: 0,
            ending: 0,
            closed: false,
        }
    }

    /// Runtimes that can be used.
    pub fn isolates(&self) -> usize {
        self.isolates.len()
    }

    /// Connections that are open.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// A connection opens. It can own runtimes from now on.
    pub fn connect(&mut self, connection: ConnectionId) {
        self.connections.insert(connection);
    }

    /// A connection closes. Its runtimes, which the caller must end, are nobody's any more.
    pub fn disconnect(&mut self, connection: ConnectionId) -> Vec<R> {
        self.connections.remove(&connection);
        self.remove_where(|entry| entry.owner == connection)
    }

    /// The daemon closes: nothing is admitted any more, and the caller must end all runtimes.
    pub fn close(&mut self) -> Vec<R> {
        self.closed = true;
        self.remove_where(|_| true)
    }

    /// A create starts (protocol.md 3.2). Capacity counts from here on.
    pub fn admit(
        &mut self,
        owner: ConnectionId,
        namespace: Option<&str>,
    ) -> Result<Admission, Refusal> {
        if self.closed || !self.connections.contains(&owner) {
            return Err(Refusal::Closed);
        }
        if let Some(name) = namespace {
            match self.namespaces.get(name) {
                None => {}
                Some(Namespace::Creating) => {
                    return Err(Refusal::NamespaceCreating(name.to_owned()));
                }
                Some(Namespace::Active(id)) => {
                    return match self.isolates.get(id) {
                        Some(entry) if entry.owner == owner => Ok(Admission::Reuse(Arc::clone(id))),
                        _ => Err(Refusal::NamespaceActive(name.to_owned())),
                    };
                }
            }
        }
        if self.creating + self.isolates.len() >= self.max_isolates {
            return Err(Refusal::Capacity(self.max_isolates));
        }
        if self.creating + self.isolates.len() + self.ending >= self.max_isolates {
            return Ok(Admission::Wait);
        }
        self.creating += 1;
        if let Some(name) = namespace {
            self.namespaces.insert(name.to_owned(), Namespace::Creating);
        }
        Ok(Admission::Create)
    }

    /// An admitted create has failed.
    pub fn abandon(&mut self, namespace: Option<&str>) {
        self.creating = self.creating.saturating_sub(1);
        if let Some(name) = namespace {
            self.namespaces.remove(name);
        }
    }

    /// An admitted create has succeeded. Gives the runtime back, to be ended, if its owner has gone meanwhile.
    pub fn register(
        &mut self,
        id: IsolateId,
        owner: ConnectionId,
        namespace: Option<String>,
        runtime: R,
    ) -> Result<(), R> {
        self.abandon(namespace.as_deref());
        if self.closed || !self.connections.contains(&owner) {
            self.ending += 1;
            return Err(runtime);
        }
        if let Some(name) = &namespace {
            let active = Namespace::Active(Arc::clone(&id));
            self.namespaces.insert(name.clone(), active);
        }
        let entry = Entry {
            owner,
            namespace,
            runtime,
        };
        self.isolates.insert(id, entry);
        Ok(())
    }

    /// The runtime, if it is this connection's.
    pub fn get(&self, id: &str, connection: ConnectionId) -> Result<&R, NoAccess> {
        match self.isolates.get(id) {
            None => Err(NoAccess::NotFound(id.to_owned())),
            Some(entry) if entry.owner != connection => Err(NoAccess::NotOwned),
            Some(entry) => Ok(&entry.runtime),
        }
    }

    /// Takes the runtime out, if it is this connection's. The caller must end it.
    pub fn remove(&mut self, id: &str, connection: ConnectionId) -> Result<R, NoAccess> {
        self.get(id, connection)?;
        let entry = self.isolates.remove(id);
        let entry = entry.ok_or_else(|| NoAccess::NotFound(id.to_owned()))?;
        Ok(self.forget(entry))
    }

    /// A runtime that was taken out has ended: its place is free.
    pub fn ended(&mut self) {
        self.ending = self.ending.saturating_sub(1);
    }

    fn remove_where(&mut self, matches: impl Fn(&Entry<R>) -> bool) -> Vec<R> {
        let removed = self.isolates.extract_if(|_, entry| matches(entry));
        let removed: Vec<_> = removed.map(|(_, entry)| entry).collect();
        removed
            .into_iter()
            .map(|entry| self.forget(entry))
            .collect()
    }

    fn forget(&mut self, entry: Entry<R>) -> R {
        self.ending += 1;
        if let Some(name) = entry.namespace {
            self.namespaces.remove(&name);
        }
        entry.runtime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ConnectionId = ConnectionId(1);
    const B: ConnectionId = ConnectionId(2);

    fn registry(max: usize) -> Registry<u32> {
        let mut registry = Registry::new(max);
        registry.connect(A);
        registry.connect(B);
        registry
    }

    fn create(
        registry: &mut Registry<u32>,
        id: &str,
        owner: ConnectionId,
        namespace: Option<&str>,
    ) {
        assert_eq!(registry.admit(owner, namespace), Ok(Admission::Create));
        assert_eq!(
            registry.register(id.into(), owner, namespace.map(str::to_owned), 7),
            Ok(())
        );
    }

    #[test]
    fn only_the_owner_reaches_a_runtime() {
        let mut registry = registry(9);
        create(&mut registry, "x", A, None);
        assert_eq!(registry.get("x", A), Ok(&7));
        assert_eq!(registry.get("x", B), Err(NoAccess::NotOwned));
        assert_eq!(registry.remove("x", B), Err(NoAccess::NotOwned));
        assert_eq!(
            registry.get("y", A),
            Err(NoAccess::NotFound("y".to_owned()))
        );
        assert_eq!(registry.remove("x", A), Ok(7));
        assert_eq!(
            registry.get("x", A),
            Err(NoAccess::NotFound("x".to_owned()))
        );
    }

    #[test]
    fn capacity_counts_from_the_start_of_a_create() {
        let mut registry = registry(2);
        assert_eq!(registry.admit(A, None), Ok(Admission::Create));
        assert_eq!(registry.admit(A, None), Ok(Admission::Create));
        assert_eq!(registry.admit(B, None), Err(Refusal::Capacity(2)));
        registry.abandon(None);
        assert_eq!(registry.admit(B, None), Ok(Admission::Create));
    }

    #[test]
    fn a_place_is_free_when_the_thread_has_ended() {
        let mut registry = registry(1);
        create(&mut registry, "x", A, None);
        assert_eq!(registry.admit(B, None), Err(Refusal::Capacity(1)));
        assert_eq!(registry.remove("x", A), Ok(7));
        assert_eq!(registry.admit(B, None), Ok(Admission::Wait));
        registry.ended();
        assert_eq!(registry.admit(B, None), Ok(Admission::Create));
    }

    #[test]
    fn a_namespace_has_one_runtime_and_one_owner() {
        let mut registry = registry(9);
        assert_eq!(registry.admit(A, Some("")), Ok(Admission::Create));
        let creating = Err(Refusal::NamespaceCreating(String::new()));
        assert_eq!(registry.admit(A, Some("")), creating);
        assert_eq!(
            registry.register("x".into(), A, Some(String::new()), 7),
            Ok(())
        );
        assert_eq!(
            registry.admit(A, Some("")),
            Ok(Admission::Reuse("x".into()))
        );
        let active = Err(Refusal::NamespaceActive(String::new()));
        assert_eq!(registry.admit(B, Some("")), active);
        assert_eq!(registry.disconnect(A), [7]);
        assert_eq!(registry.admit(B, Some("")), Ok(Admission::Create));
        registry.abandon(Some(""));
        assert_eq!(registry.admit(B, Some("")), Ok(Admission::Create));
    }

    #[test]
    fn a_runtime_whose_owner_left_during_the_create_comes_back() {
        let mut registry = registry(1);
        assert_eq!(registry.admit(A, Some("n")), Ok(Admission::Create));
        assert!(registry.disconnect(A).is_empty());
        assert_eq!(registry.admit(A, None), Err(Refusal::Closed));
        assert_eq!(
            registry.register("x".into(), A, Some("n".to_owned()), 7),
            Err(7)
        );
        assert_eq!(registry.admit(B, Some("n")), Ok(Admission::Wait));
        registry.ended();
        assert_eq!(registry.admit(B, Some("n")), Ok(Admission::Create));
    }

    #[test]
    fn a_closed_registry_admits_nothing() {
        let mut registry = registry(9);
        create(&mut registry, "x", A, None);
        assert_eq!(registry.admit(A, None), Ok(Admission::Create));
        assert_eq!(registry.close(), [7]);
        assert_eq!(registry.admit(A, None), Err(Refusal::Closed));
        assert_eq!(registry.register("y".into(), A, None, 8), Err(8));
        assert_eq!(registry.isolates(), 0);
    }
}
