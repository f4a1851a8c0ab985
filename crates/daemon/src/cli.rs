//! The command line and its twins in the environment (protocol.md 1.1). Binds nothing.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use isolate_protocol::Form;
use isolate_protocol::limits::{DEFAULT_MAX_ISOLATES, DEFAULT_MEMORY_LIMIT_MB};

use crate::commands::run::Access;
use crate::logging::LogFormat;
use crate::options::{
    DEFAULT_HOST, DEFAULT_MAX_POOL_MB, DEFAULT_PORT, DEFAULT_SOCKET, DEFAULT_SPARES, DaemonOptions,
    Limits, Listen,
};

/// Runs untrusted JavaScript in V8 isolates for the programs that connect to it.
#[derive(Debug, Parser)]
#[command(name = "isolate-daemon", version, max_term_width = 100)]
pub struct Cli {
    /// What to do; without one of these it is a daemon.
    #[command(subcommand)]
    command: Option<Command>,

    /// Listen on a Unix socket, readable by its owner only
    #[arg(long, global = true, value_name = "PATH", env = "ISOLATE_DAEMON_SOCKET", default_value = DEFAULT_SOCKET)]
    socket: PathBuf,

    /// Listen on TCP, on this host [default: 127.0.0.1]
    #[arg(long, global = true, env = "ISOLATE_DAEMON_HOST")]
    host: Option<String>,

    /// Listen on TCP, on this port; 0 picks a free one [default: 47891]
    #[arg(long, global = true, env = "ISOLATE_DAEMON_PORT")]
    port: Option<u16>,

    /// Runtimes that may exist at once
    #[arg(long, value_name = "N", env = "ISOLATE_DAEMON_MAX_ISOLATES", default_value_t = DEFAULT_MAX_ISOLATES)]
    max_isolates: usize,

    /// Memory limit of a runtime whose client asks for none, in megabytes
    #[arg(long, global = true, visible_alias = "memory-limit-mb", value_name = "MB", env = "ISOLATE_DAEMON_MEMORY_LIMIT",
          default_value_t = DEFAULT_MEMORY_LIMIT_MB, value_parser = clap::value_parser!(u32).range(8..))]
    memory_limit: u32,

    /// Megabytes that idle runtimes of namespaces may take together
    #[arg(long, value_name = "MB", env = "ISOLATE_DAEMON_MAX_POOL_MB", default_value_t = DEFAULT_MAX_POOL_MB)]
    max_pool_mb: u32,

    /// How long a runtime stays idle in its namespace, in seconds [default: for as long as there is room]
    #[arg(long, value_name = "SECONDS", env = "ISOLATE_DAEMON_POOL_IDLE_TTL")]
    pool_idle_ttl: Option<u64>,

    /// Blank isolates that are kept ready for new runtimes; 0 switches that off
    #[arg(long, value_name = "N", env = "ISOLATE_DAEMON_SPARES", default_value_t = DEFAULT_SPARES)]
    spares: usize,

    /// How arguments of custom functions are written: for clients of which revision
    #[arg(
        long,
        value_name = "REVISION",
        env = "ISOLATE_DAEMON_ARGUMENT_FORM",
        default_value = "baseline"
    )]
    argument_form: ArgumentForm,

    /// What is logged to standard error, in the syntax of RUST_LOG
    #[arg(
        long,
        global = true,
        value_name = "FILTER",
        env = "ISOLATE_DAEMON_LOG",
        default_value = "info"
    )]
    log: String,

    /// How log lines look
    #[arg(
        long,
        value_name = "FORMAT",
        env = "ISOLATE_DAEMON_LOG_FORMAT",
        default_value = "text"
    )]
    log_format: LogFormat,

    /// Where to listen, once `socket`, `host` and `port` have been weighed.
    #[arg(skip)]
    listen: Listen,
}

/// What the program does instead of being a daemon.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Show how the daemon at --socket, or --host and --port, fares
    Status {
        /// One line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Run one module in an isolate, without a client
    Run {
        /// The module, JavaScript or TypeScript
        file: PathBuf,
        /// What of the disk it reaches.
        #[command(flatten)]
        access: Access,
    },
    /// Run files with tests, each in an isolate of its own; exits with 1 if anything fails
    Test {
        /// The files, JavaScript or TypeScript
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Milliseconds that a test may take, and each hook; 0 means no limit
        #[arg(long, value_name = "MS", default_value_t = 5000)]
        timeout: u64,
        /// What of the disk they reach.
        #[command(flatten)]
        access: Access,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ArgumentForm {
    Baseline,
    Newest,
}

/// A command line that ends the program at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Early {
    /// `--help` or `--version`: text for standard output.
    Info(String),
    /// A mistake: text for standard error.
    Mistake(String),
}

impl Cli {
    /// Reads the command line; the first argument is the program's name.
    ///
    /// # Errors
    ///
    /// [`Early`], also for `--help`.
    pub fn parse_from(args: impl IntoIterator<Item = OsString>) -> Result<Self, Early> {
        let matches = <Self as CommandFactory>::command()
            .try_get_matches_from(args)
            .map_err(|error| early(&error))?;
        let mut cli = Self::from_arg_matches(&matches).map_err(|error| early(&error))?;
        // What is said after the command is not known before it.
        let matches = matches
            .subcommand()
            .map_or(&matches, |(_, matches)| matches);
        cli.listen = cli.choose_listen(matches);
        if cli.command.is_some() && matches.value_source("log") == Some(ValueSource::DefaultValue) {
            // Its output is the guest's.
            cli.log = "warn".to_owned();
        }
        Ok(cli)
    }

    /// The command line outweighs the environment. Within each, the socket outweighs host and port.
    fn choose_listen(&self, matches: &ArgMatches) -> Listen {
        for source in [ValueSource::CommandLine, ValueSource::EnvVariable] {
            let given = |name| matches.value_source(name) == Some(source);
            if given("socket") {
                return Listen::Unix(self.socket.clone());
            }
            if given("host") || given("port") {
                let host = self.host.as_deref().unwrap_or(DEFAULT_HOST);
                return Listen::Tcp(host.to_owned(), self.port.unwrap_or(DEFAULT_PORT));
            }
        }
        Listen::default()
    }

    /// What it says about the daemon.
    #[must_use]
    pub fn options(&self) -> DaemonOptions {
        DaemonOptions {
            listen: self.listen.clone(),
            max_isolates: self.max_isolates,
            memory_limit_mb: self.memory_limit,
            max_pool_mb: self.max_pool_mb,
            pool_idle_ttl: self.pool_idle_ttl.map(Duration::from_secs),
            spares: self.spares,
            argument_form: match self.argument_form {
                ArgumentForm::Baseline => Form::Native,
                ArgumentForm::Newest => Form::Newest,
            },
            limits: Limits::default(),
        }
    }

    /// What to do instead of being a daemon.
    #[must_use]
    pub fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }

    /// Where to listen, or where the daemon listens that a command asks.
    #[must_use]
    pub fn listen(&self) -> &Listen {
        &self.listen
    }

    /// What it says about the log: filter and format.
    #[must_use]
    pub fn log(&self) -> (&str, LogFormat) {
        (&self.log, self.log_format)
    }
}

fn early(error: &clap::Error) -> Early {
    let text = error.to_string();
    match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => Early::Info(text),
        (ErrorKind::UnknownArgument, Some(ContextValue::String(arg))) if arg.starts_with('-') => {
            Early::Mistake(format!("Unknown option: {arg}\n"))
        }
        _ => Early::Mistake(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Cli, Early> {
        let args = ["isolate-daemon"].iter().chain(args);
        Cli::parse_from(args.map(OsString::from))
    }

    fn listen(args: &[&str]) -> Listen {
        parse(args).unwrap().options().listen
    }

    #[test]
    fn the_defaults_are_those_of_the_specification() {
        let options = parse(&[]).unwrap().options();
        assert_eq!(
            options.listen,
            Listen::Unix("/tmp/isolate-daemon.sock".into())
        );
        assert_eq!((options.max_isolates, options.memory_limit_mb), (100, 128));
        assert_eq!(options.argument_form, Form::Native);
    }

    #[test]
    fn host_or_port_switch_to_tcp_unless_there_is_a_socket() {
        assert_eq!(
            listen(&["--port", "0"]),
            Listen::Tcp("127.0.0.1".to_owned(), 0)
        );
        assert_eq!(
            listen(&["--host", "::1"]),
            Listen::Tcp("::1".to_owned(), 47891)
        );
        assert_eq!(
            listen(&["--port=5", "--socket=a"]),
            Listen::Unix("a".into())
        );
    }

    #[test]
    fn a_command_takes_the_address_on_either_side() {
        for args in [["--port", "5", "status"], ["status", "--port", "5"]] {
            let cli = parse(&args).unwrap();
            assert_eq!(cli.command(), Some(&Command::Status { json: false }));
            assert_eq!(cli.listen(), &Listen::Tcp("127.0.0.1".to_owned(), 5));
        }
    }

    #[test]
    fn the_memory_limit_has_two_names() {
        for name in ["--memory-limit", "--memory-limit-mb"] {
            assert_eq!(parse(&[name, "64"]).unwrap().options().memory_limit_mb, 64);
        }
        assert!(matches!(
            parse(&["--memory-limit", "7"]),
            Err(Early::Mistake(_))
        ));
    }

    #[test]
    fn help_and_mistakes_end_the_program() {
        for option in ["--help", "-h"] {
            let Err(Early::Info(text)) = parse(&[option]) else {
                panic!("{option} is no help")
            };
            assert!(
                text.contains("--socket") && text.contains("ISOLATE_DAEMON_PORT"),
                "{text}"
            );
        }
        for option in ["--bogus", "-x"] {
            let expected = Early::Mistake(format!("Unknown option: {option}\n"));
            assert_eq!(parse(&[option]).err(), Some(expected));
        }
        assert!(matches!(parse(&["stray"]), Err(Early::Mistake(_))));
        assert!(matches!(parse(&["--port", "x"]), Err(Early::Mistake(_))));
    }
}
