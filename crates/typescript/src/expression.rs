//! Expressions.
//!
//! Operators are not grouped by precedence: a chain of operands and operators is read in a loop, however long it is.
//! Only brackets, functions and the middle of `a ? b : c` are read by recursion.

use crate::parser::{Parsed, Parser};
use crate::token::Kind;

/// What an expression must not take in.
#[derive(Clone, Copy, Default)]
pub(crate) struct Context {
    /// In the head of a `for`, `in` is no operator.
    pub(crate) no_in: bool,
    /// A colon may follow, so that `(a): b => c` need not be an arrow function.
    pub(crate) before_colon: bool,
    /// The class behind `extends`: a `{` ends it.
    pub(crate) heritage: bool,
}

/// What an operand leaves to do.
pub(crate) enum Operand {
    /// Operators may follow.
    Complete,
    /// It was the head of an arrow function whose body is an expression: another operand follows.
    ArrowHead,
    /// It was an arrow function with a block, behind which no operator can follow.
    Closed,
}

impl Parser<'_> {
    /// An expression with commas.
    pub(crate) fn expression(&mut self, context: Context) -> Parsed {
        self.assignment(context)?;
        while self.eat(Kind::Comma)? {
            self.assignment(context)?;
        }
        Ok(())
    }

    /// An expression in brackets.
    pub(crate) fn inner_expression(&mut self) -> Parsed {
        self.expression(Context::default())
    }

    /// An expression without commas.
    pub(crate) fn assignment(&mut self, context: Context) -> Parsed {
        loop {
            match self.operand(context)? {
                Operand::Closed => return Ok(()),
                Operand::ArrowHead => {}
                Operand::Complete => {
                    if !self.operator(context)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Whatever may follow an operand. Returns whether another operand has to follow.
    fn operator(&mut self, context: Context) -> Parsed<bool> {
        loop {
            match self.token.kind {
                Kind::Binary
                | Kind::Plus
                | Kind::Minus
                | Kind::Star
                | Kind::Pipe
                | Kind::Ampersand
                | Kind::Slash
                | Kind::Equals
                | Kind::Assign => {
                    self.advance()?;
                    return Ok(true);
                }
                Kind::Less | Kind::Greater => {
                    self.comparison()?;
                    return Ok(true);
                }
                Kind::Question => return self.condition_operator(),
                Kind::Name => match self.word() {
                    "instanceof" => {
                        self.advance()?;
                        return Ok(true);
                    }
                    "in" if !context.no_in => {
                        self.advance()?;
                        return Ok(true);
                    }
                    "as" | "satisfies" if !self.token.after_break => self.type_suffix()?,
                    _ => return Ok(false),
                },
                _ => return Ok(false),
            }
        }
    }

    /// `<`, `>` and all operators that start with one of them.
    fn comparison(&mut self) -> Parsed {
        self.advance()?;
        while self.token.start == self.last_end
            && matches!(self.token.kind, Kind::Less | Kind::Greater | Kind::Equals)
        {
            self.advance()?;
        }
        Ok(())
    }

    /// `? b :`
    fn condition_operator(&mut self) -> Parsed<bool> {
        // `(a?: b) => c` and the like.
        if matches!(
            self.peek()?.kind,
            Kind::Colon | Kind::Comma | Kind::ParenClose | Kind::Equals
        ) {
            return Ok(false);
        }
        self.advance()?;
        let context = Context {
            before_colon: true,
            ..Context::default()
        };
        self.nested(|parser| parser.assignment(context))?;
        self.expect(Kind::Colon, "':'")?;
        Ok(true)
    }

    /// `as type` or `satisfies type`
    fn type_suffix(&mut self) -> Parsed {
        let start = self.token.start;
        self.advance()?;
        if !self.eat_word("const")? {
            self.type_()?;
        }
        self.edits.blank(start, self.last_end);
        Ok(())
    }

    fn operand(&mut self, context: Context) -> Parsed<Operand> {
        loop {
            match self.token.kind {
                Kind::Bang | Kind::Tilde | Kind::Plus | Kind::Minus | Kind::Step => {
                    self.advance()?;
                }
                Kind::Name => match self.word() {
                    "typeof" | "void" | "delete" | "await" => self.advance()?,
                    "new" => {
                        self.advance()?;
                        // `new.target`
                        if self.eat(Kind::Dot)? {
                            break;
                        }
                    }
                    "yield" => {
                        self.advance()?;
                        self.eat(Kind::Star)?;
                        if self.token.after_break || !self.starts_expression() {
                            return Ok(Operand::Complete);
                        }
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        match self.primary(context)? {
            Operand::Complete => self.postfix(context)?,
            arrow => return Ok(arrow),
        }
        Ok(Operand::Complete)
    }

    fn primary(&mut self, context: Context) -> Parsed<Operand> {
        match self.token.kind {
            Kind::Name => return self.name(context),
            Kind::ParenOpen => return self.parenthesis(context),
            Kind::Less => return self.generic_arrow(),
            Kind::Private | Kind::Number | Kind::Text => self.advance()?,
            Kind::Slash => self.regex()?,
            Kind::Backtick => self.template(Self::inner_expression)?,
            Kind::SquareOpen => self.nested(Self::array)?,
            Kind::BraceOpen => self.nested(Self::object)?,
            Kind::At => {
                self.decorators()?;
                self.nested(Self::class)?;
            }
            _ => return Err(self.unexpected()),
        }
        Ok(Operand::Complete)
    }

    fn name(&mut self, context: Context) -> Parsed<Operand> {
        match self.word() {
            "function" => {
                self.nested(Self::function_expression)?;
                return Ok(Operand::Complete);
            }
            "class" => {
                self.nested(Self::class)?;
                return Ok(Operand::Complete);
            }
            "async" => return self.async_operand(context),
            word if is_statement_word(word) => return Err(self.unexpected()),
            _ => {}
        }
        let name = self.text(self.token);
        self.advance()?;
        self.require.named |= name == "require" && !self.at_call();
        if self.at(Kind::Arrow) && !self.token.after_break {
            return self.arrow();
        }
        self.require.called |= name == "require" && self.at_call();
        self.imports.note_value(name);
        Ok(Operand::Complete)
    }

    fn at_call(&self) -> bool {
        matches!(self.token.kind, Kind::ParenOpen | Kind::QuestionDot)
    }

    /// `async` and what it makes of what follows.
    fn async_operand(&mut self, context: Context) -> Parsed<Operand> {
        self.advance()?;
        if self.token.after_break {
            return Ok(Operand::Complete);
        }
        let kind = self.token.kind;
        match kind {
            Kind::Name if self.at_word("function") => {
                self.nested(Self::function_expression)?;
                Ok(Operand::Complete)
            }
            Kind::Name if self.peek()?.kind == Kind::Arrow => {
                self.advance()?;
                self.arrow()
            }
            Kind::Arrow => self.arrow(),
            Kind::ParenOpen => self.parenthesis(context),
            Kind::Less
                if self
                    .attempt(|parser| parser.generic_head().map(Some))?
                    .is_some() =>
            {
                self.parenthesis(context)
            }
            _ => Ok(Operand::Complete),
        }
    }

    /// Members, calls and the like.
    fn postfix(&mut self, context: Context) -> Parsed {
        loop {
            match self.token.kind {
                Kind::Dot => {
                    self.advance()?;
                    self.member_name()?;
                }
                Kind::QuestionDot => self.optional_chain()?,
                Kind::SquareOpen => {
                    self.advance()?;
                    self.nested(Self::inner_expression)?;
                    self.expect(Kind::SquareClose, "']'")?;
                }
                Kind::ParenOpen => self.call()?,
                Kind::Backtick => self.template(Self::inner_expression)?,
                Kind::Bang if !self.token.after_break => {
                    self.edits.blank(self.token.start, self.token.end);
                    self.advance()?;
                }
                Kind::Step if !self.token.after_break => self.advance()?,
                Kind::Less => {
                    let start = self.token.start;
                    let arguments = self.attempt(|parser| {
                        parser.type_arguments()?;
                        Ok(parser.ends_type_arguments(context).then_some(()))
                    })?;
                    if arguments.is_none() {
                        return Ok(());
                    }
                    self.edits.blank(start, self.last_end);
                }
                _ => return Ok(()),
            }
        }
    }

    /// `(arguments)`
    pub(crate) fn call(&mut self) -> Parsed {
        if self.nested(Self::arguments)? {
            return Err(self.expected("'=>'"));
        }
        Ok(())
    }

    pub(crate) fn member_name(&mut self) -> Parsed {
        if matches!(self.token.kind, Kind::Name | Kind::Private) {
            self.advance()
        } else {
            Err(self.unexpected())
        }
    }

    fn optional_chain(&mut self) -> Parsed {
        self.advance()?;
        match self.token.kind {
            Kind::Less => {
                let start = self.token.start;
                self.type_arguments()?;
                self.edits.blank(start, self.last_end);
                Ok(())
            }
            Kind::ParenOpen | Kind::SquareOpen | Kind::Backtick => Ok(()),
            _ => self.member_name(),
        }
    }

    /// Whether what follows lets `a<b>` be an expression with type arguments, by TypeScript's rules.
    fn ends_type_arguments(&self, context: Context) -> bool {
        // `a<b>=c` and `a<b>>c` compare.
        if matches!(self.source.as_bytes().get(self.last_end), Some(b'>' | b'=')) {
            return false;
        }
        match self.token.kind {
            Kind::ParenOpen | Kind::Backtick | Kind::Slash => true,
            Kind::BraceOpen if context.heritage => true,
            Kind::Less | Kind::Greater | Kind::Plus | Kind::Minus => false,
            _ => self.token.after_break || !self.starts_expression(),
        }
    }

    /// Whether an expression can start here.
    fn starts_expression(&self) -> bool {
        match self.token.kind {
            Kind::Name => !matches!(
                self.word(),
                "in" | "of" | "instanceof" | "as" | "satisfies" | "implements" | "else"
            ),
            Kind::Private
            | Kind::Number
            | Kind::Text
            | Kind::Backtick
            | Kind::ParenOpen
            | Kind::SquareOpen
            | Kind::BraceOpen
            | Kind::At
            | Kind::Less
            | Kind::Slash
            | Kind::Plus
            | Kind::Minus
            | Kind::Bang
            | Kind::Tilde
            | Kind::Step => true,
            _ => false,
        }
    }

    /// The class that another one extends.
    pub(crate) fn heritage(&mut self) -> Parsed {
        let context = Context {
            heritage: true,
            ..Context::default()
        };
        self.operand(context).map(drop)
    }
}

/// Whether `word` is reserved and starts no expression.
fn is_statement_word(word: &str) -> bool {
    matches!(
        word,
        "break"
            | "case"
            | "catch"
            | "const"
            | "continue"
            | "debugger"
            | "default"
            | "do"
            | "else"
            | "enum"
            | "export"
            | "extends"
            | "finally"
            | "for"
            | "if"
            | "in"
            | "instanceof"
            | "return"
            | "switch"
            | "throw"
            | "try"
            | "var"
            | "while"
            | "with"
    )
}
