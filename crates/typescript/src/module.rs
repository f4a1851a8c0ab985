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
    pub(crate) fn import(&mut self) -> Parsed {
        let (start, mark) = (self.token.start, self.edits.mark());
        self.advance()?;
        if self.at(Kind::Text) {
            return self.module_source();
        }
        let type_only = self.starts_type_import()?;
        if type_only {
            self.advance()?;
        }
        let mut stays = self.default_import()?;
        if self.at(Kind::Equals) {
            return self.import_assignment(start, mark, type_only);
        }
        if self.eat(Kind::Star)? {
            stays = true;
            self.expect_word("as")?;
            self.bind()?;
        }
        let mut names = Vec::new();
        if self.at(Kind::BraceOpen) {
            for specifier in self.specifiers()? {
                self.require.named |= specifier.last == "require";
                if !specifier.type_only {
                    names.push((specifier.last, specifier.start, specifier.end));
                }
            }
        }
        self.expect_word("from")?;
        self.module_source()?;
        if type_only {
            self.erase_statement(start, mark);
        } else if !names.is_empty() {
            self.imports.declare((start, self.last_end), &names, stays);
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
            kind => Ok(kind == Kind::Name),
        }
    }

    /// The name of a default import, if there is one. Two names are `source name` or the like, which V8 may know.
    fn default_import(&mut self) -> Parsed<bool> {
        let mut found = false;
        while self.at(Kind::Name) && !(found && self.at_word("from")) {
            found = true;
            self.bind()?;
        }
        self.eat(Kind::Comma)?;
        Ok(found)
    }

    /// `import name = something`, from `=` on.
    fn import_assignment(&mut self, start: usize, mark: usize, type_only: bool) -> Parsed {
        if !type_only {
            return Err(import_assignment_at(start));
        }
        self.advance()?;
        self.assignment(Context::default())?;
        self.end_statement()?;
        self.erase_statement(start, mark);
        Ok(())
    }

    /// The string with the module's name, its attributes, and the end of the statement.
    fn module_source(&mut self) -> Parsed {
        self.expect(Kind::Text, "a string")?;
        let assertion = self.at_word("assert") && !self.token.after_break;
        if self.at_word("with") || assertion {
            self.advance()?;
            if !self.at(Kind::BraceOpen) {
                return Err(self.expected("'{'"));
            }
            self.skip_brackets()?;
        }
        self.end_statement()
    }

    /// `{ a, type b, c as d }`. Entries with `type` are erased.
    fn specifiers(&mut self) -> Parsed<Vec<Specifier<'s>>> {
        self.advance()?;
        let mut specifiers = Vec::new();
        while !self.at(Kind::BraceClose) {
            let specifier = self.specifier()?;
            if specifier.type_only {
                self.edits.blank(specifier.start, specifier.end);
            }
            specifiers.push(specifier);
        }
        self.advance()?;
        Ok(specifiers)
    }

    fn specifier(&mut self) -> Parsed<Specifier<'s>> {
        let start = self.token.start;
        let mut tokens: Vec<Token> = Vec::with_capacity(4);
        while matches!(self.token.kind, Kind::Name | Kind::Text) && tokens.len() < 4 {
            tokens.push(self.token);
            self.advance()?;
        }
        // `type a` and `type a as b` have an even number of words, `type` and `type as b` do not.
        let type_only = tokens.len().is_multiple_of(2);
        let text = |token: Option<&Token>| token.map_or("", |token| self.text(*token));
        if tokens.is_empty() || type_only && text(tokens.first()) != "type" {
            return Err(self.unexpected());
        }
        let first = text(tokens.get(usize::from(type_only)));
        let last = text(tokens.last());
        if !self.at(Kind::BraceClose) {
            self.expect(Kind::Comma, "','")?;
        }
        Ok(Specifier {
            start,
            end: self.last_end,
            type_only,
            first,
            last,
        })
    }

    /// An export declaration.
    pub(crate) fn export(&mut self) -> Parsed {
        let (start, mark) = (self.token.start, self.edits.mark());
        self.advance()?;
        self.decorators()?;
        match self.token.kind {
            Kind::Star => return self.export_all(),
            Kind::BraceOpen => return self.export_list(),
            Kind::Equals => {
                return Err(Fault::Unsupported {
                    construct: "export assignment",
                    at: start,
                });
            }
            _ => {}
        }
        match self.word() {
            "default" => return self.export_default(start, mark),
            "import" => return Err(import_assignment_at(start)),
            "async" => {
                self.advance()?;
                return self.function_statement(start, mark);
            }
            "function" => return self.function_statement(start, mark),
            "class" => return self.nested(Self::class),
            "var" | "let" | "const" => return self.statement(),
            "as" => {
                self.advance()?;
                self.expect_word("namespace")?;
                self.expect(Kind::Name, "a name")?;
                self.end_statement()?;
            }
            "type" if matches!(self.peek()?.kind, Kind::BraceOpen | Kind::Star) => {
                self.advance()?;
                if self.at(Kind::Star) {
                    self.export_all()?;
                } else {
                    self.type_export_list()?;
                }
            }
            _ if self.typescript_statement(start, mark)? => return Ok(()),
            _ => return Err(self.unexpected()),
        }
        self.erase_statement(start, mark);
        Ok(())
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
        self.expect_word("from")?;
        self.module_source()
    }

    /// `{ a, b as c }`, with or without `from "d"`
    fn export_list(&mut self) -> Parsed {
        let specifiers = self.specifiers()?;
        if self.eat_word("from")? {
            return self.module_source();
        }
        for specifier in specifiers.iter().filter(|specifier| !specifier.type_only) {
            self.imports.note_value(specifier.first);
        }
        self.end_statement()
    }

    /// The same behind `export type`.
    fn type_export_list(&mut self) -> Parsed {
        let specifiers = self.specifiers()?;
        if self.eat_word("from")? {
            return self.module_source();
        }
        for specifier in specifiers {
            self.imports.note_type(specifier.first);
        }
        self.end_statement()
    }
}

fn import_assignment_at(at: usize) -> Fault {
    Fault::Unsupported {
        construct: "import assignment",
        at,
    }
}
