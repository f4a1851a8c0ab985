//! Texts made to overflow the stack, to take for ever, or to make the stripper panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::{Duration, Instant};

use isolate_typescript::{MAX_NESTING, check_entry, strip};

/// Head, what is repeated, tail.
const PATTERNS: &[(&str, &str, &str)] = &[
    ("let y: any; let z=", "<T,>(x)=>", "1"),
    ("type Q=", "<T,>()=>", "B"),
    ("let t: ", "A<B,", "C"),
    ("let t: any = ", "a<b,", "c"),
    ("", "(", "1"),
    ("let x: number = ", "!", "1"),
    ("", "[", ""),
    ("", "{", ""),
    ("let f: any = ", "a=>", "1"),
    ("let t: ", "A<", "B"),
    ("", "if(1)", ";"),
    ("", "if(1){}else ", ";"),
    ("let n: number = ", "1+", "1"),
    ("let n: number = ", "-", "1"),
    ("let n: any = ", "new ", "X"),
    ("let n: any = ", "`${", ""),
    ("let n: any = a", ".a", ""),
    ("let n: any = ", "a?b:", "c"),
    ("", "x:", ";"),
    ("", "do ", ";"),
    ("let n: any = ", "await ", "1"),
    ("let n: any = ", "a||", "b"),
    ("let n: any = a", "?.b", ""),
    ("let n: any = a", "()", ""),
    ("let n: any = a", "as any ", ""),
    ("let n: any = a", "!", ""),
    ("let t: ", "(()=>", "1"),
    ("let t: A", "[]", ""),
    ("let t: ", "keyof ", "A"),
    ("let t: ", "A extends B ? C : ", "D"),
    ("let t: {a:", "{a:", ""),
    ("let t: ", "A|", "B"),
    ("let t: A", "['a']", ""),
    ("let n: any = ", "function(){return ", ""),
    ("", "class A { a: any = ", ""),
    ("let n: any = ", "async()=>", "1"),
    ("let n: any = ", "{a:", ""),
    ("let n: any = ", "x=", "1"),
    ("let n: any = ", "yield ", "1"),
    ("let n: any = ", "a=/'/+(", ""),
    ("let n: any = ", "typeof ", "1"),
    ("let n: any = ", "<any>", "1"),
    ("for(;;)", "for(;;)", ";"),
    ("let n: any = ", "2**", "2"),
    ("", "label: ", ";"),
    ("let n: any = ", "a`${", ""),
    ("namespace A.", "A.", "B {}"),
    ("import x = A.", "B.", "C"),
    ("let n: any = ", "a,", "b"),
    ("", "a;", ""),
    ("", "try{", ""),
    ("", "switch(1){case ", "1:"),
    ("", "with(a)", ";"),
    ("let n: any = ", "a ?? ", "b"),
    ("@", "a.", "b class X {}"),
    ("let t: typeof a", ".b", ""),
    ("let t: ", "asserts x is ", "A"),
    ("let t: ", "infer ", "A"),
    ("type A = `", "${", ""),
    ("let t: ", "abstract new () => ", "A"),
    ("let t: ", "<T>() => ", "A"),
];

fn repeated((head, middle, tail): (&str, &str, &str), times: usize) -> String {
    format!("{head}{}{tail}", middle.repeat(times))
}

fn within(limit: Duration, what: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    let took = start.elapsed();
    assert!(took < limit, "{what} took {took:?}, more than {limit:?}");
}

/// Just below the limit of nesting the stack must suffice, whatever nests: an overflow would end this process.
#[test]
fn deepest_texts_do_not_overflow() {
    for pattern in PATTERNS {
        for times in [
            100,
            MAX_NESTING / 12,
            MAX_NESTING / 6,
            MAX_NESTING / 4,
            MAX_NESTING / 3,
            MAX_NESTING / 2,
            MAX_NESTING - 20,
        ] {
            within(
                Duration::from_secs(20),
                &format!("{:?} x {times}", pattern.1),
                || {
                    let source = repeated(*pattern, times);
                    let _ = strip(&source, "/hostile.ts");
                    let _ = check_entry(&format!("require;{source}"));
                },
            );
        }
    }
}

/// Ten megabytes of anything end quickly.
#[test]
fn huge_texts_end_quickly() {
    for pattern in PATTERNS {
        let source = repeated(*pattern, 9_000_000 / pattern.1.len());
        within(
            Duration::from_secs(30),
            &format!("9 MB of {:?}", pattern.1),
            || {
                let _ = strip(&source, "/hostile.ts");
            },
        );
    }
}
