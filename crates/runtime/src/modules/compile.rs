//! From source text to a V8 module: types stripped, positions kept.

use std::borrow::Cow;
use std::rc::Rc;

use deno_core::v8::{self, script_compiler};
use isolate_typescript as typescript;

use super::host_options;
use super::path::{dirname, key};
use crate::error::GuestError;
use crate::values::string;

/// Who imports: the file's own path, and the directory that relative specifiers are joined with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Referrer {
    pub(crate) path: String,
    pub(crate) resolve_dir: String,
}

impl Referrer {
    pub(crate) fn new(path: String) -> Self {
        let resolve_dir = dirname(&path).to_owned();
        Self { path, resolve_dir }
    }
}

/// One import of a module.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// As written.
    pub(crate) specifier: String,
    /// The resolved specifier.
    pub(crate) key: String,
}

/// The longest specifier, in characters.
pub(crate) const MAX_SPECIFIER: usize = 64 * 1024;

/// Source that is no module.
#[derive(Clone, Debug)]
pub(crate) struct CompileError {
    pub(crate) name: String,
    pub(crate) message: String,
    file: String,
    line: u32,
    column: u32,
}

impl CompileError {
    /// `file:line:column`.
    pub(crate) fn location(&self) -> String {
        format!("{}:{}:{}", self.file, self.line, self.column)
    }

    /// Whether the source returns outside of every function, in V8's words.
    pub(crate) fn is_top_level_return(&self) -> bool {
        self.message == "Illegal return statement"
    }

    /// The message with the location, as V8's errors are reported (runtime.md 2.4).
    pub(crate) fn text(&self) -> String {
        format!("{} [{}]", self.message, self.location())
    }

    pub(crate) fn into_guest_error(self) -> GuestError {
        let message = self.text();
        let stack = format!(
            "{}: {}\n    at {}",
            self.name,
            self.message,
            self.location()
        );
        GuestError {
            name: self.name,
            message,
            stack: Some(stack),
        }
    }
}

/// Compiles a module that V8 will call `name`.
pub(crate) fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: &str,
    name: &str,
    referrer: &Referrer,
) -> Result<v8::Local<'s, v8::Module>, CompileError> {
    // Most code is JavaScript as it stands, and V8 is several times faster than the stripper in finding that out.
    if typescript::javascript_means_the_same(source)
        && let Ok(module) = compile_javascript(scope, source, name, referrer)
    {
        return Ok(module);
    }
    let stripped = typescript::strip(source).map_err(|error| CompileError {
        name: "SyntaxError".to_owned(),
        message: error.to_string(),
        file: name.to_owned(),
        line: error.line(),
        column: error.column(),
    })?;
    match &stripped {
        Cow::Borrowed(source) => compile_javascript(scope, source, name, referrer),
        Cow::Owned(source) => compile_javascript(scope, source, name, referrer),
    }
}

fn compile_javascript<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: &str,
    name: &str,
    referrer: &Referrer,
) -> Result<v8::Local<'s, v8::Module>, CompileError> {
    let too_long = || CompileError {
        name: "RangeError".to_owned(),
        message: "The source is too long".to_owned(),
        file: name.to_owned(),
        line: 1,
        column: 1,
    };
    let text = string(scope, source).ok_or_else(too_long)?;
    let resource = string(scope, name).ok_or_else(too_long)?;
    let options = host_options::of(scope, referrer).ok_or_else(too_long)?;
    let origin = v8::ScriptOrigin::new(
        scope,
        resource.into(),
        0,
        0,
        false,
        -1,
        None,
        false,
        false,
        true,
        Some(options),
    );
    let mut source = script_compiler::Source::new(text, Some(&origin));
    v8::tc_scope!(let scope, scope);
    if let Some(module) = script_compiler::compile_module(scope, &mut source) {
        return Ok(module);
    }
    let line = scope
        .message()
        .and_then(|message| message.get_line_number(scope))
        .unwrap_or(1);
    let column = scope
        .message()
        .map_or(0, |message| message.get_start_column())
        + 1;
    let error = crate::guest_error::caught(scope);
    Err(CompileError {
        name: error.name,
        message: error.message,
        file: name.to_owned(),
        line: u32::try_from(line).unwrap_or(1),
        column: u32::try_from(column).unwrap_or(1),
    })
}

/// What a module imports. Import attributes are refused: there are no other kinds of modules than JavaScript.
pub(crate) fn requests(
    scope: &mut v8::PinScope<'_, '_>,
    module: v8::Local<'_, v8::Module>,
    referrer: &Referrer,
) -> Result<Rc<[Request]>, CompileError> {
    let requests = module.get_module_requests();
    let mut found = Vec::with_capacity(requests.length());
    for index in 0..requests.length() {
        let Some(request) = requests.get(scope, index) else {
            continue;
        };
        let Ok(request) = v8::Local::<v8::ModuleRequest>::try_from(request) else {
            continue;
        };
        let specifier = request.get_specifier();
        let too_long = specifier.length() > MAX_SPECIFIER;
        let specifier = if too_long {
            String::new()
        } else {
            specifier.to_rust_string_lossy(scope)
        };
        if too_long || request.get_import_attributes().length() > 0 {
            let location = module.source_offset_to_location(request.get_source_offset());
            return Err(CompileError {
                name: "TypeError".to_owned(),
                message: if too_long {
                    format!("A module specifier may be {MAX_SPECIFIER} characters long at most")
                } else {
                    format!("Import attributes are not supported: \"{specifier}\"")
                },
                file: referrer.path.clone(),
                line: u32::try_from(location.get_line_number() + 1).unwrap_or(1),
                column: u32::try_from(location.get_column_number() + 1).unwrap_or(1),
            });
        }
        let key = key(&specifier, &referrer.resolve_dir);
        found.push(Request { specifier, key });
    }
    Ok(found.into())
}
