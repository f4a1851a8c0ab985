//! Which texts need no stripping.

use memchr::memchr;

/// True if `source`, given that V8 accepts it as JavaScript, means the same as TypeScript, so that it need not be stripped.
///
/// The two differ in one place: `a<b>(c)` compares twice in JavaScript and calls a generic function in TypeScript. So
/// this looks for a `<` and, behind it, a `>`, with nothing between them that cannot be in type arguments. It knows
/// neither strings nor comments, and rather says no.
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

/// The point behind a `<` where it turns out not to open type arguments; none if it may open them. What lies between
/// need not be looked at again: whatever closes this `<` closes every other one on the way.
fn end_of_comparison(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = start;
    loop {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        match bytes.get(at).copied() {
            None => return Some(at),
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Some(at),
            },
            Some(b'=') if next == b'>' => at += 1,
            Some(sign @ (b'&' | b'|')) if depth == 0 && next == sign => return Some(at),
            Some(b';' | b'+' | b'*' | b'%' | b'^' | b'~' | b'!' | b'=') if depth == 0 => {
                return Some(at);
            }
            Some(b'>' | b'"' | b'\'' | b'`' | b'/' | b'\\' | b'#' | b'@') => return None,
            Some(_) => {}
        }
        at += 1;
    }
}
