//! The operations that a host carries out for the guest's file system.

use isolate_protocol::message::FsCallbacks;
use isolate_protocol::{Bytes, Value};

use super::arguments::{Arguments, FilePiece, FileStat};
use crate::callbacks::failure::CallbackError;
use crate::callbacks::handler::{BoxFuture, Handler};
use crate::callbacks::table::Registered;
use crate::error::ClientError;

/// The operations that serve the guest's `getDirectory()` and its handles. Paths are absolute POSIX paths that begin with
/// what the guest gave to `getDirectory`; the operations must contain them. [`directory`](crate::directory) makes a set that
/// does.
///
/// Each operation may be missing; what it takes then fails in the guest. An error whose message begins with `[Name]`, or
/// which has the name of a `DOMException`, becomes an error of that name. The operations are called on the task that reads
/// the connection, so they must not block.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct FileSystem {
    read_file: Option<Handler>,
    write_file: Option<Handler>,
    unlink: Option<Handler>,
    readdir: Option<Handler>,
    mkdir: Option<Handler>,
    rmdir: Option<Handler>,
    stat: Option<Handler>,
    rename: Option<Handler>,
    read_at: Option<Handler>,
    write_at: Option<Handler>,
    truncate: Option<Handler>,
    remove_tree: Option<Handler>,
}

/// A handler that takes its arguments apart with `take` before `operation` gets them.
fn handler<A, F, R>(
    take: impl Fn(&mut Arguments) -> Result<A, CallbackError> + Send + Sync + 'static,
    operation: impl Fn(A) -> F + Send + Sync + 'static,
) -> Option<Handler>
where
    F: Future<Output = Result<R, CallbackError>> + Send + 'static,
    R: Into<Value> + Send + 'static,
{
    Some(Handler::asynchronous(
        move |args| -> BoxFuture<'static, Result<R, CallbackError>> {
            match take(&mut Arguments::new(args)) {
                Ok(taken) => Box::pin(operation(taken)),
                Err(error) => Box::pin(std::future::ready(Err(error))),
            }
        },
    ))
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty = $take:ident),*) -> $result:ty;)*) => {$(
        $(#[$doc])*
        pub fn $name<F>(mut self, operation: impl Fn($($type),*) -> F + Send + Sync + 'static) -> Self
        where
            F: Future<Output = Result<$result, CallbackError>> + Send + 'static,
        {
            self.$name = handler(
                |args| Ok(($(args.$take()?,)*)),
                move |($($argument,)*)| operation($($argument),*),
            );
            self
        }
    )*};
}

impl FileSystem {
    /// No operations.
    pub fn new() -> Self {
        Self::default()
    }

    operations! {
        /// All of a file. What does not fit into a message of 10 MiB fails.
        read_file(path: String = text) -> Bytes;
        /// Replaces a file, or makes it.
        write_file(path: String = text, data: Bytes = bytes) -> ();
        /// Removes a file.
        unlink(path: String = text) -> ();
        /// Makes a directory; with `recursive`, also the ones above it, and it may be there already.
        mkdir(path: String = text, recursive: bool = recursive_option) -> ();
        /// Removes a directory that is empty.
        rmdir(path: String = text) -> ();
        /// What is at a path.
        stat(path: String = text) -> FileStat;
        /// Renames `from` to `to`. Not called by any daemon yet.
        rename(from: String = text, to: String = text) -> ();
        /// Reads at most `length` bytes from `position` on. With it files of any size are read, piece by piece.
        read_at(path: String = text, position: u64 = number, length: u64 = number) -> FilePiece;
        /// Writes into a file, which is made if it is not there; a gap is filled with zeros. With it files of any size are
        /// written.
        write_at(path: String = text, position: u64 = number, data: Bytes = bytes) -> ();
        /// Cuts a file to a size, or fills it up with zeros.
        truncate(path: String = text, size: u64 = number) -> ();
        /// Removes a directory with all it has. Without it the guest's `recursive` goes entry by entry.
        remove_tree(path: String = text) -> ();
    }

    /// The names in a directory.
    pub fn readdir<F>(mut self, operation: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Vec<String>, CallbackError>> + Send + 'static,
    {
        self.readdir = handler(Arguments::text, move |path| {
            let names = operation(path);
            async move {
                let names = names.await?.into_iter();
                Ok(names.map(Value::from).collect::<Vec<_>>())
            }
        });
        self
    }

    /// Registers the operations that are there.
    pub(crate) fn register(self, callbacks: &mut Registered) -> Result<FsCallbacks, ClientError> {
        let mut add = |handler: Option<Handler>, name: &str| {
            handler
                .map(|handler| callbacks.add(handler, name, "async"))
                .transpose()
        };
        Ok(FsCallbacks {
            read_file: add(self.read_file, "readFile")?,
            write_file: add(self.write_file, "writeFile")?,
            unlink: add(self.unlink, "unlink")?,
            readdir: add(self.readdir, "readdir")?,
            mkdir: add(self.mkdir, "mkdir")?,
            rmdir: add(self.rmdir, "rmdir")?,
            stat: add(self.stat, "stat")?,
            rename: add(self.rename, "rename")?,
            read_at: add(self.read_at, "readAt")?,
            write_at: add(self.write_at, "writeAt")?,
            truncate: add(self.truncate, "truncate")?,
            remove_tree: add(self.remove_tree, "removeTree")?,
        })
    }
}
