//! Which texts need no stripper.

/// True if the text, given that V8 accepts it as JavaScript, means the same as TypeScript. Then it need not be stripped.
///
/// TypeScript gives another meaning to valid JavaScript only where type arguments look like comparisons: `f<T>(x)` and
/// its kin have a `<` before a `>`, and behind that something that continues an expression.
#[must_use]
pub fn javascript_means_the_same(source: &str) -> bool {
    let bytes = source.as_bytes();
    let Some(first) = memchr::memchr(b'<', bytes) else {
        return true;
    };
    let rest = bytes.get(first..).unwrap_or_default();
    memchr::memchr_iter(b'>', rest).all(|at| {
        // `=>` and `>=` are no ends of type arguments; `>>` is looked at by its last sign.
        let before = at.checked_sub(1).and_then(|before| rest.get(before));
        let behind = rest.get(at + 1..).unwrap_or_default();
        let next = behind.iter().find(|byte| !byte.is_ascii_whitespace());
        before == Some(&b'=') || !matches!(next, Some(b'(' | b'`' | b'/' | b'<'))
    })
}

#[cfg(test)]
mod tests {
    use super::javascript_means_the_same as same;

    #[test]
    fn comparisons_are_told_from_type_arguments() {
        assert!(same("1"));
        assert!(same("for (let i = 0; i < 10; i++) f(i)"));
        assert!(same("const f = (a) => (b)"));
        assert!(same("a < b && c > d"));
        assert!(!same("f<T>(x)"));
        assert!(!same("f<Map<A, B>>(x)"));
        assert!(!same("new Map<string, number>\n()"));
        assert!(!same("tag<T>`x`"));
        assert!(!same("f<T>/**/(x)"));
    }
}
