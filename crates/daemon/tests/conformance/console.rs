//! The console, as the client sees it (runtime.md 4).

use isolate_client::Value;

use crate::support::{Failures, Guest, guest};

/// The fields of an entry, without durations, as `type {field: value, …}` in a fixed order.
fn describe(entry: &Value) -> String {
    let mut text = entry
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("no type")
        .to_owned();
    for field in [
        "level",
        "label",
        "count",
        "collapsed",
        "stdout",
        "groupDepth",
    ] {
        match entry.get(field) {
            None => {}
            Some(Value::Str(value)) => text.push_str(&format!(" {field}={value}")),
            Some(Value::Bool(value)) => text.push_str(&format!(" {field}={value}")),
            Some(value) => {
                text.push_str(&format!(" {field}={}", value.as_f64().unwrap_or(f64::NAN)))
            }
        }
    }
    text
}

async fn entries(guest: &Guest, code: &str) -> Vec<String> {
    if let Err(error) = guest.eval(code).await {
        panic!("{code}: {error}");
    }
    guest.console.take().iter().map(describe).collect()
}

#[tokio::test]
async fn every_method_has_its_entry() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (code, expected) in [
        (
            "console.log('a', 1)",
            vec!["output level=log stdout=a 1 groupDepth=0"],
        ),
        (
            "console.warn('a')",
            vec!["output level=warn stdout=a groupDepth=0"],
        ),
        (
            "console.error('a')",
            vec!["output level=error stdout=a groupDepth=0"],
        ),
        (
            "console.info('a')",
            vec!["output level=info stdout=a groupDepth=0"],
        ),
        (
            "console.debug('a')",
            vec!["output level=debug stdout=a groupDepth=0"],
        ),
        (
            "console.log()",
            vec!["output level=log stdout= groupDepth=0"],
        ),
        (
            "console.dir({ a: { b: { c: 1 } } })",
            vec!["dir stdout={ a: { b: [Object] } } groupDepth=0"],
        ),
        (
            "console.dir({ a: { b: { c: {} } } }, { depth: Infinity })",
            vec!["dir stdout={ a: { b: { c: {} } } } groupDepth=0"],
        ),
        (
            "console.dir({ a: 1 }, { depth: 0 })",
            vec!["dir stdout=[Object] groupDepth=0"],
        ),
        ("console.dir('it')", vec!["dir stdout='it' groupDepth=0"]),
        (
            "console.count(); console.count('x'); console.count()",
            vec![
                "count label=default count=1 groupDepth=0",
                "count label=x count=1 groupDepth=0",
                "count label=default count=2 groupDepth=0",
            ],
        ),
        (
            "console.countReset(); console.countReset('unknown'); console.count(null)",
            vec![
                "countReset label=default groupDepth=0",
                "countReset label=unknown groupDepth=0",
                "count label=default count=1 groupDepth=0",
            ],
        ),
        (
            "console.time('t'); console.timeLog('t'); console.timeLog('t', { a: 1 }, 'b'); console.timeEnd('t'); console.timeEnd('t'); console.timeLog('t')",
            vec![
                "timeLog label=t stdout= groupDepth=0",
                "timeLog label=t stdout={ a: 1 } b groupDepth=0",
                "time label=t groupDepth=0",
            ],
        ),
        (
            "console.group('g', 'ignored'); console.log('in'); console.groupCollapsed(); console.log('deep'); console.groupEnd(); console.groupEnd(); console.groupEnd()",
            vec![
                "group label=g collapsed=false groupDepth=0",
                "output level=log stdout=in groupDepth=1",
                "group label=default collapsed=true groupDepth=1",
                "output level=log stdout=deep groupDepth=2",
                "groupEnd groupDepth=1",
                "groupEnd groupDepth=0",
                "groupEnd groupDepth=0",
            ],
        ),
        ("console.clear()", vec!["clear"]),
        (
            "console.assert(true, 'no'); console.assert(1); console.assert(false, 'a', { b: 1 }); console.assert(false); console.assert()",
            vec![
                "assert stdout=Assertion failed: a { b: 1 } groupDepth=0",
                "assert stdout=Assertion failed: console.assert groupDepth=0",
                "assert stdout=Assertion failed: console.assert groupDepth=0",
            ],
        ),
    ] {
        let found = entries(&guest, code).await;
        failures.compare(
            code,
            &found.join("\n           "),
            &expected.join("\n           "),
        );
    }
}

#[tokio::test]
async fn durations_and_stacks() {
    let guest = guest().await;
    guest
        .eval_as(
            "/trace.js",
            "function inner() {\n  console.trace('here', 1);\n}\ninner();\nconsole.trace();\nconsole.time('t'); const end = performance.now() + 20; while (performance.now() < end); console.timeLog('t'); console.timeEnd('t')",
        )
        .await
        .unwrap();
    let entries = guest.console.take();
    let text = |index: usize, field: &str| {
        entries[index]
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or("-")
            .to_owned()
    };
    assert_eq!(text(0, "stdout"), "here 1");
    assert_eq!(
        text(0, "stack"),
        "Trace: here 1\n    at inner (/trace.js:2:11)\n    at /trace.js:4:1"
    );
    assert_eq!(text(1, "stdout"), "");
    assert_eq!(text(1, "stack"), "Trace\n    at /trace.js:5:9");
    for entry in &entries[2..] {
        let duration = entry
            .get("duration")
            .and_then(Value::as_f64)
            .unwrap_or_default();
        assert!((19.0..2000.0).contains(&duration), "{duration}");
    }
}

#[tokio::test]
async fn values_are_formatted_by_the_table() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (args, expected) in [
        ("'a', 1, true, null, undefined", "a 1 true null undefined"),
        ("{ a: { b: { c: 1 } } }", "{ a: { b: [Object] } }"),
        ("[[[1]]]", "[ [ [Array] ] ]"),
        ("[\"it's\"]", "[ 'it\\'s' ]"),
        ("(() => { const o = {}; return o })(), {}", "{} {}"),
        (
            "(() => { const o = { x: 1 }; o.self = o; return o })()",
            "{ x: 1, self: [Circular] }",
        ),
        ("new Map([['k', { a: 1 }]])", "Map(1) { 'k' => { a: 1 } }"),
        (
            "new Map([['a', 1], ['b', 2]])",
            "Map(2) { 'a' => 1, 'b' => 2 }",
        ),
        ("new Map()", "Map(0) {  }"),
        ("new Set([1, 2, 3])", "Set(3) { 1, 2, 3 }"),
        ("new Set()", "Set(0) {  }"),
        ("Symbol('s'), 10n", "Symbol(s) 10n"),
        ("function named() {}", "[Function: named]"),
        ("{ 'a-b': 1, 2: 3 }", "{ '2': 3, 'a-b': 1 }"),
        ("{ a: new Date(0) }", "{ a: 1970-01-01T00:00:00.000Z }"),
        ("new Date(0)", "1970-01-01T00:00:00.000Z"),
        ("{ a: { e: new Error('q') } }", "{ a: { e: [Object] } }"),
        ("['a\\nb', '\"q\"']", "[ 'a\\nb', '\"q\"' ]"),
        ("new BigInt64Array([1n])", "BigInt64Array(1) [ 1n ]"),
        ("{ get a() { return 5 } }", "{ a: 5 }"),
        ("/a+/gi", "/a+/gi"),
        ("new ArrayBuffer(16)", "ArrayBuffer { byteLength: 16 }"),
        ("new Uint8Array([1, 2, 3])", "Uint8Array(3) [ 1, 2, 3 ]"),
        ("new Uint8Array(0)", "Uint8Array(0) [  ]"),
        ("new Uint8Array(11)", "Uint8Array(11) [ ... ]"),
        ("Buffer.from('abc')", "Buffer(3) [ 97, 98, 99 ]"),
        (
            "Promise.resolve(1), new Promise(() => {})",
            "Promise { <pending> } Promise { <pending> }",
        ),
        ("[], {}", "[] {}"),
        ("[1, 'a', null, undefined]", "[ 1, 'a', null, undefined ]"),
        (
            "new Response('x')",
            "Response { status: 200, statusText: '', url: '' }",
        ),
        (
            "new Request('https://x/')",
            "Request { method: 'GET', url: 'https://x/' }",
        ),
        (
            "new Headers({ 'Content-Type': 'text/plain' })",
            "Headers { 'content-type' => 'text/plain' }",
        ),
        ("new Headers()", "Headers {  }"),
        (
            "new URLSearchParams('a=1')",
            "URLSearchParams { 'a' => '1' }",
        ),
        ("new URLSearchParams()", "URLSearchParams {}"),
        (
            "new URL('https://u:p@h:8080/p?q=1#f')",
            "URL { href: 'https://u:p@h:8080/p?q=1#f', origin: 'https://h:8080', protocol: 'https:', username: 'u', password: 'p', host: 'h:8080', hostname: 'h', port: '8080', pathname: '/p', search: '?q=1', searchParams: URLSearchParams { 'q' => '1' }, hash: '#f' }",
        ),
        ("{ f() {} }", "{ f: [Function: f] }"),
        ("[Symbol.iterator, 1n]", "[ Symbol(Symbol.iterator), 1n ]"),
        ("'%s is %d', 'a', 5", "a is 5"),
        ("'100%', 'sure'", "100% sure"),
    ] {
        let found = entries(&guest, &format!("console.log({args})")).await;
        failures.compare(
            args,
            &found.join("|"),
            &format!("output level=log stdout={expected} groupDepth=0"),
        );
    }
    guest
        .eval_as("/e.js", "console.log(new TypeError('bad'))")
        .await
        .unwrap();
    let text = guest.console.texts().concat();
    failures.expect(
        text.starts_with("TypeError: bad\n    at /e.js:1:13"),
        || text.clone(),
    );
}

#[tokio::test]
async fn tables() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (args, expected) in [
        (
            "[{ a: 1 }, { a: 2 }]",
            "+---------+---+--------+\n| (index) | a | Values |\n+---------+---+--------+\n| 0       | 1 |        |\n| 1       | 2 |        |\n+---------+---+--------+",
        ),
        (
            "[1, 'two', { a: 1, b: { c: 2 } }, [3, 4]]",
            "+---------+---+----------+----------+\n| (index) | a | b        | Values   |\n+---------+---+----------+----------+\n| 0       |   |          | 1        |\n| 1       |   |          | 'two'    |\n| 2       | 1 | { c: 2 } |          |\n| 3       |   |          | [ 3, 4 ] |\n+---------+---+----------+----------+",
        ),
        (
            "{ x: { a: 1 }, y: { a: 2 } }",
            "+---------+---+\n| (index) | a |\n+---------+---+\n| 'x'     | 1 |\n| 'y'     | 2 |\n+---------+---+",
        ),
        (
            "[{ a: 1, b: 2 }], ['b']",
            "+---------+---+\n| (index) | b |\n+---------+---+\n| 0       | 2 |\n+---------+---+",
        ),
        ("5", "5"),
        ("null", "null"),
        ("'text'", "text"),
    ] {
        let found = entries(&guest, &format!("console.table({args})")).await;
        failures.compare(
            args,
            &found.join("|"),
            &format!("table stdout={expected} groupDepth=0"),
        );
    }
}

#[tokio::test]
async fn queries_and_reset() {
    let guest = guest().await;
    guest
        .eval("console.count('a'); console.count('a'); console.count(); console.time('t'); console.group(); console.group(); console.clear()")
        .await
        .unwrap();
    let runtime = &guest.runtime;
    let counters: Vec<_> = runtime
        .console_counters()
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(counters, [("a".to_owned(), 2), ("default".to_owned(), 1)]);
    let timers = runtime.console_timers().await.unwrap();
    assert!(timers.len() == 1 && timers["t"] >= 0.0, "{timers:?}");
    assert_eq!(runtime.console_group_depth().await.unwrap(), 2);
    runtime.console_reset().await.unwrap();
    assert!(runtime.console_counters().await.unwrap().is_empty());
    assert!(runtime.console_timers().await.unwrap().is_empty());
    assert_eq!(runtime.console_group_depth().await.unwrap(), 0);
    guest.console.take();
    let found = entries(
        &guest,
        "console.count('a'); console.timeEnd('t'); console.log(1)",
    )
    .await;
    assert_eq!(
        found,
        [
            "count label=a count=1 groupDepth=0",
            "output level=log stdout=1 groupDepth=0"
        ]
    );
    // Labels that are no plain words.
    guest.eval("console.count('__proto__'); console.count('constructor'); console.time('__proto__'); console.count({}); console.count(5)").await.unwrap();
    let counters: Vec<_> = runtime
        .console_counters()
        .await
        .unwrap()
        .into_keys()
        .collect();
    assert!(
        counters.contains(&"constructor".to_owned()) && counters.contains(&"5".to_owned()),
        "{counters:?}"
    );
}

#[tokio::test]
async fn queries_are_answered_while_an_eval_waits() {
    let guest = guest().await;
    let runtime = guest.runtime.clone();
    let waiting = tokio::spawn(async move {
        runtime
            .eval("console.group(); await new Promise((r) => globalThis.go = r)")
            .await
    });
    while guest.runtime.console_group_depth().await.unwrap() == 0 {}
    assert!(!waiting.is_finished());
    guest.runtime.dispose().await.unwrap();
    waiting.await.unwrap().unwrap_err();
}

#[tokio::test]
async fn hostile_values_neither_throw_nor_hang() {
    let guest = guest().await;
    guest.check(include_str!("guest/hostile_console.js")).await;
    guest.eval("1").await.unwrap();
}

#[tokio::test]
async fn the_console_works_without_anybody_who_listens() {
    let daemon = crate::common::Process::start(&[]);
    let client = crate::support::connect(&daemon).await;
    let runtime = client
        .create_runtime(isolate_client::RuntimeOptions::new())
        .await
        .unwrap();
    runtime
        .eval("for (let i = 0; i < 1000; i++) console.log(i); console.count(); console.table([1])")
        .await
        .unwrap();
    assert_eq!(runtime.console_counters().await.unwrap()["default"], 1);
}
