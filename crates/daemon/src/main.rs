//! The binary: command line, log, V8, signals. Everything else is the library's.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use isolate_daemon::Daemon;
use isolate_daemon::cli::{Cli, Command, Early};
use isolate_daemon::commands::status::status;
use isolate_daemon::commands::{run, test};
use isolate_daemon::logging;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Threads that move messages; each runtime has a thread of its own besides.
const MIN_WORKERS: usize = 2;

fn main() -> ExitCode {
    let cli = match Cli::parse_from(std::env::args_os()) {
        Ok(cli) => cli,
        Err(Early::Info(text)) => {
            say(io::stdout(), &text);
            return ExitCode::SUCCESS;
        }
        Err(Early::Mistake(text)) => return fail(&text),
    };
    match start(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => match error.downcast_ref() {
            // It has a name and a stack of its own.
            Some(run::RunError::Guest(text)) if text.is_empty() => ExitCode::FAILURE,
            Some(run::RunError::Guest(text)) => fail(&format!("{text}\n")),
            _ => fail(&format!("isolate-daemon: {error}\n")),
        },
    }
}

fn start(cli: &Cli) -> Result<(), Box<dyn Error>> {
    let (filter, format) = cli.log();
    logging::init(filter, format)?;
    match cli.command() {
        None => with_isolates(serve(cli)),
        Some(Command::Status { json }) => {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let text = runtime.block_on(status(cli.listen(), *json))?;
            say(io::stdout(), &text);
            Ok(())
        }
        Some(Command::Run { file, access }) => with_isolates(async {
            interruptible(run::run(file, access, cli.options())).await?;
            Ok(())
        }),
        Some(Command::Test {
            files,
            timeout,
            access,
        }) => with_isolates(async {
            let timeout = Duration::from_millis(*timeout);
            let tested = test::test(files, access, timeout, cli.options());
            match interruptible(tested).await?.success() {
                true => Ok(()),
                // The report has said why.
                false => Err(Box::new(run::RunError::Guest(String::new())) as Box<dyn Error>),
            }
        }),
    }
}

fn with_isolates(
    work: impl Future<Output = Result<(), Box<dyn Error>>>,
) -> Result<(), Box<dyn Error>> {
    // Before any other thread exists: V8's memory protection is inherited from thread to thread.
    isolate_runtime::init_platform();
    let workers = std::thread::available_parallelism()
        .map_or(MIN_WORKERS, |cores| cores.get().max(MIN_WORKERS));
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

/// Ends early when the user wants that.
async fn interruptible<T, E: Error + 'static>(
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, Box<dyn Error>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        done = work => Ok(done?),
        () = either(&mut interrupt, &mut terminate) => Err("interrupted".into()),
    }
}

async fn serve(cli: &Cli) -> Result<(), Box<dyn Error>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let daemon = Daemon::start(cli.options()).await?;
    say(
        io::stdout(),
        &format!("Isolate daemon listening on {}\n", daemon.address()),
    );
    either(&mut interrupt, &mut terminate).await;
    tracing::info!("closing; a second signal ends it at once");
    tokio::select! {
        () = daemon.close() => {}
        () = either(&mut interrupt, &mut terminate) => tracing::warn!("closed at once"),
    }
    Ok(())
}

async fn either(one: &mut Signal, other: &mut Signal) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}

/// Prints, and does not mind if nobody listens.
fn say(mut to: impl Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

fn fail(text: &str) -> ExitCode {
    say(io::stderr(), text);
    ExitCode::FAILURE
}
