//! `isolate-daemon run FILE`: one module, in an isolate, without any client.

use std::path::{Path, PathBuf};

use isolate_client::{ClientError, EvalOptions, RemoteError, RuntimeOptions};
use thiserror::Error;

use super::local::{Local, LocalError};
use super::sources::{Source, SourceError, Sources};
use super::terminal;
use crate::options::DaemonOptions;

/// Why a module did not run to its end.
#[derive(Debug, Error)]
pub enum RunError {
    /// There is no daemon.
    #[error(transparent)]
    Local(#[from] LocalError),
    /// There is no module.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The module failed, with this stack.
    #[error("{0}")]
    Guest(String),
    /// The connection to the daemon failed.
    #[error(transparent)]
    Client(ClientError),
}

impl From<ClientError> for RunError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Remote(error) => Self::Guest(describe(&error)),
            error => Self::Client(error),
        }
    }
}

/// A guest's error as it is shown.
pub(super) fn describe(error: &RemoteError) -> String {
    let name = error.name.as_deref().unwrap_or("Error");
    let head = format!("{name}: {}", error.message);
    match error.stack.as_deref() {
        // V8's stacks begin with the error itself.
        Some(stack) if stack.contains(&error.message) => stack.to_owned(),
        Some(stack) => format!("{head}\n{stack}"),
        None => head,
    }
}

/// Runs the module and whatever it imports, until its evaluation has ended. Imports reach the files in and below `root`;
/// without one, those in and below the folder of the file.
///
/// # Errors
///
/// [`RunError`].
pub async fn run(file: &Path, root: Option<&Path>, options: DaemonOptions) -> Result<(), RunError> {
    let (sources, source) = open(file, root)?;
    let local = Local::start(options).await?;
    let outcome = evaluate(&local, &sources, source, RuntimeOptions::new()).await;
    local.close().await;
    outcome.map(drop)
}

/// The folder that imports reach, and the file.
pub(super) fn open(file: &Path, root: Option<&Path>) -> Result<(Sources, Source), SourceError> {
    let folder = root.map_or_else(|| folder_of(file), Path::to_owned);
    let sources = Sources::new(&folder)?;
    let source = sources.read(file)?;
    Ok((sources, source))
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Evaluates a file in a runtime of its own.
pub(super) async fn evaluate(
    local: &Local,
    sources: &Sources,
    Source { code, path }: Source,
    options: RuntimeOptions,
) -> Result<isolate_client::RemoteRuntime, RunError> {
    let sources = sources.clone();
    let options = options
        .console(|entry| terminal::print(&entry))
        .module_loader(move |specifier, importer| {
            std::future::ready(sources.load(&specifier, &importer))
        });
    let runtime = local.client.create_runtime(options).await?;
    let eval = EvalOptions {
        filename: Some(path),
        execution_timeout: None,
    };
    runtime.eval_with(code, eval).await?;
    Ok(runtime)
}
