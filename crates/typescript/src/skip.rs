//! Skips what is in brackets without a look at what it is. Nothing of it may be a regular expression.

use crate::lexer::TemplatePart;
use crate::parser::{Parsed, Parser};
use crate::token::Kind;

/// An open bracket, or the open `${` of a template.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Bracket,
    Hole,
}

impl Parser<'_> {
    /// Goes on from the bracket that opens here to behind its end.
    pub(crate) fn skip_brackets(&mut self) -> Parsed {
        let mut open = Vec::new();
        loop {
            match self.token.kind {
                Kind::End => return Err(self.unexpected()),
                Kind::Backtick => self.skip_template_part(&mut open)?,
                Kind::ParenOpen | Kind::SquareOpen | Kind::BraceOpen => {
                    open.push(Open::Bracket);
                    self.advance()?;
                }
                Kind::ParenClose | Kind::SquareClose | Kind::BraceClose => match open.pop() {
                    Some(Open::Hole) => self.skip_template_part(&mut open)?,
                    _ => self.advance()?,
                },
                kind => {
                    if kind == Kind::Name {
                        self.imports.note_type(self.text(self.token));
                    }
                    self.advance()?;
                }
            }
            if open.is_empty() {
                return Ok(());
            }
        }
    }

    fn skip_template_part(&mut self, open: &mut Vec<Open>) -> Parsed {
        if self.template_part()? == TemplatePart::Hole {
            open.push(Open::Hole);
        }
        Ok(())
    }
}
