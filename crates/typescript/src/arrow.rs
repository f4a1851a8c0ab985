//! Parentheses, and the arrow functions that start with them.

use crate::expression::{Context, Operand};
use crate::lexer::is_line_end;
use crate::parser::{Fault, Parsed, Parser};
use crate::token::Kind;

const ASSERTION: &str = "type assertion with angle brackets";

impl Parser<'_> {
    /// From the `=>` of an arrow function on.
    pub(crate) fn arrow(&mut self) -> Parsed<Operand> {
        self.advance()?;
        if !self.at(Kind::BraceOpen) {
            return Ok(Operand::ArrowHead);
        }
        self.nested(Self::block)?;
        Ok(Operand::Closed)
    }

    /// An expression in parentheses, the arguments of a call of `async`, or the head of an arrow function.
    pub(crate) fn parenthesis(&mut self, context: Context) -> Parsed<Operand> {
        let typed = self.nested(Self::arguments)?;
        let close = self.last_end;
        if self.at(Kind::Arrow) && !self.token.after_break {
            return self.arrow();
        }
        if self.at(Kind::Colon) && (typed || !context.before_colon) {
            self.arrow_return_type(close)?;
            return self.arrow();
        }
        if self.at(Kind::Colon) && self.doubtful_arrow(close, context)? {
            return Ok(Operand::Closed);
        }
        if typed {
            return Err(self.expected("'=>'"));
        }
        Ok(Operand::Complete)
    }

    /// In `a ? (b) : c => d` the colon is that of the condition, in `a ? (b): c => d : e` it is not. An arrow function
    /// is read only if another colon follows it.
    fn doubtful_arrow(&mut self, close: usize, context: Context) -> Parsed<bool> {
        let arrow = |parser: &mut Self| {
            parser.arrow_return_type(close)?;
            if let Operand::ArrowHead = parser.arrow()? {
                parser.assignment(context)?;
            }
            Ok(parser.at(Kind::Colon).then_some(()))
        };
        let arrow = self.nested(|parser| parser.attempt(arrow))?;
        Ok(arrow.is_some())
    }

    /// What is between parentheses: arguments, expressions, or the parameters of an arrow function. Returns whether
    /// there is something that only parameters can have.
    pub(crate) fn arguments(&mut self) -> Parsed<bool> {
        self.advance()?;
        let mut typed = false;
        while !self.at(Kind::ParenClose) {
            self.eat(Kind::Ellipsis)?;
            self.assignment(Context::default())?;
            if self.at(Kind::Question) {
                self.edits.blank(self.token.start, self.token.end);
                self.advance()?;
                typed = true;
            }
            if self.at(Kind::Colon) {
                self.annotation()?;
                typed = true;
                if self.eat(Kind::Equals)? {
                    self.assignment(Context::default())?;
                }
            }
            if !self.at(Kind::ParenClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()?;
        Ok(typed)
    }

    /// `: type` in front of `=>`. `close` is the end of the `)` before it.
    fn arrow_return_type(&mut self, close: usize) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        self.return_type()?;
        if !self.at(Kind::Arrow) || self.token.after_break {
            return Err(self.expected("'=>'"));
        }
        // No line may end between `)` and `=>`: if one does, the parenthesis moves to the end of the type.
        if self.breaks_line(close, self.token.start) {
            self.edits.blank(close.saturating_sub(1), close);
            self.edits.blank_to(start, self.last_end, ')');
        } else {
            self.edits.blank(start, self.last_end);
        }
        Ok(())
    }

    /// An arrow function with type parameters.
    pub(crate) fn generic_arrow(&mut self) -> Parsed<Operand> {
        let start = self.token.start;
        self.generic_head()?;
        self.nested(Self::arguments)?;
        if self.at(Kind::Colon) {
            self.arrow_return_type(self.last_end)?;
        }
        if !self.at(Kind::Arrow) || self.token.after_break {
            return Err(assertion(start));
        }
        self.arrow()
    }

    /// Type parameters in front of `(`.
    pub(crate) fn generic_head(&mut self) -> Parsed {
        let (start, restricted) = (self.token.start, self.behind_restricted_word());
        self.type_parameters()?;
        if !self.at(Kind::ParenOpen) {
            return Err(assertion(start));
        }
        let (end, open) = (self.last_end, self.token.start);
        // No line may end between `return` and `(`: if one does, the parenthesis moves to the front.
        if restricted && self.breaks_line(start, open) {
            self.edits.blank_from(start, end, '(');
            self.edits.blank(open, open + 1);
        } else {
            self.edits.blank(start, end);
        }
        Ok(())
    }

    /// Whether the token before is a word behind which no line may end.
    fn behind_restricted_word(&self) -> bool {
        let before = self.source.get(..self.last_end).unwrap_or("");
        ["return", "throw", "yield", "async"]
            .iter()
            .any(|word| before.ends_with(word))
    }

    /// Whether a line ends in `start..end`.
    fn breaks_line(&self, start: usize, end: usize) -> bool {
        let text = self.source.get(start..end);
        text.is_some_and(|text| text.contains(is_line_end))
    }
}

fn assertion(at: usize) -> Fault {
    Fault::Unsupported {
        construct: ASSERTION,
        at,
    }
}
