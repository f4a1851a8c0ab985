//! What a module loader is asked, and what it answers (runtime.md, section 3.1).

use isolate_protocol::Value;

/// The file an import is written in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Importer {
    /// Its full path, for instance `/src/main.js`.
    pub path: String,
    /// Its directory, for instance `/src`.
    pub resolve_dir: String,
}

/// A loaded module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// ES module source, JavaScript or TypeScript.
    pub code: String,
    /// The name of the file, without any `/`.
    pub filename: String,
    /// The directory of the file. Relative imports in it are relative to that.
    pub resolve_dir: String,
    /// True: the module stays loaded when the runtime's namespace is reused.
    pub is_static: bool,
}

impl Module {
    /// A module that is dropped when the runtime's namespace is reused.
    #[must_use]
    pub fn new(
        code: impl Into<String>,
        filename: impl Into<String>,
        resolve_dir: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            filename: filename.into(),
            resolve_dir: resolve_dir.into(),
            is_static: false,
        }
    }
}

impl From<Module> for Value {
    fn from(module: Module) -> Self {
        let mut entries = vec![
            ("code".to_owned(), Self::Str(module.code)),
            ("filename".to_owned(), Self::Str(module.filename)),
            ("resolveDir".to_owned(), Self::Str(module.resolve_dir)),
        ];
        if module.is_static {
            entries.push(("static".to_owned(), Self::Bool(true)));
        }
        Self::Map(entries)
    }
}

/// Takes apart the arguments of a loader: `[specifier, {path, resolveDir}]`.
pub(crate) fn question(args: Vec<Value>) -> (String, Importer) {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let importer = args.get(1);
    let part = |key| text(importer.and_then(|importer| importer.get(key)));
    let importer = Importer {
        path: part("path"),
        resolve_dir: part("resolveDir"),
    };
    (text(args.first()), importer)
}
