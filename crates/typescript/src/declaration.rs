//! The statements that only TypeScript has: interfaces, types, what is declared to exist elsewhere, enumerations and
//! namespaces.

use crate::expression::Context;
use crate::parser::{Fault, Parsed, Parser};
use crate::token::Kind;

impl Parser<'_> {
    /// Reads a statement that only TypeScript has, if one is here. It is erased from `start` on, or refused.
    pub(crate) fn typescript_statement(&mut self, start: usize, mark: usize) -> Parsed<bool> {
        match self.word() {
            "interface" if self.name_follows_on_line()? => self.interface()?,
            "type" if self.starts_type_alias()? => self.type_alias()?,
            "namespace" | "module" if self.name_follows_on_line()? => self.namespace()?,
            "declare" if self.starts_ambient()? => self.ambient()?,
            "enum" => return Err(self.enumeration()),
            "abstract" if self.next_on_line_is("class")? => {
                self.abstract_class()?;
                return Ok(true);
            }
            _ => return Ok(false),
        }
        self.erase_statement(start, mark);
        Ok(true)
    }

    /// `abstract class`, of which only the first word is erased.
    pub(crate) fn abstract_class(&mut self) -> Parsed {
        self.edits.blank(self.token.start, self.token.end);
        self.advance()?;
        self.nested(Self::class)
    }

    /// The error for an enumeration, which starts here.
    pub(crate) fn enumeration(&self) -> Fault {
        Fault::Unsupported {
            construct: "enum",
            at: self.token.start,
        }
    }

    fn name_follows_on_line(&mut self) -> Parsed<bool> {
        let next = self.peek()?;
        let operator = matches!(self.as_word(next), "in" | "instanceof");
        let names = matches!(next.kind, Kind::Name | Kind::Text);
        Ok(names && !next.after_break && !operator)
    }

    /// Whether `type name =` or `type name<` is here.
    fn starts_type_alias(&mut self) -> Parsed<bool> {
        if !self.name_follows_on_line()? {
            return Ok(false);
        }
        self.look_ahead(|parser| {
            parser.advance()?;
            parser.advance()?;
            Ok(matches!(parser.token.kind, Kind::Equals | Kind::Less))
        })
    }

    /// `interface name<a> extends b { }`
    pub(crate) fn interface(&mut self) -> Parsed {
        self.advance()?;
        self.expect(Kind::Name, "a name")?;
        if self.at(Kind::Less) {
            self.type_parameters()?;
        }
        if self.at_word("extends") {
            self.type_list()?;
        }
        self.nested(Self::type_members)
    }

    /// `type name<a> = b`
    fn type_alias(&mut self) -> Parsed {
        self.advance()?;
        self.expect(Kind::Name, "a name")?;
        if self.at(Kind::Less) {
            self.type_parameters()?;
        }
        self.expect(Kind::Equals, "'='")?;
        self.type_()?;
        self.end_statement()
    }

    /// A namespace that holds only types, which can be erased.
    fn namespace(&mut self) -> Parsed {
        let start = self.token.start;
        self.namespace_name()?;
        self.expect(Kind::BraceOpen, "'{'")?;
        self.nested(|parser| {
            while !parser.at(Kind::BraceClose) {
                let inner = parser.token.start;
                parser.statement()?;
                if !parser.edits.last_is_statement(inner) {
                    return Err(Fault::Unsupported {
                        construct: "namespace with values",
                        at: start,
                    });
                }
            }
            parser.advance()
        })
    }

    /// `namespace a.b`, `module "a"` or `global`
    fn namespace_name(&mut self) -> Parsed {
        self.advance()?;
        while matches!(self.token.kind, Kind::Name | Kind::Text | Kind::Dot)
            && !self.token.after_break
        {
            self.advance()?;
        }
        Ok(())
    }

    fn starts_ambient(&mut self) -> Parsed<bool> {
        let next = self.peek()?;
        let declares = matches!(
            self.as_word(next),
            "abstract"
                | "async"
                | "class"
                | "const"
                | "enum"
                | "function"
                | "global"
                | "interface"
                | "let"
                | "module"
                | "namespace"
                | "type"
                | "using"
                | "var"
        );
        Ok(declares && !next.after_break)
    }

    /// `declare` and what it declares. What is in braces is skipped, because nothing of it stays.
    fn ambient(&mut self) -> Parsed {
        self.advance()?;
        match self.word() {
            "interface" => self.interface(),
            "type" => self.type_alias(),
            "function" | "async" => {
                self.eat_word("async")?;
                self.function_head()?;
                self.end_statement()
            }
            "class" | "abstract" => {
                self.eat_word("abstract")?;
                self.class_head()?;
                self.ambient_body()
            }
            "enum" | "module" | "namespace" | "global" => {
                self.namespace_name()?;
                self.ambient_body()
            }
            "const" if self.next_on_line_is("enum")? => {
                self.advance()?;
                self.namespace_name()?;
                self.ambient_body()
            }
            _ => {
                self.variables(Context::default())?;
                self.end_statement()
            }
        }
    }

    fn ambient_body(&mut self) -> Parsed {
        if self.at(Kind::BraceOpen) {
            self.skip_brackets()
        } else {
            self.end_statement()
        }
    }
}
