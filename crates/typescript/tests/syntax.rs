//! What is erased, what stays where it is, and what is refused (runtime.md 2.4).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::borrow::Cow;

use isolate_typescript::{StripError, javascript_means_the_same, strip};
use proptest::prelude::*;

fn erased(source: &str) -> String {
    strip(source)
        .unwrap_or_else(|error| panic!("{source:?}: {error}"))
        .into_owned()
}

/// Every sign that is left stands where it stood, in UTF-16 units. Only separators may be new.
fn assert_positions(source: &str, stripped: &str) {
    let before: Vec<u16> = source.encode_utf16().collect();
    let after: Vec<u16> = stripped.encode_utf16().collect();
    assert_eq!(before.len(), after.len(), "{source:?} became {stripped:?}");
    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
        let new = [b' ', b';', b'(', b')'].map(u16::from).contains(after);
        assert!(
            new || before == after,
            "unit {at}: {source:?} became {stripped:?}"
        );
    }
}

/// Checks pairs of a text and what is left of it, white space and semicolons aside.
fn assert_erased(pairs: &[(&str, &str)]) {
    let squeeze = |text: &str| text.replace(';', "").split_whitespace().collect::<String>();
    for (source, left) in pairs {
        let stripped = erased(source);
        assert_positions(source, &stripped);
        assert_eq!(
            squeeze(&stripped),
            squeeze(left),
            "{source:?} became {stripped:?}"
        );
        assert!(
            matches!(strip(&stripped), Ok(Cow::Borrowed(_))),
            "{stripped:?} is no JavaScript"
        );
    }
}

#[test]
fn annotations_and_operators() {
    assert_erased(&[
        ("let x: number = 1, y!: string", "let x = 1, y"),
        ("const y = x as unknown as string", "const y = x"),
        ("f(x as const, y satisfies T)", "f(x, y)"),
        ("x!.y![0]!()", "x.y[0]()"),
        (
            "for (const x of y as T[]) z(x as any)",
            "for (const x of y) z(x)",
        ),
        ("try { } catch (e: unknown) { }", "try { } catch (e) { }"),
        ("f<string>('x'); new Map<A, B<C>>()", "f('x'); new Map()"),
        ("tag<T>`x${y as T}`", "tag`x${y}`"),
        ("a?.<T>(b); const g = f<T>;", "a?.(b); const g = f;"),
        ("(x as T) = y; x as T\n+ 1", "(x) = y; x\n+ 1"),
        ("const x = <T,>(y: T) => y", "const x = (y) => y"),
    ]);
}

#[test]
fn functions() {
    assert_erased(&[
        (
            "function f<const T extends A = B>(a: T, b?: string, ...c: T[]): asserts a is T {}",
            "function f(a, b, ...c) {}",
        ),
        ("function f(this: Window, a: number) {}", "function f(a) {}"),
        ("function f(this: Window) {}", "function f() {}"),
        (
            "export function f(a: string): void;\nexport function f(a: any) {}",
            "\nexport function f(a) {}",
        ),
        (
            "const f = async <T,>(x: T): Promise<T> => x",
            "const f = async (x) => x",
        ),
        (
            "({ a: b = 1, ...c }: T, [d]: U[], e?: V): W => 0",
            "({ a: b = 1, ...c }, [d], e) => 0",
        ),
        (
            "x ? (a): b => c : d; x ? (a) : b => c",
            "x ? (a) => c : d; x ? (a) : b => c",
        ),
        ("x ? (a: T) => b : c", "x ? (a) => b : c"),
        (
            "class A { b(): this is C { return 1 } }",
            "class A { b() { return 1 } }",
        ),
        (
            "({ get a(): T { return 1 }, async *b<T>(c: T) {} })",
            "({ get a() { return 1 }, async *b(c) {} })",
        ),
    ]);
}

#[test]
fn classes() {
    assert_erased(&[
        (
            "abstract class A<T> extends B<T> implements C, D<E> { constructor(x: T) { super() } }",
            "class A extends B { constructor(x) { super() } }",
        ),
        (
            "class A { private static readonly x?: T = 1; declare y: T; [key: string]: T; abstract z(): T }",
            "class A { static x = 1; }",
        ),
        (
            "class A { override get [x](): T { return 1 } m(a): void; m(a: T) {} static { a as T } }",
            "class A { get [x]() { return 1 } m(a) {} static { a } }",
        ),
        (
            "class A { static async *m<T>() {} accessor b: T = 1; 'c'!: T; #d: T; get; readonly; }",
            "class A { static async *m() {} accessor b = 1; 'c'; #d; get; readonly; }",
        ),
        (
            "@dec({ a: b as C }) class A { @a.b<T>() x: T }",
            "@dec({ a: b }) class A { @a.b() x }",
        ),
    ]);
}

#[test]
fn declarations() {
    assert_erased(&[
        ("interface A<T> extends B<T>, C { b: string }\n1", "\n1"),
        ("type A = { b: string };\n1", "\n1"),
        (
            "declare const g: number; declare function f(): void\n1",
            "\n1",
        ),
        (
            "declare module 'a' { const x = `${'}'}`; }\ndeclare global { }\n1",
            "\n\n1",
        ),
        (
            "declare abstract class A { b(): void }\ndeclare enum E { F }\n1",
            "\n\n1",
        ),
        (
            "namespace A.B { export type C = D; interface E { } }\n1",
            "\n1",
        ),
        ("export default interface A { }\n1", "\n1"),
        (
            "export declare const a: 1; export abstract class B {}",
            "export class B {}",
        ),
        (
            "const type = 1, declare = 2; type\nA\ndeclare\nlet b",
            "const type = 1, declare = 2; type\nA\ndeclare\nlet b",
        ),
    ]);
}

#[test]
fn types() {
    for kind in [
        "A.B<C>[]",
        "typeof import('a', { with: { b: 'c' } }).d<E>",
        "(a: B, [c]: D, { e }: F, ...g: H[]) => asserts a is I",
        "new <T>(a?: T) => B",
        "abstract new () => A",
        "A extends (infer B extends C)[] ? D : E extends F ? G : H",
        "(<V>() => V extends T ? 1 : 2) extends <V>() => V extends U ? 1 : 2 ? true : false",
        "{ readonly [K in keyof T as `x${K & string}`]-?: T[K] }",
        "{ [Symbol.iterator](): A; get b(): C; set b(d); new (e): F; <G>(h: G): I; 'j'?: K }",
        "[a: B, c?: D, ...e: F[], G?]",
        "| 'a' | -1 | 1n | `b${C}` | null | void | unique symbol | readonly string[]",
        "keyof typeof a.b['c'][number]",
        "(A | (() => B))[]",
    ] {
        assert_erased(&[
            (&format!("declare let x: {kind}; y"), "y"),
            (&format!("type X<T> = {kind}\ny"), "y"),
            (&format!("function f(): {kind} {{ }}"), "function f() { }"),
            (&format!("const f = (): {kind} => 0"), "const f = () => 0"),
        ]);
    }
}

#[test]
fn imports_and_exports() {
    assert_erased(&[
        (
            "import type { A } from './a';\nimport { type B, c, type D as E } from './b';",
            "\nimport { c, } from './b';",
        ),
        (
            "import type A from 'a'; import type * as B from 'b'; import type from 'c'",
            "import type from 'c'",
        ),
        (
            "import { type as as, as } from 'a'",
            "import { type as as, as } from 'a'",
        ),
        (
            "export type { A };\nexport { type B, c };\nexport type * from 'd'; let c",
            "\nexport { c };\nlet c",
        ),
        ("export as namespace A; import type B = require('b')", ""),
        (
            "import a, { b } from 'c' with { type: 'json' }; export * as d from 'e'",
            "import a, { b } from 'c' with { type: 'json' }; export * as d from 'e'",
        ),
    ]);
}

#[test]
fn names_imported_only_as_types_are_erased() {
    assert_erased(&[
        (
            "import { A, b } from 'c'\nlet x: A = b",
            "import { b } from 'c'\nlet x = b",
        ),
        ("import { A as B } from 'c'\nlet x: B", "let x"),
        (
            "import D, { A } from 'c'\nlet x: A",
            "import D, { } from 'c'\nlet x",
        ),
        (
            "import { A } from 'c'\nlet x: A = new A()",
            "import { A } from 'c'\nlet x = new A()",
        ),
        (
            "import { A } from 'c'\nexport { A }; let x: A",
            "import { A } from 'c'\nexport { A }; let x",
        ),
        (
            "import { A } from 'c'\nlet x: A = { A }",
            "import { A } from 'c'\nlet x = { A }",
        ),
        ("import { unused } from 'c'", "import { unused } from 'c'"),
        (
            "import {} from 'c'; import 'd'",
            "import {} from 'c'; import 'd'",
        ),
    ]);
}

/// White space would join these lines, or end them too early.
#[test]
fn what_is_left_means_the_same() {
    for (source, stripped) in [
        ("a\ninterface B {}\n(c)", "a\n;             \n(c)"),
        ("a as B\n(c)", "a ;   \n(c)"),
        ("a satisfies B\n[c]", "a ;          \n[c]"),
        ("if (a) type\nB = c", "if (a) type\nB = c"),
        (
            "class A { x = 1\nprivate [y] = 2 }",
            "class A { x = 1\n;       [y] = 2 }",
        ),
        ("class A { get: B\nc() {} }", "class A { get;  \nc() {} }"),
        ("(a)\n: B => c", "(a \n  ) => c"),
        ("x = async <A\n>(b) => c", "x = async ( \n  b) => c"),
        (
            "function f() { return <A\n>(b: A) => b }",
            "function f() { return ( \n  b   ) => b }",
        ),
    ] {
        assert_eq!(erased(source), stripped, "{source:?}");
    }
}

#[test]
fn javascript_is_left_alone() {
    for source in [
        "1",
        "",
        "const a = `x${1}y`;\r\nfoo(a)",
        "import { unused } from './a.js'",
        "\u{feff}let ä = 'ö'",
        "#!/usr/bin/env x\n1",
        "a < b; c > d; f(a < b, c > d.e); for (let i = 0; i < n; i++);",
        "a<b>c; a<b>-c; a<b>=c; a<b>>c; a << b >> c >>> d; a <= b",
        "x = y / z / w; x = /[/'\"]/.test(y) ? /`/ : 1 / 2; x++ / 2; if (x) /'/.test(y)",
        "`${`${{ a: '}' }.a}`}`",
        "label: for (;;) break label\nx = () => {}\n/a/.test(b)",
        "let async, of, get, type; async = of; for (of of of); async () => {}; async\n(a)",
        "x = { async, get, set, async *a() {}, get b() {}, 'c': 1, [d]: 2, async: 3, if: 4 }",
        "class A { static = 1; async = 2; get = 3; 'constructor'() {} static static() {} }",
        "new new A()(); new.target; import.meta.url; import('a').then(b => c, d)",
        "for await (const x of y); for (var i = 0 in {}); for (const a in b);",
        "function* g() { yield; yield* a; const b = yield c; (yield) }",
        "do x(); while (y) z(); if (a) b; else if (c) d; else e",
        "switch (a) { case (b): c; case d ? (e) : f: default: g }",
        "a ? (b) : c => d; a ? b : (c, d) => e; x = a?.5:1; a?.b?.[c]?.(d)",
        "\\u0061bc = d; \\u{61} = e; x.#y in z",
        "1..toString(); 1.5.toFixed(); 0x1F.a; 1e+5.b; 1_000n.c; .5.d",
    ] {
        let stripped = strip(source);
        assert!(
            matches!(stripped, Ok(Cow::Borrowed(_))),
            "{source:?} became {stripped:?}"
        );
    }
}

#[test]
fn lines_and_columns_are_those_of_v8() {
    for (source, line, column) in [
        ("let a\n  enum B {}", 2, 3),
        ("let a\r\nlet b\r\n enum B {}", 3, 2),
        ("let ä = '𝄞'; enum B {}", 1, 15),
        ("\u{feff}enum B {}", 1, 2),
    ] {
        let error = strip(source).expect_err(source);
        assert_eq!((error.line(), error.column()), (line, column), "{source:?}");
    }
    assert_eq!(erased("let x: 'ä𝄞' = 1"), "let x        = 1");
    assert_eq!(erased("let x: A\t|\r\nB = 1"), "let x   \t \r\n  = 1");
}

#[test]
fn what_cannot_be_erased_is_refused_by_name() {
    for (source, construct) in [
        ("enum A { B }", "enum"),
        ("const enum A { B }", "enum"),
        ("export enum A { B }", "enum"),
        (
            "namespace A { export const b = 1 }",
            "namespace with values",
        ),
        (
            "class A { constructor(private x: number) {} }",
            "parameter property",
        ),
        ("import fs = require('fs')", "import assignment"),
        ("export import a = b.c", "import assignment"),
        ("export = a", "export assignment"),
        ("x = <any>y", "type assertion with angle brackets"),
        (
            "const a = <div></div>",
            "type assertion with angle brackets",
        ),
    ] {
        match strip(source) {
            Err(StripError::Unsupported {
                construct: found, ..
            }) => {
                assert_eq!(found, construct, "{source:?}");
            }
            other => panic!("{source:?}: {other:?}"),
        }
    }
}

#[test]
fn mistakes_are_told() {
    for (source, message) in [
        ("const a = ;", "Unexpected token ';'"),
        ("f(a b)", "Expected ',', got 'b'"),
        ("'a", "Unterminated string constant"),
        ("`a", "Unterminated template"),
        ("x = /a", "Unterminated regular expression"),
        ("/*", "Unterminated comment"),
        ("{", "Expected '}', got the end of the source"),
        ("let x: = 1", "Unexpected token '='"),
        ("x y", "Expected ';', got 'y'"),
    ] {
        let error = strip(source).expect_err(source);
        assert_eq!(error.to_string(), message, "{source:?}");
    }
}

#[test]
fn comparisons_are_told_from_type_arguments() {
    for source in [
        "1",
        "for (let i = 0; i < 10; i++) f(i)",
        "a < b && c > d",
        "const f = (a) => (b)",
        "if (a < b) c(); if (d > e) f()",
    ] {
        assert!(javascript_means_the_same(source), "{source:?}");
    }
    for source in [
        "f<T>(x)",
        "f<Map<A, B>>(x)",
        "new Map<string, number>\n()",
        "tag<T>`x`",
        "f<T>/**/(x)",
        "f(a < b, c > (d))",
        "f<() => A>(x)",
        "a<b>\nc",
        "f<{ a: B }>(x)",
    ] {
        assert!(!javascript_means_the_same(source), "{source:?}");
    }
}

const TOKENS: &[&str] = &[
    "let ",
    "x",
    ":",
    "number",
    "=",
    "<",
    ">",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "=>",
    "function ",
    "class ",
    "as ",
    "`",
    "${",
    "'",
    "/",
    "//",
    "/*",
    "*/",
    "\n",
    ";",
    ",",
    ".",
    "?",
    "!",
    "import ",
    "type ",
    "from ",
    "export ",
    "require(",
    "enum ",
    "async ",
    "await ",
    "1",
    "@",
    "é",
    "\u{2028}",
    "\\u0061",
    "extends ",
    "infer ",
    "interface ",
    "declare ",
    "abstract ",
    "get ",
    "static ",
    "in ",
];

proptest! {
    #[test]
    fn any_text_is_handled(source in "\\PC{0,200}") {
        if let Ok(stripped) = strip(&source) {
            assert_positions(&source, &stripped);
        }
        let _ = javascript_means_the_same(&source);
    }

    #[test]
    fn any_tokens_are_handled(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..60)) {
        let source = tokens.concat();
        if let Ok(stripped) = strip(&source) {
            assert_positions(&source, &stripped);
            if javascript_means_the_same(&stripped) {
                let again = strip(&stripped);
                prop_assert!(again.is_err() || again.is_ok_and(|again| again == stripped));
            }
        }
    }
}
