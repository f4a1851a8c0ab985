//! Whether a text that is JavaScript means the same as TypeScript.

use memchr::memchr;

/// True when `source`, if V8 accepts it as JavaScript, means the same as TypeScript, so that it need not be stripped.
///
/// The two differ in one place: `a<b>(c)` compares twice in JavaScript and calls a generic function in TypeScript. So this
/// looks for a `<` with a `>` behind it and between them only what can be in type arguments. It does not know strings and
/// comments, and rather says no.
#[must_use]
pub fn javascript_means_the_same(source: &str) -> bool {
    let bytes = source.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| memchr(b'<', rest)) {
        match end_of_comparison(bytes, from + found + 1) {
            Some(end) => from = end,
            None => return false,
        }
    }
    true
}

/// The point behind a `<` where it turns out not to open type arguments; none if it may. What is read on the way need not
/// be read again: a `<` in it would have been closed as well.
fn end_of_comparison(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let byte = |at: usize| bytes.get(at).copied();
    loop {
        match byte(at) {
            None => return Some(at),
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Some(at),
            },
            Some(b'=') if byte(at + 1) == Some(b'>') => at += 1,
            Some(sign @ (b'&' | b'|')) if depth == 0 && byte(at + 1) == Some(sign) => return Some(at),
            Some(b';' | b'+' | b'*' | b'%' | b'^' | b'~' | b'!' | b'=') if depth == 0 => return Some(at),
            Some(b'>' | b'"' | b'\'' | b'`' | b'/' | b'\\' | b'#' | b'@') => return None,
            Some(_) => {}
        }
        at += 1;
    }
}
