//! Arrays, objects, the patterns that look like them, and decorators.

use crate::expression::Context;
use crate::parser::{Parsed, Parser};
use crate::token::Kind;

impl Parser<'_> {
    /// An array, or a pattern for one.
    pub(crate) fn array(&mut self) -> Parsed {
        self.advance()?;
        while !self.at(Kind::SquareClose) {
            if self.eat(Kind::Comma)? {
                continue;
            }
            self.eat(Kind::Ellipsis)?;
            self.assignment(Context::default())?;
            if !self.at(Kind::SquareClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// An object, or a pattern for one.
    pub(crate) fn object(&mut self) -> Parsed {
        self.advance()?;
        while !self.at(Kind::BraceClose) {
            if self.eat(Kind::Ellipsis)? {
                self.assignment(Context::default())?;
            } else {
                self.property()?;
            }
            if !self.at(Kind::BraceClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    fn property(&mut self) -> Parsed {
        while matches!(self.word(), "async" | "get" | "set") && self.key_follows()? {
            self.advance()?;
        }
        self.eat(Kind::Star)?;
        let name = self.token;
        self.key()?;
        match self.token.kind {
            Kind::ParenOpen | Kind::Less => self.nested(Self::method),
            Kind::Colon => {
                self.advance()?;
                self.assignment(Context::default())
            }
            _ if name.kind != Kind::Name => Err(self.expected("':'")),
            _ => {
                self.imports.note_value(self.text(name));
                self.require.named |= self.text(name) == "require";
                self.initializer(Context::default())
            }
        }
    }

    /// `= expression`, if it is there.
    pub(crate) fn initializer(&mut self, context: Context) -> Parsed {
        if self.eat(Kind::Equals)? {
            self.assignment(context)?;
        }
        Ok(())
    }

    /// Whether a key follows the current token, so that the token is a modifier.
    fn key_follows(&mut self) -> Parsed<bool> {
        Ok(starts_key(self.peek()?.kind))
    }

    /// The name of a property or a member.
    pub(crate) fn key(&mut self) -> Parsed {
        match self.token.kind {
            Kind::Name | Kind::Text | Kind::Number | Kind::Private => self.advance(),
            Kind::SquareOpen => {
                self.advance()?;
                self.nested(Self::inner_expression)?;
                self.expect(Kind::SquareClose, "']'")
            }
            _ => Err(self.unexpected()),
        }
    }

    /// `@name.name(arguments)` or `@(expression)`, as often as there are some.
    pub(crate) fn decorators(&mut self) -> Parsed {
        while self.eat(Kind::At)? {
            if !self.at(Kind::ParenOpen) {
                self.imports.note_value(self.text(self.token));
                self.member_name()?;
            }
            loop {
                match self.token.kind {
                    Kind::Dot => {
                        self.advance()?;
                        self.member_name()?;
                    }
                    Kind::Less => {
                        let start = self.token.start;
                        self.type_arguments()?;
                        self.edits.blank(start, self.last_end);
                    }
                    Kind::ParenOpen => self.call()?,
                    _ => break,
                }
            }
        }
        Ok(())
    }
}

/// Whether the name of a property or a member, or a `*` in front of it, starts with `kind`.
pub(crate) fn starts_key(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Name | Kind::Text | Kind::Number | Kind::Private | Kind::SquareOpen | Kind::Star
    )
}
