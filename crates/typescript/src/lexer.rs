//! Cuts a text into tokens, one at a time, as the parser asks for them.
//!
//! The parser decides what a `/`, a backtick or the `}` behind a template's hole means, so nothing is guessed here.

use memchr::memmem;

use crate::token::{Kind, Token};

/// Something the lexer cannot read: what it is and where it starts.
pub(crate) struct Unreadable {
    pub message: &'static str,
    pub at: usize,
}

/// How a part of a template ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TemplatePart {
    /// With `${`.
    Hole,
    /// With a backtick.
    End,
}

/// The lexer: a text and a place in it.
#[derive(Clone, Copy)]
pub(crate) struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    pub fn new(source: &'s str) -> Self {
        let mut lexer = Lexer { source, at: 0 };
        if source.starts_with("#!") {
            lexer.skip_line();
        }
        lexer
    }

    /// Where the next token is looked for.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes on from `at`.
    pub fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// The byte at `ahead` from here, or 0 behind the end.
    fn byte(&self, ahead: usize) -> u8 {
        self.source.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn skip_line(&mut self) {
        let line = self.rest();
        self.at += line.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(line.len());
    }

    /// Skips white space and comments. Returns whether a line ended.
    fn skip_trivia(&mut self) -> Result<bool, Unreadable> {
        let mut line_ended = false;
        loop {
            match self.byte(0) {
                b'\n' | b'\r' => {
                    line_ended = true;
                    self.at += 1;
                }
                b' ' | b'\t' | 0x0B | 0x0C => self.at += 1,
                b'/' if self.byte(1) == b'/' => self.skip_line(),
                b'/' if self.byte(1) == b'*' => {
                    let body = self.rest().get(2..).unwrap_or("");
                    let Some(len) = memmem::find(body.as_bytes(), b"*/") else {
                        return Err(Unreadable { message: "Unterminated comment", at: self.at });
                    };
                    line_ended |= body.get(..len).is_some_and(|comment| comment.contains(['\n', '\r', '\u{2028}', '\u{2029}']));
                    self.at += len + 4;
                }
                0x80.. => match self.rest().chars().next() {
                    Some(sign) if is_space(sign) => {
                        line_ended |= matches!(sign, '\u{2028}' | '\u{2029}');
                        self.at += sign.len_utf8();
                    }
                    _ => return Ok(line_ended),
                },
                _ => return Ok(line_ended),
            }
        }
    }

    /// The next token.
    pub fn next(&mut self) -> Result<Token, Unreadable> {
        let after_break = self.skip_trivia()?;
        let start = self.at;
        let mut escaped = false;
        let kind = match self.byte(0) {
            0 if start >= self.source.len() => Kind::End,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | b'\\' | 0x80.. => {
                escaped = self.skip_word()?;
                Kind::Name
            }
            b'#' => {
                self.at += 1;
                self.skip_word()?;
                Kind::Private
            }
            b'0'..=b'9' => self.number(),
            b'.' if self.byte(1).is_ascii_digit() => self.number(),
            quote @ (b'"' | b'\'') => self.string(quote)?,
            _ => {
                let (kind, len) = self.sign()?;
                self.at += len;
                kind
            }
        };
        Ok(Token { kind, start, end: self.at, after_break, escaped })
    }

    /// Skips an identifier. Returns whether it has an escape.
    fn skip_word(&mut self) -> Result<bool, Unreadable> {
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.byte(0) {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' => self.at += 1,
                b'\\' => {
                    escaped = true;
                    let digits = self.rest().get(2..).unwrap_or("");
                    let len = match (self.byte(1), self.byte(2)) {
                        (b'u', b'{') => digits.find('}').map_or(0, |end| end + 3),
                        (b'u', _) if digits.len() >= 4 && digits.bytes().take(4).all(|digit| digit.is_ascii_hexdigit()) => 6,
                        _ => 0,
                    };
                    let wrong = !self.rest().bytes().take(len).all(|byte| byte.is_ascii_hexdigit() || b"\\u{}".contains(&byte));
                    if len == 0 || wrong {
                        return Err(Unreadable { message: "Invalid escape in an identifier", at: self.at });
                    }
                    self.at += len;
                }
                0x80.. => match self.rest().chars().next() {
                    Some(sign) if is_word_char(sign) => self.at += sign.len_utf8(),
                    _ => break,
                },
                _ => break,
            }
        }
        if self.at == start {
            return Err(Unreadable { message: "Unexpected character", at: start });
        }
        Ok(escaped)
    }

    /// Skips a number. Whether its digits make sense is for V8 to say.
    fn number(&mut self) -> Kind {
        let radix = self.byte(0) == b'0' && matches!(self.byte(1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B');
        let mut fraction = false;
        loop {
            match self.byte(0) {
                b'e' | b'E' if !radix && matches!(self.byte(1), b'+' | b'-') => self.at += 2,
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.at += 1,
                b'.' if !radix && !fraction => {
                    fraction = true;
                    self.at += 1;
                }
                _ => return Kind::Number,
            }
        }
    }

    fn string(&mut self, quote: u8) -> Result<Kind, Unreadable> {
        let start = self.at;
        let unterminated = Unreadable { message: "Unterminated string constant", at: start };
        self.at += 1;
        while self.at < self.source.len() {
            match self.byte(0) {
                b'\\' if self.byte(1) == b'\r' && self.byte(2) == b'\n' => self.at += 3,
                b'\\' => self.at += 2,
                b'\n' | b'\r' => return Err(unterminated),
                byte => {
                    self.at += 1;
                    if byte == quote {
                        return Ok(Kind::Text);
                    }
                }
            }
        }
        Err(unterminated)
    }

    fn sign(&self) -> Result<(Kind, usize), Unreadable> {
        let next = (self.byte(1), self.byte(2), self.byte(3));
        Ok(match self.byte(0) {
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
            b'.' if next.0 == b'.' && next.1 == b'.' => (Kind::Ellipsis, 3),
            b'.' => (Kind::Dot, 1),
            b'/' if next.0 == b'=' => (Kind::Slash, 2),
            b'/' => (Kind::Slash, 1),
            b'?' => match next {
                (b'?', b'=', _) => (Kind::Assign, 3),
                (b'?', ..) => (Kind::Binary, 2),
                (b'.', digit, _) if !digit.is_ascii_digit() => (Kind::QuestionDot, 2),
                _ => (Kind::Question, 1),
            },
            b'=' => match next {
                (b'=', b'=', _) => (Kind::Binary, 3),
                (b'=', ..) => (Kind::Binary, 2),
                (b'>', ..) => (Kind::Arrow, 2),
                _ => (Kind::Equals, 1),
            },
            b'!' => match next {
                (b'=', b'=', _) => (Kind::Binary, 3),
                (b'=', ..) => (Kind::Binary, 2),
                _ => (Kind::Bang, 1),
            },
            b'*' => match next {
                (b'*', b'=', _) => (Kind::Assign, 3),
                (b'*', ..) => (Kind::Binary, 2),
                (b'=', ..) => (Kind::Assign, 2),
                _ => (Kind::Star, 1),
            },
            sign @ (b'&' | b'|') => match next {
                (twin, b'=', _) if twin == sign => (Kind::Assign, 3),
                (twin, ..) if twin == sign => (Kind::Binary, 2),
                (b'=', ..) => (Kind::Assign, 2),
                _ if sign == b'&' => (Kind::Ampersand, 1),
                _ => (Kind::Pipe, 1),
            },
            sign @ (b'+' | b'-') => match next.0 {
                twin if twin == sign => (Kind::Step, 2),
                b'=' => (Kind::Assign, 2),
                _ if sign == b'+' => (Kind::Plus, 1),
                _ => (Kind::Minus, 1),
            },
            b'%' | b'^' if next.0 == b'=' => (Kind::Assign, 2),
            b'%' | b'^' => (Kind::Binary, 1),
            _ => return Err(Unreadable { message: "Unexpected character", at: self.at }),
        })
    }

    /// Reads the regular expression that starts at `start`.
    pub fn regex(&mut self, start: usize) -> Result<usize, Unreadable> {
        self.at = start + 1;
        let mut in_class = false;
        loop {
            match self.byte(0) {
                b'\n' | b'\r' => break,
                b'\\' if matches!(self.byte(1), b'\n' | b'\r') => break,
                b'\\' => self.at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => {
                    self.at += 1;
                    while self.byte(0).is_ascii_alphanumeric() {
                        self.at += 1;
                    }
                    return Ok(self.at);
                }
                _ => {}
            }
            self.at += 1;
            if self.at >= self.source.len() {
                break;
            }
        }
        Err(Unreadable { message: "Unterminated regular expression", at: start })
    }

    /// Reads the text of a template from `from`, which is behind its backtick or behind the `}` of a hole.
    pub fn template(&mut self, from: usize) -> Result<TemplatePart, Unreadable> {
        self.at = from;
        while self.at < self.source.len() {
            match self.byte(0) {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    return Ok(TemplatePart::End);
                }
                b'$' if self.byte(1) == b'{' => {
                    self.at += 2;
                    return Ok(TemplatePart::Hole);
                }
                _ => self.at += 1,
            }
        }
        Err(Unreadable { message: "Unterminated template", at: from.saturating_sub(1) })
    }
}

/// White space of ECMAScript beyond ASCII, ends of lines included.
fn is_space(sign: char) -> bool {
    sign == '\u{FEFF}' || (sign.is_whitespace() && sign != '\u{85}')
}

/// Whether a character beyond ASCII may be part of an identifier. V8 knows the rest.
fn is_word_char(sign: char) -> bool {
    !is_space(sign) && (sign.is_alphanumeric() || !sign.is_control())
}
