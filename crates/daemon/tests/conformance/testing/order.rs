//! What runs, in what order, and what is reported.

use isolate_client::Value;

use super::{run, tester, told};

/// Notes each call in `log`.
const LOG: &str = "globalThis.log = [];
    globalThis.note = (name) => () => { log.push(name); };
    globalThis.broken = (name) => () => { log.push(name); throw new Error(name); };";

/// Evaluates a suite and runs it; gives what the tests came to, and the guest's log.
async fn outcome(code: &str) -> (Vec<String>, String) {
    let (guest, _) = tester().await;
    guest.eval(LOG).await.unwrap();
    guest.eval(code).await.unwrap();
    let told = told(&run(&guest).await);
    guest.eval("console.log(log.join(' '))").await.unwrap();
    (told, guest.console.texts().pop().unwrap())
}

#[tokio::test]
async fn hooks_surround_tests_and_own_tests_come_first() {
    let (told, log) = outcome(
        "beforeAll(note('A')); beforeEach(note('b')); afterEach(note('c')); afterAll(note('D'));
         beforeAll(async () => { await null; log.push('A2'); });
         describe('s', () => {
           beforeAll(note('SA')); beforeEach(note('sb')); beforeEach(note('sb2'));
           afterEach(note('sc')); afterEach(note('sc2')); afterAll(note('SD'));
           describe('inner', () => {
             beforeEach(note('ib')); afterEach(note('ic'));
             test('t3', note('t3'));
           });
           test('t2', note('t2'));
         });
         test('t1', note('t1'));",
    )
    .await;
    assert_eq!(told, ["t1: pass", "s > t2: pass", "s > inner > t3: pass"]);
    assert_eq!(
        log,
        "A A2 b t1 c SA b sb sb2 t2 sc sc2 c b sb sb2 ib t3 ic sc sc2 c SD D"
    );
}

#[tokio::test]
async fn a_failure_skips_what_depends_on_it_and_nothing_else() {
    let (told, log) = outcome(
        "describe('each', () => {
           beforeEach(broken('b1')); beforeEach(note('b2'));
           afterEach(broken('c1')); afterEach(note('c2'));
           test('t', note('t'));
         });
         describe('after', () => {
           afterEach(broken('c'));
           test('passes', note('p'));
           test('fails', broken('f'));
         });
         describe('all', () => {
           beforeAll(broken('A')); beforeAll(note('A2')); afterAll(note('D')); beforeEach(note('no'));
           test('x', note('x')); test.skip('y', note('y')); test.todo('z');
           describe('nested', () => { beforeAll(note('NA')); test('n', note('n')); });
         });
         describe('end', () => {
           afterAll(broken('E')); afterAll(note('E2'));
           test('fine', note('fine'));
         });
         test('root', note('root'));",
    )
    .await;
    let expected = [
        "root: pass",
        "each > t: fail: b1",
        "after > passes: fail: c",
        "after > fails: fail: f",
        "all > x: fail: A",
        "all > y: skip",
        "all > z: todo",
        "all > nested > n: fail: A",
        "end > fine: pass",
        "end > (afterAll): fail: E",
    ];
    assert_eq!(told, expected);
    assert_eq!(log, "root b1 c1 c2 p c f c A D fine E E2");
}

#[tokio::test]
async fn only_and_skip_choose() {
    let (told, log) = outcome(
        "test('no', note('no'));
         describe('plain', () => {
           beforeAll(note('PA'));
           test.only('yes', note('yes'));
           test('no', note('no'));
           test.todo('no todo');
         });
         describe('none', () => { beforeAll(note('no')); test('no', note('no')); });
         describe.only('all', () => {
           test('direct', note('direct'));
           test.skip('skipped', note('no'));
           describe('nested', () => test('inner', note('inner')));
           describe.skip('off', () => { beforeAll(note('no')); test('off', note('no')); });
         });",
    )
    .await;
    let expected = [
        "plain > yes: pass",
        "all > direct: pass",
        "all > skipped: skip",
        "all > nested > inner: pass",
        "all > off > off: skip",
    ];
    assert_eq!(told, expected);
    assert_eq!(log, "PA yes direct inner");
}

#[tokio::test]
async fn skipped_suites_are_told_of_and_do_nothing() {
    let (told, log) = outcome(
        "describe.skip('off', () => {
           beforeAll(note('no')); beforeEach(note('no')); afterAll(note('no'));
           test('a', note('no'));
           test.only
           describe('deeper', () => test('b', note('no')));
         });
         test('on', note('on'));",
    )
    .await;
    assert_eq!(
        told,
        ["on: pass", "off > a: skip", "off > deeper > b: skip"]
    );
    assert_eq!(log, "on");
}

#[tokio::test]
async fn tables_become_tests() {
    let (told, _) = outcome(
        "test.each([[1, 2, 3], [2, 2, 5]])('%i + %d = %s (%#, %$, 100%%)', (a, b, sum) => expect(a + b).toBe(sum));
         test.each([{ name: 'x', at: { deep: [1] } }])('$name has $at.deep and $missing', ({ name }) => expect(name).toBe('x'));
         test.each(['a', 'b'])('%p', (letter) => expect(letter).toBeTypeOf('string'));
         test.each`
           a    | b
           ${1} | ${'one'}
           ${2} | ${'two'}
         `('$a is $b', ({ a, b }) => expect([a, b]).toContain(a));
         describe.each([[1], [2]])('suite %j', (n) => { test('t', () => expect(n).toBeLessThan(3)); });
         test.each([[{ a: 1 }, 0.5]])('%o %f %j', async () => { await null; });",
    )
    .await;
    let expected = [
        "1 + 2 = 3 (0, 1, 100%): pass",
        "2 + 2 = 5 (1, 2, 100%): fail: Expected 4 to be 5",
        "x has [ 1 ] and $missing: pass",
        "'a': pass",
        "'b': pass",
        "1 is one: pass",
        "2 is two: pass",
        "{ a: 1 } 0.5 %j: pass",
        "suite 1 > t: pass",
        "suite 2 > t: pass",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn assertions_are_counted_after_the_hooks() {
    let (told, _) = outcome(
        "afterEach(() => expect(1).toBe(1));
         test('two', () => { expect.assertions(2); expect(1).toBe(1); });
         test('too few', () => expect.assertions(2));
         test('some', () => expect.hasAssertions());
         describe('s', () => {
           test('async', async () => { expect.assertions(3); await expect(Promise.resolve(1)).resolves.toBe(1); expect(1).not.toBe(2); });
         });",
    )
    .await;
    let expected = [
        "two: pass",
        "too few: fail: Expected 2 assertions, got 1",
        "some: pass",
        "s > async: pass",
    ];
    assert_eq!(told, expected);
    let (told, _) = outcome("test('none', () => expect.hasAssertions());").await;
    assert_eq!(told, ["none: fail: Expected at least one assertion"]);
}

#[tokio::test]
async fn a_describe_that_throws_leaves_nothing_open() {
    let (guest, _) = tester().await;
    guest
        .fails(
            "describe('outer', () => { test('in', () => {}); throw new RangeError('d'); });",
            "RangeError",
            "d",
        )
        .await;
    guest.eval("test('root', () => {});").await.unwrap();
    assert_eq!(told(&run(&guest).await), ["root: pass", "outer > in: pass"]);
    guest
        .fails("describe('x')", "TypeError", "describe() needs a function")
        .await;
    guest
        .fails("test('x')", "TypeError", "test() needs a function")
        .await;
    guest
        .fails("beforeAll()", "TypeError", "beforeAll() needs a function")
        .await;
}

#[tokio::test]
async fn events_and_results_agree() {
    let (guest, events) = tester().await;
    guest
        .eval(
            "describe('o', () => {
               test('a', () => {}); test('b', () => { throw 'text' });
               describe('i', () => { test.todo('c'); test.skip('d', () => {}); });
             });
             describe('empty', () => {});",
        )
        .await
        .unwrap();
    let results = run(&guest).await;
    let kinds: Vec<String> = events
        .take()
        .iter()
        .map(|event| {
            let field = |key: &str| {
                let found = event.split_once(&format!("\"{key}\":\""))?.1;
                found.split_once('"').map(|(text, _)| text.to_owned())
            };
            let status = field("status").unwrap_or_default();
            match field("type").unwrap().as_str() {
                kind @ ("runStart" | "runEnd") => kind.to_owned(),
                kind => format!("{kind} {} {status}", field("fullName").unwrap()),
            }
        })
        .collect();
    let expected = [
        "runStart",
        "suiteStart o ",
        "testStart o > a ",
        "testEnd o > a pass",
        "testStart o > b ",
        "testEnd o > b fail",
        "suiteStart o > i ",
        "testStart o > i > c ",
        "testEnd o > i > c todo",
        "testStart o > i > d ",
        "testEnd o > i > d skip",
        "suiteEnd o > i ",
        "suiteEnd o ",
        "suiteStart empty ",
        "suiteEnd empty ",
        "runEnd",
    ];
    assert_eq!(kinds, expected);
    let number = |value: &Value, key: &str| value.get(key).and_then(Value::as_f64).unwrap();
    for (key, count) in [
        ("passed", 1.0),
        ("failed", 1.0),
        ("skipped", 1.0),
        ("todo", 1.0),
        ("total", 4.0),
    ] {
        assert_eq!(number(&results, key), count, "{key}");
    }
    let Some(Value::Array(suites)) = results.get("suites") else {
        panic!("{results:?}");
    };
    let names: Vec<_> = suites
        .iter()
        .map(|suite| suite.get("fullName").and_then(Value::as_str))
        .collect();
    assert_eq!(names, [Some("o > i"), Some("o"), Some("empty")]);
    assert_eq!(number(&suites[0], "depth"), 1.0);
    assert_eq!(number(&suites[1], "passed"), 1.0);
    assert_eq!(number(&suites[1], "skipped"), 0.0, "own tests only");
    assert_eq!(
        suites[0].get("path"),
        Some(&Value::Array(vec![Value::from("o")]))
    );
}

#[tokio::test]
async fn nothing_registered_is_a_success() {
    let (guest, _) = tester().await;
    let results = run(&guest).await;
    assert_eq!(results.get("success"), Some(&Value::Bool(true)));
    assert_eq!(results.get("total").and_then(Value::as_f64), Some(0.0));
}

#[tokio::test]
async fn a_reset_forgets_tests_and_restores_spies() {
    let (guest, _) = tester().await;
    guest
        .eval("test('t', () => {}); globalThis.o = { f() { return 1; } }; mock.spyOn(o, 'f').mockReturnValue(2);")
        .await
        .unwrap();
    guest.runtime.reset_tests().await.unwrap();
    assert!(!guest.runtime.has_tests().await.unwrap());
    assert_eq!(guest.runtime.test_count().await.unwrap(), 0);
    guest.check("is(o.f(), 1)").await;
    guest.eval("test('new', () => {});").await.unwrap();
    assert_eq!(told(&run(&guest).await), ["new: pass"]);
}

#[tokio::test]
async fn a_reset_is_not_stopped_by_an_object_that_keeps_its_spy() {
    let (guest, _) = tester().await;
    guest
        .eval(
            "globalThis.o = { f() { return 1; } };
             const frozen = { f() {} };
             mock.spyOn(o, 'f').mockReturnValue(2);
             mock.spyOn(frozen, 'f');
             Object.freeze(frozen);",
        )
        .await
        .unwrap();
    guest.runtime.reset_tests().await.unwrap();
    guest.check("is(o.f(), 1)").await;
    guest.runtime.reset_tests().await.unwrap();
}
