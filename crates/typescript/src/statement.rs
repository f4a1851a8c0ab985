//! Statements, except those with imports, exports or declarations of TypeScript.

use crate::expression::Context;
use crate::parser::{Parsed, Parser};
use crate::token::Kind;

impl<'s> Parser<'s> {
    /// The whole text.
    pub fn module(&mut self) -> Parsed {
        while !self.at(Kind::End) {
            self.statement()?;
        }
        Ok(())
    }

    /// `{ statements }`
    pub fn block(&mut self) -> Parsed {
        self.expect(Kind::BraceOpen, "'{'")?;
        while !self.at(Kind::BraceClose) {
            if self.at(Kind::End) {
                return Err(self.expected("'}'"));
            }
            self.statement()?;
        }
        self.advance()
    }

    /// One statement. Heads like `while (a)` and labels are read in a loop.
    pub fn statement(&mut self) -> Parsed {
        let mark = self.edits.mark();
        loop {
            let start = self.token.start;
            match self.token.kind {
                Kind::BraceOpen => return self.nested(Self::block),
                Kind::Semicolon => return self.advance(),
                Kind::At => {
                    self.decorators()?;
                    continue;
                }
                Kind::Name => {}
                _ => return self.expression_statement(),
            }
            match self.word() {
                "var" | "let" | "const" => {
                    if self.at_word("const") && self.next_on_line_is("enum")? {
                        return Err(self.enumeration());
                    }
                    return self.variable_statement();
                }
                "using" if self.starts_using()? => return self.variable_statement(),
                "await" if self.starts_await_using()? => {
                    self.advance()?;
                    return self.variable_statement();
                }
                "function" => return self.function_statement(start, mark),
                "async" if self.next_on_line_is("function")? => {
                    self.advance()?;
                    return self.function_statement(start, mark);
                }
                "class" => return self.nested(Self::class),
                "if" => return self.if_statement(),
                "while" | "with" => {
                    self.advance()?;
                    self.condition()?;
                }
                "for" => {
                    self.advance()?;
                    self.eat_word("await")?;
                    self.nested(Self::for_head)?;
                }
                "do" => return self.do_statement(),
                "switch" => return self.switch_statement(),
                "try" => return self.try_statement(),
                "return" => {
                    self.facts.returns |= self.functions == 0;
                    return self.jump();
                }
                "throw" => return self.jump(),
                "break" | "continue" | "debugger" => {
                    self.advance()?;
                    if self.at(Kind::Name) && !self.token.after_break {
                        self.advance()?;
                    }
                    return self.end_statement();
                }
                "import" => {
                    if matches!(self.peek()?.kind, Kind::ParenOpen | Kind::Dot) {
                        return self.expression_statement();
                    }
                    return self.import();
                }
                "export" => return self.export(),
                _ => {
                    if self.typescript_statement(start, mark)? {
                        return Ok(());
                    }
                    if self.peek()?.kind != Kind::Colon {
                        return self.expression_statement();
                    }
                    self.advance()?;
                    self.advance()?;
                }
            }
        }
    }

    fn expression_statement(&mut self) -> Parsed {
        self.expression(Context::default())?;
        self.end_statement()
    }

    /// Whether the next token is the keyword `word`, on the same line.
    pub fn next_on_line_is(&mut self, word: &str) -> Parsed<bool> {
        let next = self.peek()?;
        Ok(self.as_word(next) == word && !next.after_break)
    }

    /// Whether `using name` is here. `using in a` and `using of` are none.
    fn starts_using(&mut self) -> Parsed<bool> {
        let next = self.peek()?;
        let operator = matches!(self.as_word(next), "in" | "of" | "instanceof" | "as" | "satisfies");
        Ok(next.kind == Kind::Name && !next.after_break && !operator)
    }

    fn starts_await_using(&mut self) -> Parsed<bool> {
        Ok(self.next_on_line_is("using")?
            && self.look_ahead(|parser| {
                parser.advance()?;
                parser.starts_using()
            })?)
    }

    fn variable_statement(&mut self) -> Parsed {
        self.variables(Context::default())?;
        self.end_statement()
    }

    /// `var`, `let` or `const`, and what it declares.
    pub fn variables(&mut self, context: Context) -> Parsed {
        self.advance()?;
        loop {
            self.pattern()?;
            if self.at(Kind::Bang) {
                self.edits.blank(self.token.start, self.token.end);
                self.advance()?;
            }
            if self.at(Kind::Colon) {
                self.annotation()?;
            }
            if self.eat(Kind::Equals)? {
                self.assignment(context)?;
            }
            if !self.eat(Kind::Comma)? {
                return Ok(());
            }
        }
    }

    /// A function, or one of its overloads, which has no body and is erased. `start` is that of the whole statement.
    pub fn function_statement(&mut self, start: usize, mark: usize) -> Parsed {
        self.function_head()?;
        if self.at(Kind::BraceOpen) {
            return self.nested(Self::function_body);
        }
        self.end_statement()?;
        self.erase_statement(start, mark);
        Ok(())
    }

    /// `(expression)`
    fn condition(&mut self) -> Parsed {
        self.expect(Kind::ParenOpen, "'('")?;
        self.nested(Self::inner_expression)?;
        self.expect(Kind::ParenClose, "')'")
    }

    /// `if`, and all that is behind its `else`.
    fn if_statement(&mut self) -> Parsed {
        loop {
            self.advance()?;
            self.condition()?;
            self.nested(Self::statement)?;
            if !self.eat_word("else")? {
                return Ok(());
            }
            if !self.at_word("if") {
                return self.nested(Self::statement);
            }
        }
    }

    fn for_head(&mut self) -> Parsed {
        let context = Context { no_in: true, ..Context::default() };
        self.expect(Kind::ParenOpen, "'('")?;
        match self.word() {
            "var" | "let" | "const" => self.variables(context)?,
            "using" if self.starts_using()? => self.variables(context)?,
            "await" if self.starts_await_using()? => {
                self.advance()?;
                self.variables(context)?;
            }
            _ if self.at(Kind::Semicolon) => {}
            _ => self.expression(context)?,
        }
        if self.eat_word("of")? || self.eat_word("in")? {
            self.inner_expression()?;
            return self.expect(Kind::ParenClose, "')'");
        }
        self.expect(Kind::Semicolon, "';'")?;
        if !self.at(Kind::Semicolon) {
            self.inner_expression()?;
        }
        self.expect(Kind::Semicolon, "';'")?;
        if !self.at(Kind::ParenClose) {
            self.inner_expression()?;
        }
        self.expect(Kind::ParenClose, "')'")
    }

    fn do_statement(&mut self) -> Parsed {
        self.advance()?;
        self.nested(Self::statement)?;
        if !self.eat_word("while")? {
            return Err(self.expected("'while'"));
        }
        self.condition()?;
        self.eat(Kind::Semicolon)?;
        Ok(())
    }

    fn switch_statement(&mut self) -> Parsed {
        self.advance()?;
        self.condition()?;
        self.expect(Kind::BraceOpen, "'{'")?;
        self.nested(|parser| {
            while !parser.at(Kind::BraceClose) {
                match parser.word() {
                    "case" => {
                        parser.advance()?;
                        parser.expression(Context { before_colon: true, ..Context::default() })?;
                        parser.expect(Kind::Colon, "':'")?;
                    }
                    "default" => {
                        parser.advance()?;
                        parser.expect(Kind::Colon, "':'")?;
                    }
                    _ if parser.at(Kind::End) => return Err(parser.expected("'}'")),
                    _ => parser.statement()?,
                }
            }
            parser.advance()
        })
    }

    fn try_statement(&mut self) -> Parsed {
        self.advance()?;
        self.nested(Self::block)?;
        if self.eat_word("catch")? {
            if self.eat(Kind::ParenOpen)? {
                self.pattern()?;
                if self.at(Kind::Colon) {
                    self.annotation()?;
                }
                self.expect(Kind::ParenClose, "')'")?;
            }
            self.nested(Self::block)?;
        }
        if self.eat_word("finally")? { self.nested(Self::block) } else { Ok(()) }
    }

    /// `return` or `throw`, with or without a value.
    fn jump(&mut self) -> Parsed {
        self.advance()?;
        if !self.token.after_break && !matches!(self.token.kind, Kind::Semicolon | Kind::BraceClose | Kind::End) {
            self.expression(Context::default())?;
        }
        self.end_statement()
    }
}
