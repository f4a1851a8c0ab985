//! The binary: command line, log, V8, signals. Everything else is the library's.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use isolate_daemon::Daemon;
use isolate_daemon::cli::{Cli, Command, Early};
use isolate_daemon::commands::status::status;
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
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("isolate-daemon: {error}\n")),
    }
}

fn run(cli: &Cli) -> Result<(), Box<dyn Error>> {
    let (filter, format) = cli.log();
    logging::init(filter, format)?;
    match cli.command() {
        None => daemon(cli),
        Some(Command::Status { json }) => {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let text = runtime.block_on(status(cli.listen(), *json))?;
            say(io::stdout(), &text);
            Ok(())
        }
    }
}

fn daemon(cli: &Cli) -> Result<(), Box<dyn Error>> {
    // Before any other thread exists: V8's memory protection is inherited from thread to thread.
    isolate_runtime::init_platform();
    let workers = std::thread::available_parallelism()
        .map_or(MIN_WORKERS, |cores| cores.get().max(MIN_WORKERS));
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build()?;
    runtime.block_on(serve(cli))
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
