//! The test environment: runtime.md section 11.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{RuntimeOptions, TestEnvironment, Value};

use crate::support::{Guest, guest, guest_with, soon};

const OFF: &str =
    "Test environment not enabled. Set testEnvironment: true in createRuntime options.";

/// The events of a runtime's runs, as JSON text.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<String>>>);

impl Events {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

async fn tester() -> (Guest, Events) {
    tester_with(|options| options).await
}

async fn tester_with(
    configure: impl FnOnce(TestEnvironment) -> TestEnvironment,
) -> (Guest, Events) {
    let events = Events::default();
    let sink = events.clone();
    let tests = TestEnvironment::new().on_event(move |json| sink.0.lock().unwrap().push(json));
    let tests = configure(tests);
    let guest = guest_with(|options: RuntimeOptions, _| options.test_environment(tests)).await;
    (guest, events)
}

async fn run(guest: &Guest) -> Value {
    soon(guest.runtime.run_tests(None)).await.unwrap()
}

/// Full name and status of each test, with the message of its error.
fn told(results: &Value) -> Vec<String> {
    let Some(Value::Array(tests)) = results.get("tests") else {
        panic!("no tests in {results:?}");
    };
    let text = |test: &Value, key: &str| {
        let text = test.get(key).and_then(Value::as_str);
        text.unwrap_or("?").to_owned()
    };
    tests
        .iter()
        .map(|test| {
            let (name, status) = (text(test, "fullName"), text(test, "status"));
            match test.get("error") {
                Some(error) => format!("{name}: {status}: {}", text(error, "message")),
                None => format!("{name}: {status}"),
            }
        })
        .collect()
}

#[tokio::test]
async fn tests_run_and_are_told_of() {
    let (guest, events) = tester().await;
    assert!(!guest.runtime.has_tests().await.unwrap());
    guest
        .eval(
            "test('root', () => { throw new Error('tt') });
             describe('outer', () => {
               it('is fine', async () => { await undefined; expect(1).toBe(1); });
               describe('inner', () => {
                 test('is not', () => expect(1).not.toBe(1));
                 test.skip('later', () => {});
                 test.todo('some day');
               });
             });",
        )
        .await
        .unwrap();
    assert!(guest.runtime.has_tests().await.unwrap());
    assert_eq!(guest.runtime.test_count().await.unwrap(), 5);
    let results = run(&guest).await;
    let expected = [
        "root: fail: tt",
        "outer > is fine: pass",
        "outer > inner > is not: fail: Expected 1 not to be 1",
        "outer > inner > later: skip",
        "outer > inner > some day: todo",
    ];
    assert_eq!(told(&results), expected);
    assert_eq!(results.get("success"), Some(&Value::Bool(false)));
    let events = events.take();
    assert_eq!(
        events.first().map(String::as_str),
        Some(r#"{"type":"runStart","testCount":5,"suiteCount":2}"#)
    );
    assert_eq!(events.len(), 2 + 2 * 2 + 2 * 5);
    assert!(
        events
            .last()
            .unwrap()
            .starts_with(r#"{"type":"runEnd","results":{"#)
    );
}

#[tokio::test]
async fn without_the_option_there_is_nothing() {
    let guest = guest().await;
    let failed = soon(guest.runtime.run_tests(None)).await.unwrap_err();
    assert_eq!(failed.remote().unwrap().message, OFF);
    let failed = soon(guest.runtime.has_tests()).await.unwrap_err();
    assert_eq!(failed.remote().unwrap().message, OFF);
    let failed = soon(guest.runtime.test_count()).await.unwrap_err();
    assert_eq!(failed.remote().unwrap().message, OFF);
    soon(guest.runtime.reset_tests()).await.unwrap();
}

#[tokio::test]
async fn a_test_that_does_not_end_is_stopped() {
    let limit = Duration::from_millis(50);
    let (guest, _) = tester_with(|tests| tests.test_timeout(limit)).await;
    guest
        .eval(
            "test('waits', () => new Promise(() => {}));
             test('loops', () => { for (;;); });
             test('loops later', async () => { await undefined; for (;;); });
             test('in a timer', () => new Promise(() => setTimeout(() => { for (;;); }, 1)));
             test('has more time', () => new Promise((resolve) => setTimeout(resolve, 100)), 20_000);
             test('is fine', () => {});",
        )
        .await
        .unwrap();
    let results = run(&guest).await;
    let late = "fail: Exceeded timeout of 50 ms for a test";
    let expected = [
        format!("waits: {late}"),
        format!("loops: {late}"),
        format!("loops later: {late}"),
        format!("in a timer: {late}"),
        "has more time: pass".to_owned(),
        "is fine: pass".to_owned(),
    ];
    assert_eq!(told(&results), expected);
    guest
        .check("is(await new Promise((resolve) => setTimeout(resolve, 1, 7)), 7)")
        .await;
}
