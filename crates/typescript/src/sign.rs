//! Punctuation.

use crate::token::Kind;

/// The token of punctuation that starts with `first`, and its length. `next` and `third` are the bytes behind it.
pub(crate) fn sign(first: u8, (next, third): (u8, u8)) -> Option<(Kind, usize)> {
    Some(match first {
        b'(' => (Kind::ParenOpen, 1),
        b')' => (Kind::ParenClose, 1),
        b'[' => (Kind::SquareOpen, 1),
        b']' => (Kind::SquareClose, 1),
        b'{' => (Kind::BraceOpen, 1),
        b'}' => (Kind::BraceClose, 1),
        b';' => (Kind::Semicolon, 1),
        b',' => (Kind::Comma, 1),
        b':' => (Kind::Colon, 1),
        b'@' => (Kind::At, 1),
        b'~' => (Kind::Tilde, 1),
        b'`' => (Kind::Backtick, 1),
        b'<' => (Kind::Less, 1),
        b'>' => (Kind::Greater, 1),
        b'.' if next == b'.' && third == b'.' => (Kind::Ellipsis, 3),
        b'.' => (Kind::Dot, 1),
        b'/' if next == b'=' => (Kind::Slash, 2),
        b'/' => (Kind::Slash, 1),
        b'?' => match (next, third) {
            (b'?', b'=') => (Kind::Assign, 3),
            (b'?', _) => (Kind::Binary, 2),
            (b'.', digit) if !digit.is_ascii_digit() => (Kind::QuestionDot, 2),
            _ => (Kind::Question, 1),
        },
        b'=' => match (next, third) {
            (b'=', b'=') => (Kind::Binary, 3),
            (b'=', _) => (Kind::Binary, 2),
            (b'>', _) => (Kind::Arrow, 2),
            _ => (Kind::Equals, 1),
        },
        b'!' => match (next, third) {
            (b'=', b'=') => (Kind::Binary, 3),
            (b'=', _) => (Kind::Binary, 2),
            _ => (Kind::Bang, 1),
        },
        b'*' => match (next, third) {
            (b'*', b'=') => (Kind::Assign, 3),
            (b'*', _) => (Kind::Binary, 2),
            (b'=', _) => (Kind::Assign, 2),
            _ => (Kind::Star, 1),
        },
        b'&' | b'|' => match (next, third) {
            (twin, b'=') if twin == first => (Kind::Assign, 3),
            (twin, _) if twin == first => (Kind::Binary, 2),
            (b'=', _) => (Kind::Assign, 2),
            _ if first == b'&' => (Kind::Ampersand, 1),
            _ => (Kind::Pipe, 1),
        },
        b'+' | b'-' => match next {
            twin if twin == first => (Kind::Step, 2),
            b'=' => (Kind::Assign, 2),
            _ if first == b'+' => (Kind::Plus, 1),
            _ => (Kind::Minus, 1),
        },
        b'%' | b'^' if next == b'=' => (Kind::Assign, 2),
        b'%' | b'^' => (Kind::Binary, 1),
        _ => return None,
    })
}
