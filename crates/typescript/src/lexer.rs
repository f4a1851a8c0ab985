//! Cuts a text into tokens, one at a time, as the parser asks for them.
//!
//! The parser decides what a `/`, a backtick or the `}` behind a template's hole means, so nothing is guessed here.

use memchr::memmem;

use crate::sign::sign;
use crate::token::{Kind, Token};

/// Something that is no token: what it is, and where it starts.
pub(crate) struct Unreadable {
    pub(crate) message: &'static str,
    pub(crate) at: usize,
}

/// How a part of a template ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TemplatePart {
    /// With `${`.
    Hole,
    /// With a backtick.
    End,
}

/// A text and a place in it.
#[derive(Clone, Copy)]
pub(crate) struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    /// Starts behind the `#!` line, if there is one.
    pub(crate) fn new(source: &'s str) -> Self {
        let mut lexer = Self { source, at: 0 };
        if source.starts_with("#!") {
            lexer.skip_line();
        }
        lexer
    }

    /// Where the next token is looked for.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The byte at `ahead` from here, or 0 behind the end.
    fn byte(&self, ahead: usize) -> u8 {
        let byte = self.source.as_bytes().get(self.at + ahead);
        byte.copied().unwrap_or(0)
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn at_end(&self) -> bool {
        self.at >= self.source.len()
    }

    fn skip_line(&mut self) {
        let line = self.rest();
        self.at += line.find(is_line_end).unwrap_or(line.len());
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
                b'/' if self.byte(1) == b'*' => line_ended |= self.skip_comment()?,
                0x80.. => match self.rest().chars().next() {
                    Some(sign) if is_space(sign) => {
                        line_ended |= is_line_end(sign);
                        self.at += sign.len_utf8();
                    }
                    _ => return Ok(line_ended),
                },
                _ => return Ok(line_ended),
            }
        }
    }

    fn skip_comment(&mut self) -> Result<bool, Unreadable> {
        let body = self.rest().get(2..).unwrap_or("");
        let Some(len) = memmem::find(body.as_bytes(), b"*/") else {
            return Err(self.unreadable("Unterminated comment"));
        };
        self.at += len + 4;
        Ok(body
            .get(..len)
            .is_some_and(|body| body.contains(is_line_end)))
    }

    fn unreadable(&self, message: &'static str) -> Unreadable {
        Unreadable {
            message,
            at: self.at,
        }
    }

    /// The next token.
    pub(crate) fn next(&mut self) -> Result<Token, Unreadable> {
        let after_break = self.skip_trivia()?;
        let start = self.at;
        let mut escaped = false;
        let kind = match self.byte(0) {
            0 if self.at_end() => Kind::End,
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
            first => {
                let behind = (self.byte(1), self.byte(2));
                let Some((kind, len)) = sign(first, behind) else {
                    return Err(self.unreadable("Unexpected character"));
                };
                self.at += len;
                kind
            }
        };
        Ok(Token {
            kind,
            start,
            end: self.at,
            after_break,
            escaped,
        })
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
                    let Some(len) = escape_len(self.rest()) else {
                        return Err(self.unreadable("Invalid escape in an identifier"));
                    };
                    self.at += len;
                }
                0x80.. => match self.rest().chars().next() {
                    Some(sign) if !is_space(sign) && !sign.is_control() => {
                        self.at += sign.len_utf8();
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        if self.at == start {
            return Err(self.unreadable("Unexpected character"));
        }
        Ok(escaped)
    }

    /// Skips a number. Whether its digits make sense is for V8 to say.
    fn number(&mut self) -> Kind {
        let radix = matches!(self.byte(1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B');
        let radix = radix && self.byte(0) == b'0';
        // A second point, or one behind `0x1`, `1n` or `1e5`, is that of a member.
        let mut whole = !radix;
        loop {
            match self.byte(0) {
                b'.' if whole => whole = false,
                b'e' | b'E' if !radix => {
                    whole = false;
                    self.at += usize::from(matches!(self.byte(1), b'+' | b'-'));
                }
                b'n' => whole = false,
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => {}
                _ => return Kind::Number,
            }
            self.at += 1;
        }
    }

    fn string(&mut self, quote: u8) -> Result<Kind, Unreadable> {
        let unterminated = self.unreadable("Unterminated string constant");
        self.at += 1;
        while !self.at_end() {
            match self.byte(0) {
                b'\\' if self.byte(1) == b'\r' && self.byte(2) == b'\n' => self.at += 3,
                b'\\' => self.at += 2,
                b'\n' | b'\r' => break,
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

    /// Reads the regular expression that starts at `start`.
    pub(crate) fn regex(&mut self, start: usize) -> Result<(), Unreadable> {
        self.at = start;
        let unterminated = self.unreadable("Unterminated regular expression");
        self.at += 1;
        let mut in_class = false;
        while !self.at_end() {
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
                    return Ok(());
                }
                _ => {}
            }
            self.at += 1;
        }
        Err(unterminated)
    }

    /// Reads the text of a template from `from`, which is behind its backtick or behind the `}` of a hole.
    pub(crate) fn template(&mut self, from: usize) -> Result<TemplatePart, Unreadable> {
        self.at = from;
        let unterminated = self.unreadable("Unterminated template");
        while !self.at_end() {
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
        Err(unterminated)
    }
}

/// The length of `\u0061` or `\u{61}` at the start of `text`.
fn escape_len(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("\\u")?;
    let hex = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match digits.strip_prefix('{') {
        Some(digits) => {
            let len = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
            (digits.as_bytes().get(len) == Some(&b'}') && len > 0).then_some(len + 4)
        }
        None => digits.get(..4).is_some_and(hex).then_some(6),
    }
}

/// White space of ECMAScript beyond ASCII, ends of lines included.
fn is_space(sign: char) -> bool {
    sign == '\u{FEFF}' || (sign.is_whitespace() && sign != '\u{85}')
}

/// Whether a line ends with `sign`.
pub(crate) fn is_line_end(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}
