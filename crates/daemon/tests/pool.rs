//! Namespaces through the socket: who gets which runtime, what of it is kept, and what ends (protocol.md 5.13,
//! runtime.md 21).

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::Process;
use isolate_client::{
    Address, CallbackError, Client, ClientError, DisposeOptions, FunctionKind, Importer, Module,
    RemoteRuntime, RuntimeOptions, Value,
};

const HARD: DisposeOptions = DisposeOptions {
    hard: true,
    reason: None,
};

async fn connect(daemon: &Process) -> Client {
    Client::connect(&Address::unix(daemon.socket()))
        .await
        .unwrap()
}

fn namespace(name: &str) -> RuntimeOptions {
    RuntimeOptions::new().namespace(name)
}

async fn create(client: &Client, options: RuntimeOptions) -> RemoteRuntime {
    client.create_runtime(options).await.unwrap()
}

/// The text that a create is refused with.
async fn refusal(client: &Client, options: RuntimeOptions) -> String {
    match client.create_runtime(options).await {
        Err(ClientError::Remote(error)) => error.message,
        Err(error) => panic!("expected a refusal: {error}"),
        Ok(_) => panic!("expected a refusal"),
    }
}

/// Creates until the namespace is free: a connection that has closed is not noticed at once.
async fn take_over(client: &Client, options: RuntimeOptions) -> RemoteRuntime {
    let start = Instant::now();
    loop {
        match client.create_runtime(options.clone()).await {
            Ok(runtime) => return runtime,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(5), "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn failure(runtime: &RemoteRuntime, code: &str) -> String {
    match runtime.eval(code).await {
        Err(ClientError::Remote(error)) => error.message,
        other => panic!("expected a failure: {other:?}"),
    }
}

/// A function `say` that collects what it is told.
fn listener(options: RuntimeOptions) -> (RuntimeOptions, Arc<Mutex<Vec<Value>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let says = Arc::clone(&heard);
    let options = options.sync_function("say", move |args| {
        says.lock().unwrap().extend(args);
        Ok(Value::Nil)
    });
    (options, heard)
}

#[tokio::test]
async fn a_namespace_keeps_its_runtime() {
    let daemon = Process::start(&[]);
    let (one, two) = (connect(&daemon).await, connect(&daemon).await);
    let first = create(&one, namespace("n")).await;
    assert!(!first.reused());
    first
        .eval("globalThis.kept = { a: 1 }; setInterval(() => { kept.a = 'ran' }, 1)")
        .await
        .unwrap();
    first.dispose().await.unwrap();
    let again = create(&one, namespace("n")).await;
    assert_eq!((again.id(), again.reused()), (first.id(), true));
    again
        .eval(
            "await new Promise((done) => setTimeout(done, 20)); if (kept.a === 'ran') kept.a = 1;",
        )
        .await
        .unwrap();
    again.dispose().await.unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let other = create(&two, namespace("n")).await;
    assert_eq!((other.id(), other.reused()), (first.id(), true));
    other
        .eval("await new Promise((done) => setTimeout(done, 20)); if (kept.a !== 1) throw new Error('a timer ran');")
        .await
        .unwrap();
    let elsewhere = create(&two, namespace("")).await;
    assert_ne!(elsewhere.id(), first.id());
    let hidden = failure(&elsewhere, "kept").await;
    assert_eq!(hidden, "kept is not defined");
    // The one before has nothing to say any more.
    let text = failure(&again, "1").await;
    assert_eq!(text, "Isolate not owned by this connection");
}

#[tokio::test]
async fn a_namespace_has_one_owner() {
    // Without a spare a create takes long enough for the next one to meet it.
    let daemon = Process::start(&["--spares", "0"]);
    let (one, two) = (connect(&daemon).await, connect(&daemon).await);
    let (options, heard) = listener(namespace("n"));
    let first = create(&one, options).await;
    let text = refusal(&two, namespace("n")).await;
    assert_eq!(text, "Namespace \"n\" already has an active runtime");
    let (left, right) = tokio::join!(
        one.create_runtime(namespace("m")),
        one.create_runtime(namespace("m"))
    );
    assert!(!left.unwrap().reused());
    let Err(ClientError::Remote(error)) = right else {
        panic!("two creates for one namespace")
    };
    assert_eq!(
        error.message,
        "Namespace \"m\" creation already in progress"
    );
    // The owner may ask again, and brings new callbacks.
    let (options, heard_later) = listener(namespace("n"));
    let second = create(&one, options).await;
    assert_eq!((second.id(), second.reused()), (first.id(), true));
    first.eval("say(1)").await.unwrap();
    second.eval("say(2)").await.unwrap();
    assert!(heard.lock().unwrap().is_empty());
    assert_eq!(*heard_later.lock().unwrap(), [Value::Int(1), Value::Int(2)]);
}

#[tokio::test]
async fn nothing_of_the_last_owner_is_reachable() {
    let daemon = Process::start(&[]);
    let (one, two) = (connect(&daemon).await, connect(&daemon).await);
    let exports = one.exports();
    let calls = Arc::new(Mutex::new(0));
    let called = Arc::clone(&calls);
    let (options, heard) = listener(namespace("n"));
    let options = options
        .sync_function("old", |_| Ok(Value::Int(1)))
        .sync_function("make", move |_| {
            let called = Arc::clone(&called);
            let count = move |_| {
                *called.lock().unwrap() += 1;
                async { Ok::<_, CallbackError>(Value::Nil) }
            };
            exports
                .function(count)
                .map_err(|error| CallbackError::new(error.to_string()))
        })
        .function("never", FunctionKind::Async, |_| {
            std::future::pending::<Result<Value, CallbackError>>()
        });
    let first = create(&one, options).await;
    first
        .eval("globalThis.secret = make(); await secret(); globalThis.say2 = say; globalThis.waits = never(); say('a')")
        .await
        .unwrap();
    assert_eq!(*calls.lock().unwrap(), 1);
    first.dispose().await.unwrap();
    let (options, heard_later) = listener(namespace("n"));
    let second = create(&two, options).await;
    second.eval("say('b'); say2('c')").await.unwrap();
    let text = failure(&second, "await secret()").await;
    assert!(!text.is_empty());
    let text = failure(&second, "old()").await;
    assert_eq!(text, "Custom function 'old' callback not available");
    let text = failure(&second, "await waits").await;
    assert_eq!(text, "Runtime was soft-disposed");
    assert_eq!(*calls.lock().unwrap(), 1);
    assert_eq!(*heard.lock().unwrap(), [Value::from("a")]);
    let later = [Value::from("b"), Value::from("c")];
    assert_eq!(*heard_later.lock().unwrap(), later);
}

#[tokio::test]
async fn modules_are_loaded_anew_unless_they_are_static() {
    let daemon = Process::start(&[]);
    let client = connect(&daemon).await;
    let loads = Arc::new(Mutex::new(Vec::new()));
    let load = Arc::clone(&loads);
    let options = namespace("n").module_loader(move |specifier: String, _: Importer| {
        load.lock().unwrap().push(specifier.clone());
        async move {
            let code = "globalThis.runs = (globalThis.runs ?? 0) + 1; export default {};";
            let mut module = Module::new(code, specifier.trim_start_matches("./"), "/");
            module.is_static = specifier.contains("static");
            Ok(module)
        }
    });
    for expected in [2, 3] {
        let runtime = create(&client, options.clone()).await;
        let code = format!(
            "import './static.js'; import './plain.js'; if (runs !== {expected}) throw new Error('' + runs);"
        );
        runtime.eval(code).await.unwrap();
        runtime.dispose().await.unwrap();
    }
    let mut loads = std::mem::take(&mut *loads.lock().unwrap());
    loads.sort();
    assert_eq!(loads, ["./plain.js", "./plain.js", "./static.js"]);
}

#[tokio::test]
async fn the_least_recently_disposed_one_makes_room() {
    let daemon = Process::start(&["--max-isolates", "2"]);
    let client = connect(&daemon).await;
    let a = create(&client, namespace("a")).await;
    let b = create(&client, namespace("b")).await;
    let text = refusal(&client, RuntimeOptions::new()).await;
    assert_eq!(text, "Maximum isolates (2) reached");
    b.dispose().await.unwrap();
    a.dispose().await.unwrap();
    let plain = create(&client, RuntimeOptions::new()).await;
    let again = create(&client, namespace("a")).await;
    assert_eq!((again.id(), again.reused()), (a.id(), true));
    let text = refusal(&client, namespace("b")).await;
    assert_eq!(text, "Maximum isolates (2) reached");
    plain.dispose().await.unwrap();
    let b_anew = create(&client, namespace("b")).await;
    assert!(!b_anew.reused() && b_anew.id() != b.id());
    let text = failure(&b, "1").await;
    assert_eq!(text, format!("Isolate not found: {}", b.id()));
}

#[tokio::test]
async fn idle_runtimes_end_when_they_take_too_much_or_too_long() {
    for option in [["--max-pool-mb", "0"], ["--pool-idle-ttl", "0"]] {
        let daemon = Process::start(&option);
        let client = connect(&daemon).await;
        let first = create(&client, namespace("n")).await;
        first.dispose().await.unwrap();
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let second = create(&client, namespace("n")).await;
        assert!(!second.reused(), "{option:?}");
    }
}

#[tokio::test]
async fn a_hard_dispose_is_final() {
    let daemon = Process::start(&[]);
    let (one, two) = (connect(&daemon).await, connect(&daemon).await);
    let first = create(&one, namespace("n")).await;
    first.dispose_with(HARD).await.unwrap();
    let second = create(&one, namespace("n")).await;
    assert!(!second.reused() && second.id() != first.id());
    // Of a namespace in use, by anybody; of an idle one; of none.
    two.dispose_namespace("n", None).await.unwrap();
    let text = failure(&second, "1").await;
    assert_eq!(text, format!("Isolate not found: {}", second.id()));
    let third = create(&one, namespace("n")).await;
    assert!(!third.reused());
    third.dispose().await.unwrap();
    two.dispose_namespace("n", None).await.unwrap();
    two.dispose_namespace("none", None).await.unwrap();
    assert!(!create(&two, namespace("n")).await.reused());
}

#[tokio::test]
async fn a_runtime_that_was_stopped_is_not_kept() {
    let daemon = Process::start(&[]);
    let client = connect(&daemon).await;
    let options = namespace("n").execution_timeout(Duration::from_millis(50));
    let first = create(&client, options.clone()).await;
    let text = failure(&first, "for (;;);").await;
    assert_eq!(text, "Execution timed out after 50ms");
    first.dispose().await.unwrap();
    let second = create(&client, options.clone()).await;
    assert!(!second.reused() && second.id() != first.id());
    // The owner need not dispose it.
    failure(&second, "for (;;);").await;
    let third = create(&client, options).await;
    assert!(!third.reused() && third.id() != second.id());
    third.eval("1").await.unwrap();
}

#[tokio::test]
async fn a_lost_connection_leaves_its_runtime_in_the_pool() {
    let daemon = Process::start(&[]);
    let two = connect(&daemon).await;
    for (code, kept) in [
        ("globalThis.x = 1", true),
        ("globalThis.x = 1; await new Promise(() => {})", true),
        ("globalThis.x = 1; block()", true),
        ("for (;;);", false),
    ] {
        let one = connect(&daemon).await;
        let options = namespace("n").function("block", FunctionKind::Sync, |_| {
            std::future::pending::<Result<Value, CallbackError>>()
        });
        let first = create(&one, options).await;
        let running = first.clone();
        let eval = tokio::spawn(async move { running.eval(code).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        one.close();
        drop(eval.await);
        let second = take_over(&two, namespace("n")).await;
        assert!(start.elapsed() < Duration::from_secs(1), "{code}");
        assert_eq!(second.reused(), kept, "{code}");
        assert_eq!(second.id() == first.id(), kept, "{code}");
        let check = if kept { "if (x !== 1) throw 1" } else { "1" };
        second.eval(check).await.unwrap();
        second.dispose_with(HARD).await.unwrap();
    }
}

#[tokio::test]
async fn a_connection_that_closes_in_the_middle_of_a_create_loses_nothing() {
    let daemon = Process::start(&["--max-isolates", "1", "--spares", "0"]);
    let two = connect(&daemon).await;
    for _ in 0..20 {
        let one = connect(&daemon).await;
        let other = one.clone();
        let creating = tokio::spawn(async move { other.create_runtime(namespace("n")).await });
        tokio::time::sleep(Duration::from_millis(1)).await;
        one.close();
        drop(creating.await);
        let second = take_over(&two, namespace("n")).await;
        second.eval("1").await.unwrap();
        second.dispose().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_clients_share_few_namespaces() {
    let daemon = Arc::new(Process::start(&["--max-isolates", "6"]));
    let end = Instant::now() + Duration::from_secs(4);
    let clients: Vec<_> = (0..16)
        .map(|number| {
            let daemon = Arc::clone(&daemon);
            tokio::spawn(async move { hammer(&daemon, number, end).await })
        })
        .collect();
    let mut rounds = 0;
    for client in clients {
        rounds += client.await.unwrap();
    }
    assert!(rounds > 50, "{rounds}");
    // Nothing was lost: all places can be had.
    let client = connect(&daemon).await;
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(take_over(&client, RuntimeOptions::new()).await);
    }
    let text = refusal(&client, RuntimeOptions::new()).await;
    assert_eq!(text, "Maximum isolates (6) reached");
}

/// Takes, uses and gives back; how often. Only one client at a time may be in a namespace.
async fn hammer(daemon: &Process, number: u64, end: Instant) -> u64 {
    let mut client = connect(daemon).await;
    let mut seed = number;
    let mut rounds = 0;
    while Instant::now() < end {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let (name, fate) = ((seed >> 33) % 4, (seed >> 40) % 16);
        let (options, heard) = listener(namespace(&name.to_string()));
        let runtime = match client.create_runtime(options).await {
            Ok(runtime) => runtime,
            Err(ClientError::Remote(error)) => {
                let conflict = error.message.starts_with("Namespace ");
                let full = error.message == "Maximum isolates (6) reached";
                assert!(conflict || full, "{}", error.message);
                tokio::time::sleep(Duration::from_millis(1)).await;
                continue;
            }
            Err(error) => panic!("{error}"),
        };
        let code = format!(
            "if (globalThis.owner !== undefined) throw new Error('two owners');
             globalThis.owner = {number};
             say({rounds});
             if (owner !== {number}) throw new Error('another owner');
             globalThis.owner = undefined;"
        );
        match fate {
            0 => {
                // Gone without a word.
                client.close();
                client = connect(daemon).await;
                continue;
            }
            1 => runtime.dispose_with(HARD).await.unwrap(),
            _ => {
                runtime.eval(code).await.unwrap();
                let said = i64::try_from(rounds).unwrap();
                assert_eq!(*heard.lock().unwrap(), [Value::Int(said)]);
                runtime.dispose().await.unwrap();
            }
        }
        rounds += 1;
    }
    rounds
}

#[tokio::test]
async fn spares_are_of_the_kind_that_is_wanted() {
    let daemon = Process::start(&["--spares", "1"]);
    let client = connect(&daemon).await;
    let small = || RuntimeOptions::new().memory_limit_mb(64.0);
    for _ in 0..2 {
        let runtime = create(&client, small()).await;
        runtime.dispose().await.unwrap();
    }
    let start = Instant::now();
    let mut spares = client.status().await.unwrap().spares;
    while (spares.ready, spares.starting) != (1, 0) {
        assert!(start.elapsed() < Duration::from_secs(20), "{spares:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
        spares = client.status().await.unwrap().spares;
    }
    create(&client, small()).await;
    let after = client.status().await.unwrap().spares;
    assert_eq!((after.hits, after.misses), (spares.hits + 1, spares.misses));
}

#[tokio::test]
async fn everything_of_a_lost_connection_is_freed_within_a_second() {
    let daemon = Process::start(&["--spares", "0"]);
    let watcher = connect(&daemon).await;
    let threads = || std::fs::read_dir(daemon.threads()).unwrap().count();
    // The daemon's own threads are all there from the second runtime on.
    for _ in 0..2 {
        let runtime = create(&watcher, RuntimeOptions::new()).await;
        let limit = isolate_client::EvalOptions {
            execution_timeout: Some(Duration::from_secs(60)),
            ..isolate_client::EvalOptions::default()
        };
        runtime.eval_with("1", limit).await.unwrap();
        runtime.dispose().await.unwrap();
    }
    // A thread goes a moment after its runtime.
    let mut settled = threads();
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(5)).await;
        settled = settled.min(threads());
    }
    let client = connect(&daemon).await;
    for code in [
        "for (;;);",
        "block()",
        "await never()",
        "await new Promise(() => {})",
        "setInterval(() => {}, 1); await new Promise(() => {})",
    ] {
        let options = RuntimeOptions::new()
            .function("block", FunctionKind::Sync, |_| {
                std::future::pending::<Result<Value, CallbackError>>()
            })
            .function("never", FunctionKind::Async, |_| {
                std::future::pending::<Result<Value, CallbackError>>()
            });
        let runtime = create(&client, options).await;
        tokio::spawn(async move { runtime.eval(code).await });
    }
    let other = client.clone();
    tokio::spawn(async move { other.create_runtime(RuntimeOptions::new()).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let running = threads();
    assert!(
        running >= settled + 5,
        "{running} threads, {settled} before"
    );
    let start = Instant::now();
    client.close();
    loop {
        let status = watcher.status().await.unwrap();
        let isolates = &status.isolates;
        let left = isolates.active + isolates.ending + isolates.creating + isolates.parking;
        if (status.connections, left) == (1, 0) && threads() <= settled {
            break;
        }
        let late = start.elapsed() >= Duration::from_secs(1);
        assert!(!late, "{} threads, {settled} before; {status:?}", threads());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
