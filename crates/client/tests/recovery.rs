//! Connections that break (client.md, section 7.2), against a daemon played by hand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod common;

use std::env::temp_dir;
use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Fake, ID, custom};
use isolate_client::protocol::message::{
    CreateRuntime, IsolateEvent, ResponseError, RunTests, RuntimeCreated,
};
use isolate_client::protocol::{Form, Message, Raw};
use isolate_client::{
    Address, Client, ClientError, FunctionKind, RemoteRuntime, Request, RuntimeOptions, Value,
    Values,
};
use tokio::net::UnixListener;
use tokio::time::timeout;

/// Where the daemon listens; the file is removed with it.
struct Daemon {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Daemon {
    fn start() -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let path = temp_dir().join(format!("isolate-recovery-{}-{number}.sock", process::id()));
        let listener = UnixListener::bind(&path).unwrap();
        Self { listener, path }
    }

    async fn connect(&self) -> (Client, Fake) {
        let address = Address::unix(&self.path);
        let (client, fake) = tokio::join!(Client::connect(&address), self.accept());
        (client.unwrap(), fake)
    }

    async fn accept(&self) -> Fake {
        let accepted = timeout(Duration::from_secs(5), self.listener.accept()).await;
        Fake::over(accepted.unwrap().unwrap().0)
    }
}

fn named() -> RuntimeOptions {
    RuntimeOptions::new().namespace("n")
}

async fn refuse(fake: &Fake, create: &CreateRuntime, message: &str) {
    let error = ResponseError {
        request_id: Some(create.request_id),
        code: 3001,
        message: Some(message.to_owned()),
        details: None,
    };
    fake.socket.send(error).await.unwrap();
}

async fn next_create(fake: &mut Fake) -> CreateRuntime {
    match fake.next().await {
        Message::CreateRuntime(create) => create,
        other => panic!("expected CREATE_RUNTIME, got {other:?}"),
    }
}

fn nil() -> Raw {
    Value::Nil.to_raw(Form::Native)
}

/// A client with one runtime.
async fn connected(options: RuntimeOptions) -> (Daemon, RemoteRuntime, Fake, CreateRuntime) {
    let daemon = Daemon::start();
    let (client, mut fake) = daemon.connect().await;
    let (runtime, create) = tokio::join!(client.create_runtime(options), fake.create());
    (daemon, runtime.unwrap(), fake, create)
}

#[tokio::test]
async fn runtimes_of_namespaces_are_made_again_and_calls_wait() {
    let options = named()
        .cwd("/app")
        .function("f", FunctionKind::Async, |_| async { Ok(7) })
        .iterator_function("list", |_| Ok(Values::new([1, 2])));
    let (daemon, runtime, mut fake, before) = connected(options).await;
    let client = runtime.client().clone();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    runtime
        .on("e", move |value| sink.lock().unwrap().push(value))
        .keep();
    let session = fake.call(custom(&before, "list:start"), vec![]).await;
    let session = session.unwrap().get("iteratorId").cloned().unwrap();
    let next = fake.call(custom(&before, "list:next"), vec![session.clone()]);
    assert_eq!(next.await.unwrap().get("value"), Some(&Value::Int(1)));

    let (pending, mut fake) = tokio::join!(runtime.eval("never answered"), async {
        fake.next().await;
        drop(fake);
        daemon.accept().await
    });
    assert!(matches!(pending, Err(ClientError::ConnectionClosed)));
    assert!(client.is_recovering() && !client.is_connected());
    let again = next_create(&mut fake).await;
    assert!(again.request_id > before.request_id);
    assert_eq!(again.options, before.options);
    let (evaluated, dispatched, ()) = tokio::join!(
        runtime.eval("waits"),
        runtime.dispatch(Request::get("http://h/")),
        async {
            assert!(fake.quiet().await);
            let created = RuntimeCreated {
                isolate_id: ID.to_owned(),
                reused: true,
                binary_events: None,
            };
            fake.ok(again.request_id, created.to_raw()).await;
            let mut kinds = Vec::new();
            for _ in 0..2 {
                let request = fake.next().await;
                kinds.push(matches!(request, Message::Eval(_)));
                fake.ok(request.request_id().unwrap(), nil()).await;
            }
            kinds.sort_unstable();
            assert_eq!(kinds, [false, true]);
        }
    );
    evaluated.unwrap();
    assert!(!matches!(dispatched, Err(ClientError::NotConnected)));
    assert!(client.is_connected() && !client.is_recovering());
    assert_eq!((runtime.id().as_str(), runtime.reused()), (ID, true));
    fake.emit("e", Value::Int(5)).await;
    let f = fake.call(custom(&again, "f"), vec![]).await;
    assert_eq!(f.unwrap(), Value::Int(7));
    let next = fake.call(custom(&again, "list:next"), vec![session]);
    assert_eq!(next.await.unwrap().get("value"), Some(&Value::Int(2)));
    assert_eq!(*seen.lock().unwrap(), [Value::Int(5)]);
}

#[tokio::test]
async fn a_call_that_was_pending_is_answered_only_where_it_was_repeated() {
    let started = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&started);
    let options = named().function("f", FunctionKind::Async, move |_| {
        let call = count.fetch_add(1, Ordering::Relaxed);
        async move {
            if call == 0 {
                std::future::pending::<()>().await;
            }
            Ok(call as i64)
        }
    });
    let (daemon, _runtime, mut fake, create) = connected(options).await;
    fake.invoke(custom(&create, "f"), vec![]).await;
    // What comes after the invocation has been answered: it is being worked on.
    let unknown = fake.call(999_999, vec![]).await;
    assert_eq!(unknown.unwrap_err().1, "Unknown callback: 999999");
    drop(fake);
    let mut fake = daemon.accept().await;
    let again = fake.create().await;
    let answer = fake.call(custom(&again, "f"), vec![]).await;
    assert_eq!(answer.unwrap(), Value::Int(1));
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn without_a_runtime_of_a_namespace_nothing_is_made_again() {
    let (daemon, runtime, fake, _) = connected(RuntimeOptions::new()).await;
    drop(fake);
    let second = timeout(Duration::from_millis(100), daemon.listener.accept()).await;
    assert!(second.is_err(), "the client must not connect again");
    let error = runtime.eval("1").await.unwrap_err();
    assert!(matches!(error, ClientError::NotConnected));
    runtime.dispose().await.unwrap();

    let (_daemon, runtime, mut fake, _) = connected(named()).await;
    let (disposed, ()) = tokio::join!(runtime.dispose(), async {
        let id = fake.next().await.request_id().unwrap();
        fake.ok(id, nil()).await;
    });
    disposed.unwrap();
    drop(fake);
    let error = runtime.client().create_runtime(named()).await.unwrap_err();
    assert!(matches!(
        error,
        ClientError::NotConnected | ClientError::ConnectionClosed
    ));
}

#[tokio::test]
async fn a_daemon_that_has_not_noticed_yet_is_asked_again_and_who_is_refused_is_lost_alone() {
    let (daemon, kept, mut fake, _) = connected(named()).await;
    let client = kept.client().clone();
    let other = RuntimeOptions::new().namespace("other");
    let (lost, _) = tokio::join!(client.create_runtime(other), fake.create());
    drop(fake);
    let mut fake = daemon.accept().await;
    let mut in_use = 0;
    for _ in 0..5 {
        let create = next_create(&mut fake).await;
        let name = create.options.namespace_id.clone().unwrap();
        if name == "other" {
            refuse(&fake, &create, "Maximum isolates (1) reached").await;
        } else if in_use < 3 {
            in_use += 1;
            let text = format!("Namespace \"{name}\" already has an active runtime");
            refuse(&fake, &create, &text).await;
        } else {
            let created = RuntimeCreated {
                isolate_id: ID.to_owned(),
                reused: true,
                binary_events: None,
            };
            fake.ok(create.request_id, created.to_raw()).await;
        }
    }
    let (evaluated, ()) = tokio::join!(kept.eval("1"), async {
        let id = fake.next().await.request_id().unwrap();
        fake.ok(id, nil()).await;
    });
    evaluated.unwrap();
    // After the next break only the one that could be had again is asked for.
    drop(fake);
    let mut fake = daemon.accept().await;
    let again = fake.create().await;
    assert_eq!(again.options.namespace_id.as_deref(), Some("n"));
    assert!(fake.quiet().await);
    drop(lost);
}

#[tokio::test]
async fn a_recovery_that_fails_says_so() {
    for gone in [true, false] {
        let (daemon, runtime, fake, _) = connected(named()).await;
        let client = runtime.client().clone();
        if gone {
            drop(daemon);
            drop(fake);
        } else {
            drop(fake);
            let mut second = daemon.accept().await;
            next_create(&mut second).await;
            drop(second);
        }
        let fails = async {
            loop {
                let error = runtime.eval("1").await.unwrap_err();
                // Until the client has noticed the break.
                if !matches!(error, ClientError::ConnectionClosed) {
                    break error;
                }
            }
        };
        let error = timeout(Duration::from_secs(5), fails).await.unwrap();
        let text = error.to_string();
        let expected = "Not connected: Failed to reconnect to daemon: ";
        assert!(text.starts_with(expected), "{text}");
        assert!(!client.is_connected() && !client.is_recovering());
        runtime.dispose().await.unwrap();
    }
}

#[tokio::test]
async fn another_isolate_under_the_name_has_another_id() {
    let (daemon, runtime, fake, _) = connected(named()).await;
    let heard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&heard);
    runtime
        .on("e", move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .keep();
    drop(fake);
    let mut fake = daemon.accept().await;
    let create = next_create(&mut fake).await;
    let created = RuntimeCreated {
        isolate_id: "i2".to_owned(),
        reused: false,
        binary_events: None,
    };
    fake.ok(create.request_id, created.to_raw()).await;
    for isolate_id in [ID, "i2"] {
        let event = IsolateEvent {
            isolate_id: isolate_id.to_owned(),
            event: "e".to_owned(),
            payload: nil(),
        };
        fake.socket.send(event).await.unwrap();
    }
    let (evaluated, ()) = tokio::join!(runtime.eval("1"), async {
        let Message::Eval(eval) = fake.next().await else {
            panic!("expected EVAL");
        };
        assert_eq!(eval.isolate_id, "i2");
        fake.ok(eval.request_id, nil()).await;
    });
    evaluated.unwrap();
    assert_eq!((runtime.id().as_str(), runtime.reused()), ("i2", false));
    assert_eq!(heard.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_request_that_may_be_made_twice_is_repeated() {
    let (daemon, runtime, mut fake, _) = connected(named()).await;
    let repeated = runtime.request_repeatedly(|request_id, isolate_id| {
        RunTests {
            request_id,
            isolate_id,
            timeout: None,
        }
        .into()
    });
    let (answer, ()) = tokio::join!(repeated, async {
        let first = fake.next().await.request_id().unwrap();
        drop(fake);
        let mut fake = daemon.accept().await;
        fake.create().await;
        let second = fake.next().await.request_id().unwrap();
        assert!(second > first);
        // The daemon may answer the request of the lost connection, too.
        fake.ok(first, nil()).await;
        fake.ok(second, Value::Int(3).to_raw(Form::Native)).await;
        assert!(fake.quiet().await);
    });
    assert_eq!(Value::decode(&answer.unwrap()).unwrap(), Value::Int(3));
}

#[tokio::test]
async fn close_during_recovery_ends_it() {
    let (daemon, runtime, fake, _) = connected(named()).await;
    drop(fake);
    let mut fake = daemon.accept().await;
    next_create(&mut fake).await;
    let (waiting, ()) = tokio::join!(runtime.eval("1"), async {
        runtime.client().close();
    });
    assert!(matches!(
        waiting,
        Err(ClientError::NotConnected | ClientError::ConnectionClosed)
    ));
    assert!(fake.closed().await);
}

#[tokio::test]
async fn a_hundred_breaks() {
    let options = named().function("f", FunctionKind::Async, |_| async { Ok(7) });
    let (daemon, runtime, mut fake, first) = connected(options).await;
    for _ in 0..100 {
        drop(fake);
        fake = daemon.accept().await;
        let create = fake.create().await;
        assert_eq!(create.options, first.options);
        while !runtime.client().is_connected() {
            tokio::task::yield_now().await;
        }
    }
    let answer = fake.call(custom(&first, "f"), vec![]).await;
    assert_eq!(answer.unwrap(), Value::Int(7));
}

#[tokio::test]
async fn iterators_that_nobody_comes_back_to_are_dropped_at_the_second_break() {
    let options = named().iterator_function("list", |_| Ok(Values::new([1, 2, 3])));
    let (daemon, runtime, mut fake, create) = connected(options).await;
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let session = fake.call(custom(&create, "list:start"), vec![]).await;
        sessions.push(session.unwrap().get("iteratorId").cloned().unwrap());
    }
    for _ in 0..2 {
        drop(fake);
        fake = daemon.accept().await;
        fake.create().await;
        while !runtime.client().is_connected() {
            tokio::task::yield_now().await;
        }
        let used = fake.call(custom(&create, "list:next"), vec![sessions[0].clone()]);
        used.await.unwrap();
    }
    let idle = fake.call(custom(&create, "list:next"), vec![sessions[1].clone()]);
    assert!(idle.await.unwrap_err().1.ends_with(" not found"));
}
