//! Entry code: what `eval` takes for code, and under which name (runtime.md 2).

mod ends;
mod errors;
mod order;
mod rejections;

use isolate_client::EvalOptions;

use crate::support::{Failures, guest};

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
