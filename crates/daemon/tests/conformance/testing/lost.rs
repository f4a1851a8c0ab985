//! Tests and runs whose owner goes (runtime.md 21.2, 21.4).

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use isolate_client::{Client, FunctionKind, RemoteRuntime, RuntimeOptions, TestEnvironment, Value};
use tokio::sync::Notify;

use super::{Events, told};
use crate::common::Process;
use crate::support::{connect, soon};

/// A runtime of the namespace, whose function `ask` answers or never does.
async fn open(
    client: &Client,
    events: &Events,
    asked: &Arc<Notify>,
    answers: bool,
) -> RemoteRuntime {
    let (sink, asked) = (events.clone(), Arc::clone(asked));
    let tests = TestEnvironment::new().on_event(move |json| sink.0.lock().unwrap().push(json));
    let options = RuntimeOptions::new()
        .namespace("n")
        .test_environment(tests)
        .function("ask", FunctionKind::Async, move |_| {
            asked.notify_one();
            async move {
                if !answers {
                    pending::<()>().await;
                }
                Ok(Value::from("told"))
            }
        });
    let opened = async {
        loop {
            // The daemon may not have noticed yet that the last client is gone.
            match client.create_runtime(options.clone()).await {
                Ok(runtime) => return runtime,
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    soon(opened).await
}

/// Runs a suite until it asks its client, which is lost then; gives what the next one's run comes to, and its events.
async fn lose(suite: &str) -> (Vec<String>, Vec<String>) {
    let daemon = Process::start(&[]);
    let (events, asked) = (Events::default(), Arc::new(Notify::new()));
    let client = connect(&daemon).await;
    let runtime = open(&client, &events, &asked, false).await;
    runtime.eval(suite).await.unwrap();
    let run = tokio::spawn(async move { runtime.run_tests(None).await });
    soon(asked.notified()).await;
    client.close();
    assert!(run.await.unwrap().is_err());
    let client = connect(&daemon).await;
    let events = Events::default();
    let runtime = open(&client, &events, &asked, true).await;
    assert!(runtime.reused());
    let results = soon(runtime.run_tests(None)).await.unwrap();
    (told(&results), events.take())
}

#[tokio::test]
async fn a_run_goes_on_with_the_next_client() {
    let suite = "test('first', () => { globalThis.runs = (globalThis.runs ?? 0) + 1; });
                 test('asks', async () => expect(await ask()).toBe('told'));
                 test('last', () => expect(runs).toBe(1));";
    let (told, events) = lose(suite).await;
    assert_eq!(told, ["first: pass", "asks: pass", "last: pass"]);
    assert!(
        !events.iter().any(|event| event.contains("runStart")),
        "{events:?}"
    );
    assert_eq!(
        events
            .iter()
            .filter(|event| event.contains("testEnd\""))
            .count(),
        2
    );
    assert!(events.last().unwrap().contains("runEnd"));
}

#[tokio::test]
async fn the_time_of_a_test_starts_again_with_the_next_client() {
    let suite = "test('asks', async () => expect(await ask()).toBe('told'), 5000); test('next', () => {}, 50);";
    let (told, _) = lose(suite).await;
    assert_eq!(told, ["asks: pass", "next: pass"]);
}

#[tokio::test]
async fn a_test_whose_timer_went_with_the_client_has_failed() {
    let daemon = Process::start(&[]);
    let (events, asked) = (Events::default(), Arc::new(Notify::new()));
    let client = connect(&daemon).await;
    let runtime = open(&client, &events, &asked, true).await;
    let suite = "test('sleeps', async () => { await ask(); await new Promise((done) => setTimeout(done, 60_000)); });
                 test('next', () => {});";
    runtime.eval(suite).await.unwrap();
    let run = tokio::spawn({
        let runtime = runtime.clone();
        async move { runtime.run_tests(None).await }
    });
    soon(asked.notified()).await;
    // Answered after the answer to `ask` has arrived.
    runtime.eval("await ask()").await.unwrap();
    client.close();
    assert!(run.await.unwrap().is_err());
    let client = connect(&daemon).await;
    let runtime = open(&client, &events, &asked, true).await;
    let results = soon(runtime.run_tests(None)).await.unwrap();
    let expected = [
        "sleeps: fail: The client was lost, and with it what this was waiting for",
        "next: pass",
    ];
    assert_eq!(told(&results), expected);
}

#[tokio::test]
async fn registered_tests_survive_the_pool_and_a_disposed_run_does_not() {
    let daemon = Process::start(&[]);
    let (events, asked) = (Events::default(), Arc::new(Notify::new()));
    let client = connect(&daemon).await;
    let runtime = open(&client, &events, &asked, false).await;
    runtime
        .eval(
            "globalThis.runs = 0; test('counts', () => { runs += 1; }); test('asks', () => ask());",
        )
        .await
        .unwrap();
    let run = tokio::spawn({
        let runtime = runtime.clone();
        async move { runtime.run_tests(None).await }
    });
    soon(asked.notified()).await;
    runtime.dispose().await.unwrap();
    let error = run.await.unwrap().unwrap_err();
    assert_eq!(error.remote().unwrap().message, "Promise was abandoned");
    let runtime = open(&client, &events, &asked, true).await;
    assert!(runtime.reused());
    assert_eq!(runtime.test_count().await.unwrap(), 2);
    let results = soon(runtime.run_tests(None)).await.unwrap();
    assert_eq!(told(&results), ["counts: pass", "asks: pass"]);
    runtime
        .eval("if (runs !== 2) throw new Error(`${runs}`)")
        .await
        .unwrap();
}
