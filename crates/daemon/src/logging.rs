//! The daemon's own log: structured, on standard error.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use thiserror::Error;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The log can not be set up.
#[derive(Debug, Error)]
pub enum LogError {
    /// The filter has no meaning.
    #[error("invalid log filter: {0}")]
    Filter(#[from] ParseError),
    /// There is one already.
    #[error("the log is set up already")]
    Twice,
}

/// Sets up the log of the process. `filter` is in the syntax of `RUST_LOG`, for instance `info` or
/// `isolate_daemon=debug`.
///
/// # Errors
///
/// [`LogError`]
pub fn init(filter: &str, format: LogFormat) -> Result<(), LogError> {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(filter)?)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let done = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    done.map_err(|_| LogError::Twice)
}
