//! The daemon's binary, started for one test.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A directory that goes with the test.
pub struct TempDir(PathBuf);

impl TempDir {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("daemon-test.{}.{number}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A daemon that listens.
pub struct Process {
    child: Child,
    address: String,
    log: PathBuf,
    _directory: Option<TempDir>,
}

/// The binary, with nothing of the tests' own environment that would configure it.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_isolate-daemon"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ISOLATE_DAEMON_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs the binary to its end.
pub fn run(args: &[&str]) -> Output {
    command().args(args).output().unwrap()
}

impl Process {
    /// On a Unix socket in a directory of its own.
    pub fn start(args: &[&str]) -> Self {
        let directory = TempDir::new();
        let socket = directory.join("socket");
        let mut process =
            Self::start_at(command().arg("--socket").arg(socket).args(args), &directory);
        process._directory = Some(directory);
        process
    }

    /// With exactly this command line; logs into the directory.
    pub fn start_at(command: &mut Command, directory: &TempDir) -> Self {
        let log = directory.join("log");
        let errors = std::fs::File::create(&log).unwrap();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim_end().strip_prefix("Isolate daemon listening on ");
        let address = address.unwrap_or_else(|| {
            let mut log = String::new();
            let _ = std::fs::File::open(&log).unwrap().read_to_string(&mut log);
            panic!("not listening: {line:?} {log}")
        });
        Self {
            address: address.to_owned(),
            child,
            log,
            _directory: None,
        }
    }

    /// As printed.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn socket(&self) -> &Path {
        Path::new(&self.address)
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until the log has this text.
    pub fn expect_log(&self, text: &str) {
        let start = Instant::now();
        while !self.log().contains(text) {
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "no {text:?} in {}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// The directory of the system's files about its threads.
    pub fn threads(&self) -> PathBuf {
        format!("/proc/{}/task", self.child.id()).into()
    }

    /// The most memory it has had resident, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        kilobytes.unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Waits for the end.
    pub fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "the daemon does not end"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Resident memory of the test's own process, in bytes.
pub fn resident_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<usize>()
        .unwrap()
        * 1024
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
