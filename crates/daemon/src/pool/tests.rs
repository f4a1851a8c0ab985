//! The pool's rules, one by one. That they hold in any order is for `model`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::*;

const A: ConnectionId = ConnectionId(1);
const B: ConnectionId = ConnectionId(2);

/// Stands for a runtime.
#[derive(Clone, Debug)]
pub(super) struct Fake {
    pub(super) number: u32,
    pub(super) finished: Rc<Cell<bool>>,
}

impl Fake {
    pub(super) fn new(number: u32) -> Self {
        Self {
            number,
            finished: Rc::default(),
        }
    }
}

impl PartialEq for Fake {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Fake {}

impl Leasable for Fake {
    fn is_finished(&self) -> bool {
        self.finished.get()
    }
}

fn limits(isolates: usize) -> PoolLimits {
    PoolLimits {
        isolates,
        idle_bytes: None,
        idle_time: None,
    }
}

fn pool(limits: PoolLimits) -> Pool<Fake> {
    let mut pool = Pool::new(limits);
    pool.connect(A);
    pool.connect(B);
    pool
}

/// Creates the runtime `id`, which must be a new one.
fn create(pool: &mut Pool<Fake>, id: u32, owner: ConnectionId, namespace: Option<&str>) -> Fake {
    let Ok(Admission::Build(ticket)) = pool.admit(owner, namespace) else {
        panic!("{id} is not built");
    };
    let runtime = Fake::new(id);
    let filled = pool.fill(ticket, name(id), runtime.clone());
    assert_eq!(filled, Filled::Active);
    runtime
}

fn name(id: u32) -> IsolateId {
    id.to_string().into()
}

/// Disposes a runtime, and has it parked.
fn park(pool: &mut Pool<Fake>, id: u32, owner: ConnectionId, bytes: u64) {
    let disposal = pool.dispose(&name(id), owner, false);
    assert!(matches!(disposal, Ok(Disposal::Park(_))), "{disposal:?}");
    pool.parked(&name(id), Some(bytes), Instant::now());
}

/// Takes over an idle runtime.
fn reuse(pool: &mut Pool<Fake>, id: u32, owner: ConnectionId, namespace: &str) {
    let Ok(Admission::Reuse(ticket, found, runtime)) = pool.admit(owner, Some(namespace)) else {
        panic!("{id} is not reused");
    };
    assert_eq!(found, name(id));
    assert_eq!(pool.fill(ticket, found, runtime), Filled::Active);
}

fn doomed(pool: &mut Pool<Fake>) -> Vec<u32> {
    pool.take_doomed()
        .iter()
        .map(|runtime| runtime.number)
        .collect()
}

#[test]
fn only_the_owner_reaches_a_runtime() {
    let mut pool = pool(limits(9));
    let runtime = create(&mut pool, 1, A, None);
    assert_eq!(pool.get("1", A), Ok(&runtime));
    assert_eq!(pool.get("1", B), Err(NoAccess::NotOwned));
    assert_eq!(pool.dispose("1", B, false), Err(NoAccess::NotOwned));
    let not_found = NoAccess::NotFound("2".to_owned());
    assert_eq!(pool.get("2", A), Err(not_found.clone()));
    assert_eq!(pool.dispose("2", A, true), Err(not_found));
    assert_eq!(pool.dispose("1", A, false), Ok(Disposal::End(runtime)));
    assert_eq!(pool.get("1", A), Err(NoAccess::NotFound("1".to_owned())));
}

#[test]
fn the_texts_are_those_of_the_protocol() {
    let texts = [
        Refusal::Capacity(2).to_string(),
        Refusal::NamespaceActive("c".to_owned()).to_string(),
        Refusal::NamespaceCreating("c".to_owned()).to_string(),
        NoAccess::NotFound("1".to_owned()).to_string(),
        NoAccess::NotOwned.to_string(),
    ];
    let expected = [
        "Maximum isolates (2) reached",
        "Namespace \"c\" already has an active runtime",
        "Namespace \"c\" creation already in progress",
        "Isolate not found: 1",
        "Isolate not owned by this connection",
    ];
    assert_eq!(texts, expected);
}

#[test]
fn a_namespace_keeps_its_runtime() {
    let mut pool = pool(limits(9));
    let runtime = create(&mut pool, 1, A, Some(""));
    let active = Refusal::NamespaceActive(String::new());
    assert_eq!(pool.admit(B, Some("")), Err(active));
    let rebind = Admission::Rebind(name(1), runtime.clone());
    assert_eq!(pool.admit(A, Some("")), Ok(rebind));
    park(&mut pool, 1, A, 5);
    assert_eq!(pool.get("1", A), Err(NoAccess::NotFound("1".to_owned())));
    assert_eq!(pool.dispose("1", A, true), Err(NoAccess::NotOwned));
    reuse(&mut pool, 1, B, "");
    assert_eq!(pool.dispose("1", B, true), Ok(Disposal::End(runtime)));
    create(&mut pool, 2, A, Some(""));
    let stats = pool.stats();
    assert_eq!((stats.hits, stats.misses, stats.ending), (1, 2, 1));
}

#[test]
fn one_create_at_a_time_in_a_namespace() {
    let mut pool = pool(limits(9));
    let Ok(Admission::Build(ticket)) = pool.admit(A, Some("n")) else {
        panic!("not built");
    };
    let creating = Err(Refusal::NamespaceCreating("n".to_owned()));
    assert_eq!(pool.admit(A, Some("n")), creating);
    assert_eq!(pool.admit(B, Some("n")), creating);
    pool.abandon(ticket);
    create(&mut pool, 1, B, Some("n"));
}

#[test]
fn a_create_waits_for_a_runtime_that_is_being_tidied_up() {
    let mut pool = pool(limits(9));
    let runtime = create(&mut pool, 1, A, Some("n"));
    assert_eq!(pool.disconnect(A), [(name(1), runtime.clone())]);
    let Ok(Admission::Wait(ticket)) = pool.admit(B, Some("n")) else {
        panic!("does not wait");
    };
    let creating = Err(Refusal::NamespaceCreating("n".to_owned()));
    assert_eq!(pool.admit(B, Some("n")), creating);
    pool.parked(&name(1), Some(5), Instant::now());
    let reuse = Admission::Reuse(ticket, name(1), runtime.clone());
    assert_eq!(pool.retry(ticket), Ok(reuse));
    assert_eq!(pool.fill(ticket, name(1), runtime), Filled::Active);
    assert!(pool.get("1", B).is_ok());
}

#[test]
fn the_least_recently_disposed_makes_room() {
    let mut pool = pool(limits(2));
    create(&mut pool, 1, A, Some("one"));
    create(&mut pool, 2, A, Some("two"));
    assert_eq!(pool.admit(B, None), Err(Refusal::Capacity(2)));
    park(&mut pool, 2, A, 5);
    park(&mut pool, 1, A, 5);
    let Ok(Admission::Wait(first)) = pool.admit(B, None) else {
        panic!("does not wait");
    };
    assert_eq!(doomed(&mut pool), [2]);
    let Ok(Admission::Wait(second)) = pool.admit(B, Some("two")) else {
        panic!("does not wait");
    };
    assert_eq!(doomed(&mut pool), [1]);
    assert_eq!(pool.admit(A, None), Err(Refusal::Capacity(2)));
    assert_eq!(pool.retry(second), Ok(Admission::Wait(second)));
    pool.ended();
    // Who came first is served first.
    assert_eq!(pool.retry(second), Ok(Admission::Wait(second)));
    assert_eq!(pool.retry(first), Ok(Admission::Build(first)));
    pool.ended();
    assert_eq!(pool.retry(second), Ok(Admission::Build(second)));
    assert_eq!(pool.stats().evicted_for_place, 2);
    assert_eq!(doomed(&mut pool), [0; 0]);
}

#[test]
fn a_place_is_free_when_the_thread_has_ended() {
    let mut pool = pool(limits(1));
    create(&mut pool, 1, A, None);
    assert_eq!(pool.admit(B, None), Err(Refusal::Capacity(1)));
    assert!(pool.dispose("1", A, false).is_ok());
    let Ok(Admission::Wait(ticket)) = pool.admit(B, None) else {
        panic!("does not wait");
    };
    pool.ended();
    assert_eq!(pool.retry(ticket), Ok(Admission::Build(ticket)));
}

#[test]
fn a_create_waits_for_what_will_be_idle() {
    let mut pool = pool(limits(1));
    create(&mut pool, 1, A, Some("n"));
    assert_eq!(pool.disconnect(A).len(), 1);
    let Ok(Admission::Wait(ticket)) = pool.admit(B, Some("m")) else {
        panic!("does not wait");
    };
    pool.parked(&name(1), Some(5), Instant::now());
    assert_eq!(pool.retry(ticket), Ok(Admission::Wait(ticket)));
    assert_eq!(doomed(&mut pool), [1]);
    pool.ended();
    assert_eq!(pool.retry(ticket), Ok(Admission::Build(ticket)));
}

#[test]
fn the_largest_go_first_when_memory_is_short() {
    let mut pool = pool(PoolLimits {
        idle_bytes: Some(100),
        ..limits(9)
    });
    for (id, bytes) in [(1, 30), (2, 50), (3, 20)] {
        create(&mut pool, id, A, Some(&name(id)));
        park(&mut pool, id, A, bytes);
    }
    assert_eq!(doomed(&mut pool), [0; 0]);
    create(&mut pool, 4, A, Some("4"));
    park(&mut pool, 4, A, 10);
    assert_eq!(doomed(&mut pool), [2]);
    pool.measured("3", 90);
    assert_eq!(doomed(&mut pool), [3]);
    create(&mut pool, 5, A, Some("5"));
    park(&mut pool, 5, A, 101);
    assert_eq!(doomed(&mut pool), [5]);
    let stats = pool.stats();
    assert_eq!((stats.idle_bytes, stats.evicted_for_memory), (40, 3));
}

#[test]
fn what_nobody_wants_expires() {
    let mut pool = pool(PoolLimits {
        idle_time: Some(Duration::from_secs(60)),
        ..limits(9)
    });
    assert_eq!(pool.next_expiry(), None);
    let start = Instant::now();
    for (id, after) in [(1, 0), (2, 30)] {
        create(&mut pool, id, A, Some(&name(id)));
        assert!(pool.dispose(&name(id), A, false).is_ok());
        pool.parked(&name(id), Some(5), start + Duration::from_secs(after));
    }
    let minute = start + Duration::from_secs(60);
    assert_eq!(pool.next_expiry(), Some(minute));
    pool.expire(minute - Duration::from_millis(1));
    assert_eq!(doomed(&mut pool), [0; 0]);
    pool.expire(minute);
    assert_eq!(doomed(&mut pool), [1]);
    assert_eq!(pool.stats().evicted_for_age, 1);
    assert_eq!(pool.idle().map(|(id, _)| &**id).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn a_finished_runtime_has_no_next_owner() {
    let mut pool = pool(limits(9));
    let runtime = create(&mut pool, 1, A, Some("n"));
    runtime.finished.set(true);
    // Its owner gets a new one instead.
    create(&mut pool, 2, A, Some("n"));
    assert_eq!(doomed(&mut pool), [1]);
    assert!(matches!(pool.dispose("2", A, false), Ok(Disposal::Park(_))));
    pool.parked(&name(2), None, Instant::now());
    assert_eq!(doomed(&mut pool), [2]);
    let runtime = create(&mut pool, 3, A, Some("n"));
    park(&mut pool, 3, A, 5);
    runtime.finished.set(true);
    create(&mut pool, 4, B, Some("n"));
    assert_eq!(doomed(&mut pool), [3]);
    create(&mut pool, 5, A, Some("m")).finished.set(true);
    assert!(matches!(pool.dispose("5", A, false), Ok(Disposal::End(_))));
    assert_eq!(pool.stats().poisoned, 4);
}

#[test]
fn what_can_not_be_resumed_is_built_anew() {
    let mut pool = pool(limits(1));
    create(&mut pool, 1, A, Some("n"));
    park(&mut pool, 1, A, 5);
    let Ok(Admission::Reuse(ticket, ..)) = pool.admit(B, Some("n")) else {
        panic!("not reused");
    };
    pool.discard(ticket);
    assert_eq!(pool.retry(ticket), Ok(Admission::Wait(ticket)));
    pool.ended();
    assert_eq!(pool.retry(ticket), Ok(Admission::Build(ticket)));
}

#[test]
fn a_namespace_can_be_disposed_by_anybody() {
    let mut pool = pool(limits(9));
    assert_eq!(pool.dispose_namespace("n"), None);
    for (id, idle) in [(1, false), (2, true)] {
        let runtime = create(&mut pool, id, A, Some("n"));
        if idle {
            park(&mut pool, id, A, 5);
        }
        assert_eq!(pool.dispose_namespace("n"), Some(runtime));
        assert_eq!(
            pool.get(&name(id), A),
            Err(NoAccess::NotFound(id.to_string()))
        );
    }
    let runtime = create(&mut pool, 3, A, Some("n"));
    assert!(pool.dispose("3", A, false).is_ok());
    assert_eq!(pool.dispose_namespace("n"), Some(runtime));
    pool.parked(&name(3), Some(5), Instant::now());
    assert_eq!((pool.stats().idle, pool.stats().ending), (0, 3));
}

#[test]
fn a_connection_that_closes_lets_go() {
    let mut pool = pool(limits(3));
    create(&mut pool, 1, A, None);
    let runtime = create(&mut pool, 2, A, Some("n"));
    create(&mut pool, 3, A, Some("m")).finished.set(true);
    assert_eq!(pool.disconnect(A), [(name(2), runtime)]);
    let mut ended = doomed(&mut pool);
    ended.sort_unstable();
    assert_eq!(ended, [1, 3]);
    assert_eq!(pool.admit(A, None), Err(Refusal::Closed));
}

#[test]
fn a_create_whose_owner_has_left_is_not_lost() {
    let mut pool = pool(limits(3));
    let mut tickets = Vec::new();
    for namespace in [None, Some("n"), Some("m")] {
        let Ok(Admission::Build(ticket)) = pool.admit(A, namespace) else {
            panic!("not built");
        };
        tickets.push(ticket);
    }
    assert!(pool.disconnect(A).is_empty());
    let runtimes = [Fake::new(1), Fake::new(2), Fake::new(3)];
    runtimes[2].finished.set(true);
    let filled = [1, 2, 3].map(|id: u32| {
        let index = id as usize - 1;
        pool.fill(tickets[index], name(id), runtimes[index].clone())
    });
    let [one, two, three] = runtimes;
    assert_eq!(
        filled,
        [Filled::End(one), Filled::Park(two), Filled::End(three)]
    );
    pool.parked(&name(2), Some(5), Instant::now());
    reuse(&mut pool, 2, B, "n");
}

#[test]
fn a_create_that_waits_goes_with_its_connection() {
    let mut pool = pool(limits(1));
    create(&mut pool, 1, A, None);
    assert!(pool.dispose("1", A, false).is_ok());
    let Ok(Admission::Wait(ticket)) = pool.admit(B, Some("n")) else {
        panic!("does not wait");
    };
    assert!(pool.disconnect(B).is_empty());
    assert_eq!(pool.retry(ticket), Err(Refusal::Closed));
    pool.ended();
    create(&mut pool, 2, A, Some("n"));
}

#[test]
fn a_closed_pool_admits_nothing() {
    let mut pool = pool(limits(9));
    create(&mut pool, 1, A, None);
    create(&mut pool, 2, A, Some("n"));
    park(&mut pool, 2, A, 5);
    let Ok(Admission::Build(ticket)) = pool.admit(A, Some("m")) else {
        panic!("not built");
    };
    pool.close();
    let mut ended = doomed(&mut pool);
    ended.sort_unstable();
    assert_eq!(ended, [1, 2]);
    assert_eq!(pool.admit(A, None), Err(Refusal::Closed));
    let late = Fake::new(3);
    assert_eq!(pool.fill(ticket, name(3), late.clone()), Filled::End(late));
    assert_eq!(pool.stats().ending, 3);
}
