//! Classes.

use crate::parser::{Parsed, Parser};
use crate::token::Kind;

/// What stands in front of the name of a member.
#[derive(Default)]
struct Modifiers {
    /// Where the first word to erase is, if nothing that stays is in front of it.
    leading: Option<(usize, usize)>,
    /// Whether the member exists only in TypeScript.
    absent: bool,
}

impl<'s> Parser<'s> {
    /// A class, from `class` on.
    pub fn class(&mut self) -> Parsed {
        self.class_head()?;
        self.class_body()
    }

    /// A class up to its body.
    pub fn class_head(&mut self) -> Parsed {
        if !self.eat_word("class")? {
            return Err(self.expected("'class'"));
        }
        if self.at(Kind::Name) && !matches!(self.word(), "extends" | "implements") {
            self.facts.names_require |= self.at_word("require");
            self.advance()?;
        } else if self.at_word("implements") && matches!(self.peek()?.kind, Kind::BraceOpen | Kind::Less) {
            self.advance()?;
        }
        if self.at(Kind::Less) {
            let start = self.token.start;
            self.type_parameters()?;
            self.edits.blank(start, self.last_end);
        }
        if self.eat_word("extends")? {
            self.heritage()?;
        }
        if self.at_word("implements") {
            let start = self.token.start;
            self.type_list()?;
            self.edits.blank(start, self.last_end);
        }
        Ok(())
    }

    /// `implements` or `extends`, and the types behind it.
    pub fn type_list(&mut self) -> Parsed {
        self.advance()?;
        self.type_()?;
        while self.eat(Kind::Comma)? {
            self.type_()?;
        }
        Ok(())
    }

    fn class_body(&mut self) -> Parsed {
        self.expect(Kind::BraceOpen, "'{'")?;
        self.functions += 1;
        while !self.at(Kind::BraceClose) {
            if !self.eat(Kind::Semicolon)? {
                self.member()?;
            }
        }
        self.functions -= 1;
        self.advance()
    }

    fn member(&mut self) -> Parsed {
        let (start, mark) = (self.token.start, self.edits.mark());
        self.decorators()?;
        let modifiers = self.modifiers(start)?;
        if self.at(Kind::BraceOpen) {
            // `static { }`
            return self.nested(Self::block);
        }
        if self.at(Kind::SquareOpen) && self.look_ahead(Self::starts_index_signature)? {
            self.skip_brackets()?;
            if self.eat(Kind::Colon)? {
                self.type_()?;
            }
            self.end_statement()?;
            self.erase_statement(start, mark);
            return Ok(());
        }
        let hazard = matches!(self.token.kind, Kind::SquareOpen | Kind::Star) || matches!(self.word(), "in" | "instanceof");
        if let (Some((start, end)), true) = (modifiers.leading, hazard) {
            // Without the modifier, `[a]` on a line of its own would go on with the member before.
            self.edits.blank_statement(start, end);
        }
        self.eat(Kind::Star)?;
        let accessor_like = matches!(self.word(), "get" | "set" | "static" | "accessor");
        self.key()?;
        let behind_key = self.edits.mark();
        if matches!(self.token.kind, Kind::Question | Kind::Bang) {
            self.edits.blank(self.token.start, self.token.end);
            self.advance()?;
        }
        let has_code = if matches!(self.token.kind, Kind::ParenOpen | Kind::Less) {
            self.method_or_signature()?
        } else {
            self.field(accessor_like, behind_key)?
        };
        if modifiers.absent || !has_code {
            self.erase_statement(start, mark);
        }
        Ok(())
    }

    /// A method. Returns whether it has a body.
    fn method_or_signature(&mut self) -> Parsed<bool> {
        self.signature()?;
        if self.at(Kind::BraceOpen) {
            self.nested(Self::function_body)?;
            return Ok(true);
        }
        self.end_statement()?;
        Ok(false)
    }

    /// A field. Returns that it stays.
    fn field(&mut self, accessor_like: bool, behind_key: usize) -> Parsed<bool> {
        if self.at(Kind::Colon) {
            self.annotation()?;
        }
        if self.eat(Kind::Equals)? {
            self.assignment(Default::default())?;
        } else if accessor_like && self.edits.mark() > behind_key {
            // `get: A` becomes `get`, which would take the next line for its name.
            self.edits.end_statement_at(self.last_end);
        }
        self.end_statement()?;
        Ok(true)
    }

    /// The words in front of a member. Those of TypeScript are erased.
    fn modifiers(&mut self, start: usize) -> Parsed<Modifiers> {
        let mut modifiers = Modifiers::default();
        loop {
            let word = self.word();
            let of_typescript =
                matches!(word, "public" | "private" | "protected" | "readonly" | "override" | "abstract" | "declare");
            if !of_typescript && !matches!(word, "static" | "accessor" | "async" | "get" | "set") {
                return Ok(modifiers);
            }
            let next = self.peek()?;
            let static_block = word == "static" && next.kind == Kind::BraceOpen;
            let may_break = matches!(word, "static" | "get" | "set");
            if !static_block && (!starts_member(next.kind) || next.after_break && !may_break) {
                return Ok(modifiers);
            }
            let token = self.token;
            self.advance()?;
            if of_typescript {
                self.edits.blank(token.start, token.end);
                modifiers.absent |= matches!(word, "abstract" | "declare");
                if token.start == start {
                    modifiers.leading = Some((token.start, token.end));
                }
            }
            if static_block {
                return Ok(modifiers);
            }
        }
    }

    /// Whether `[name: type]` is here.
    fn starts_index_signature(&mut self) -> Parsed<bool> {
        self.advance()?;
        if !self.eat(Kind::Name)? {
            return Ok(false);
        }
        Ok(self.at(Kind::Colon))
    }
}

/// Whether a member's name, or another word in front of it, can start with `kind`.
fn starts_member(kind: Kind) -> bool {
    matches!(kind, Kind::Name | Kind::Text | Kind::Number | Kind::Private | Kind::SquareOpen | Kind::Star)
}
