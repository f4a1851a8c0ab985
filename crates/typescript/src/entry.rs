//! Checks of entry code that need its syntax tree (runtime.md 2.3 as amended).

use swc_common::{FileName, SourceMap};
use swc_ecma_ast::{CallExpr, Callee, Expr, Ident, Pat};
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax, lexer::Lexer};
use swc_ecma_visit::{Visit, VisitWith};

use crate::strip::with_stack;

/// Why entry code is refused before it runs. Plain `Error`s to the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// It calls a `require` that nothing in it declares.
    #[error("require() is not allowed. Use ES module import statements instead.")]
    Require,
}

/// Refuses entry code that calls a `require` it does not declare. Code that can not be read is not refused: whoever
/// compiles it will say what is wrong with it.
///
/// # Errors
///
/// See [`EntryError`].
pub fn check_entry(source: &str) -> Result<(), EntryError> {
    if memchr::memmem::find(source.as_bytes(), b"require").is_none() {
        return Ok(());
    }
    match with_stack(source, || calls_require(source)) {
        Ok(true) => Err(EntryError::Require),
        Ok(false) | Err(_) => Ok(()),
    }
}

fn calls_require(source: &str) -> bool {
    let map = SourceMap::default();
    let file = map.new_source_file(FileName::Anon.into(), source.to_owned());
    let syntax = [
        Syntax::Typescript(TsSyntax {
            decorators: true,
            ..TsSyntax::default()
        }),
        Syntax::Es(EsSyntax::default()),
    ];
    syntax.into_iter().any(|syntax| {
        let lexer = Lexer::new(syntax, Default::default(), StringInput::from(&*file), None);
        let Ok(module) = Parser::new_from(lexer).parse_module() else {
            return false;
        };
        let mut search = Search::default();
        module.visit_with(&mut search);
        search.called && !search.declared
    })
}

/// Looks for calls and declarations of `require`.
#[derive(Default)]
struct Search {
    called: bool,
    declared: bool,
}

impl Search {
    fn declare(&mut self, name: &Ident) {
        self.declared |= name.sym == *"require";
    }
}

impl Visit for Search {
    fn visit_call_expr(&mut self, call: &CallExpr) {
        if let Callee::Expr(callee) = &call.callee
            && let Expr::Ident(name) = &**callee
        {
            self.called |= name.sym == *"require";
        }
        call.visit_children_with(self);
    }

    fn visit_pat(&mut self, pattern: &Pat) {
        if let Pat::Ident(name) = pattern {
            self.declare(&name.id);
        }
        pattern.visit_children_with(self);
    }

    fn visit_assign_pat_prop(&mut self, property: &swc_ecma_ast::AssignPatProp) {
        self.declare(&property.key.id);
        property.visit_children_with(self);
    }

    fn visit_fn_decl(&mut self, function: &swc_ecma_ast::FnDecl) {
        self.declare(&function.ident);
        function.visit_children_with(self);
    }

    fn visit_class_decl(&mut self, class: &swc_ecma_ast::ClassDecl) {
        self.declare(&class.ident);
        class.visit_children_with(self);
    }

    fn visit_import_specifier(&mut self, import: &swc_ecma_ast::ImportSpecifier) {
        self.declare(match import {
            swc_ecma_ast::ImportSpecifier::Named(import) => &import.local,
            swc_ecma_ast::ImportSpecifier::Default(import) => &import.local,
            swc_ecma_ast::ImportSpecifier::Namespace(import) => &import.local,
        });
    }
}
