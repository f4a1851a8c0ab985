//! A daemon of our own, on a unix socket in a temporary directory.

use std::env;
use std::fs::{self, DirBuilder};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio, id};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use isolate_client::{Address, Client};

use crate::error::BenchError;

const READY_WITHIN: Duration = Duration::from_secs(20);

/// How long to wait before memory is read: what is freed late is freed by then.
const SETTLE: Duration = Duration::from_secs(2);

/// Tells the directories of one run apart.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// A running daemon. Dropping it kills it.
#[derive(Debug)]
pub struct Daemon {
    child: Child,
    directory: PathBuf,
}

impl Daemon {
    /// One that makes each isolate when it is asked for, see [`start_with_spares`](Self::start_with_spares).
    pub fn start() -> Result<Self, BenchError> {
        Self::start_with_spares(0)
    }

    /// Starts the binary that `ISOLATE_DAEMON_BIN` names, by default the one beside this program.
    pub fn start_with_spares(spares: usize) -> Result<Self, BenchError> {
        let path = match env::var_os("ISOLATE_DAEMON_BIN") {
            Some(path) => PathBuf::from(path),
            None => env::current_exe()?.with_file_name("isolate-daemon"),
        };
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let directory = env::temp_dir().join(format!("isolate-bench-{}-{number}", id()));
        DirBuilder::new().mode(0o700).create(&directory)?;
        let child = Command::new(&path)
            .arg("--socket")
            .arg(directory.join("daemon.sock"))
            .args(["--max-isolates", "300"])
            .args(["--spares", &spares.to_string()])
            .env("ISOLATE_DAEMON_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn();
        let child = match child {
            Ok(child) => child,
            Err(error) => {
                // Nothing is in it, and nobody would look for it.
                let _ = fs::remove_dir_all(&directory);
                return Err(BenchError::NoDaemon { path, error });
            }
        };
        let mut daemon = Self { child, directory };
        daemon.wait_until_ready()?;
        Ok(daemon)
    }

    /// The daemon prints one line when it listens. A thread reads it, and on, so that the pipe never fills up.
    fn wait_until_ready(&mut self) -> Result<(), BenchError> {
        let not_ready = BenchError::NotReady(READY_WITHIN);
        let Some(stdout) = self.child.stdout.take() else {
            return Err(not_ready);
        };
        let (ready, line) = sync_channel(1);
        thread::Builder::new().spawn(move || watch(stdout, &ready))?;
        match line.recv_timeout(READY_WITHIN) {
            Ok(line) if line.starts_with("Isolate daemon listening on ") => Ok(()),
            _ => Err(not_ready),
        }
    }

    pub async fn connect(&self) -> Result<Client, BenchError> {
        let address = Address::unix(self.directory.join("daemon.sock"));
        Ok(Client::connect(&address).await?)
    }

    /// Resident memory in KB, once it does not change any more.
    pub async fn settled_rss(&self) -> Result<f64, BenchError> {
        tokio::time::sleep(SETTLE).await;
        self.status("VmRSS:")
    }

    /// Forgets the peak of resident memory so far.
    pub fn reset_peak_rss(&self) -> Result<(), BenchError> {
        // 5: proc(5), `clear_refs`.
        Ok(fs::write(self.proc("clear_refs"), "5")?)
    }

    /// The most memory, in KB, that was resident since the last reset.
    pub fn peak_rss(&self) -> Result<f64, BenchError> {
        self.status("VmHWM:")
    }

    fn status(&self, field: &str) -> Result<f64, BenchError> {
        let status = fs::read_to_string(self.proc("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kilobytes.ok_or(BenchError::NoRss)
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.child.id())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // All three only fail if there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn watch(stdout: ChildStdout, ready: &SyncSender<String>) {
    let mut stdout = BufReader::new(stdout);
    let mut line = String::new();
    if stdout.read_line(&mut line).is_ok() && ready.send(line).is_ok() {
        let _ = stdout.read_to_end(&mut Vec::new());
    }
}
