//! Which imported names a text uses only as types.
//!
//! `import { Shape } from "./shapes.ts"` cannot be linked if `Shape` is an interface, because an interface leaves
//! nothing to import (runtime.md 3.3). So a name in braces that is used as a type and never as a value is erased with
//! the types. A name that is not used at all stays: an import that is written is loaded. So does a name imported behind
//! the code that may use it.

use std::collections::HashMap;

use crate::edits::Edits;

/// One name in the braces of an import, with the comma behind it.
struct Name {
    start: usize,
    end: usize,
    declaration: usize,
    as_value: bool,
    as_type: bool,
}

/// One import with braces.
struct Declaration {
    start: usize,
    end: usize,
    /// Whether it imports something else too.
    stays: bool,
}

/// The imports seen so far.
#[derive(Default)]
pub(crate) struct Imports<'s> {
    names: Vec<Name>,
    by_name: HashMap<&'s str, usize>,
    declarations: Vec<Declaration>,
    /// Whether a value has been used already.
    late: bool,
}

impl<'s> Imports<'s> {
    /// Notes an import. `names` are the local names in its braces, each with its place.
    pub(crate) fn declare(
        &mut self,
        (start, end): (usize, usize),
        names: &[(&'s str, usize, usize)],
        stays: bool,
    ) {
        if self.late {
            return;
        }
        let declaration = self.declarations.len();
        self.declarations.push(Declaration { start, end, stays });
        for &(name, start, end) in names {
            self.by_name.insert(name, self.names.len());
            self.names.push(Name {
                start,
                end,
                declaration,
                as_value: false,
                as_type: false,
            });
        }
    }

    fn find(&mut self, name: &str) -> Option<&mut Name> {
        if self.names.is_empty() {
            return None;
        }
        let index = *self.by_name.get(name)?;
        self.names.get_mut(index)
    }

    /// Notes a use that has to be there when the code runs.
    pub(crate) fn note_value(&mut self, name: &str) {
        self.late = true;
        if let Some(name) = self.find(name) {
            name.as_value = true;
        }
    }

    /// Notes a use that is erased.
    pub(crate) fn note_type(&mut self, name: &str) {
        if let Some(name) = self.find(name) {
            name.as_type = true;
        }
    }

    /// Erases the names used only as types, and the declarations of which nothing stays.
    pub(crate) fn erase(&self, edits: &mut Edits) {
        let mut stays: Vec<bool> = self.declarations.iter().map(|one| one.stays).collect();
        let is_type = |name: &&Name| name.as_type && !name.as_value;
        for name in self.names.iter().filter(|name| !is_type(name)) {
            if let Some(stays) = stays.get_mut(name.declaration) {
                *stays = true;
            }
        }
        for (declaration, _) in self
            .declarations
            .iter()
            .zip(&stays)
            .filter(|(_, stays)| !**stays)
        {
            edits.blank_statement(declaration.start, declaration.end);
        }
        for name in self.names.iter().filter(is_type) {
            if stays.get(name.declaration) == Some(&true) {
                edits.blank(name.start, name.end);
            }
        }
    }
}
