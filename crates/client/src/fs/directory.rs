//! A directory of this machine as the guest's file system. No path and no symbolic link leads out of it.

use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, Metadata, OpenOptions};
use isolate_protocol::Bytes;

use super::arguments::{FilePiece, FileStat};
use super::file_system::FileSystem;
use super::paths::{below_root, denied};
use crate::callbacks::failure::CallbackError;

/// The most that is read at once, in bytes: what fits into a message.
const MAX_READ: u64 = 10 * 1024 * 1024 - 4096;

/// What the guest may do in a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Look and read.
    ReadOnly,
    /// Everything.
    ReadWrite,
}

/// The operations of a directory, which is `/` for the guest: symbolic links in it are followed as long as they stay below
/// it. File operations run on tokio's threads for blocking work.
///
/// Errors have the texts of runtime.md, section 10.6.
///
/// # Errors
///
/// If the directory cannot be opened.
pub fn directory(root: impl AsRef<Path>, access: Access) -> std::io::Result<FileSystem> {
    let root = Root {
        dir: Arc::new(Dir::open_ambient_dir(root, ambient_authority())?),
        access,
    };
    let on = move || root.clone();
    let (read_file, read_at, stat, readdir) = (on.clone(), on.clone(), on.clone(), on.clone());
    let (write_file, write_at, truncate) = (on.clone(), on.clone(), on.clone());
    let (unlink, mkdir, rmdir, remove_tree, rename) =
        (on.clone(), on.clone(), on.clone(), on.clone(), on);
    Ok(FileSystem::new()
        .read_file(move |path| read_file().run("readFile", path, read_all))
        .read_at(move |path, position, length| {
            read_at().run("readAt", path, move |dir, path| {
                read_piece(dir, path, position, length)
            })
        })
        .stat(move |path| stat().run("stat", path, |dir, path| Ok(describe(&dir.metadata(path)?))))
        .readdir(move |path| readdir().run("readdir", path, list))
        .write_file(move |path, data| {
            write_file().change("writeFile", path, move |dir, path| {
                write_all(dir, path, &data)
            })
        })
        .write_at(move |path, position, data| {
            write_at().change("writeAt", path, move |dir, path| {
                let mut file = open(dir, path, OpenOptions::new().write(true).create(true))?;
                file.seek(SeekFrom::Start(position))?;
                file.write_all(&data)
            })
        })
        .truncate(move |path, size| {
            truncate().change("truncate", path, move |dir, path| {
                open(dir, path, OpenOptions::new().write(true))?.set_len(size)
            })
        })
        .unlink(move |path| unlink().change("unlink", path, |dir, path| dir.remove_file(path)))
        .mkdir(move |path, recursive| {
            mkdir().change("mkdir", path, move |dir, path| match recursive {
                true => dir.create_dir_all(path),
                false => dir.create_dir(path),
            })
        })
        .rmdir(move |path| rmdir().change("rmdir", path, |dir, path| dir.remove_dir(path)))
        .remove_tree(move |path| {
            remove_tree().change("removeTree", path, |dir, path| dir.remove_dir_all(path))
        })
        .rename(move |from, to| {
            let root = rename();
            async move {
                let target = below_root(&to)?;
                root.change("rename", from, move |dir, path| {
                    dir.rename(path, dir, target)
                })
                .await
            }
        }))
}

/// What is served.
#[derive(Clone)]
struct Root {
    dir: Arc<Dir>,
    access: Access,
}

impl Root {
    /// Runs an operation, which gets the path below the root.
    async fn run<T: Send + 'static>(
        self,
        operation: &'static str,
        path: String,
        action: impl FnOnce(&Dir, &str) -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, CallbackError> {
        let below = below_root(&path)?;
        let done = tokio::task::spawn_blocking(move || action(&self.dir, &below)).await;
        match done {
            Ok(result) => result.map_err(|error| failure(operation, &path, &error)),
            Err(error) => Err(CallbackError::new(format!("[Error]{operation}: {error}"))),
        }
    }

    /// The same for an operation that changes something.
    async fn change(
        self,
        operation: &'static str,
        path: String,
        action: impl FnOnce(&Dir, &str) -> std::io::Result<()> + Send + 'static,
    ) -> Result<(), CallbackError> {
        if self.access == Access::ReadOnly {
            return Err(CallbackError::named(
                "NotAllowedError",
                "Write access is disabled for these file bindings.",
            ));
        }
        self.run(operation, path, action).await
    }
}

/// Opens a regular file. Others may block whoever opens them, or do things.
fn open(dir: &Dir, path: &str, options: &OpenOptions) -> std::io::Result<File> {
    match dir.metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() => {
            return Err(std::io::Error::other("not a regular file"));
        }
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    dir.open_with(path, options)
}

fn read_all(dir: &Dir, path: &str) -> std::io::Result<Bytes> {
    let file = open(dir, path, OpenOptions::new().read(true))?;
    let size = file.metadata()?.len();
    if size > MAX_READ {
        let text = format!("the file has {size} bytes, and {MAX_READ} fit into a message");
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, text));
    }
    let mut data = Vec::new();
    // It may grow meanwhile.
    file.take(MAX_READ).read_to_end(&mut data)?;
    Ok(data.into())
}

fn read_piece(dir: &Dir, path: &str, position: u64, length: u64) -> std::io::Result<FilePiece> {
    let mut file = open(dir, path, OpenOptions::new().read(true))?;
    let FileStat {
        size,
        last_modified,
        ..
    } = describe(&file.metadata()?);
    file.seek(SeekFrom::Start(position))?;
    let mut data = Vec::new();
    file.take(length.min(MAX_READ)).read_to_end(&mut data)?;
    Ok(FilePiece {
        data: data.into(),
        size,
        last_modified,
    })
}

fn write_all(dir: &Dir, path: &str, data: &[u8]) -> std::io::Result<()> {
    if let Some((parent, _)) = path.rsplit_once('/') {
        dir.create_dir_all(parent)?;
    }
    let options = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .to_owned();
    open(dir, path, &options)?.write_all(data)
}

/// Names that are no Unicode have no form in a guest, and are left out.
fn list(dir: &Dir, path: &str) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in dir.read_dir(path)? {
        names.extend(entry?.file_name().into_string());
    }
    Ok(names)
}

fn describe(metadata: &Metadata) -> FileStat {
    let modified = metadata.modified().ok().map(|time| time.into_std());
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    FileStat {
        is_file: metadata.is_file(),
        is_directory: metadata.is_dir(),
        size: metadata.len(),
        last_modified: since.map(|since| since.as_secs_f64() * 1000.0),
    }
}

/// The texts of runtime.md, section 10.6.
fn failure(operation: &str, path: &str, error: &std::io::Error) -> CallbackError {
    let (name, text) = match error.kind() {
        ErrorKind::NotFound => ("NotFoundError", "path not found"),
        ErrorKind::IsADirectory => ("TypeMismatchError", "expected file but found directory"),
        ErrorKind::NotADirectory => ("TypeMismatchError", "expected directory but found file"),
        ErrorKind::DirectoryNotEmpty => ("InvalidModificationError", "directory not empty"),
        ErrorKind::AlreadyExists => ("InvalidModificationError", "already exists"),
        // What the system says has a number; this is the refusal to leave the directory.
        ErrorKind::PermissionDenied if error.raw_os_error().is_none() => return denied(path),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            ("NotAllowedError", "permission denied")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ("QuotaExceededError", "no space left")
        }
        ErrorKind::FileTooLarge if error.raw_os_error().is_none() => {
            return CallbackError::new(format!("[NotReadableError]{operation}: {error}"));
        }
        _ => return CallbackError::new(format!("[Error]{operation}: {error}")),
    };
    CallbackError::new(format!("[{name}]{operation}: {text}"))
}
