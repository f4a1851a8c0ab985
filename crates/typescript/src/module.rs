//! Imports and exports.

use crate::expression::Context;
use crate::parser::{Fault, Parsed, Parser};
use crate::token::{Kind, Token};

/// One entry of `{ a, type b, c as d }`.
struct Specifier<'s> {
    /// With the comma behind it.
    start: usize,
    end: usize,
    type_only: bool,
    /// The first and the last name in it, `type` left out.
    first: &'s str,
    last: &'s str,
}

impl<'s> Parser<'s> {
    /// An import declaration.
    pub fn import(&mut self) -> Parsed {
        let (start, mark) = (self.token.start, self.edits.mark());
        self.advance()?;
        if self.at(Kind::Text) {
            return self.module_source();
        }
        let type_only = self.starts_type_import()?;
        if type_only {
            self.advance()?;
        }
        let mut stays = false;
        // One name is the default; two are `source name` or the like, which V8 may know.
        while self.at(Kind::Name) && !(stays && self.at_word("from")) {
            self.facts.names_require |= self.at_word("require");
            stays = true;
            self.advance()?;
        }
        if self.at(Kind::Equals) {
            if !type_only {
                return Err(Fault::Unsupported { construct: "import assignment", at: start });
            }
            self.advance()?;
            self.assignment(Context::default())?;
            self.end_statement()?;
            self.erase_statement(start, mark);
            return Ok(());
        }
        self.eat(Kind::Comma)?;
        if self.eat(Kind::Star)? {
            stays = true;
            self.eat_word("as")?;
            self.facts.names_require |= self.at_word("require");
            self.expect(Kind::Name, "a name")?;
        }
        let mut names = Vec::new();
        if self.at(Kind::BraceOpen) {
            self.specifiers(|parser, specifier| {
                parser.facts.names_require |= specifier.last == "require";
                if !specifier.type_only {
                    names.push((specifier.last, specifier.start, specifier.end));
                }
            })?;
        }
        if !self.eat_word("from")? {
            return Err(self.expected("'from'"));
        }
        self.module_source()?;
        if type_only {
            self.erase_statement(start, mark);
        } else if !names.is_empty() {
            self.imports.declare(start, self.last_end, &names, stays);
        }
        Ok(())
    }

    /// Whether the `type` behind `import` is a keyword: `import type from "a"` imports a default called `type`.
    fn starts_type_import(&mut self) -> Parsed<bool> {
        if !self.at_word("type") {
            return Ok(false);
        }
        let next = self.peek()?;
        match next.kind {
            Kind::BraceOpen | Kind::Star => Ok(true),
            Kind::Name if self.as_word(next) == "from" => self.look_ahead(|parser| {
                parser.advance()?;
                parser.advance()?;
                Ok(!parser.at(Kind::Text))
            }),
            Kind::Name => Ok(true),
            _ => Ok(false),
        }
    }

    /// The string with the module's name, its attributes, and the end of the statement.
    fn module_source(&mut self) -> Parsed {
        self.expect(Kind::Text, "a string")?;
        if self.at_word("with") || self.at_word("assert") && !self.token.after_break {
            self.advance()?;
            if !self.at(Kind::BraceOpen) {
                return Err(self.expected("'{'"));
            }
            self.skip_brackets()?;
        }
        self.end_statement()
    }

    /// `{ a, type b, c as d }`. Entries with `type` are erased.
    fn specifiers(&mut self, mut note: impl FnMut(&mut Self, &Specifier<'s>)) -> Parsed {
        self.advance()?;
        while !self.at(Kind::BraceClose) {
            let specifier = self.specifier()?;
            if specifier.type_only {
                self.edits.blank(specifier.start, specifier.end);
            }
            note(self, &specifier);
        }
        self.advance()
    }

    fn specifier(&mut self) -> Parsed<Specifier<'s>> {
        let start = self.token.start;
        let mut tokens: Vec<Token> = Vec::with_capacity(4);
        while matches!(self.token.kind, Kind::Name | Kind::Text) && tokens.len() < 4 {
            tokens.push(self.token);
            self.advance()?;
        }
        // `type a` and `type a as b` have an even number of words, `type as b` and `type` do not.
        let type_only = tokens.len() % 2 == 0;
        let first = tokens.get(usize::from(type_only)).map_or("", |token| self.text(*token));
        let last = tokens.last().map_or("", |token| self.text(*token));
        let keyword = tokens.first().map_or("", |token| self.as_word(*token));
        if tokens.is_empty() || type_only && keyword != "type" {
            return Err(self.unexpected());
        }
        if !self.at(Kind::BraceClose) {
            self.expect(Kind::Comma, "','")?;
        }
        Ok(Specifier { start, end: self.last_end, type_only, first, last })
    }

    /// An export declaration.
    pub fn export(&mut self) -> Parsed {
        let (start, mark) = (self.token.start, self.edits.mark());
        self.advance()?;
        self.decorators()?;
        match self.token.kind {
            Kind::Star => return self.export_all(),
            Kind::BraceOpen => return self.export_list(),
            Kind::Equals => return Err(Fault::Unsupported { construct: "export assignment", at: start }),
            _ => {}
        }
        match self.word() {
            "default" => self.export_default(start, mark),
            "import" => Err(Fault::Unsupported { construct: "import assignment", at: start }),
            "as" => {
                self.advance()?;
                self.eat_word("namespace")?;
                self.expect(Kind::Name, "a name")?;
                self.end_statement()?;
                self.erase_statement(start, mark);
                Ok(())
            }
            "type" if matches!(self.peek()?.kind, Kind::BraceOpen | Kind::Star) => {
                self.advance()?;
                if self.at(Kind::Star) { self.export_all()? } else { self.export_list()? }
                self.erase_statement(start, mark);
                Ok(())
            }
            "async" => {
                self.advance()?;
                self.function_statement(start, mark)
            }
            "function" => self.function_statement(start, mark),
            "class" => self.nested(Self::class),
            "var" | "let" | "const" => self.statement(),
            _ if self.typescript_statement(start, mark)? => Ok(()),
            _ => Err(self.unexpected()),
        }
    }

    fn export_default(&mut self, start: usize, mark: usize) -> Parsed {
        self.advance()?;
        self.decorators()?;
        match self.word() {
            "function" => self.function_statement(start, mark),
            "async" if self.next_on_line_is("function")? => {
                self.advance()?;
                self.function_statement(start, mark)
            }
            "class" => self.nested(Self::class),
            "abstract" if self.next_on_line_is("class")? => self.abstract_class(),
            "interface" if self.peek()?.kind == Kind::Name => {
                self.interface()?;
                self.erase_statement(start, mark);
                Ok(())
            }
            _ => {
                self.assignment(Context::default())?;
                self.end_statement()
            }
        }
    }

    /// `* from "a"` or `* as b from "a"`
    fn export_all(&mut self) -> Parsed {
        self.advance()?;
        if self.eat_word("as")? {
            self.advance()?;
        }
        if !self.eat_word("from")? {
            return Err(self.expected("'from'"));
        }
        self.module_source()
    }

    /// `{ a, b as c }`, with or without `from "d"`
    fn export_list(&mut self) -> Parsed {
        let mut names = Vec::new();
        self.specifiers(|_, specifier| {
            if !specifier.type_only {
                names.push(specifier.first);
            }
        })?;
        if self.eat_word("from")? {
            return self.module_source();
        }
        for name in names {
            self.imports.note_value(name);
        }
        self.end_statement()
    }
}
