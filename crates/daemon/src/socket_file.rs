//! The file of a Unix socket: made for its owner only, never taken from a daemon that lives, removed at the end.

use std::fs::{self, DirBuilder, File, Metadata, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;
use tokio::net::{UnixListener, UnixStream};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// How long a connect may take that finds out whether a daemon lives. One that is too busy to accept lives.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// How long, in tries and the time between them, another start in the same directory may take.
const LOCK_TRIES: usize = 40;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// A socket file of this process. Dropping it removes the file, unless something else has taken its place.
#[derive(Debug)]
pub struct SocketFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

/// Why there is no socket.
#[derive(Debug, Error)]
pub enum SocketError {
    /// Somebody answers at this path.
    #[error("another daemon is listening on {}", .0.display())]
    InUse(PathBuf),
    /// The path is something that must not be removed.
    #[error("{} exists and is not a socket", .0.display())]
    NotASocket(PathBuf),
    /// Other daemons are being started in the same directory, endlessly.
    #[error("{} is locked by another process that starts a daemon", .0.display())]
    Locked(PathBuf),
    /// The operating system refused something.
    #[error("{doing} {}: {source}", path.display())]
    Io {
        /// What the daemon was about to do.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SocketError {
    let path = path.to_owned();
    move |source| SocketError::Io {
        doing,
        path,
        source,
    }
}

impl SocketFile {
    /// Listens at `path`, with mode 0600 from the first moment on. A stale socket there is replaced.
    ///
    /// The socket is made in a directory nobody else can enter and then moved into place. Starts in the same directory
    /// wait for each other, so that of two that find a stale socket the second finds the first.
    pub async fn listen(path: &Path) -> Result<(UnixListener, Self), SocketError> {
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let _lock = lock(parent).await?;
        check_free(path).await?;
        let private = PrivateDir::new(parent)?;
        // Short, because a socket's path may have only about a hundred bytes.
        let made = private.0.join("s");
        let listener = UnixListener::bind(&made).map_err(failed("cannot listen on", path))?;
        let file = fs::set_permissions(&made, Permissions::from_mode(0o600))
            .and_then(|()| fs::symlink_metadata(&made))
            .map_err(failed("cannot restrict", path))?;
        fs::rename(&made, path).map_err(failed("cannot create", path))?;
        Ok((listener, Self::of(path, &file)))
    }

    fn of(path: &Path, file: &Metadata) -> Self {
        Self {
            path: path.to_owned(),
            device: file.dev(),
            inode: file.ino(),
        }
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let ours = fs::symlink_metadata(&self.path)
            .is_ok_and(|file| (file.dev(), file.ino()) == (self.device, self.inode));
        if ours && let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(path = %self.path.display(), %error, "the socket could not be removed");
        }
    }
}

/// A directory for this user alone, removed with what is in it.
struct PrivateDir(PathBuf);

impl PrivateDir {
    fn new(parent: &Path) -> Result<Self, SocketError> {
        let name: String = Uuid::new_v4()
            .simple()
            .to_string()
            .chars()
            .take(8)
            .collect();
        let path = parent.join(format!(".{name}"));
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(failed("cannot create", &path))?;
        Ok(Self(path))
    }
}

impl Drop for PrivateDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Locks a directory against other daemons that start. The lock ends with the file.
async fn lock(directory: &Path) -> Result<File, SocketError> {
    let file = File::open(directory).map_err(failed("cannot open", directory))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => sleep(LOCK_PAUSE).await,
            Err(TryLockError::Error(error)) => return Err(failed("cannot lock", directory)(error)),
        }
    }
    Err(SocketError::Locked(directory.to_owned()))
}

/// Fails unless nothing is at `path`, or a socket that nobody listens on any more.
async fn check_free(path: &Path) -> Result<(), SocketError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("cannot look at", path)(error)),
        Ok(file) if !file.file_type().is_socket() => {
            return Err(SocketError::NotASocket(path.to_owned()));
        }
        Ok(_) => {}
    }
    match timeout(CONNECT_TIMEOUT, UnixStream::connect(path)).await {
        Ok(Err(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
            tracing::info!(path = %path.display(), "replacing the socket of a daemon that has gone");
            Ok(())
        }
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(Err(error)) if error.kind() != io::ErrorKind::WouldBlock => {
            Err(failed("cannot connect to", path)(error))
        }
        _ => Err(SocketError::InUse(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory that goes with the test.
    fn directory() -> PrivateDir {
        PrivateDir::new(&std::env::temp_dir()).unwrap()
    }

    fn names(directory: &PrivateDir) -> Vec<String> {
        let entries = fs::read_dir(&directory.0).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[tokio::test]
    async fn the_socket_is_its_owners_alone_and_goes_at_the_end() {
        let directory = directory();
        let path = directory.0.join("a");
        let (listener, file) = SocketFile::listen(&path).await.unwrap();
        let mode = fs::symlink_metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(names(&directory), ["a"]);
        UnixStream::connect(&path).await.unwrap();
        drop((listener, file));
        assert!(names(&directory).is_empty());
    }

    #[tokio::test]
    async fn a_stale_socket_is_replaced_and_a_live_one_is_not() {
        let directory = directory();
        let path = directory.0.join("a");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let (_listener, _file) = SocketFile::listen(&path).await.unwrap();
        let second = SocketFile::listen(&path).await;
        assert!(matches!(second, Err(SocketError::InUse(_))), "{second:?}");
        UnixStream::connect(&path).await.unwrap();
    }

    #[tokio::test]
    async fn of_many_starts_one_wins() {
        let directory = directory();
        let path = directory.0.join("a");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let (first, second, third) = tokio::join!(
            SocketFile::listen(&path),
            SocketFile::listen(&path),
            SocketFile::listen(&path)
        );
        let won = [first.is_ok(), second.is_ok(), third.is_ok()];
        assert_eq!(won.iter().filter(|won| **won).count(), 1);
    }

    #[tokio::test]
    async fn a_file_that_is_no_socket_is_left_alone() {
        let directory = directory();
        let path = directory.0.join("a");
        fs::write(&path, "precious").unwrap();
        let result = SocketFile::listen(&path).await;
        assert!(
            matches!(result, Err(SocketError::NotASocket(_))),
            "{result:?}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"precious");
    }

    #[tokio::test]
    async fn somebody_elses_socket_survives_the_end() {
        let directory = directory();
        let path = directory.0.join("a");
        let (_listener, file) = SocketFile::listen(&path).await.unwrap();
        fs::remove_file(&path).unwrap();
        let _other = std::os::unix::net::UnixListener::bind(&path).unwrap();
        drop(file);
        assert_eq!(names(&directory), ["a"]);
    }
}
