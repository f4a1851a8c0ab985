//! The parser's state and its elementary steps.
//!
//! It recognises JavaScript and TypeScript only as far as it takes to find what has to be erased; V8 is the judge of the
//! rest. It builds no tree. A hostile text can take neither its stack (every recursion is counted) nor its time (bytes read
//! again are counted).

use std::borrow::Cow;

use crate::edits::Edits;
use crate::imports::Imports;
use crate::lexer::{Lexer, TemplatePart, Unreadable};
use crate::token::{Kind, Token};

/// How deeply brackets, blocks, functions and types may be nested. V8 manages a few thousand on a common stack.
pub(crate) const MAX_DEPTH: usize = 400;
/// How many bytes may be read for each byte of progress, and how many more.
const READINGS: usize = 4;
const SLACK: usize = 64 * 1024;

/// Why parsing ended early, and at which byte.
#[derive(Debug)]
pub(crate) enum Fault {
    Syntax { message: Cow<'static, str>, at: usize },
    Unsupported { construct: &'static str, at: usize },
    TooDeep { at: usize },
    TooAmbiguous { read: usize, understood: usize, at: usize },
    TooLong,
}

impl From<Unreadable> for Fault {
    fn from(unreadable: Unreadable) -> Self {
        Fault::Syntax { message: unreadable.message.into(), at: unreadable.at }
    }
}

pub(crate) type Parsed<T = ()> = Result<T, Fault>;

/// What only concerns entry code.
#[derive(Default)]
pub(crate) struct Facts {
    /// A `return` outside of every function.
    pub returns: bool,
    /// A call of the name `require`.
    pub calls_require: bool,
    /// The name `require` in another place, where it may be declared.
    pub names_require: bool,
}

/// The parser.
pub(crate) struct Parser<'s> {
    pub source: &'s str,
    lexer: Lexer<'s>,
    /// The token to look at.
    pub token: Token,
    /// The end of the token before it.
    pub last_end: usize,
    pub edits: Edits,
    pub imports: Imports<'s>,
    pub facts: Facts,
    /// How many functions are around.
    pub functions: usize,
    depth: usize,
    read: usize,
    furthest: usize,
}

/// A point to come back to.
struct Checkpoint<'s> {
    lexer: Lexer<'s>,
    token: Token,
    last_end: usize,
    edits: usize,
    depth: usize,
    functions: usize,
}

impl<'s> Parser<'s> {
    /// Starts at the first token of `source`.
    pub fn new(source: &'s str) -> Parsed<Self> {
        let token = Token { kind: Kind::End, start: 0, end: 0, after_break: true, escaped: false };
        let mut parser = Parser {
            source,
            lexer: Lexer::new(source),
            token,
            last_end: 0,
            edits: Edits::default(),
            imports: Imports::default(),
            facts: Facts::default(),
            functions: 0,
            depth: 0,
            read: 0,
            furthest: 0,
        };
        parser.advance()?;
        Ok(parser)
    }

    /// Counts what the lexer has read since `from`.
    fn count(&mut self, from: usize) -> Parsed {
        let to = self.lexer.position();
        self.read += to.saturating_sub(from);
        self.furthest = self.furthest.max(to);
        if self.read > READINGS * self.furthest + SLACK {
            return Err(Fault::TooAmbiguous { read: self.read, understood: self.furthest, at: from });
        }
        Ok(())
    }

    /// Goes on to the next token.
    pub fn advance(&mut self) -> Parsed {
        let from = self.lexer.position();
        self.last_end = self.token.end;
        self.token = self.lexer.next()?;
        self.count(from)
    }

    /// The token behind the current one.
    pub fn peek(&mut self) -> Parsed<Token> {
        let lexer = self.lexer;
        let next = self.lexer.next();
        let counted = self.count(lexer.position());
        self.lexer = lexer;
        counted?;
        Ok(next?)
    }

    /// The text of a token.
    pub fn text(&self, token: Token) -> &'s str {
        self.source.get(token.start..token.end).unwrap_or("")
    }

    /// The current token as a keyword; empty if it cannot be one.
    pub fn word(&self) -> &'s str {
        self.as_word(self.token)
    }

    /// A token as a keyword; empty if it cannot be one.
    pub fn as_word(&self, token: Token) -> &'s str {
        if token.kind == Kind::Name && !token.escaped { self.text(token) } else { "" }
    }

    pub fn at(&self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    pub fn at_word(&self, word: &str) -> bool {
        self.word() == word
    }

    /// Goes on if the current token is a `kind`.
    pub fn eat(&mut self, kind: Kind) -> Parsed<bool> {
        let there = self.at(kind);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    /// Goes on if the current token is the keyword `word`.
    pub fn eat_word(&mut self, word: &str) -> Parsed<bool> {
        let there = self.at_word(word);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    /// Goes on behind a `kind`, which must be there. `name` is how a message calls it.
    pub fn expect(&mut self, kind: Kind, name: &str) -> Parsed {
        if self.eat(kind)? { Ok(()) } else { Err(self.expected(name)) }
    }

    pub fn expected(&self, name: &str) -> Fault {
        let message = if self.at(Kind::End) {
            format!("Expected {name}, got the end of the source")
        } else {
            format!("Expected {name}, got '{}'", self.excerpt())
        };
        Fault::Syntax { message: message.into(), at: self.token.start }
    }

    pub fn unexpected(&self) -> Fault {
        let message = if self.at(Kind::End) {
            Cow::Borrowed("Unexpected end of input")
        } else {
            Cow::Owned(format!("Unexpected token '{}'", self.excerpt()))
        };
        Fault::Syntax { message, at: self.token.start }
    }

    /// The current token for a message. A guest chooses its length.
    fn excerpt(&self) -> String {
        self.text(self.token).chars().take(40).collect()
    }

    /// Runs a step one level deeper.
    pub fn nested<T>(&mut self, step: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::TooDeep { at: self.token.start });
        }
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// Tries a reading. If it fails or says no, nothing has happened.
    pub fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Parsed<Option<T>>) -> Parsed<Option<T>> {
        let checkpoint = Checkpoint {
            lexer: self.lexer,
            token: self.token,
            last_end: self.last_end,
            edits: self.edits.mark(),
            depth: self.depth,
            functions: self.functions,
        };
        match step(self) {
            Ok(Some(result)) => Ok(Some(result)),
            Ok(None) | Err(Fault::Syntax { .. } | Fault::Unsupported { .. }) => {
                self.lexer = checkpoint.lexer;
                self.token = checkpoint.token;
                self.last_end = checkpoint.last_end;
                self.edits.undo(checkpoint.edits);
                self.depth = checkpoint.depth;
                self.functions = checkpoint.functions;
                Ok(None)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Looks ahead. Nothing happens.
    pub fn look_ahead(&mut self, step: impl FnOnce(&mut Self) -> Parsed<bool>) -> Parsed<bool> {
        let mut answer = false;
        self.attempt(|parser| {
            answer = step(parser)?;
            Ok(None::<()>)
        })?;
        Ok(answer)
    }

    /// Ends a statement: with a semicolon, or where one is inserted.
    pub fn end_statement(&mut self) -> Parsed {
        if self.eat(Kind::Semicolon)? || matches!(self.token.kind, Kind::BraceClose | Kind::End) {
            return Ok(());
        }
        if !self.token.after_break {
            return Err(self.expected("';'"));
        }
        // A type separates `a as T` from `(b)` on the next line. White space would not.
        if matches!(self.token.kind, Kind::ParenOpen | Kind::SquareOpen | Kind::Backtick) {
            self.edits.end_statement_at(self.last_end);
        }
        Ok(())
    }

    /// Erases everything from `start` to the end of the last token, which is a whole statement or member.
    pub fn erase_statement(&mut self, start: usize, mark: usize) {
        self.edits.undo(mark);
        self.edits.blank_statement(start, self.last_end);
    }

    /// Reads the current token, a slash, as a regular expression, and goes on behind it.
    pub fn regex(&mut self) -> Parsed {
        let start = self.token.start;
        self.token.end = self.lexer.regex(start)?;
        self.count(start)?;
        self.advance()
    }

    /// Reads a template from the current token on, and goes on behind it. `hole` reads what is in a hole.
    pub fn template(&mut self, hole: fn(&mut Self) -> Parsed) -> Parsed {
        loop {
            let from = self.token.end;
            let part = self.lexer.template(from)?;
            self.count(from)?;
            self.token.end = self.lexer.position();
            self.advance()?;
            if part == TemplatePart::End {
                return Ok(());
            }
            self.nested(hole)?;
            if !self.at(Kind::BraceClose) {
                return Err(self.expected("'}'"));
            }
        }
    }

    /// Skips from the bracket at the current token to behind its end, without a look at what is inside.
    pub fn skip_brackets(&mut self) -> Parsed {
        let mut open = 0usize;
        let mut templates = Vec::new();
        loop {
            match self.token.kind {
                Kind::ParenOpen | Kind::SquareOpen | Kind::BraceOpen => open += 1,
                Kind::ParenClose | Kind::SquareClose => open = open.saturating_sub(1),
                Kind::BraceClose if templates.last() == Some(&open) => {
                    templates.pop();
                    self.skip_template_part(&mut templates, open)?;
                    continue;
                }
                Kind::BraceClose => open = open.saturating_sub(1),
                Kind::Backtick => {
                    self.skip_template_part(&mut templates, open)?;
                    continue;
                }
                Kind::Name => self.imports.note_type(self.text(self.token)),
                Kind::End => return Err(self.unexpected()),
                _ => {}
            }
            self.advance()?;
            if open == 0 && templates.is_empty() {
                return Ok(());
            }
        }
    }

    fn skip_template_part(&mut self, templates: &mut Vec<usize>, open: usize) -> Parsed {
        let from = self.token.end;
        if self.lexer.template(from)? == TemplatePart::Hole {
            templates.push(open);
        }
        self.count(from)?;
        self.token.end = self.lexer.position();
        self.advance()
    }
}
