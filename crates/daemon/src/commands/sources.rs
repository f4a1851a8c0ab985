//! Where the modules of a program on disk come from: one folder, and nothing outside of it.
//!
//! The guest sees the folder as `/`. Links are followed, but not out of the folder.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use isolate_client::{CallbackError, Importer, Module};
use isolate_protocol::limits::MAX_FRAME;
use thiserror::Error;

/// What a specifier may lack, in this order.
const EXTENSIONS: [&str; 4] = ["ts", "mts", "js", "mjs"];

/// A folder of modules.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Without links.
    root: PathBuf,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The text.
    pub code: String,
    /// The path as the guest sees it.
    pub path: String,
}

/// Why a file is not to be had.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The system's reason.
    #[error("cannot read {path}: {1}", path = .0.display())]
    Io(PathBuf, io::Error),
    /// It is somewhere else.
    #[error("{} is outside of {}", .0.display(), .1.display())]
    Outside(PathBuf, PathBuf),
    /// Its path can not be written as text.
    #[error("the path {} is not UTF-8", .0.display())]
    NotText(PathBuf),
}

impl Sources {
    /// The modules of a folder.
    ///
    /// # Errors
    ///
    /// [`SourceError::Io`] if there is no such folder.
    pub fn new(root: &Path) -> Result<Self, SourceError> {
        let root = root
            .canonicalize()
            .map_err(|error| SourceError::Io(root.to_owned(), error))?;
        Ok(Self { root })
    }

    /// Reads a file of the folder, by its path on disk.
    ///
    /// # Errors
    ///
    /// [`SourceError`].
    pub fn read(&self, path: &Path) -> Result<Source, SourceError> {
        let failed = |error| SourceError::Io(path.to_owned(), error);
        let real = path.canonicalize().map_err(failed)?;
        let inside = real
            .strip_prefix(&self.root)
            .map_err(|_| SourceError::Outside(path.to_owned(), self.root.clone()))?;
        let name = inside
            .to_str()
            .ok_or_else(|| SourceError::NotText(real.clone()))?;
        let code = read_text(&real).map_err(failed)?;
        Ok(Source {
            code,
            path: format!("/{name}"),
        })
    }

    /// Answers an import.
    ///
    /// # Errors
    ///
    /// A text for whoever wrote the import.
    pub fn load(&self, specifier: &str, importer: &Importer) -> Result<Module, CallbackError> {
        if !specifier.starts_with("./")
            && !specifier.starts_with("../")
            && !specifier.starts_with('/')
        {
            let text = format!(
                "Cannot find package \"{specifier}\", imported from {}: only files can be imported, as ./{specifier}",
                importer.path
            );
            return Err(CallbackError::new(text));
        }
        let path = self.root.join(inside(&importer.resolve_dir, specifier));
        let source = candidates(&path)
            .map(|path| self.read(&path))
            .find(|found| !matches!(found, Err(SourceError::Io(_, error)) if error.kind() == io::ErrorKind::NotFound));
        let Some(source) = source else {
            let text = format!(
                "Cannot find \"{specifier}\", imported from {}",
                importer.path
            );
            return Err(CallbackError::new(text));
        };
        let Source { code, path } = source.map_err(|error| {
            CallbackError::new(format!("{error}, imported from {}", importer.path))
        })?;
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let directory = if directory.is_empty() { "/" } else { directory };
        Ok(Module::new(code, name, directory))
    }
}

/// The text of a regular file that fits into a message. Other files may block whoever opens them, or have no end.
fn read_text(path: &Path) -> io::Result<String> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let (size, most) = (metadata.len(), MAX_FRAME as u64);
    if size > most {
        let text = format!("it has {size} bytes, and {most} fit into a message");
        return Err(io::Error::new(ErrorKind::FileTooLarge, text));
    }
    let mut text = String::new();
    // It may grow meanwhile.
    File::open(path)?.take(most).read_to_string(&mut text)?;
    Ok(text)
}

/// The path of a specifier below the root: `..` at the top stays there.
fn inside(directory: &str, specifier: &str) -> PathBuf {
    let mut path = PathBuf::new();
    let base = if specifier.starts_with('/') {
        ""
    } else {
        directory
    };
    for part in Path::new(base)
        .components()
        .chain(Path::new(specifier).components())
    {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => drop(path.pop()),
            _ => {}
        }
    }
    path
}

/// The file itself, or with an extension if it has none of these.
fn candidates(path: &Path) -> impl Iterator<Item = PathBuf> {
    let extended = EXTENSIONS.iter().map(|extension| {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(extension);
        PathBuf::from(name)
    });
    std::iter::once(path.to_owned()).chain(extended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_root() {
        for (directory, specifier, expected) in [
            ("/", "./a.ts", "a.ts"),
            ("/b/c", "../a.ts", "b/a.ts"),
            ("/b", "../../../a.ts", "a.ts"),
            ("/b", "/a.ts", "a.ts"),
            ("/b", "./../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(inside(directory, specifier), Path::new(expected));
        }
    }
}
