//! Types. They are recognised only to find their end, so nothing in here notes a piece to erase.

use crate::parser::{Parsed, Parser};
use crate::token::Kind;

impl<'s> Parser<'s> {
    /// `: type`, erased.
    pub fn annotation(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        self.type_()?;
        self.edits.blank(start, self.last_end);
        Ok(())
    }

    /// `: type` behind the parameters of a function, erased.
    pub fn return_annotation(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        self.return_type()?;
        self.edits.blank(start, self.last_end);
        Ok(())
    }

    /// A type, or what a function asserts: `x is T`, `asserts x`, `asserts x is T`.
    pub fn return_type(&mut self) -> Parsed {
        self.predicate()?;
        self.type_()
    }

    /// `x is`, `asserts`, `asserts x is` in front of a type.
    fn predicate(&mut self) -> Parsed {
        if self.at_word("asserts") {
            let next = self.peek()?;
            if next.kind == Kind::Name && !next.after_break && self.as_word(next) != "is" {
                self.advance()?;
            }
        }
        if self.at(Kind::Name) {
            let next = self.peek()?;
            if self.as_word(next) == "is" && !next.after_break {
                self.advance()?;
                self.advance()?;
            }
        }
        Ok(())
    }

    /// A type.
    pub fn type_(&mut self) -> Parsed {
        self.nested(|parser| parser.type_chain(true))
    }

    /// A chain of types. `conditions` says whether it may go on with `extends a ? b : c`.
    fn type_chain(&mut self, conditions: bool) -> Parsed {
        loop {
            if matches!(self.token.kind, Kind::Pipe | Kind::Ampersand) {
                self.advance()?;
            }
            if self.type_operand()? {
                // The result of a function type goes on with the chain.
                self.predicate()?;
                continue;
            }
            if matches!(self.token.kind, Kind::Pipe | Kind::Ampersand) {
                continue;
            }
            if !self.at_word("extends") || self.token.after_break {
                return Ok(());
            }
            // The constraint of `infer a extends b`, or a condition.
            self.advance()?;
            self.nested(|parser| parser.type_chain(false))?;
            if !conditions || !self.eat(Kind::Question)? {
                return Ok(());
            }
            self.type_()?;
            self.expect(Kind::Colon, "':'")?;
        }
    }

    /// One operand of a chain. Returns whether it was the head of a function type, so that a type has to follow.
    fn type_operand(&mut self) -> Parsed<bool> {
        while self.at_type_operator()? {
            self.advance()?;
        }
        match self.token.kind {
            Kind::Less => {
                self.type_parameters()?;
                self.type_function_head()?;
                return Ok(true);
            }
            Kind::ParenOpen => {
                if self.look_ahead(Self::starts_function_type)? {
                    self.type_function_head()?;
                    return Ok(true);
                }
                self.advance()?;
                self.type_()?;
                self.expect(Kind::ParenClose, "')'")?;
            }
            Kind::Name if self.at_word("new") => {
                self.advance()?;
                if self.at(Kind::Less) {
                    self.type_parameters()?;
                }
                self.type_function_head()?;
                return Ok(true);
            }
            Kind::Name => self.type_name()?,
            Kind::Number | Kind::Text => self.advance()?,
            Kind::Minus => {
                self.advance()?;
                self.expect(Kind::Number, "a number")?;
            }
            Kind::Backtick => self.template(Self::type_)?,
            Kind::BraceOpen => self.nested(Self::type_members)?,
            Kind::SquareOpen => self.nested(Self::tuple)?,
            _ => return Err(self.unexpected()),
        }
        self.type_postfix()?;
        Ok(false)
    }

    /// Whether the current word stands in front of a type, and is no type itself.
    fn at_type_operator(&mut self) -> Parsed<bool> {
        let operator = self.word();
        if operator == "typeof" {
            return Ok(true);
        }
        if !matches!(operator, "keyof" | "readonly" | "unique" | "infer" | "abstract") {
            return Ok(false);
        }
        let next = self.peek()?;
        let word = self.as_word(next);
        Ok(match operator {
            "unique" => word == "symbol",
            "abstract" => word == "new",
            "infer" => next.kind == Kind::Name && !next.after_break && word != "extends",
            _ => match next.kind {
                Kind::Name => !matches!(word, "extends" | "is" | "as" | "in"),
                Kind::BraceOpen | Kind::SquareOpen | Kind::ParenOpen | Kind::Text | Kind::Number | Kind::Backtick => true,
                _ => false,
            },
        })
    }

    /// A name with members and type arguments, or `import("module")` with them.
    fn type_name(&mut self) -> Parsed {
        let name = self.text(self.token);
        self.advance()?;
        if name == "import" && self.at(Kind::ParenOpen) {
            self.skip_brackets()?;
        } else {
            self.imports.note_type(name);
        }
        while self.eat(Kind::Dot)? {
            if !matches!(self.token.kind, Kind::Name | Kind::Private) {
                return Err(self.unexpected());
            }
            self.advance()?;
        }
        if self.at(Kind::Less) && !self.token.after_break {
            self.type_arguments()?;
        }
        Ok(())
    }

    /// `[]` and `[type]`, as often as they follow on the line.
    fn type_postfix(&mut self) -> Parsed {
        while self.at(Kind::SquareOpen) && !self.token.after_break {
            self.advance()?;
            if !self.at(Kind::SquareClose) {
                self.type_()?;
            }
            self.expect(Kind::SquareClose, "']'")?;
        }
        Ok(())
    }

    /// `<type, type>`
    pub fn type_arguments(&mut self) -> Parsed {
        self.expect(Kind::Less, "'<'")?;
        while !self.at(Kind::Greater) {
            self.type_()?;
            if !self.at(Kind::Greater) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// `<name extends type = type>`
    pub fn type_parameters(&mut self) -> Parsed {
        self.nested(|parser| {
            parser.expect(Kind::Less, "'<'")?;
            while !parser.at(Kind::Greater) {
                while matches!(parser.word(), "const" | "in" | "out") && parser.peek()?.kind == Kind::Name {
                    let next = parser.peek()?;
                    if parser.as_word(next) == "extends" {
                        break;
                    }
                    parser.advance()?;
                }
                parser.expect(Kind::Name, "a name")?;
                if parser.eat_word("extends")? {
                    parser.type_()?;
                }
                if parser.eat(Kind::Equals)? {
                    parser.type_()?;
                }
                if !parser.at(Kind::Greater) {
                    parser.expect(Kind::Comma, "','")?;
                }
            }
            parser.advance()
        })
    }

    /// `(parameters) =>`
    fn type_function_head(&mut self) -> Parsed {
        self.nested(Self::type_function_parameters)?;
        self.expect(Kind::Arrow, "'=>'")
    }

    /// Whether the `(` here opens the parameters of a function type.
    fn starts_function_type(&mut self) -> Parsed<bool> {
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
    pub fn type_function_parameters(&mut self) -> Parsed {
        self.expect(Kind::ParenOpen, "'('")?;
        while !self.at(Kind::ParenClose) {
            self.eat(Kind::Ellipsis)?;
            match self.token.kind {
                Kind::Name => self.advance()?,
                Kind::BraceOpen | Kind::SquareOpen => self.skip_brackets()?,
                _ => return Err(self.unexpected()),
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
    fn tuple(&mut self) -> Parsed {
        self.advance()?;
        while !self.at(Kind::SquareClose) {
            self.eat(Kind::Ellipsis)?;
            if !self.tuple_label()? {
                self.type_()?;
                self.eat(Kind::Question)?;
            }
            if !self.at(Kind::SquareClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// `name: type` or `name?: type`, if that is what is here. Any keyword may be the name.
    fn tuple_label(&mut self) -> Parsed<bool> {
        if !self.at(Kind::Name) {
            return Ok(false);
        }
        let labelled = match self.peek()?.kind {
            Kind::Colon => true,
            Kind::Question => self.look_ahead(|parser| {
                parser.advance()?;
                parser.advance()?;
                Ok(parser.at(Kind::Colon))
            })?,
            _ => false,
        };
        if labelled {
            self.advance()?;
            self.eat(Kind::Question)?;
            self.advance()?;
            self.type_()?;
        }
        Ok(labelled)
    }

    /// `{ members }` of an interface, an object type or a mapped type.
    pub fn type_members(&mut self) -> Parsed {
        self.expect(Kind::BraceOpen, "'{'")?;
        while !self.at(Kind::BraceClose) {
            self.type_member()?;
            if !self.eat(Kind::Semicolon)? && !self.eat(Kind::Comma)? && !self.at(Kind::BraceClose) && !self.token.after_break {
                return Err(self.expected("';'"));
            }
        }
        self.advance()
    }

    fn type_member(&mut self) -> Parsed {
        if matches!(self.token.kind, Kind::Plus | Kind::Minus) {
            self.advance()?;
        }
        while matches!(self.word(), "readonly" | "get" | "set") && self.starts_type_member_behind()? {
            self.advance()?;
        }
        match self.token.kind {
            Kind::SquareOpen => self.type_key_in_brackets()?,
            Kind::Name | Kind::Text | Kind::Number | Kind::Private => self.advance()?,
            Kind::ParenOpen | Kind::Less => {}
            _ => return Err(self.unexpected()),
        }
        if matches!(self.token.kind, Kind::Plus | Kind::Minus) {
            self.advance()?;
        }
        self.eat(Kind::Question)?;
        if self.at(Kind::Less) {
            self.type_parameters()?;
        }
        if self.at(Kind::ParenOpen) {
            self.nested(Self::type_function_parameters)?;
        }
        if self.eat(Kind::Colon)? { self.return_type() } else { Ok(()) }
    }

    /// Whether a key follows the current word of an object type, so that the word is a modifier.
    fn starts_type_member_behind(&mut self) -> Parsed<bool> {
        let kind = self.peek()?.kind;
        Ok(matches!(kind, Kind::Name | Kind::Text | Kind::Number | Kind::SquareOpen | Kind::Private))
    }

    /// `[key: type]`, `[key in type as type]` or `[Symbol.iterator]`.
    fn type_key_in_brackets(&mut self) -> Parsed {
        if self.peek()?.kind == Kind::Name {
            let mapped = self.look_ahead(|parser| {
                parser.advance()?;
                parser.advance()?;
                Ok(parser.at_word("in"))
            })?;
            if mapped {
                self.advance()?;
                self.advance()?;
                self.advance()?;
                self.type_()?;
                if self.eat_word("as")? {
                    self.type_()?;
                }
                return self.expect(Kind::SquareClose, "']'");
            }
        }
        self.skip_brackets()
    }
}
