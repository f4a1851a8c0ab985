//! What an eval that fails says: name, message, stack and positions.

use crate::support::{Failures, guest};

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
