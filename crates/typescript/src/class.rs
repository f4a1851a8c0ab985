//! Classes.

use crate::expression::Context;
use crate::object::starts_key;
use crate::parser::{Parsed, Parser};
use crate::token::Kind;

/// What stands in front of the name of a member.
#[derive(Default)]
struct Modifiers {
    /// The piece with which the member starts, if a word to erase does.
    leading: Option<usize>,
    /// Whether the member exists only in TypeScript.
    absent: bool,
}

impl Parser<'_> {
    /// A class, from `class` on.
    pub(crate) fn class(&mut self) -> Parsed {
        self.class_head()?;
        self.expect(Kind::BraceOpen, "'{'")?;
        while !self.at(Kind::BraceClose) {
            if !self.eat(Kind::Semicolon)? {
                self.member()?;
            }
        }
        self.advance()
    }

    /// A class up to its body.
    pub(crate) fn class_head(&mut self) -> Parsed {
        self.expect_word("class")?;
        if self.at(Kind::Name) && !matches!(self.word(), "extends" | "implements") {
            self.bind()?;
        }
        self.erased_type_parameters()?;
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
    pub(crate) fn type_list(&mut self) -> Parsed {
        self.advance()?;
        self.type_()?;
        while self.eat(Kind::Comma)? {
            self.type_()?;
        }
        Ok(())
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
            self.index_signature()?;
            self.erase_statement(start, mark);
            return Ok(());
        }
        let goes_on = matches!(self.token.kind, Kind::SquareOpen | Kind::Star)
            || matches!(self.word(), "in" | "instanceof");
        if let (Some(piece), true) = (modifiers.leading, goes_on) {
            // Without the modifier, `[a]` on a line of its own would go on with the member before.
            self.edits.separate(piece);
        }
        self.eat(Kind::Star)?;
        let key = self.word();
        self.key()?;
        let has_code = if self.member_marker_and_parameters()? {
            self.method_or_signature()?
        } else {
            self.field(key)?;
            true
        };
        if modifiers.absent || !has_code {
            self.erase_statement(start, mark);
        }
        Ok(())
    }

    /// `?` or `!` behind the name of a member. Returns whether parameters follow.
    fn member_marker_and_parameters(&mut self) -> Parsed<bool> {
        if matches!(self.token.kind, Kind::Question | Kind::Bang) && !self.token.after_break {
            self.edits.blank(self.token.start, self.token.end);
            self.advance()?;
        }
        Ok(matches!(self.token.kind, Kind::ParenOpen | Kind::Less))
    }

    /// A method. Returns whether it has a body.
    fn method_or_signature(&mut self) -> Parsed<bool> {
        self.signature()?;
        if self.at(Kind::BraceOpen) {
            self.nested(Self::block)?;
            return Ok(true);
        }
        self.end_statement()?;
        Ok(false)
    }

    /// A field called `key`, from behind that on.
    fn field(&mut self, key: &str) -> Parsed {
        self.optional_annotation()?;
        if self.at(Kind::Equals) {
            self.initializer(Context::default())?;
        } else if matches!(key, "get" | "set" | "static" | "accessor") {
            // `get: A` becomes `get`, which would take what is on the next line for its name.
            self.edits.separate_at(self.last_end);
        }
        self.end_statement()
    }

    /// The words in front of a member. Those of TypeScript are erased.
    fn modifiers(&mut self, start: usize) -> Parsed<Modifiers> {
        let mut modifiers = Modifiers::default();
        loop {
            let word = self.word();
            let erased = is_erased_modifier(word);
            if !erased && !matches!(word, "static" | "accessor" | "async" | "get" | "set") {
                return Ok(modifiers);
            }
            let next = self.peek()?;
            let static_block = word == "static" && next.kind == Kind::BraceOpen;
            let may_break = matches!(word, "static" | "get" | "set");
            let modifies = starts_key(next.kind) && (may_break || !next.after_break);
            if !modifies && !static_block {
                return Ok(modifiers);
            }
            let token = self.token;
            self.advance()?;
            if erased {
                if token.start == start {
                    modifiers.leading = Some(self.edits.mark());
                }
                self.edits.blank(token.start, token.end);
                modifiers.absent |= matches!(word, "abstract" | "declare");
            }
            if static_block {
                return Ok(modifiers);
            }
        }
    }

    /// Whether `[name: type]` is here.
    fn starts_index_signature(&mut self) -> Parsed<bool> {
        self.advance()?;
        Ok(self.eat(Kind::Name)? && self.at(Kind::Colon))
    }

    fn index_signature(&mut self) -> Parsed {
        self.skip_brackets()?;
        if self.eat(Kind::Colon)? {
            self.type_()?;
        }
        self.end_statement()
    }
}

fn is_erased_modifier(word: &str) -> bool {
    matches!(
        word,
        "public" | "private" | "protected" | "readonly" | "override" | "abstract" | "declare"
    )
}
