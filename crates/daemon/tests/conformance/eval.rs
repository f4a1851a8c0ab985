//! Entry code: what `eval` runs, answers and leaves behind (runtime.md 2).

use std::time::{Duration, Instant};

use isolate_client::{CallbackError, EvalOptions, FunctionKind, Value};

use crate::support::{Failures, guest, guest_with, soon};

#[tokio::test]
async fn code_is_a_strict_module_with_top_level_await() {
    guest().await.check(include_str!("guest/entry.js")).await;
}

#[tokio::test]
async fn filenames_are_normalised() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (given, expected) in [
        ("", "/index.js"),
        ("app.js", "/app.js"),
        ("./app.js", "/app.js"),
        ("/app.js", "/app.js"),
        ("foo/bar.ts", "/foo/bar.ts"),
        ("/", "/index.js"),
        ("./", "/index.js"),
        ("dir/", "/dir/index.js"),
        ("/a//b/./c.js", "/a/b/c.js"),
        ("/a/../b.js", "/b.js"),
        ("a b ü.js", "/a b ü.js"),
    ] {
        let error = guest
            .eval_as(given, "throw new Error('x')")
            .await
            .unwrap_err();
        let stack = error.stack.unwrap_or_default();
        failures.compare(given, &stack, &format!("Error: x\n    at {expected}:1:7"));
    }
    guest.eval_with("", EvalOptions::default()).await.unwrap();
}

#[tokio::test]
async fn filenames_above_the_root_are_refused() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (given, expected) in [
        (
            "../app.js",
            "Invalid entry filename \"../app.js\": cannot use \"../\" at the start. Use an absolute path like \
             \"/app.js\" or a relative path like \"./app.js\".",
        ),
        (
            "/a/../../b.js",
            "Invalid entry filename \"/a/../../b.js\": path resolves above root directory.",
        ),
        (
            "./../b.js",
            "Invalid entry filename \"./../b.js\": path resolves above root directory.",
        ),
        (
            "/..",
            "Invalid entry filename \"/..\": path resolves above root directory.",
        ),
        (
            "a/../../b.js",
            "Invalid entry filename \"a/../../b.js\": path resolves above root directory.",
        ),
    ] {
        match guest.eval_as(given, "globalThis.ran = true").await {
            Ok(()) => failures.expect(false, || format!("{given:?} was accepted")),
            Err(error) => failures.compare(given, &error.message, expected),
        }
    }
    guest
        .eval("if (globalThis.ran) throw new Error('it ran')")
        .await
        .unwrap();
}

#[tokio::test]
async fn refused_constructs_say_so() {
    let guest = guest().await;
    let mut failures = Failures::default();
    let require = "require() is not allowed. Use ES module import statements instead.";
    let top_level_return = "Top-level return is not allowed. Code runs as a module, not a script.";
    for (code, expected) in [
        ("const fs = require('fs')", require),
        ("require (\n'fs')", require),
        ("function f() { return require('x') }\nf()", require),
        ("return 5", top_level_return),
        ("globalThis.ran = true; return", top_level_return),
        ("if (true) return;", top_level_return),
        ("const x = 1\nreturn x", top_level_return),
    ] {
        match guest.eval(code).await {
            Ok(()) => failures.expect(false, || format!("{code:?} was accepted")),
            Err(error) => failures.compare(code, &error.message, expected),
        }
    }
    for code in [
        "// require('x')\n/* require('y') */",
        "const text = \"require('x') return\"; `require('x')`",
        "const own = { require: (x) => x }; own.require('x')",
        "const require = (x) => x; require('x')",
        "globalThis.my_require = (x) => x; my_require('x')",
        "function f() { return 1 }\nconst g = () => { return 2 };\nf() + g()",
        "class A { m() { return 1 } static { void (() => { return 2 })() } }",
        "const re = /return/; // return",
        "typeof require",
    ] {
        let answer = guest.eval(code).await;
        failures.expect(answer.is_ok(), || format!("{code:?}: {answer:?}"));
    }
    guest
        .eval("if (globalThis.ran) throw new Error('it ran')")
        .await
        .unwrap();
}

#[tokio::test]
async fn exports_are_allowed_and_mean_nothing() {
    let guest = guest().await;
    for code in [
        "export const x = 1; globalThis.a = x",
        "export default function () {}\nglobalThis.b = 2",
        "const y = 3; export { y, y as z }; globalThis.c = y",
        "export default 4; export class K {}",
        "export async function main() {} await main()",
    ] {
        guest
            .eval(code)
            .await
            .unwrap_or_else(|error| panic!("{code}: {error}"));
    }
    guest.check("same([a, b, c], [1, 2, 3])").await;
}

#[tokio::test]
async fn declarations_are_local_and_the_global_object_is_not() {
    let guest = guest().await;
    guest
        .eval(
            "const a = 1; let b = 2; var c = 3; function d() {} class e {}
             globalThis.kept = { a, b, c };
             Array.prototype.mine = 7;",
        )
        .await
        .unwrap();
    guest
        .check(
            "same([typeof a, typeof b, typeof c, typeof d, typeof e], Array(5).fill('undefined'));
             same(kept, { a: 1, b: 2, c: 3 });
             is([].mine, 7, 'changes of intrinsics');
             delete Array.prototype.mine;",
        )
        .await;
    // The same declaration again is no redeclaration.
    for _ in 0..2 {
        guest.eval("const a = 1; class Twice {}").await.unwrap();
    }
}

#[tokio::test]
async fn errors_carry_name_message_and_stack() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (code, name, message) in [
        ("throw new Error('a')", "Error", "a"),
        ("throw new TypeError('b')", "TypeError", "b"),
        ("throw new RangeError('c')", "RangeError", "c"),
        (
            "null.x",
            "TypeError",
            "Cannot read properties of null (reading 'x')",
        ),
        ("x = 1", "ReferenceError", "x is not defined"),
        (
            "class My extends Error { name = 'My' } throw new My('d')",
            "My",
            "d",
        ),
        (
            "class My extends TypeError {} throw new My('e')",
            "TypeError",
            "e",
        ),
        (
            "const e = new Error('f'); e.name = 'Own'; throw e",
            "Own",
            "f",
        ),
        (
            "throw new DOMException('g', 'AbortError')",
            "AbortError",
            "g",
        ),
        ("throw new AggregateError([1], 'h')", "AggregateError", "h"),
        (
            "await Promise.reject(new SyntaxError('i'))",
            "SyntaxError",
            "i",
        ),
        ("throw new Error('')", "Error", ""),
        ("throw new Error('two\\nlines')", "Error", "two\nlines"),
        ("throw 'text'", "Error", "text"),
        ("throw 42", "Error", "42"),
        ("throw false", "Error", "false"),
        ("throw 10n", "Error", "10"),
        ("throw null", "Error", "null"),
        ("throw undefined", "Error", "undefined"),
        (
            "await Promise.any([])",
            "AggregateError",
            "All promises were rejected",
        ),
    ] {
        match guest.eval(code).await {
            Ok(()) => failures.expect(false, || format!("{code} did not fail")),
            Err(error) => {
                failures.compare(code, &error.message, message);
                failures.compare(code, error.name.as_deref().unwrap_or("-"), name);
                failures.expect(error.code == 3001, || {
                    format!("{code}: code {}", error.code)
                });
            }
        }
    }
    for code in [
        "throw { a: 1 }",
        "throw Symbol('s')",
        "throw () => {}",
        "throw Object.create(null)",
        "throw new Proxy({}, { get() { throw 1 } })",
        "throw { get message() { throw 1 } }",
        "throw { toString() { throw 1 } }",
        "throw Object.assign(new Error('x'), { get name() { throw 1 } })",
        "const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e",
        "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { for (;;) throw 1 } }); throw e",
        "const e = new Error('x'); e.name = Symbol('n'); throw e",
        "throw new Error('x'.repeat(1e7))",
    ] {
        match guest.eval(code).await {
            Ok(()) => failures.expect(false, || format!("{code} did not fail")),
            Err(error) => failures.expect(error.code == 3001, || format!("{code}: {error:?}")),
        }
    }
    guest.eval("1").await.unwrap();
}

#[tokio::test]
async fn positions_are_those_of_the_text() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (code, stack) in [
        ("throw new Error('x')", "Error: x\n    at /p.js:1:7"),
        ("\n\n  throw new Error('x')", "Error: x\n    at /p.js:3:9"),
        (
            "function inner() {\n  throw new TypeError('x');\n}\nfunction outer() { inner() }\nouter();",
            "TypeError: x\n    at inner (/p.js:2:9)\n    at outer (/p.js:4:20)\n    at /p.js:5:1",
        ),
        (
            "await null;\nasync function later() {\n  await null;\n  throw new Error('x');\n}\nawait later();",
            "Error: x\n    at later (/p.js:4:9)\n    at async /p.js:6:1",
        ),
        (
            "class A { m() { throw new Error('x') } }\nnew A().m()",
            "Error: x\n    at A.m (/p.js:1:23)\n    at /p.js:2:9",
        ),
        (
            "const a: number = 1; throw new Error('x')",
            "Error: x\n    at /p.js:1:28",
        ),
        (
            "interface A {\n  b: string\n}\nconst f = <T,>(x: T): T => { throw new Error('x') };\nf<string>('a')",
            "Error: x\n    at f (/p.js:4:36)\n    at /p.js:5:1",
        ),
        (
            "/* ä😀 */ throw new Error('x')",
            "Error: x\n    at /p.js:1:17",
        ),
        ("\r\n\r\nthrow new Error('x')", "Error: x\n    at /p.js:3:7"),
    ] {
        let error = guest.eval_as("p.js", code).await.unwrap_err();
        failures.compare(code, error.stack.as_deref().unwrap_or("-"), stack);
    }
}

#[tokio::test]
async fn stacks_read_inside_have_the_same_positions() {
    let guest = guest().await;
    guest
        .eval_as(
            "p.js",
            "\nfunction f() {\n  return new Error('x').stack;\n}\nglobalThis.found = f();",
        )
        .await
        .unwrap();
    guest
        .check("is(found, 'Error: x\\n    at f (/p.js:3:10)\\n    at /p.js:5:20')")
        .await;
}

#[tokio::test]
async fn syntax_errors_name_file_line_and_column() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (code, place) in [
        ("let x = ;", "/bad.js:1:9"),
        ("const a = 1;\nconst b = (2;", "/bad.js:2:13"),
        ("\n\n  @@@", "/bad.js:3:"),
        ("function (", "/bad.js:1:"),
        ("let a; let a;", "/bad.js:1:12"),
        ("await = 1", "/bad.js:1:"),
        ("'unterminated", "/bad.js:1:"),
        ("`unterminated", "/bad.js:1:"),
        ("with (a) {}", "/bad.js:1:1"),
        ("for (const x of [1]) { break outer }", "/bad.js:1:"),
        ("import { a } from", "/bad.js:1:"),
        ("import", "/bad.js:1:"),
    ] {
        match guest.eval_as("bad.js", code).await {
            Ok(()) => failures.expect(false, || format!("{code:?} was accepted")),
            Err(error) => {
                failures.compare(code, error.name.as_deref().unwrap_or("-"), "SyntaxError");
                let stack = error.stack.unwrap_or_default();
                failures.expect(stack.contains(place), || {
                    format!("{code:?}: expected {place} in {stack:?}")
                });
                failures.expect(stack.starts_with("SyntaxError: "), || {
                    format!("{code:?}: {stack}")
                });
            }
        }
    }
}

#[tokio::test]
async fn unhandled_rejections_of_the_first_turn_fail_the_eval() {
    let guest = guest().await;
    guest
        .fails("Promise.reject(new TypeError('lost'))", "TypeError", "lost")
        .await;
    guest
        .fails(
            "Promise.resolve().then(() => { throw new Error('lost') })",
            "Error",
            "lost",
        )
        .await;
    guest
        .fails(
            "(async () => { throw new Error('in a function') })()",
            "Error",
            "in a function",
        )
        .await;
    guest
        .fails(
            "Promise.reject(new Error('a')); Promise.reject(new Error('b'))",
            "Error",
            "a",
        )
        .await;
    for code in [
        "const p = Promise.reject(1); p.catch(() => {})",
        "const p = Promise.reject(1); await null; try { await p } catch {}",
        "let reject; const p = new Promise((_, r) => { reject = r }); reject(1); await p.catch(() => {})",
        "await Promise.allSettled([Promise.reject(1)])",
    ] {
        guest
            .eval(code)
            .await
            .unwrap_or_else(|error| panic!("{code}: {error}"));
    }
}

#[tokio::test]
async fn rejections_of_later_turns_fail_nobody() {
    for code in [
        "setTimeout(() => { Promise.reject(new Error('in a timer')) }, 5)",
        "setTimeout(async () => { throw new Error('in an async timer') }, 5)",
        "setTimeout(() => { throw new Error('thrown in a timer') }, 5)",
    ] {
        // During the eval that started it, and during the next one.
        let waiting = "await new Promise((resolve) => setTimeout(resolve, 20))";
        let guest = guest().await;
        guest
            .eval(&format!("{code}; {waiting}"))
            .await
            .unwrap_or_else(|error| panic!("{code}: {error}"));
        guest.eval(code).await.unwrap();
        guest
            .eval(waiting)
            .await
            .unwrap_or_else(|error| panic!("after {code}: {error}"));
    }
}

#[tokio::test]
async fn exceptions_of_listeners_stop_nobody() {
    let guest = guest().await;
    guest
        .check(
            "const t = new EventTarget(); const seen = [];
             t.addEventListener('x', () => { seen.push(1); throw new Error('in a listener') });
             t.addEventListener('x', () => { seen.push(2) });
             is(t.dispatchEvent(new Event('x')), true); same(seen, [1, 2]);
             const c = new AbortController();
             c.signal.addEventListener('abort', () => { throw new Error('in a listener') });
             c.signal.onabort = () => { seen.push(3); throw new Error('in a handler') };
             c.abort(); same(seen, [1, 2, 3]); await sleep(1);",
        )
        .await;
    guest.eval("1").await.unwrap();
}

#[tokio::test]
async fn an_eval_that_cannot_be_linked_lets_the_next_one_run() {
    for first in [
        "import './gone.js'",
        "import { x } from './gone.js'; x",
        "throw 1",
        "@",
        "await import('./gone.js')",
    ] {
        let guest = guest().await;
        let runtime = guest.runtime.clone();
        let (one, two) = tokio::join!(
            soon(guest.runtime.eval(first)),
            soon(runtime.eval("globalThis.ran = 1"))
        );
        assert!(one.is_err(), "{first}");
        two.unwrap_or_else(|error| panic!("after {first}: {error}"));
    }
}

#[tokio::test]
async fn evals_run_in_the_order_of_their_calls() {
    let guest = guest().await;
    guest.eval("globalThis.order = []").await.unwrap();
    let runtime = &guest.runtime;
    let calls = [
        "order.push('a1'); await new Promise((r) => setTimeout(r, 30)); order.push('a2')",
        "order.push('b'); throw new Error('b fails')",
        "syntax error",
        "import './c.js'",
        "order.push('d1'); await null; order.push('d2')",
        "order.push('e')",
    ];
    let futures: Vec<_> = calls
        .into_iter()
        .map(|code| {
            let runtime = runtime.clone();
            tokio::spawn(async move { runtime.eval(code).await.map_err(|error| error.to_string()) })
        })
        .collect();
    let mut failed = Vec::new();
    for (index, future) in futures.into_iter().enumerate() {
        if soon(future).await.unwrap().is_err() {
            failed.push(index);
        }
    }
    assert_eq!(failed, [1, 2, 3]);
    guest
        .check("same(order, ['a1', 'a2', 'b', 'd1', 'd2', 'e'])")
        .await;
}

#[tokio::test]
async fn timers_run_between_the_awaits_of_an_eval() {
    let guest = guest().await;
    guest
        .check(
            "const order = [];
             setTimeout(() => order.push('timer'), 1);
             order.push('before');
             await sleep(30);
             order.push('after');
             same(order, ['before', 'timer', 'after']);",
        )
        .await;
}

#[tokio::test]
async fn an_eval_ends_with_its_body() {
    let guest = guest().await;
    let start = Instant::now();
    guest
        .eval("setTimeout(() => {}, 60_000); setInterval(() => {}, 10); new Promise(() => {}); new ReadableStream()")
        .await
        .unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
    guest.runtime.clear_timers().await.unwrap();
}

#[tokio::test]
async fn all_console_entries_come_before_the_answer() {
    let guest = guest().await;
    for count in [1, 100, 5000] {
        guest
            .eval(&format!("for (let i = 0; i < {count}; i++) console.log(i)"))
            .await
            .unwrap();
        assert_eq!(guest.console.texts().len(), count);
    }
    guest
        .eval("console.log('last words'); throw new Error()")
        .await
        .unwrap_err();
    assert_eq!(guest.console.texts(), ["last words"]);
}

#[tokio::test]
async fn time_limits_of_options_and_calls() {
    let guest =
        guest_with(|options, _| options.execution_timeout(Duration::from_millis(200))).await;
    let limit = |ms| EvalOptions {
        execution_timeout: Some(Duration::from_millis(ms)),
        ..EvalOptions::default()
    };
    // A limit of the call outweighs the runtime's; zero means none.
    let sleeping = "await new Promise((resolve) => setTimeout(resolve, 300))";
    guest.eval_with(sleeping, limit(5000)).await.unwrap();
    guest.eval_with(sleeping, limit(0)).await.unwrap();
    // Time in the queue does not count.
    let runtime = guest.runtime.clone();
    let first = tokio::spawn(async move { runtime.eval_with(sleeping, limit(5000)).await });
    tokio::task::yield_now().await;
    guest.eval("1").await.unwrap();
    first.await.unwrap().unwrap();
    guest
        .fails(
            "await new Promise(() => {})",
            "TimeoutError",
            "Execution timed out after 200ms",
        )
        .await;
    let after = "Runtime execution timed out after 200ms; create a new runtime.";
    guest.fails("1", "TimeoutError", after).await;
    let query = guest.runtime.console_counters().await.unwrap_err();
    assert_eq!(query.to_string(), after);
    let log = "[isolate-runtime] Disposing runtime ";
    guest.daemon.expect_log(log);
    guest.daemon.expect_log(&format!(
        "{log}{}: Execution timed out after 200ms",
        guest.runtime.id()
    ));
}

#[tokio::test]
async fn time_limits_cover_module_loading_and_host_calls() {
    for code in [
        "import './never.js'",
        "await import('./never.js')",
        "await never()",
        "blocked()",
    ] {
        let guest = guest_with(|options, _| {
            options
                .execution_timeout(Duration::from_millis(150))
                .module_loader(|_, _| std::future::pending::<Result<Value, CallbackError>>())
                .function("never", FunctionKind::Async, |_| {
                    std::future::pending::<Result<Value, CallbackError>>()
                })
                .function("blocked", FunctionKind::Sync, |_| {
                    std::future::pending::<Result<Value, CallbackError>>()
                })
        })
        .await;
        guest
            .fails(code, "TimeoutError", "Execution timed out after 150ms")
            .await;
    }
}

#[tokio::test]
async fn a_dispose_ends_what_runs_and_what_waits() {
    for code in ["for (;;) ;", "await new Promise(() => {})"] {
        let guest = guest().await;
        let runtime = guest.runtime.clone();
        let running =
            tokio::spawn(async move { runtime.eval(format!("console.log('runs'); {code}")).await });
        guest.console.wait_for(1).await;
        let runtime = guest.runtime.clone();
        let waiting = tokio::spawn(async move { runtime.eval("1").await });
        // Enough for the task to send its request.
        tokio::task::yield_now().await;
        soon(guest.runtime.dispose()).await.unwrap();
        let error = soon(running).await.unwrap().unwrap_err().to_string();
        assert_eq!(error, "Promise was abandoned", "{code}");
        let error = soon(waiting).await.unwrap().unwrap_err().to_string();
        assert_eq!(error, "Runtime has been disposed", "{code}");
        let error = soon(guest.runtime.eval("1")).await.unwrap_err().to_string();
        assert_eq!(error, format!("Isolate not found: {}", guest.runtime.id()));
        soon(guest.runtime.dispose()).await.unwrap();
    }
}

#[tokio::test]
async fn large_and_odd_sources_are_taken() {
    let guest = guest().await;
    guest.eval("").await.unwrap();
    guest.eval("\u{feff}globalThis.bom = 1").await.unwrap();
    guest
        .eval("#!/usr/bin/env node\nglobalThis.hashbang = 1")
        .await
        .unwrap();
    guest.eval("// just a comment").await.unwrap();
    let long = format!("globalThis.long = '{}'.length", "ä".repeat(3_000_000));
    guest.eval(&long).await.unwrap();
    let many = format!("globalThis.sum = {}0", "1 + ".repeat(3000));
    guest.eval(&many).await.unwrap();
    guest
        .check("same([bom, hashbang, long, sum], [1, 1, 3000000, 3000])")
        .await;
    let deep = format!("{}1{}", "(".repeat(200_000), ")".repeat(200_000));
    guest.eval(&deep).await.unwrap_err();
    let deep = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    guest.eval(&deep).await.unwrap_err();
    guest.eval("1").await.unwrap();
}
