//! Why a benchmark gives no figure.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use isolate_client::ClientError;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum BenchError {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("cannot start {}: {error}", path.display())]
    NoDaemon { path: PathBuf, error: io::Error },
    #[error("the daemon was not ready after {0:?}")]
    NotReady(Duration),
    #[error("not done after {0:?}")]
    TimedOut(Duration),
    #[error("no figure for the daemon's memory in /proc/<pid>/status")]
    NoRss,
    #[error("the guest reported no figures: {0}")]
    NoReport(String),
    #[error("the guest's clock ticks every {0} ms, too coarse to measure with")]
    CoarseClock(f64),
    #[error("{0} of {1} console entries arrived")]
    EntriesLost(usize, usize),
    #[error("the guest's response is wrong: {0}")]
    WrongResponse(String),
    #[error("{0} of {1} messages came back")]
    MessagesLost(usize, usize),
    #[error("resident memory grew from {0:.1} to {1:.1} MB")]
    Grew(f64, f64),
    #[error("{0}")]
    Node(String),
}
