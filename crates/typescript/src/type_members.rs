//! Types in brackets: function types, tuples, interfaces, object types and mapped types.

use crate::parser::{Parsed, Parser};
use crate::token::Kind;

impl Parser<'_> {
    /// `<a>(parameters) =>`. Returns true: a type has to follow.
    pub(crate) fn type_function_head(&mut self) -> Parsed<bool> {
        if self.at(Kind::Less) {
            self.type_parameters()?;
        }
        self.nested(Self::type_function_parameters)?;
        self.expect(Kind::Arrow, "'=>'")?;
        Ok(true)
    }

    /// Whether the `(` here opens the parameters of a function type.
    pub(crate) fn starts_function_type(&mut self) -> Parsed<bool> {
        self.advance()?;
        match self.token.kind {
            Kind::ParenClose => {
                self.advance()?;
                return Ok(self.at(Kind::Arrow));
            }
            Kind::Ellipsis => return Ok(true),
            Kind::BraceOpen | Kind::SquareOpen => self.skip_brackets()?,
            Kind::Name => self.advance()?,
            _ => return Ok(false),
        }
        match self.token.kind {
            Kind::Colon | Kind::Comma | Kind::Question | Kind::Equals => Ok(true),
            Kind::ParenClose => {
                self.advance()?;
                Ok(self.at(Kind::Arrow))
            }
            _ => Ok(false),
        }
    }

    /// The parameters of a function without a body.
    fn type_function_parameters(&mut self) -> Parsed {
        self.expect(Kind::ParenOpen, "'('")?;
        while !self.at(Kind::ParenClose) {
            self.eat(Kind::Ellipsis)?;
            match self.token.kind {
                Kind::BraceOpen | Kind::SquareOpen => self.skip_brackets()?,
                _ => self.expect(Kind::Name, "a name")?,
            }
            self.eat(Kind::Question)?;
            if self.eat(Kind::Colon)? {
                self.type_()?;
            }
            if !self.at(Kind::ParenClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// `[type, name?: type, ...type]`
    pub(crate) fn tuple(&mut self) -> Parsed {
        self.advance()?;
        while !self.at(Kind::SquareClose) {
            self.eat(Kind::Ellipsis)?;
            if self.starts_tuple_label()? {
                self.advance()?;
                self.eat(Kind::Question)?;
                self.advance()?;
            }
            self.type_()?;
            self.eat(Kind::Question)?;
            if !self.at(Kind::SquareClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// Whether `name:` or `name?:` is here. Any keyword may be the name.
    fn starts_tuple_label(&mut self) -> Parsed<bool> {
        if !self.at(Kind::Name) {
            return Ok(false);
        }
        match self.peek()?.kind {
            Kind::Colon => Ok(true),
            Kind::Question => self.look_ahead(|parser| {
                parser.advance()?;
                parser.advance()?;
                Ok(parser.at(Kind::Colon))
            }),
            _ => Ok(false),
        }
    }

    /// `{ members }`
    pub(crate) fn type_members(&mut self) -> Parsed {
        self.expect(Kind::BraceOpen, "'{'")?;
        while !self.at(Kind::BraceClose) {
            self.type_member()?;
            let separated = self.eat(Kind::Semicolon)? || self.eat(Kind::Comma)?;
            if !separated && !self.at(Kind::BraceClose) && !self.token.after_break {
                return Err(self.expected("';'"));
            }
        }
        self.advance()
    }

    fn type_member(&mut self) -> Parsed {
        self.mapped_sign()?;
        while matches!(self.word(), "readonly" | "get" | "set") && self.type_key_follows()? {
            self.advance()?;
        }
        match self.token.kind {
            Kind::SquareOpen => self.type_key_in_brackets()?,
            Kind::Name | Kind::Text | Kind::Number | Kind::Private => self.advance()?,
            Kind::ParenOpen | Kind::Less => {}
            _ => return Err(self.unexpected()),
        }
        self.mapped_sign()?;
        self.eat(Kind::Question)?;
        if self.at(Kind::Less) {
            self.type_parameters()?;
        }
        if self.at(Kind::ParenOpen) {
            self.nested(Self::type_function_parameters)?;
        }
        if self.eat(Kind::Colon)? {
            self.return_type()?;
        }
        Ok(())
    }

    /// The `+` or `-` of a mapped type.
    fn mapped_sign(&mut self) -> Parsed {
        if matches!(self.token.kind, Kind::Plus | Kind::Minus) {
            self.advance()?;
        }
        Ok(())
    }

    /// Whether a key follows the current word, so that the word is a modifier.
    fn type_key_follows(&mut self) -> Parsed<bool> {
        let kind = self.peek()?.kind;
        Ok(matches!(
            kind,
            Kind::Name | Kind::Text | Kind::Number | Kind::SquareOpen | Kind::Private
        ))
    }

    /// `[key: type]`, `[key in type as type]` or `[Symbol.iterator]`.
    fn type_key_in_brackets(&mut self) -> Parsed {
        let mapped = self.look_ahead(|parser| {
            parser.advance()?;
            Ok(parser.eat(Kind::Name)? && parser.at_word("in"))
        })?;
        if !mapped {
            return self.skip_brackets();
        }
        self.advance()?;
        self.advance()?;
        self.advance()?;
        self.type_()?;
        if self.eat_word("as")? {
            self.type_()?;
        }
        self.expect(Kind::SquareClose, "']'")
    }
}
