//! The test environment: runtime.md section 11.

mod hostile;
mod limits;
mod lost;
mod order;

use std::sync::{Arc, Mutex};

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
async fn every_matcher_says_what_it_should() {
    let (guest, _) = tester().await;
    guest.check(include_str!("guest/testing/matchers.js")).await;
}

#[tokio::test]
async fn equality_is_jests() {
    let (guest, _) = tester().await;
    guest.check(include_str!("guest/testing/equality.js")).await;
}

#[tokio::test]
async fn mocks_record_and_behave() {
    let (guest, _) = tester().await;
    guest.check(include_str!("guest/testing/mocks.js")).await;
}

#[tokio::test]
async fn failures_carry_what_was_compared() {
    let (guest, events) = tester().await;
    guest
        .eval_as(
            "/suite.js",
            "const ring = {}; ring.self = ring;
test('values', () => {
  expect({ a: 1, list: ['x'] }).toEqual({ a: 2, list: ['x'] });
});
test('awaited', async () => {
  await expect(Promise.resolve(1)).resolves.toBe(2);
});
test('bigint', () => expect(1n).toBe(2n));
test('cycle', () => expect(ring).toBe(1));
test('nan', () => expect(NaN).toBe(1));
test('lines', () => expect('a\\nb\\nc').toBe('a\\nx\\nc'));
test('proto', () => expect(JSON.parse('{\"__proto__\": 1}')).toBeNull());
test('no error', () => { throw { code: 7 }; });
test('nothing', () => Promise.reject());
test('undefined', () => expect(undefined).toBe(1));",
        )
        .await
        .unwrap();
    let results = run(&guest).await;
    let Some(Value::Array(tests)) = results.get("tests") else {
        panic!("{results:?}");
    };
    let error = |index: usize| tests[index].get("error").unwrap();
    let text = |index: usize, key: &str| {
        let value = error(index).get(key).and_then(Value::as_str);
        value.unwrap_or("-").to_owned()
    };
    assert_eq!(text(0, "matcherName"), "toEqual");
    let expected = error(0).get("expected").unwrap();
    assert_eq!(expected.get("a").and_then(Value::as_f64), Some(2.0));
    assert_eq!(
        text(0, "diff"),
        "- Expected\n+ Received\n\n- { a: 2, list: [ 'x' ] }\n+ { a: 1, list: [ 'x' ] }"
    );
    assert!(
        text(0, "stack").contains("/suite.js:3:33"),
        "{}",
        text(0, "stack")
    );
    assert!(
        text(1, "stack").contains("/suite.js:6:"),
        "{}",
        text(1, "stack")
    );
    assert!(!text(1, "stack").contains("ext:"), "{}", text(1, "stack"));
    assert_eq!(text(2, "expected"), "2");
    assert_eq!(text(2, "actual"), "1");
    assert_eq!(text(3, "actual"), "[object Object]");
    assert_eq!(text(4, "actual"), "NaN");
    assert_eq!(
        text(5, "diff"),
        "- Expected\n+ Received\n\n  a\n- x\n+ b\n  c"
    );
    assert_eq!(text(6, "actual"), "{\"__proto__\":1}");
    assert_eq!(text(7, "message"), "{\"code\":7}");
    assert_eq!(text(8, "message"), "undefined");
    assert_eq!(text(9, "actual"), "undefined");
    let events = events.take();
    let ended = |name: &str| {
        let start = format!(r#"{{"type":"testEnd","test":{{"name":"{name}""#);
        events
            .iter()
            .find(|event| event.starts_with(&start))
            .unwrap()
    };
    assert!(
        ended("values")
            .contains(r#""expected":{"a":2,"list":["x"]},"actual":{"a":1,"list":["x"]}"#)
    );
    assert!(ended("bigint").contains(r#""expected":"2","actual":"1""#));
}
