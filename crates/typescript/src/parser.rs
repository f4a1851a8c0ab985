//! The parser's state and its elementary steps.
//!
//! It recognises JavaScript and TypeScript only as far as it takes to find what has to be erased; V8 is the judge of
//! the rest. It builds no tree. A hostile text can have neither its stack, because every recursion is counted, nor its
//! time, because bytes that are read again are counted.

use std::borrow::Cow;

use crate::edits::Edits;
use crate::error::{MAX_NESTING, MAX_SOURCE};
use crate::imports::Imports;
use crate::lexer::{Lexer, TemplatePart, Unreadable};
use crate::token::{Kind, Token};

/// How many bytes may be read for each byte of progress, and how many more.
const READINGS: usize = 4;
const SLACK: usize = 256 * 1024;

/// Why parsing ended early, and at which byte.
#[derive(Debug)]
pub(crate) enum Fault {
    Syntax {
        message: Cow<'static, str>,
        at: usize,
    },
    Unsupported {
        construct: &'static str,
        at: usize,
    },
    TooDeep {
        at: usize,
    },
    TooAmbiguous {
        read: usize,
        understood: usize,
        at: usize,
    },
    TooLong,
}

impl From<Unreadable> for Fault {
    fn from(unreadable: Unreadable) -> Self {
        Self::Syntax {
            message: unreadable.message.into(),
            at: unreadable.at,
        }
    }
}

pub(crate) type Parsed<T = ()> = Result<T, Fault>;

/// What the name `require` is used for.
#[derive(Default)]
pub(crate) struct Require {
    /// It is called.
    pub(crate) called: bool,
    /// It stands in another place, where it may be declared.
    pub(crate) named: bool,
}

/// The parser.
pub(crate) struct Parser<'s> {
    pub(crate) source: &'s str,
    lexer: Lexer<'s>,
    /// The token to look at.
    pub(crate) token: Token,
    /// The end of the token before it.
    pub(crate) last_end: usize,
    pub(crate) edits: Edits,
    pub(crate) imports: Imports<'s>,
    pub(crate) require: Require,
    depth: usize,
    /// Bytes read, and the furthest of them.
    read: usize,
    furthest: usize,
}

impl<'s> Parser<'s> {
    /// Reads the whole of `source`.
    pub(crate) fn read(source: &'s str) -> Parsed<Self> {
        if source.len() > MAX_SOURCE {
            return Err(Fault::TooLong);
        }
        let mut parser = Parser {
            source,
            lexer: Lexer::new(source),
            token: Token {
                kind: Kind::End,
                start: 0,
                end: 0,
                after_break: true,
                escaped: false,
            },
            last_end: 0,
            edits: Edits::default(),
            imports: Imports::default(),
            require: Require::default(),
            depth: 0,
            read: 0,
            furthest: 0,
        };
        parser.advance()?;
        parser.module()?;
        Ok(parser)
    }

    /// Counts what the lexer has read since `from`.
    fn count(&mut self, from: usize) -> Parsed {
        let to = self.lexer.position();
        self.read += to.saturating_sub(from);
        self.furthest = self.furthest.max(to);
        if self.read > READINGS * self.furthest + SLACK {
            return Err(Fault::TooAmbiguous {
                read: self.read,
                understood: self.furthest,
                at: from,
            });
        }
        Ok(())
    }

    /// Goes on to the next token.
    pub(crate) fn advance(&mut self) -> Parsed {
        let from = self.lexer.position();
        self.last_end = self.token.end;
        self.token = self.lexer.next()?;
        self.count(from)
    }

    /// The token behind the current one.
    pub(crate) fn peek(&mut self) -> Parsed<Token> {
        let here = self.lexer;
        let next = self.lexer.next();
        let counted = self.count(here.position());
        self.lexer = here;
        counted?;
        Ok(next?)
    }

    /// The text of a token.
    pub(crate) fn text(&self, token: Token) -> &'s str {
        self.source.get(token.start..token.end).unwrap_or("")
    }

    /// The current token as a keyword; empty if it cannot be one.
    pub(crate) fn word(&self) -> &'s str {
        self.as_word(self.token)
    }

    /// A token as a keyword; empty if it cannot be one.
    pub(crate) fn as_word(&self, token: Token) -> &'s str {
        if token.kind == Kind::Name && !token.escaped {
            self.text(token)
        } else {
            ""
        }
    }

    pub(crate) fn at(&self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    pub(crate) fn at_word(&self, word: &str) -> bool {
        self.word() == word
    }

    /// Goes on if the current token is a `kind`.
    pub(crate) fn eat(&mut self, kind: Kind) -> Parsed<bool> {
        let there = self.at(kind);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    /// Goes on if the current token is the keyword `word`.
    pub(crate) fn eat_word(&mut self, word: &str) -> Parsed<bool> {
        let there = self.at_word(word);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    /// Goes on behind a `kind`, which must be there. `name` is what a message calls it.
    pub(crate) fn expect(&mut self, kind: Kind, name: &str) -> Parsed {
        if self.eat(kind)? {
            Ok(())
        } else {
            Err(self.expected(name))
        }
    }

    /// Goes on behind the keyword `word`, which must be there.
    pub(crate) fn expect_word(&mut self, word: &str) -> Parsed {
        if self.eat_word(word)? {
            Ok(())
        } else {
            Err(self.expected(&format!("'{word}'")))
        }
    }

    pub(crate) fn expected(&self, name: &str) -> Fault {
        let message = if self.at(Kind::End) {
            format!("Expected {name}, got the end of the source")
        } else {
            format!("Expected {name}, got '{}'", self.excerpt())
        };
        self.syntax(message)
    }

    pub(crate) fn unexpected(&self) -> Fault {
        if self.at(Kind::End) {
            self.syntax("Unexpected end of input")
        } else {
            self.syntax(format!("Unexpected token '{}'", self.excerpt()))
        }
    }

    fn syntax(&self, message: impl Into<Cow<'static, str>>) -> Fault {
        Fault::Syntax {
            message: message.into(),
            at: self.token.start,
        }
    }

    /// The current token for a message: its start, because a guest chooses its length.
    fn excerpt(&self) -> String {
        self.text(self.token).chars().take(40).collect()
    }

    /// Runs a step one level deeper.
    pub(crate) fn nested<T>(&mut self, step: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_NESTING {
            return Err(Fault::TooDeep {
                at: self.token.start,
            });
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// Tries a reading. If it fails or says no, nothing has happened.
    pub(crate) fn attempt<T>(
        &mut self,
        step: impl FnOnce(&mut Self) -> Parsed<Option<T>>,
    ) -> Parsed<Option<T>> {
        let (lexer, token, last_end) = (self.lexer, self.token, self.last_end);
        let mark = self.edits.mark();
        match step(self) {
            Ok(None) | Err(Fault::Syntax { .. } | Fault::Unsupported { .. }) => {
                (self.lexer, self.token, self.last_end) = (lexer, token, last_end);
                self.edits.undo(mark);
                Ok(None)
            }
            done => done,
        }
    }

    /// Looks ahead. Nothing happens.
    pub(crate) fn look_ahead(
        &mut self,
        step: impl FnOnce(&mut Self) -> Parsed<bool>,
    ) -> Parsed<bool> {
        let mut answer = false;
        self.attempt(|parser| {
            answer = step(parser)?;
            Ok(None::<()>)
        })?;
        Ok(answer)
    }

    /// Ends a statement: with a semicolon, or where one is inserted.
    pub(crate) fn end_statement(&mut self) -> Parsed {
        if self.eat(Kind::Semicolon)? || matches!(self.token.kind, Kind::BraceClose | Kind::End) {
            return Ok(());
        }
        if !self.token.after_break {
            return Err(self.expected("';'"));
        }
        // A type separates `a as T` from `(b)` on the next line. White space would not.
        if matches!(
            self.token.kind,
            Kind::ParenOpen | Kind::SquareOpen | Kind::Backtick
        ) {
            self.edits.separate_at(self.last_end);
        }
        Ok(())
    }

    /// Erases everything from `start` to the end of the last token, which is a whole statement or member.
    pub(crate) fn erase_statement(&mut self, start: usize, mark: usize) {
        self.edits.undo(mark);
        self.edits.blank_statement(start, self.last_end);
    }

    /// Reads the current token, a slash, as a regular expression, and goes on behind it.
    pub(crate) fn regex(&mut self) -> Parsed {
        let start = self.token.start;
        self.lexer.regex(start)?;
        self.end_token_here(start)
    }

    /// Reads a template from the current token on, and goes on behind it. `hole` reads what is in a hole.
    pub(crate) fn template(&mut self, hole: fn(&mut Self) -> Parsed) -> Parsed {
        while self.template_part()? == TemplatePart::Hole {
            self.nested(hole)?;
            if !self.at(Kind::BraceClose) {
                return Err(self.expected("'}'"));
            }
        }
        Ok(())
    }

    /// Reads the text of a template behind the current token, and goes on behind it.
    pub(crate) fn template_part(&mut self) -> Parsed<TemplatePart> {
        let from = self.token.end;
        let part = self.lexer.template(from)?;
        self.end_token_here(from)?;
        Ok(part)
    }

    /// The current token ends where the lexer is. Goes on behind it.
    fn end_token_here(&mut self, from: usize) -> Parsed {
        self.count(from)?;
        self.token.end = self.lexer.position();
        self.advance()
    }
}
