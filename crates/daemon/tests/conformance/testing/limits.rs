//! How long tests may take.

use std::time::Duration;

use isolate_client::{FileStat, FileSystem, RuntimeOptions, TestEnvironment, Value};
use isolate_protocol::Bytes;

use super::{run, tester, tester_with, told};
use crate::support::{guest_on, guest_with, soon};

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

#[tokio::test]
async fn a_suite_that_is_stopped_while_it_is_described_is_left() {
    let (guest, _) = tester().await;
    guest
        .eval("test('describes', () => { describe('open', () => { for (;;); }); }, 30);")
        .await
        .unwrap();
    run(&guest).await;
    guest.eval("test('root', () => {});").await.unwrap();
    assert_eq!(told(&run(&guest).await)[1], "root: pass");
}

#[tokio::test]
async fn hooks_have_a_limit_too() {
    let (guest, _) = tester().await;
    guest
        .eval(
            "describe('a', () => {
               beforeAll(() => { for (;;); }, 30);
               test('never', () => {});
             });
             describe('b', () => {
               beforeEach(() => new Promise(() => {}), 30);
               afterEach(() => { globalThis.cleaned = true; });
               test('late', () => {});
             });
             describe('c', () => {
               afterEach(() => new Promise(() => {}), 30);
               test('later', () => {});
             });
             describe('d', () => {
               afterAll(() => new Promise(() => {}), 30);
               test('passed', () => expect(cleaned).toBe(true));
             });",
        )
        .await
        .unwrap();
    let expected = [
        "a > never: fail: Exceeded timeout of 30 ms for a beforeAll hook",
        "b > late: fail: Exceeded timeout of 30 ms for a beforeEach hook",
        "c > later: fail: Exceeded timeout of 30 ms for an afterEach hook",
        "d > passed: pass",
        "d > (afterAll): fail: Exceeded timeout of 30 ms for an afterAll hook",
    ];
    assert_eq!(told(&run(&guest).await), expected);
}

#[tokio::test]
async fn a_test_that_waits_for_its_client_is_stopped() {
    let guest = guest_with(|options: RuntimeOptions, _| {
        options
            .test_environment(isolate_client::TestEnvironment::new())
            .function("slow", isolate_client::FunctionKind::Sync, |_| async {
                std::future::pending::<()>().await;
                Ok(1)
            })
    })
    .await;
    guest
        .eval("test('blocked', () => slow(), 50); test('next', () => {});")
        .await
        .unwrap();
    let expected = [
        "blocked: fail: Exceeded timeout of 50 ms for a test",
        "next: pass",
    ];
    assert_eq!(told(&run(&guest).await), expected);
}

#[tokio::test]
async fn slow_errors_are_within_the_limit() {
    let (guest, _) = tester().await;
    guest
        .eval(
            "test('getter', () => { throw Object.defineProperty(new Error('x'), 'message', { get() { for (;;); } }); }, 50);
             test('async getter', async () => { throw { toJSON() { for (;;); } }; }, 50);
             test('next', () => {});",
        )
        .await
        .unwrap();
    let expected = [
        "getter: fail: Exceeded timeout of 50 ms for a test",
        "async getter: fail: Exceeded timeout of 50 ms for a test",
        "next: pass",
    ];
    assert_eq!(told(&run(&guest).await), expected);
}

#[tokio::test]
async fn a_run_has_a_limit_after_which_the_runtime_is_finished() {
    for code in [
        "test('waits', () => new Promise(() => {}));",
        "test('loops', () => { for (;;); });",
    ] {
        let (guest, _) = tester().await;
        guest.eval(code).await.unwrap();
        let run = guest.runtime.run_tests(Some(Duration::from_millis(60)));
        let error = soon(run).await.unwrap_err();
        let error = error.remote().unwrap();
        assert_eq!(error.message, "Test timed out after 60ms");
        assert_eq!(error.name.as_deref(), Some("TimeoutError"));
        let text = "Runtime execution timed out after 60ms; create a new runtime.";
        guest.fails("1", "TimeoutError", text).await;
    }
}

#[tokio::test]
async fn the_runtimes_limit_is_that_of_a_run_unless_it_says_otherwise() {
    let guest = guest_with(|options: RuntimeOptions, _| {
        options
            .execution_timeout(Duration::from_millis(100))
            .test_environment(isolate_client::TestEnvironment::new())
    })
    .await;
    let slow = "test('slow', () => new Promise((resolve) => setTimeout(resolve, 150)));
         test('busy', () => { const end = Date.now() + 150; while (Date.now() < end); });";
    guest.eval(slow).await.unwrap();
    let unlimited = soon(guest.runtime.run_tests(Some(Duration::ZERO))).await;
    assert_eq!(told(&unlimited.unwrap()), ["slow: pass", "busy: pass"]);
    let error = soon(guest.runtime.run_tests(None)).await.unwrap_err();
    assert_eq!(
        error.remote().unwrap().message,
        "Test timed out after 100ms"
    );
}

#[tokio::test]
async fn what_else_waits_is_not_left_hanging_by_a_test_that_is_stopped() {
    let (guest, _) = tester().await;
    guest
        .eval("test('loops', () => { for (;;); }, 50);")
        .await
        .unwrap();
    let (eval, run) = tokio::join!(
        soon(guest.runtime.eval("await new Promise(() => {})")),
        soon(async {
            guest.runtime.has_tests().await.unwrap();
            guest.runtime.run_tests(None).await
        }),
    );
    let text = "Test timed out after 50ms";
    assert_eq!(eval.unwrap_err().remote().unwrap().message, text);
    assert_eq!(run.unwrap_err().remote().unwrap().message, text);
}

/// With a test that is stopped all promise jobs go, and with them the ends of its file operations.
#[tokio::test]
async fn files_work_after_a_test_that_is_stopped() {
    let files = FileSystem::new()
        .stat(|_| async {
            Ok(FileStat {
                is_file: true,
                ..FileStat::default()
            })
        })
        .read_file(|_| async { Ok(Bytes::from_static(b"abc")) })
        .write_file(|_, _| async { Ok(()) });
    let tests = TestEnvironment::new().test_timeout(Duration::from_millis(50));
    let configure = |options: RuntimeOptions, _: &_| options.test_environment(tests).fs(files);
    let guest = guest_with(configure).await;
    guest
        .eval(
            "globalThis.open = async () => (await getDirectory('/')).getFileHandle('a');
             test('writes', async () => {
               const stream = await (await open()).createWritable();
               stream.write('x');
               for (;;);
             });
             for (let n = 0; n < 4; n++) test(`reads ${n}`, async () => {
               const file = await open();
               // All turns at reading whole files: what they give is there, and nobody takes it.
               for (let turn = 0; turn < 4; turn++) file.getFile();
               for (;;) await 0;
             });",
        )
        .await
        .unwrap();
    let results = run(&guest).await;
    assert_eq!(
        results.get("failed").and_then(Value::as_f64),
        Some(5.0),
        "{results:?}"
    );
    guest
        .check("is(await (await (await open()).getFile()).text(), 'abc')")
        .await;
}

#[tokio::test]
async fn a_neighbour_is_not_held_up() {
    let limit = Duration::from_millis(300);
    let (guest, _) = tester_with(|tests| tests.test_timeout(limit)).await;
    let neighbour = guest_on(&guest.daemon, |options, _| options).await;
    guest
        .eval("for (let n = 0; n < 3; n++) test(`loops ${n}`, () => { for (;;); });")
        .await
        .unwrap();
    let answered = async {
        let mut answered = 0;
        let end = std::time::Instant::now() + Duration::from_millis(600);
        while std::time::Instant::now() < end {
            neighbour
                .eval("await new Promise((r) => setTimeout(r, 1))")
                .await
                .unwrap();
            answered += 1;
        }
        answered
    };
    let (results, answered) = tokio::join!(run(&guest), answered);
    assert_eq!(told(&results).len(), 3);
    assert!(answered > 20, "{answered}");
}

#[tokio::test]
async fn a_second_request_joins_the_run() {
    let (guest, events) = tester().await;
    guest
        .eval("test('slow', () => new Promise((resolve) => setTimeout(resolve, 100)));")
        .await
        .unwrap();
    let (first, second) = tokio::join!(run(&guest), run(&guest));
    assert_eq!(first, second);
    let starts = events.take();
    let starts = starts.iter().filter(|event| event.contains("runStart"));
    assert_eq!(starts.count(), 1);
    assert_eq!(told(&run(&guest).await), ["slow: pass"], "and again");
}
