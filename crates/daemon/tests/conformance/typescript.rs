//! TypeScript in entry code and modules: erased with positions kept (runtime.md 2.4).

use isolate_client::{CallbackError, Module};

use crate::support::{Failures, guest, guest_with};

#[tokio::test]
async fn erasable_syntax_is_erased() {
    guest().await.check(include_str!("guest/erasable.ts")).await;
}

#[tokio::test]
async fn javascript_that_looks_like_typescript_stays() {
    guest()
        .await
        .check(include_str!("guest/lookalikes.js"))
        .await;
}

#[tokio::test]
async fn words_that_mean_something_elsewhere_are_names() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for code in [
        "const n: number = 1; for (let async of [1]) async",
        "const n: number = 1; let as = 1; as = as as number",
        "const n: number = 1; var type = 1; type = type satisfies number",
        "const n: number = 1; const f = async => async; f(1)",
        "const n: number = 1; const o = { async: 1, await: 2, get: 3, set: 4, static: 5, type: 6, of: 7, let: 8 }",
        "const n: number = 1; class C { static static = 1; get get() { return 1 } set set(v) {} async async() {} 'quoted'?: string; 1 = 2; [Symbol.iterator]?(): void }",
        "const n: number = 1; using x = { [Symbol.dispose]() {} }",
        "const n: number = 1; await using x = { async [Symbol.asyncDispose]() {} }",
        "const n: number = 1; const re = /[[a-z]--[b]]\\/(?<name>.)/v.test('x')",
        "const n: number = 1; label: for (;;) { break label }",
        "const n: number = 1; import.meta",
        "const n: number = 1; const { a = 1, ...rest }: { a?: number } = {}",
        "let x = 1 as const, y = [1] as const satisfies readonly number[]",
        "const f = <const T,>(x: T) => x; f<[1]>([1])",
        "const f = function <T>(this: unknown, x?: T): x is NonNullable<T> { return true }",
        "abstract class A<out T, in U> { abstract x: T; private static readonly y?: number = 1 }",
        "export type * from './gone.ts'; export type * as ns from './gone.ts'; import type * as all from './gone.ts'",
        "let a = 1; let b = a!; b! + a!; a!\n++b",
    ] {
        let answer = guest.eval_as("a.ts", code).await;
        failures.expect(answer.is_ok(), || {
            format!("{code}: {}", answer.unwrap_err())
        });
    }
}

#[tokio::test]
async fn types_are_accepted_whatever_the_extension() {
    let guest = guest().await;
    for name in ["a.ts", "a.js", "a.mjs", "a.tsx", "a", "a.json"] {
        let answer = guest
            .eval_as(name, "const a: number = 1 as number; void a!")
            .await;
        assert!(answer.is_ok(), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_erased_is_refused_by_name() {
    let guest = guest().await;
    let mut failures = Failures::default();
    for (code, word) in [
        ("enum A { B }", "enum"),
        ("const enum A { B }", "enum"),
        ("export enum A { B = 1 }", "enum"),
        ("namespace N { export const x = 1 }", "namespace"),
        ("module N { export const x = 1 }", ""),
        (
            "class A { constructor(private x: number) {} }",
            "parameter propert",
        ),
        (
            "class A { constructor(readonly x = 1) {} }",
            "parameter propert",
        ),
        ("import x = require('y')", ""),
        ("export = 5", ""),
        ("const x = <string>y", ""),
        ("const x = <div>text</div>", ""),
        ("@decorated class A {}", ""),
        ("const x: = 5", ""),
        ("type = = 4", ""),
        ("interface { }", ""),
        ("let x: string[ = []", ""),
        ("function f(a: number { }", ""),
    ] {
        match guest.eval_as("a.ts", code).await {
            Ok(()) => failures.expect(false, || format!("{code:?} was accepted")),
            Err(error) => {
                failures.compare(code, error.name.as_deref().unwrap_or("-"), "SyntaxError");
                let lower = error.message.to_lowercase();
                failures.expect(lower.contains(word), || {
                    format!("{code:?}: no {word:?} in {}", error.message)
                });
                let stack = error.stack.unwrap_or_default();
                failures.expect(stack.contains("/a.ts:1:"), || {
                    format!("{code:?}: no place in {stack}")
                });
            }
        }
    }
}

#[tokio::test]
async fn positions_are_kept() {
    let guest = guest().await;
    let mut failures = Failures::default();
    let code = "type A = {\n  b: string\n}\nclass C<T> implements I {\n  private x?: T;\n  m(this: C<T>, a?: number): asserts a is number {\n    throw new Error('here' as string);\n  }\n}\ndeclare const I: any;\nnew C<string>().m(1 satisfies number);";
    let error = guest.eval_as("/src/p.ts", code).await.unwrap_err();
    failures.compare(
        "positions",
        error.stack.as_deref().unwrap_or("-"),
        "Error: here\n    at C.m (/src/p.ts:7:11)\n    at /src/p.ts:11:17",
    );
    let error = guest
        .eval_as("/src/p.ts", "const a: number = 1\nlet b: string = ;")
        .await
        .unwrap_err();
    let stack = error.stack.unwrap_or_default();
    failures.expect(stack.contains("/src/p.ts:2:17"), || stack.clone());
}

#[tokio::test]
async fn modules_are_stripped_too() {
    let guest = guest_with(|options, _| {
        options.module_loader(|specifier, _| async move {
            let code = match specifier.as_str() {
                "./lib.ts" => {
                    "import type { T } from './types.ts';\nimport { type U, twice } from './twice.ts';\n\
                     export interface Shape { a: number }\nexport type { T };\n\
                     export const four = (x: U): number => twice(x)! as number;\n"
                }
                "./twice.ts" => "export type U = number;\nexport const twice = <T extends number>(x: T): number => 2 * x;",
                _ => return Err(CallbackError::new(format!("{specifier} must not be loaded"))),
            };
            Ok(Module::new(code, specifier.trim_start_matches("./"), "/"))
        })
    })
    .await;
    guest
        .eval(
            "import { four, type Shape } from './lib.ts';
             import type { Gone } from './gone.ts';
             import { type AlsoGone } from './twice.ts';
             const s: Shape = { a: four(2) };
             if (s.a !== 4) throw new Error(String(s.a));",
        )
        .await
        .unwrap();
}

#[tokio::test]
async fn hostile_texts_end_soon() {
    let guest = guest().await;
    let texts = [
        "a<".repeat(20_000),
        "(".repeat(100_000),
        "a ? (b) : ".repeat(20_000),
        "<T,>(".repeat(20_000),
        "let x: {".repeat(20_000),
        "let x: ".to_owned() + &"A<".repeat(50_000),
        "async (".repeat(20_000),
        "`${".repeat(50_000),
        "/*".repeat(100_000),
        "a < b > (c) ".repeat(20_000),
        "x = y as ".to_owned() + &"(".repeat(50_000),
        "class A { m(): ".repeat(10_000),
        "let x: () => ".to_owned() + &"() => ".repeat(50_000),
        "/a/ / ".repeat(50_000),
    ];
    for text in &texts {
        let start = std::time::Instant::now();
        let _ = guest.eval_as("a.ts", text).await;
        let took = start.elapsed();
        let head: String = text.chars().take(20).collect();
        assert!(took.as_secs() < 5, "{head}...: {took:?}");
    }
    guest.eval("const x: number = 1").await.unwrap();
}

#[tokio::test]
async fn of_is_a_name() {
    let code = "const n: number = 1; for (const of of [1]) of";
    guest().await.eval(code).await.expect("of is a name");
}
