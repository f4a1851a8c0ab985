//! Functions and their parameters.

use crate::parser::{Fault, Parsed, Parser};
use crate::token::Kind;

impl<'s> Parser<'s> {
    /// `function` and what belongs to it, as an expression.
    pub fn function_expression(&mut self) -> Parsed {
        self.function_head()?;
        self.function_body()
    }

    /// `function name(parameters): type`
    pub fn function_head(&mut self) -> Parsed {
        self.advance()?;
        self.eat(Kind::Star)?;
        if self.at(Kind::Name) {
            self.facts.names_require |= self.at_word("require");
            self.advance()?;
        }
        self.signature()
    }

    /// A method from behind its name on.
    pub fn method(&mut self) -> Parsed {
        self.signature()?;
        self.function_body()
    }

    /// Type parameters, parameters and the type of the result.
    pub fn signature(&mut self) -> Parsed {
        if self.at(Kind::Less) {
            let start = self.token.start;
            self.type_parameters()?;
            self.edits.blank(start, self.last_end);
        }
        self.nested(Self::parameters)?;
        if self.at(Kind::Colon) { self.return_annotation() } else { Ok(()) }
    }

    /// The block of a function.
    pub fn function_body(&mut self) -> Parsed {
        self.functions += 1;
        self.block()?;
        self.functions -= 1;
        Ok(())
    }

    fn parameters(&mut self) -> Parsed {
        self.expect(Kind::ParenOpen, "'('")?;
        while !self.at(Kind::ParenClose) {
            self.parameter()?;
            if !self.at(Kind::ParenClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    fn parameter(&mut self) -> Parsed {
        self.decorators()?;
        if self.at_word("this") {
            return self.this_parameter();
        }
        if is_parameter_modifier(self.word()) && self.starts_pattern_behind()? {
            return Err(Fault::Unsupported { construct: "parameter property", at: self.token.start });
        }
        self.eat(Kind::Ellipsis)?;
        self.pattern()?;
        if self.at(Kind::Question) {
            self.edits.blank(self.token.start, self.token.end);
            self.advance()?;
        }
        if self.at(Kind::Colon) {
            self.annotation()?;
        }
        if self.eat(Kind::Equals)? { self.assignment(Default::default()) } else { Ok(()) }
    }

    /// `this: type` is no parameter: it goes with the comma behind it.
    fn this_parameter(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        if self.eat(Kind::Colon)? {
            self.type_()?;
        }
        let end = if self.at(Kind::Comma) { self.token.end } else { self.last_end };
        self.edits.blank(start, end);
        Ok(())
    }

    fn starts_pattern_behind(&mut self) -> Parsed<bool> {
        Ok(matches!(self.peek()?.kind, Kind::Name | Kind::SquareOpen | Kind::BraceOpen))
    }

    /// What a declaration binds: a name, or a pattern of names.
    pub fn pattern(&mut self) -> Parsed {
        match self.token.kind {
            Kind::Name => {
                self.facts.names_require |= self.at_word("require");
                self.advance()
            }
            Kind::SquareOpen => self.nested(Self::array),
            Kind::BraceOpen => self.nested(Self::object),
            _ => Err(self.unexpected()),
        }
    }
}

fn is_parameter_modifier(word: &str) -> bool {
    matches!(word, "public" | "private" | "protected" | "readonly" | "override")
}
