//! Guests that work against the test environment: it costs them their own results, and nobody else anything.

use super::{run, tester, told};

#[tokio::test]
async fn patched_built_ins_do_not_change_what_is_told() {
    let (guest, events) = tester().await;
    guest
        .eval(
            "const { Array, Object, Promise } = globalThis;
             test('before', () => { throw new Error('as it is'); });
             for (const name of ['push', 'map', 'filter', 'join', 'forEach', 'indexOf', 'slice', 'some', 'every', 'shift'])
               Array.prototype[name] = () => { throw new Error('hijacked'); };
             Object.prototype.toJSON = Array.prototype.toJSON = String.prototype.toJSON = () => 'hijacked';
             for (const name of ['message', 'name', 'status', 'error', 'json', 'mode', 'body', 'type'])
               Object.defineProperty(Object.prototype, name, { set() { throw new Error('hijacked'); }, get() { return 'hijacked'; } });
             Array.prototype[Symbol.iterator] = () => { throw new Error('hijacked'); };
             Promise.prototype.then = () => { throw new Error('hijacked'); };
             JSON.stringify = JSON.parse = () => 'hijacked';
             String.prototype.split = String.prototype.slice = () => 'hijacked';
             Map.prototype.get = WeakMap.prototype.get = WeakMap.prototype.set = () => { throw new Error('hijacked'); };
             describe('suite', () => {
               beforeEach(async () => {});
               test('passes', () => {});
               test('async', async () => { await null; });
               test('fails', () => expect(1).toBe(2));
             });",
        )
        .await
        .unwrap();
    let expected = [
        "before: fail: as it is",
        "suite > passes: pass",
        "suite > async: pass",
        "suite > fails: fail: Expected 1 to be 2",
    ];
    assert_eq!(told(&run(&guest).await), expected);
    let events = events.take();
    assert!(
        events.iter().all(|event| !event.contains("hijacked")),
        "{events:?}"
    );
}

#[tokio::test]
async fn whatever_is_thrown_is_told_somehow() {
    let (guest, _) = tester().await;
    guest
        .eval(
            "const nasty = [
               new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; }, ownKeys() { throw 3; } }),
               Proxy.revocable({}, {}),
               { toString() { throw 1; }, toJSON() { throw 2; } },
               Object.assign(new Error('m'), { stack: { toString() { throw 1; } }, message: 7 }),
               Object.create(Error.prototype, { message: { get() { throw 1; } } }),
               Symbol('s'), 10n, null, undefined, () => {}, NaN,
             ];
             nasty[1].revoke(); nasty[1] = nasty[1].proxy;
             nasty.forEach((thrown, n) => {
               test(`throws ${n}`, () => { throw thrown; });
               test(`rejects ${n}`, async () => { throw thrown; });
               test(`expects ${n}`, () => { expect(thrown).toEqual({ n }); });
               test(`is expected ${n}`, () => { expect({ n }).toEqual(thrown); });
             });
             test('fine', () => {});",
        )
        .await
        .unwrap();
    let told = told(&run(&guest).await);
    assert_eq!(told.len(), 45);
    let failed = told.iter().filter(|test| test.contains(": fail: "));
    assert_eq!(failed.count(), 44, "{told:?}");
    assert_eq!(told.last().map(String::as_str), Some("fine: pass"));
}

#[tokio::test]
async fn giant_and_cyclic_values_have_bounded_texts() {
    let (guest, events) = tester().await;
    guest
        .eval(
            "const cycle = { deep: [] }; cycle.deep.push(cycle);
             let tower = {}; for (let n = 0; n < 100000; n++) tower = { tower };
             const giant = Array.from({ length: 200000 }, (_, n) => ({ n }));
             const long = 'x'.repeat(1 << 20);
             for (const [name, value] of Object.entries({ cycle, tower, giant, long })) {
               test(name, () => expect(value).toEqual({ other: 1 }));
               test(`${name}, expected`, () => expect({ other: 1 }).toEqual(value));
               test(`${name}, thrown`, () => { throw new Error(`${value}${long}`); });
             }
             test('diff', () => expect(giant).toEqual([...giant.slice(0, 5), ...giant.slice(6)]));",
        )
        .await
        .unwrap();
    let told = told(&run(&guest).await);
    assert_eq!(told.len(), 13);
    for test in &told {
        assert!(
            test.contains(": fail: ") && test.len() < 70_000,
            "{}",
            test.len()
        );
    }
    for event in events.take() {
        assert!(event.len() < 2_000_000, "{}", event.len());
    }
}

#[tokio::test]
async fn thousands_of_long_failures_fit_into_an_answer() {
    let (guest, _) = tester().await;
    guest
        .eval(
            "for (let n = 0; n < 3000; n++) test(`t${n}`, () => { throw new Error('y'.repeat(10000)); });",
        )
        .await
        .unwrap();
    assert_eq!(told(&run(&guest).await).len(), 3000);
}

/// As many as there may be, each as long as it may be on the wire.
#[tokio::test]
async fn as_many_failures_as_there_may_be_fit_into_an_answer_and_an_event() {
    let (guest, events) = tester().await;
    guest
        .eval(
            r"const fail = () => { throw '\u4e2d'.repeat(300); };
              for (let n = 0; n < 15_000; n++) afterAll(fail);
              try { for (;;) test('', fail); } catch {}",
        )
        .await
        .unwrap();
    let results = run(&guest).await;
    let told = told(&results);
    assert!(told.len() > 20_000, "{}", told.len());
    assert_eq!(
        told.last().map(String::as_str),
        Some("(afterAll): fail: Too many failures to tell")
    );
    guest.runtime.reset_tests().await.unwrap();
    // Six bytes in JSON, and one in the answer.
    guest
        .eval(r"try { for (let n = 0; ; n++) test('\0'.repeat(9000) + n, () => {}); } catch {}")
        .await
        .unwrap();
    events.take();
    run(&guest).await;
    let events = events.take();
    let end = events.last().unwrap();
    assert!(
        end.contains("runEnd") && end.contains("\"passed\":1"),
        "{end:.200}"
    );
}

#[tokio::test]
async fn there_is_an_end_to_registrations() {
    let (guest, _) = tester().await;
    let error = guest
        .failure("for (let n = 0; n < 1e6; n++) test(`t${n}`, () => {});")
        .await;
    assert!(
        error.message.starts_with("Too many tests: the results of "),
        "{}",
        error.message
    );
    let count = guest.runtime.test_count().await.unwrap();
    assert!((30_000..60_000).contains(&count), "{count}");
    assert_eq!(told(&run(&guest).await).len() as u64, count);
    guest.runtime.reset_tests().await.unwrap();
    guest
        .fails(
            "const deeper = () => describe('d', deeper); deeper();",
            "Error",
            "describe() is nested too deeply: the limit is 100 levels",
        )
        .await;
    guest.eval("test('t', () => {});").await.unwrap();
    let told = told(&run(&guest).await);
    assert_eq!(told, ["t: pass"]);
}

#[tokio::test]
async fn a_run_that_registers_and_runs_on_is_bounded_by_its_plan() {
    let (guest, _) = tester().await;
    guest
        .eval("test('grows', () => { test('grown', () => {}); describe('more', () => { test('x', () => {}); }); });")
        .await
        .unwrap();
    assert_eq!(told(&run(&guest).await), ["grows: pass"]);
    assert_eq!(guest.runtime.test_count().await.unwrap(), 3);
}
