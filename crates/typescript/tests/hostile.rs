//! Texts made to overflow the stack, to take for ever, or to take all the memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::{Duration, Instant};

use isolate_typescript::{
    MAX_NESTING, MAX_SOURCE, StripError, check_entry, javascript_means_the_same, strip,
};

/// Head, what is repeated, tail, and what is repeated behind it.
const PATTERNS: &[(&str, &str, &str, &str)] = &[
    ("", "(", "1", ")"),
    ("", "[", "1", "]"),
    ("x=", "{a:", "1", "}"),
    ("", "({a:", "1", "})"),
    ("", "{", "", "}"),
    ("", "`${", "1", "}`"),
    ("", "a(", "", ")"),
    ("", "a[", "0", "]"),
    ("", "import(", "a", ")"),
    ("", "!", "1", ""),
    ("", "- ", "1", ""),
    ("", "typeof ", "1", ""),
    ("", "await ", "1", ""),
    ("", "yield ", "1", ""),
    ("", "new ", "X", ""),
    ("", "a=>", "1", ""),
    ("", "(a)=>", "1", ""),
    ("", "(a=", "1", ")=>1"),
    ("", "(a:A)=>", "1", ""),
    ("", "<T>(a)=>", "1", ""),
    ("", "async<T>(a=", "1", ")=>1"),
    ("", "({a}:{a:", "b", "})=>c"),
    ("", "a+", "a", ""),
    ("", "a<", "a", ""),
    ("", "a<(", "a", ""),
    ("", "a<b>", "a", ""),
    ("", "a>", "a", ""),
    ("", "a=", "a", ""),
    ("", "a?", "1", ":1"),
    ("", "a?b:", "1", ""),
    ("", "a?(b):c=>", "1", ""),
    ("", "a?(b,c)=>(", "1", "):c"),
    ("", "a?(", "b", "):c=>d:e"),
    ("a", ".a", "", ""),
    ("a", "()", "", ""),
    ("a", "[0]", "", ""),
    ("a", "``", "", ""),
    ("a", "!", "", ""),
    ("a", " as T", "", ""),
    ("a", "<T>", "", ""),
    ("x=", "(<T>", "a", ")"),
    ("x=", "a<{[b<{[", "a", ""),
    ("", "if(1)", ";", ""),
    ("", "if(1){}else ", ";", ""),
    ("", "for(;;)", ";", ""),
    ("", "do ", ";", " while(1)"),
    ("", "a:", ";", ""),
    ("", "try{", "", "}catch{}"),
    ("", "switch(a){case 1:", "", "}"),
    ("", "function f(){", "", "}"),
    ("", "function f(a=", "1", "){}"),
    ("", "class A{a=", "1", "}"),
    ("", "class A{[", "1", "](){}}"),
    ("", "class A{static{", "", "}}"),
    ("", "class A extends ", "B", "{}"),
    ("", "@a(", "", ") class A{}"),
    ("", "namespace A{", "", "}"),
    ("", "declare module A{", "", "}"),
    ("", "export ", "x", ""),
    ("let t:", "A<", "B", ">"),
    ("let t:", "(", "B", ")"),
    ("let t:", "[", "B", "]"),
    ("let t:", "{a:", "B", "}"),
    ("let t:", "()=>", "B", ""),
    ("let t:", "(a:", "B", ")=>C"),
    ("let t:", "({a}:({b}:(", "B", ""),
    ("let t:", "A extends B?C:", "D", ""),
    ("let t:", "A extends ", "D", "?C:E"),
    ("let t:A extends ", "(infer U extends ", "D", "?C:E)"),
    ("let t:", "keyof ", "A", ""),
    ("let t:", "A|", "B", ""),
    ("let t:A", "[]", "", ""),
    ("let t:typeof a", ".b", "", ""),
    ("let t:", "`${", "A", "}`"),
    ("let t:", "{[K in ", "B", "]:C}"),
    ("type X", "<T=A", "", ">=1"),
    ("", "import{a}from'b';", "let x:a", ""),
    ("", "a;", "", ""),
    ("", "a\n", "", ""),
    ("", "/*a*/", "", ""),
    ("", "'", "", ""),
    ("", "/a/;", "", ""),
    ("", "/", "", ""),
    ("", "\\", "", ""),
    ("", "\0", "", ""),
    ("", "@", "", ""),
    ("", "#", "", ""),
    ("", "\u{e9}", "", ""),
    ("", "\\u{61}", "", ""),
    ("", "<!--", "", ""),
];

fn nested((head, open, middle, close): (&str, &str, &str, &str), times: usize) -> String {
    format!(
        "{head}{}{middle}{}",
        open.repeat(times),
        close.repeat(times)
    )
}

/// Everything that looks at a text of a guest, on a stack of 512 KB: an overflow would end this process.
fn look_at(source: &str, limit: Duration) {
    let start = Instant::now();
    std::thread::scope(|scope| {
        let work = || {
            let _ = strip(source);
            let _ = check_entry(&format!("require(1);{source}"));
            let _ = javascript_means_the_same(source);
        };
        let stack = if cfg!(debug_assertions) { 4096 } else { 512 };
        std::thread::Builder::new()
            .stack_size(stack * 1024)
            .spawn_scoped(scope, work)
            .expect("a thread")
            .join()
            .expect("no panic");
    });
    let took = start.elapsed();
    let excerpt: String = source.chars().take(40).collect();
    assert!(
        took < limit,
        "{excerpt:?}... took {took:?}, more than {limit:?}"
    );
}

#[test]
fn the_stack_suffices_at_every_depth() {
    for pattern in PATTERNS {
        for times in [
            20,
            MAX_NESTING / 4,
            MAX_NESTING / 2,
            MAX_NESTING - 4,
            MAX_NESTING + 1,
        ] {
            look_at(&nested(*pattern, times), Duration::from_secs(2));
        }
    }
}

#[test]
fn ten_megabytes_of_anything_end_quickly() {
    // Without optimisation everything takes ten times as long.
    let bytes = if cfg!(debug_assertions) {
        1_000_000
    } else {
        10_000_000
    };
    for pattern in PATTERNS {
        let times = bytes / (pattern.1.len() + pattern.3.len());
        look_at(&nested(*pattern, times), Duration::from_secs(20));
    }
}

/// The syntax tree of this would be 90,000 levels deep, though hardly any brackets are open anywhere.
#[test]
fn chains_around_brackets_pile_up_nothing() {
    let mut source = String::from("x");
    for _ in 0..MAX_NESTING / 3 {
        source = format!("x({source}){}", ".b".repeat(1000));
    }
    assert!(strip(&source).is_ok());
}

#[test]
fn limits_are_told() {
    let deep = strip(&"(".repeat(10_000)).unwrap_err();
    assert!(matches!(deep, StripError::TooDeep { .. }), "{deep}");
    assert!(
        deep.to_string().contains(&MAX_NESTING.to_string()),
        "{deep}"
    );
    let ambiguous = strip(&format!("x={}1", "a?(b):c=>".repeat(40))).unwrap_err();
    assert!(
        matches!(ambiguous, StripError::TooAmbiguous { .. }),
        "{ambiguous}"
    );
    let long = strip(&" ".repeat(MAX_SOURCE + 1)).unwrap_err();
    assert_eq!(
        long,
        StripError::TooLong {
            len: MAX_SOURCE + 1
        }
    );
}
