//! Expressions.
//!
//! Operators are not grouped by precedence: a chain of operands and operators is read in a loop, however long it is. Only
//! brackets, functions and the middle of `a ? b : c` are read by recursion.

use crate::parser::{Fault, Parsed, Parser};
use crate::token::Kind;

const ASSERTION: &str = "type assertion with angle brackets";

/// What an expression must not take in.
#[derive(Clone, Copy, Default)]
pub(crate) struct Context {
    /// In the head of a `for`, `in` is no operator.
    pub no_in: bool,
    /// A colon may follow, so that `(a): b => c` need not be an arrow function.
    pub before_colon: bool,
    /// The class behind `extends`: a `{` ends it.
    pub heritage: bool,
}

/// What an operand leaves to do.
enum Operand {
    /// Operators may follow.
    Complete,
    /// It was the head of an arrow function, whose body is an expression: another operand follows.
    ArrowHead,
    /// It was an arrow function with a block, behind which no operator can follow.
    Closed,
}

impl<'s> Parser<'s> {
    /// An expression with commas.
    pub fn expression(&mut self, context: Context) -> Parsed {
        self.assignment(context)?;
        while self.eat(Kind::Comma)? {
            self.assignment(context)?;
        }
        Ok(())
    }

    /// An expression in brackets.
    pub fn inner_expression(&mut self) -> Parsed {
        self.expression(Context::default())
    }

    /// An expression without commas.
    pub fn assignment(&mut self, context: Context) -> Parsed {
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
                Kind::Binary | Kind::Plus | Kind::Minus | Kind::Star | Kind::Pipe | Kind::Ampersand | Kind::Slash | Kind::Equals
                | Kind::Assign => {
                    self.advance()?;
                    return Ok(true);
                }
                Kind::Less | Kind::Greater => {
                    self.advance()?;
                    while self.token.start == self.last_end && matches!(self.token.kind, Kind::Less | Kind::Greater | Kind::Equals) {
                        self.advance()?;
                    }
                    return Ok(true);
                }
                Kind::Question => {
                    // `(a?: b) => c`, `(a?) => c`
                    if matches!(self.peek()?.kind, Kind::Colon | Kind::Comma | Kind::ParenClose | Kind::Equals) {
                        return Ok(false);
                    }
                    self.advance()?;
                    self.nested(|parser| parser.assignment(Context { before_colon: true, ..Context::default() }))?;
                    self.expect(Kind::Colon, "':'")?;
                    return Ok(true);
                }
                Kind::Name => match self.word() {
                    "instanceof" => {
                        self.advance()?;
                        return Ok(true);
                    }
                    "in" if !context.no_in => {
                        self.advance()?;
                        return Ok(true);
                    }
                    "as" | "satisfies" if !self.token.after_break => {
                        let start = self.token.start;
                        self.advance()?;
                        if !self.eat_word("const")? {
                            self.type_()?;
                        }
                        self.edits.blank(start, self.last_end);
                    }
                    _ => return Ok(false),
                },
                _ => return Ok(false),
            }
        }
    }

    fn operand(&mut self, context: Context) -> Parsed<Operand> {
        loop {
            match self.token.kind {
                Kind::Bang | Kind::Tilde | Kind::Plus | Kind::Minus | Kind::Step => self.advance()?,
                Kind::Name => match self.word() {
                    "typeof" | "void" | "delete" | "await" => self.advance()?,
                    "new" => {
                        self.advance()?;
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
            "break" | "case" | "catch" | "const" | "continue" | "debugger" | "default" | "do" | "else" | "enum" | "export"
            | "extends" | "finally" | "for" | "if" | "in" | "instanceof" | "return" | "switch" | "throw" | "try" | "var"
            | "while" | "with" => return Err(self.unexpected()),
            _ => {}
        }
        let name = self.text(self.token);
        self.advance()?;
        if self.at(Kind::Arrow) && !self.token.after_break {
            return self.arrow();
        }
        self.imports.note_value(name);
        if name == "require" {
            match self.token.kind {
                Kind::ParenOpen | Kind::QuestionDot => self.facts.calls_require = true,
                _ => self.facts.names_require = true,
            }
        }
        Ok(Operand::Complete)
    }

    /// `async` and what it makes of what follows.
    fn async_operand(&mut self, context: Context) -> Parsed<Operand> {
        self.advance()?;
        if self.token.after_break {
            return Ok(Operand::Complete);
        }
        match self.token.kind {
            Kind::Name if self.at_word("function") => {
                self.nested(Self::function_expression)?;
                Ok(Operand::Complete)
            }
            Kind::Name if self.peek()?.kind == Kind::Arrow => {
                self.advance()?;
                self.arrow()
            }
            Kind::Arrow => self.arrow(),
            Kind::Less if self.attempt(|parser| parser.generic_head().map(Some))?.is_some() => self.parenthesis(context),
            Kind::ParenOpen => self.parenthesis(context),
            _ => Ok(Operand::Complete),
        }
    }

    /// From the `=>` of an arrow function on.
    fn arrow(&mut self) -> Parsed<Operand> {
        self.advance()?;
        if !self.at(Kind::BraceOpen) {
            return Ok(Operand::ArrowHead);
        }
        self.nested(Self::function_body)?;
        Ok(Operand::Closed)
    }

    /// An expression in parentheses, the arguments of a call of `async`, or the head of an arrow function.
    fn parenthesis(&mut self, context: Context) -> Parsed<Operand> {
        let typed = self.nested(Self::arguments)?;
        let close = self.last_end;
        if self.at(Kind::Arrow) && !self.token.after_break {
            return self.arrow();
        }
        if self.at(Kind::Colon) && (typed || !context.before_colon) {
            self.arrow_return_type(close)?;
            return self.arrow();
        }
        if self.at(Kind::Colon) {
            let whole_arrow = self.nested(|parser| {
                parser.attempt(|parser| {
                    parser.arrow_return_type(close)?;
                    if let Operand::ArrowHead = parser.arrow()? {
                        parser.assignment(context)?;
                    }
                    // In `a ? (b) : c => d` the colon is that of the condition, because no other follows.
                    Ok(parser.at(Kind::Colon).then_some(()))
                })
            })?;
            if whole_arrow.is_some() {
                return Ok(Operand::Closed);
            }
        }
        if typed { Err(self.expected("'=>'")) } else { Ok(Operand::Complete) }
    }

    /// What is between parentheses: arguments, expressions, or the parameters of an arrow function. Returns whether
    /// there is something that only parameters can have.
    fn arguments(&mut self) -> Parsed<bool> {
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
            if !self.eat(Kind::Comma)? && !self.at(Kind::ParenClose) {
                return Err(self.expected("','"));
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
    fn generic_arrow(&mut self) -> Parsed<Operand> {
        let start = self.token.start;
        self.generic_head()?;
        self.nested(Self::arguments)?;
        if self.at(Kind::Colon) {
            self.arrow_return_type(self.last_end)?;
        }
        if !self.at(Kind::Arrow) || self.token.after_break {
            return Err(Fault::Unsupported { construct: ASSERTION, at: start });
        }
        self.arrow()
    }

    /// The type parameters in front of `(`.
    fn generic_head(&mut self) -> Parsed {
        let start = self.token.start;
        self.type_parameters()?;
        if !self.at(Kind::ParenOpen) {
            return Err(Fault::Unsupported { construct: ASSERTION, at: start });
        }
        let (end, open) = (self.last_end, self.token.start);
        // No line may end between `return` or `async` and `(`: if one does, the parenthesis moves to the front.
        if self.breaks_line(start, open) {
            self.edits.blank_from(start, end, '(');
            self.edits.blank(open, open + 1);
        } else {
            self.edits.blank(start, end);
        }
        Ok(())
    }

    /// Whether a line ends in `start..end`.
    fn breaks_line(&self, start: usize, end: usize) -> bool {
        self.source.get(start..end).is_some_and(|text| text.contains(['\n', '\r', '\u{2028}', '\u{2029}']))
    }

    /// Members, calls and the like.
    fn postfix(&mut self, context: Context) -> Parsed {
        loop {
            match self.token.kind {
                Kind::Dot => {
                    self.advance()?;
                    self.member_name()?;
                }
                Kind::QuestionDot => {
                    self.advance()?;
                    match self.token.kind {
                        Kind::Name | Kind::Private => self.advance()?,
                        Kind::Less => {
                            let start = self.token.start;
                            self.type_arguments()?;
                            self.edits.blank(start, self.last_end);
                        }
                        Kind::ParenOpen | Kind::SquareOpen | Kind::Backtick => {}
                        _ => return Err(self.unexpected()),
                    }
                }
                Kind::SquareOpen => {
                    self.advance()?;
                    self.nested(Self::inner_expression)?;
                    self.expect(Kind::SquareClose, "']'")?;
                }
                Kind::ParenOpen => {
                    if self.nested(Self::arguments)? {
                        return Err(self.unexpected());
                    }
                }
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

    fn member_name(&mut self) -> Parsed {
        if matches!(self.token.kind, Kind::Name | Kind::Private) { self.advance() } else { Err(self.unexpected()) }
    }

    /// Whether what follows lets `a<b>` be an expression with type arguments, by TypeScript's rules.
    fn ends_type_arguments(&self, context: Context) -> bool {
        // `a<b>=c` and `a<b>>c` compare.
        if matches!(self.source.as_bytes().get(self.last_end), Some(b'>' | b'=')) {
            return false;
        }
        match self.token.kind {
            Kind::ParenOpen | Kind::Backtick => true,
            Kind::BraceOpen if context.heritage => true,
            Kind::Less | Kind::Greater | Kind::Plus | Kind::Minus => false,
            Kind::Slash => true,
            _ => self.token.after_break || !self.starts_expression(),
        }
    }

    /// Whether an expression can start here.
    fn starts_expression(&self) -> bool {
        match self.token.kind {
            Kind::Name => !matches!(self.word(), "in" | "of" | "instanceof" | "as" | "satisfies" | "implements" | "else"),
            Kind::Private | Kind::Number | Kind::Text | Kind::Regex | Kind::Backtick | Kind::ParenOpen | Kind::SquareOpen
            | Kind::BraceOpen | Kind::At | Kind::Less | Kind::Slash | Kind::Plus | Kind::Minus | Kind::Bang | Kind::Tilde
            | Kind::Step => true,
            _ => false,
        }
    }

    /// An array, or a pattern for one.
    pub fn array(&mut self) -> Parsed {
        self.advance()?;
        while !self.at(Kind::SquareClose) {
            if self.eat(Kind::Comma)? {
                continue;
            }
            self.eat(Kind::Ellipsis)?;
            self.assignment(Context::default())?;
            if !self.at(Kind::SquareClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    /// An object, or a pattern for one.
    pub fn object(&mut self) -> Parsed {
        self.advance()?;
        while !self.at(Kind::BraceClose) {
            if self.eat(Kind::Ellipsis)? {
                self.assignment(Context::default())?;
            } else {
                self.property()?;
            }
            if !self.at(Kind::BraceClose) {
                self.expect(Kind::Comma, "','")?;
            }
        }
        self.advance()
    }

    fn property(&mut self) -> Parsed {
        while matches!(self.word(), "async" | "get" | "set") && self.starts_key_behind()? {
            self.advance()?;
        }
        self.eat(Kind::Star)?;
        let name = (self.token.kind == Kind::Name).then(|| self.text(self.token));
        self.key()?;
        match self.token.kind {
            Kind::ParenOpen | Kind::Less => self.nested(Self::method),
            Kind::Colon => {
                self.advance()?;
                self.assignment(Context::default())
            }
            _ => {
                let Some(name) = name else { return Err(self.expected("':'")) };
                self.imports.note_value(name);
                self.facts.names_require |= name == "require";
                if self.eat(Kind::Equals)? { self.assignment(Context::default()) } else { Ok(()) }
            }
        }
    }

    /// Whether a key follows the current token, so that the token is a modifier.
    pub fn starts_key_behind(&mut self) -> Parsed<bool> {
        let kind = self.peek()?.kind;
        Ok(matches!(kind, Kind::Name | Kind::Text | Kind::Number | Kind::SquareOpen | Kind::Private | Kind::Star))
    }

    /// The name of a property or a member.
    pub fn key(&mut self) -> Parsed {
        match self.token.kind {
            Kind::Name | Kind::Text | Kind::Number | Kind::Private => self.advance(),
            Kind::SquareOpen => {
                self.advance()?;
                self.nested(Self::inner_expression)?;
                self.expect(Kind::SquareClose, "']'")
            }
            _ => Err(self.unexpected()),
        }
    }

    /// `@name.name(arguments)` or `@(expression)`, as often as there are some.
    pub fn decorators(&mut self) -> Parsed {
        while self.eat(Kind::At)? {
            if !self.at(Kind::ParenOpen) {
                self.imports.note_value(self.text(self.token));
                self.member_name()?;
            }
            loop {
                match self.token.kind {
                    Kind::Dot => {
                        self.advance()?;
                        self.member_name()?;
                    }
                    Kind::Less => {
                        let start = self.token.start;
                        self.type_arguments()?;
                        self.edits.blank(start, self.last_end);
                    }
                    Kind::ParenOpen => {
                        self.nested(Self::arguments)?;
                    }
                    _ => break,
                }
            }
        }
        Ok(())
    }

    /// The class that another one extends.
    pub fn heritage(&mut self) -> Parsed {
        let context = Context { heritage: true, ..Context::default() };
        self.operand(context).map(drop)
    }
}
