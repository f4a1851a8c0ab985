//! Statements, except imports, exports and what only TypeScript has.

use crate::expression::Context;
use crate::parser::{Parsed, Parser};
use crate::token::Kind;

impl Parser<'_> {
    /// The whole text.
    pub(crate) fn module(&mut self) -> Parsed {
        while !self.at(Kind::End) {
            self.statement()?;
        }
        Ok(())
    }

    /// `{ statements }`
    pub(crate) fn block(&mut self) -> Parsed {
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
    pub(crate) fn statement(&mut self) -> Parsed {
        let mark = self.edits.mark();
        let mut start = self.token.start;
        loop {
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
                "const" if self.next_on_line_is("enum")? => return Err(self.enumeration()),
                "var" | "let" | "const" => return self.variable_statement(),
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
                "return" | "throw" => return self.jump_with_value(),
                "break" | "continue" | "debugger" => return self.jump(),
                "import" if !matches!(self.peek()?.kind, Kind::ParenOpen | Kind::Dot) => {
                    return self.import();
                }
                "export" => return self.export(),
                _ if self.typescript_statement(start, mark)? => return Ok(()),
                _ if self.peek()?.kind != Kind::Colon => return self.expression_statement(),
                _ => {
                    // A label.
                    self.advance()?;
                    self.advance()?;
                }
            }
            start = self.token.start;
        }
    }

    fn expression_statement(&mut self) -> Parsed {
        self.expression(Context::default())?;
        self.end_statement()
    }

    /// Whether the next token is the keyword `word`, on the same line.
    pub(crate) fn next_on_line_is(&mut self, word: &str) -> Parsed<bool> {
        let next = self.peek()?;
        Ok(self.as_word(next) == word && !next.after_break)
    }

    /// Whether `using name` is here.
    fn starts_using(&mut self) -> Parsed<bool> {
        let next = self.peek()?;
        let operator = matches!(
            self.as_word(next),
            "in" | "of" | "instanceof" | "as" | "satisfies"
        );
        Ok(next.kind == Kind::Name && !next.after_break && !operator)
    }

    fn starts_await_using(&mut self) -> Parsed<bool> {
        if !self.next_on_line_is("using")? {
            return Ok(false);
        }
        self.look_ahead(|parser| {
            parser.advance()?;
            parser.starts_using()
        })
    }

    fn variable_statement(&mut self) -> Parsed {
        self.variables(Context::default())?;
        self.end_statement()
    }

    /// `var`, `let` or `const`, and what it declares.
    pub(crate) fn variables(&mut self, context: Context) -> Parsed {
        self.advance()?;
        loop {
            self.pattern()?;
            if self.at(Kind::Bang) {
                self.edits.blank(self.token.start, self.token.end);
                self.advance()?;
            }
            self.optional_annotation()?;
            self.initializer(context)?;
            if !self.eat(Kind::Comma)? {
                return Ok(());
            }
        }
    }

    /// A function, or one of its overloads, which has no body and is erased. `start` is that of the whole statement.
    pub(crate) fn function_statement(&mut self, start: usize, mark: usize) -> Parsed {
        self.function_head()?;
        if self.at(Kind::BraceOpen) {
            return self.nested(Self::block);
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
        let context = Context {
            no_in: true,
            ..Context::default()
        };
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
        } else {
            self.expect(Kind::Semicolon, "';'")?;
            if !self.at(Kind::Semicolon) {
                self.inner_expression()?;
            }
            self.expect(Kind::Semicolon, "';'")?;
            if !self.at(Kind::ParenClose) {
                self.inner_expression()?;
            }
        }
        self.expect(Kind::ParenClose, "')'")
    }

    fn do_statement(&mut self) -> Parsed {
        self.advance()?;
        self.nested(Self::statement)?;
        self.expect_word("while")?;
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
                        let context = Context {
                            before_colon: true,
                            ..Context::default()
                        };
                        parser.expression(context)?;
                        parser.expect(Kind::Colon, "':'")?;
                    }
                    "default" => {
                        parser.advance()?;
                        parser.expect(Kind::Colon, "':'")?;
                    }
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
                self.optional_annotation()?;
                self.expect(Kind::ParenClose, "')'")?;
            }
            self.nested(Self::block)?;
        }
        if self.eat_word("finally")? {
            self.nested(Self::block)?;
        }
        Ok(())
    }

    /// `break` or the like, with or without a label.
    fn jump(&mut self) -> Parsed {
        self.advance()?;
        if self.at(Kind::Name) && !self.token.after_break {
            self.advance()?;
        }
        self.end_statement()
    }

    /// `return` or `throw`, with or without a value.
    fn jump_with_value(&mut self) -> Parsed {
        self.advance()?;
        let ends = matches!(
            self.token.kind,
            Kind::Semicolon | Kind::BraceClose | Kind::End
        );
        if !self.token.after_break && !ends {
            self.expression(Context::default())?;
        }
        self.end_statement()
    }
}
