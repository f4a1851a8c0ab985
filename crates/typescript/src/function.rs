//! Functions and their parameters.

use crate::expression::Context;
use crate::parser::{Fault, Parsed, Parser};
use crate::token::Kind;

impl Parser<'_> {
    /// `function` and what belongs to it, as an expression.
    pub(crate) fn function_expression(&mut self) -> Parsed {
        self.function_head()?;
        self.block()
    }

    /// `function name(parameters): type`
    pub(crate) fn function_head(&mut self) -> Parsed {
        self.advance()?;
        self.eat(Kind::Star)?;
        if self.at(Kind::Name) {
            self.bind()?;
        }
        self.signature()
    }

    /// A method from behind its name on.
    pub(crate) fn method(&mut self) -> Parsed {
        self.signature()?;
        self.block()
    }

    /// Type parameters, parameters and the type of the result.
    pub(crate) fn signature(&mut self) -> Parsed {
        self.erased_type_parameters()?;
        self.nested(Self::parameters)?;
        if self.at(Kind::Colon) {
            self.return_annotation()?;
        }
        Ok(())
    }

    fn parameters(&mut self) -> Parsed {
        self.expect(Kind::ParenOpen, "'('")?;
        while !self.at(Kind::ParenClose) {
            self.decorators()?;
            if self.at_word("this") {
                self.this_parameter()?;
                continue;
            }
            self.parameter()?;
            if !self.at(Kind::ParenClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    fn parameter(&mut self) -> Parsed {
        if is_modifier(self.word()) && self.pattern_follows()? {
            return Err(Fault::Unsupported {
                construct: "parameter property",
                at: self.token.start,
            });
        }
        self.eat(Kind::Ellipsis)?;
        self.pattern()?;
        if self.at(Kind::Question) {
            self.edits.blank(self.token.start, self.token.end);
            self.advance()?;
        }
        self.optional_annotation()?;
        self.initializer(Context::default())
    }

    /// `this: type` is no parameter: it goes, with the comma behind it.
    fn this_parameter(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        if self.eat(Kind::Colon)? {
            self.type_()?;
        }
        if !self.at(Kind::ParenClose) {
            self.expect(Kind::Comma, "','")?;
        }
        self.edits.blank(start, self.last_end);
        Ok(())
    }

    fn pattern_follows(&mut self) -> Parsed<bool> {
        let kind = self.peek()?.kind;
        Ok(matches!(
            kind,
            Kind::Name | Kind::SquareOpen | Kind::BraceOpen
        ))
    }

    /// What a declaration binds: a name, or a pattern of names.
    pub(crate) fn pattern(&mut self) -> Parsed {
        match self.token.kind {
            Kind::SquareOpen => self.nested(Self::array),
            Kind::BraceOpen => self.nested(Self::object),
            _ => self.bind(),
        }
    }

    /// A name that is declared.
    pub(crate) fn bind(&mut self) -> Parsed {
        self.require.named |= self.text(self.token) == "require";
        self.expect(Kind::Name, "a name")
    }
}

fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "public" | "private" | "protected" | "readonly" | "override"
    )
}
