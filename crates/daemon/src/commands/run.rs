//! `isolate-daemon run FILE`: one module, in an isolate, without any client.

use std::path::{Path, PathBuf};

use isolate_client::{ClientError, EvalOptions, RemoteError, RemoteRuntime, RuntimeOptions};
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

/// What of the disk a module reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct Access {
    /// The folder that imports reach [default: that of the file]
    #[arg(long, value_name = "FOLDER")]
    pub root: Option<PathBuf>,

    /// The folder that getDirectory() gives access to [default: none]
    #[arg(long = "files", id = "folder", value_name = "FOLDER")]
    pub files: Option<PathBuf>,

    /// Let the module change the files
    #[arg(long, requires = "folder")]
    pub write: bool,
}

/// Runs the module and whatever it imports, until its evaluation has ended.
///
/// # Errors
///
/// [`RunError`].
pub async fn run(file: &Path, access: &Access, options: DaemonOptions) -> Result<(), RunError> {
    let (sources, source) = open(file, access)?;
    let local = Local::start(options).await?;
    let outcome = evaluate(&local, &sources, source, access, RuntimeOptions::new()).await;
    local.close().await;
    outcome.map(drop)
}

/// The folder that imports reach, and the file.
pub(super) fn open(file: &Path, access: &Access) -> Result<(Sources, Source), SourceError> {
    let folder = access.root.clone().unwrap_or_else(|| folder_of(file));
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
    access: &Access,
    mut options: RuntimeOptions,
) -> Result<RemoteRuntime, RunError> {
    if let Some(files) = &access.files {
        let failed = |error| SourceError::Io(files.clone(), error);
        let may = match access.write {
            true => isolate_client::Access::ReadWrite,
            false => isolate_client::Access::ReadOnly,
        };
        options = options.fs(isolate_client::directory(files, may).map_err(failed)?);
    }
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
