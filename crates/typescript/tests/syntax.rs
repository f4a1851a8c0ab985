//! What is erased, what stays where it is, and what is refused (runtime.md 2.4).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use isolate_typescript::{EntryError, check_entry, javascript_means_the_same, strip};
use proptest::prelude::*;

fn erased(source: &str) -> String {
    strip(source, "/a.ts")
        .unwrap_or_else(|error| panic!("{source:?}: {error}"))
        .into_owned()
}

/// Every sign that is left stands where it stood.
fn assert_positions(source: &str, stripped: &str) {
    let (before, after): (Vec<_>, Vec<_>) = (source.lines().collect(), stripped.lines().collect());
    assert_eq!(
        before.len(),
        after.len(),
        "lines of {source:?} and {stripped:?}"
    );
    for (before, after) in before.iter().zip(after) {
        let before: Vec<char> = before.chars().collect();
        for (at, sign) in after
            .chars()
            .enumerate()
            .filter(|(_, sign)| !sign.is_whitespace() && *sign != ';')
        {
            assert_eq!(
                before.get(at),
                Some(&sign),
                "column {at} of {before:?}, now {after:?}"
            );
        }
    }
}

#[test]
fn erasable_syntax_becomes_white_space() {
    for (source, left) in [
        ("let x: number = 1", "let x = 1"),
        (
            "function f<T>(a: T, b?: string): void {}",
            "function f(a, b) {}",
        ),
        ("const y = x as unknown as string", "const y = x"),
        ("const y = x satisfies T", "const y = x"),
        ("x!.y", "x.y"),
        ("interface A { b: string }\n1", "\n1"),
        ("type A = { b: string };\n1", "\n1"),
        ("declare const g: number;\n1", "\n1"),
        (
            "abstract class A { abstract m(): void; private x = 1; readonly y: string = '' }",
            "class A { x = 1; y = '' }",
        ),
        (
            "function f(a: string): void;\nfunction f(a: any) {}",
            "\nfunction f(a) {}",
        ),
        ("function f(this: Window, a: number) {}", "function f(a) {}"),
        (
            "import type { A } from './a';\nimport { type B, c } from './b';",
            "\nimport { c } from './b';",
        ),
        (
            "export type { A };\nexport { type B, c };\nlet c",
            "\nexport { c };\nlet c",
        ),
        (
            "const f = async <T,>(x: T): Promise<T> => x",
            "const f = async (x) => x",
        ),
        ("f<string>('x')", "f('x')"),
        (
            "class A<T> extends B<T> implements C { constructor(x: T) { super() } }",
            "class A extends B { constructor(x) { super() } }",
        ),
    ] {
        let stripped = erased(source);
        assert_positions(source, &stripped);
        let squeeze = |text: &str| text.split_whitespace().collect::<String>().replace(';', "");
        assert_eq!(
            squeeze(&stripped),
            squeeze(left),
            "{source:?} became {stripped:?}"
        );
    }
}

#[test]
fn javascript_is_left_alone() {
    for source in [
        "1",
        "const a = `x${1}y`;\r\nfoo(a)",
        "import { unused } from './a.js'",
        "\u{feff}let ä = 'ö'",
        "#!/usr/bin/env x\n1",
    ] {
        assert_eq!(erased(source), source);
    }
    assert!(javascript_means_the_same("import { unused } from './a.js'"));
}

#[test]
fn what_can_not_be_erased_is_refused_with_its_place() {
    for source in [
        "\n enum A { B }",
        "\n namespace A { export const b = 1 }",
        "\n class A { constructor(private x: number) {} }",
        "\n import fs = require('fs')",
    ] {
        let error = strip(source, "/a.ts").expect_err(source);
        assert_eq!(error.line(), 2, "{source:?}: {error}");
        assert!(error.column() > 1, "{source:?}: {error}");
    }
    assert!(strip("const a = ;", "/a.ts").is_err());
    assert!(strip("const a = <div></div>;", "/a.ts").is_err());
}

#[test]
fn require_is_refused_where_it_can_not_resolve() {
    for source in [
        "require('fs')",
        "const x: any = require('x')",
        "function f() { return require(1) }",
    ] {
        assert_eq!(check_entry(source), Err(EntryError::Require), "{source:?}");
    }
    for source in [
        "'require(1)'",
        "// require(1)\n1",
        "`require(${1})`",
        "import { require } from 'r'; require(1)",
        "const require = (x) => x; require(1)",
        "a.require(1)",
        "function f(require) { require(1) }",
        "typeof require",
    ] {
        assert_eq!(check_entry(source), Ok(()), "{source:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_handled(source in "\\PC{0,200}") {
        let _ = strip(&source, "/a.ts");
        let _ = check_entry(&source);
        let _ = javascript_means_the_same(&source);
    }

    #[test]
    fn any_tokens_are_handled(tokens in prop::collection::vec(prop::sample::select(vec![
        "let ", "x", ":", "number", "=", "<", ">", "(", ")", "{", "}", "[", "]", "=>", "function ", "class ", "as ", "`", "${", "'", "/",
        "//", "/*", "*/", "\n", ";", ",", ".", "?", "!", "import ", "type ", "from ", "export ", "require(", "enum ", "async ", "await ", "1", "@",
    ]), 0..60)) {
        let source = tokens.concat();
        if let Ok(stripped) = strip(&source, "/a.ts") {
            assert_positions(&source, &stripped);
        }
        let _ = check_entry(&source);
    }
}
