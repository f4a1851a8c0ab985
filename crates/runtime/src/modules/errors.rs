//! Why a module graph could not be loaded or linked, in the texts of runtime.md 3.4.

use super::compile::{CompileError, Referrer};
use crate::error::GuestError;
use crate::host::HostError;

/// Entries of an import chain that are printed.
const MAX_CHAIN: usize = 12;

/// A failed link: the original error, and what is known about where it happened.
#[derive(Clone, Debug)]
pub(crate) struct LinkError {
    name: String,
    message: String,
    /// Where the source that does not compile is.
    location: Option<Box<str>>,
    chain: Vec<String>,
    /// What may help, behind everything else.
    hint: Option<String>,
    /// The failing module did not compile: its chain has a layout of its own.
    compile: bool,
}

impl LinkError {
    pub(crate) fn new(message: String) -> Self {
        Self {
            name: "Error".to_owned(),
            message,
            location: None,
            chain: Vec::new(),
            hint: None,
            compile: false,
        }
    }

    pub(crate) fn from_host(error: HostError) -> Self {
        Self {
            name: error.name.unwrap_or_else(|| "Error".to_owned()),
            ..Self::new(error.message)
        }
    }

    pub(crate) fn of(error: CompileError) -> Self {
        Self {
            name: error.name.clone(),
            location: Some(error.location().into()),
            ..Self::new(error.message)
        }
    }

    /// The module `key` does not compile.
    pub(crate) fn compile(error: CompileError, key: &str, importer: &Referrer) -> Self {
        let message = format!(
            "Failed to compile module \"{key}\" (imported by \"{}\"):\n{}",
            importer.path,
            error.text()
        );
        Self {
            compile: true,
            ..Self {
                message,
                ..Self::of(error)
            }
        }
    }

    /// V8 could not link.
    pub(crate) fn link(error: GuestError) -> Self {
        let hint = missing_export(&error.message).map(|(export, specifier)| {
            format!(
                "\n\nHint: If '{export}' is a TypeScript type/interface, use `import type` to prevent it from being \
                 resolved at runtime:\n  import type {{ {export} }} from '{specifier}';"
            )
        });
        Self {
            name: error.name,
            hint,
            ..Self::new(error.message)
        }
    }

    /// Notes the paths from the entry to the failing module.
    pub(crate) fn with_chain(mut self, chain: &[String]) -> Self {
        self.chain = chain.to_vec();
        self
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("Module instantiation failed: {}", self.message);
        // A module imported by the entry itself needs no chain: the message names both.
        if self.compile && self.chain.len() > 2 {
            text.push_str(&format!(
                "\n\nImport chain:\n  {}",
                self.chain.join("\n    -> ")
            ));
        } else if !self.compile && self.chain.len() > 1 {
            text.push_str("\n\nImport chain:\n");
            let skipped = self.chain.len().saturating_sub(MAX_CHAIN);
            if skipped > 0 {
                text.push_str("  ...\n");
            }
            let shown: Vec<String> = self
                .chain
                .iter()
                .skip(skipped)
                .map(|path| format!("  {path}"))
                .collect();
            text.push_str(&shown.join("\n    -> "));
        }
        text.push_str(self.hint.as_deref().unwrap_or_default());
        text
    }

    /// As the answer to an eval.
    pub(crate) fn into_guest_error(self) -> GuestError {
        let message = self.text();
        let stack = match &self.location {
            Some(location) => format!("{}: {message}\n    at {location}", self.name),
            None => format!("{}: {message}", self.name),
        };
        GuestError {
            name: self.name,
            message,
            stack: Some(stack),
        }
    }

    /// As the error of an `import()`.
    pub(crate) fn into_host_error(self) -> HostError {
        HostError {
            message: self.text(),
            name: Some(self.name),
            code: None,
        }
    }
}

/// The export and the specifier in V8's message about a missing export.
fn missing_export(message: &str) -> Option<(&str, &str)> {
    let rest = message.strip_prefix("The requested module '")?;
    let (specifier, rest) = rest.split_once("' does not provide an export named '")?;
    Some((rest.strip_suffix('\'')?, specifier))
}
