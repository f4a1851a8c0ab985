//! Types. They are recognised only to find their end, so nothing in here but annotations notes a piece to erase.

use crate::parser::{Parsed, Parser};
use crate::token::Kind;

impl Parser<'_> {
    /// `: type`, if it is there; erased.
    pub(crate) fn optional_annotation(&mut self) -> Parsed {
        if self.at(Kind::Colon) {
            self.annotation()?;
        }
        Ok(())
    }

    /// `: type`, erased.
    pub(crate) fn annotation(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        self.type_()?;
        self.edits.blank(start, self.last_end);
        Ok(())
    }

    /// `: type` behind the parameters of a function, erased.
    pub(crate) fn return_annotation(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        self.return_type()?;
        self.edits.blank(start, self.last_end);
        Ok(())
    }

    /// Type parameters, if they are there; erased.
    pub(crate) fn erased_type_parameters(&mut self) -> Parsed {
        if self.at(Kind::Less) {
            let start = self.token.start;
            self.type_parameters()?;
            self.edits.blank(start, self.last_end);
        }
        Ok(())
    }

    /// A type, or what a function asserts: `x is T`, `asserts x`, `asserts x is T`.
    pub(crate) fn return_type(&mut self) -> Parsed {
        self.predicate()?;
        self.type_()
    }

    /// `x is`, `asserts` or `asserts x is` in front of a type.
    fn predicate(&mut self) -> Parsed {
        if self.at_word("asserts") {
            let next = self.peek()?;
            if next.kind == Kind::Name && !next.after_break && self.as_word(next) != "is" {
                self.advance()?;
            }
        }
        if self.at(Kind::Name) && self.next_on_line_is("is")? {
            self.advance()?;
            self.advance()?;
        }
        Ok(())
    }

    /// A type.
    pub(crate) fn type_(&mut self) -> Parsed {
        self.nested(|parser| parser.type_chain(true))
    }

    /// A chain of types. `conditions` says whether it may go on with `extends a ? b : c`.
    fn type_chain(&mut self, mut conditions: bool) -> Parsed {
        loop {
            if matches!(self.token.kind, Kind::Pipe | Kind::Ampersand) {
                self.advance()?;
            }
            if self.type_operand()? {
                // The result of a function type goes on with the chain, and may be anything.
                self.predicate()?;
                conditions = true;
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
            Kind::Less => return self.type_function_head(),
            Kind::ParenOpen => {
                if self.look_ahead(Self::starts_function_type)? {
                    return self.type_function_head();
                }
                self.advance()?;
                self.type_()?;
                self.expect(Kind::ParenClose, "')'")?;
            }
            Kind::Name if self.at_word("new") => {
                self.advance()?;
                return self.type_function_head();
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
        if !matches!(
            operator,
            "keyof" | "readonly" | "unique" | "infer" | "abstract"
        ) {
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
                Kind::BraceOpen
                | Kind::SquareOpen
                | Kind::ParenOpen
                | Kind::Text
                | Kind::Number
                | Kind::Backtick => true,
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
            self.member_name()?;
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
    pub(crate) fn type_arguments(&mut self) -> Parsed {
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
    pub(crate) fn type_parameters(&mut self) -> Parsed {
        self.expect(Kind::Less, "'<'")?;
        while !self.at(Kind::Greater) {
            while self.at_variance()? {
                self.advance()?;
            }
            self.expect(Kind::Name, "a name")?;
            if self.eat_word("extends")? {
                self.type_()?;
            }
            if self.eat(Kind::Equals)? {
                self.type_()?;
            }
            if !self.at(Kind::Greater) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// Whether `const`, `in` or `out` is here, and not as a name.
    fn at_variance(&mut self) -> Parsed<bool> {
        if !matches!(self.word(), "const" | "in" | "out") {
            return Ok(false);
        }
        let next = self.peek()?;
        Ok(next.kind == Kind::Name && self.as_word(next) != "extends")
    }
}
