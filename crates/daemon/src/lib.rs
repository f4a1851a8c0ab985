//! The daemon: listens for clients, owns their runtimes, and carries messages between the two.
//!
//! [`Daemon::start`] is the whole of it; the binary `isolate-daemon` adds a command line, logging and signals.
//!
//! | module | what it holds |
//! |---|---|
//! | `listener`, `socket_file`, `transport` | where clients connect, and the sockets |
//! | `connection` | one client: reading, routing, writing, calls that wait for its answer, responses of fetches, events |
//! | `streams` | bodies that travel piece by piece, and how they are held back |
//! | `requests` | what each request does, and its one answer |
//! | `pool`, `runtimes` | who owns which runtime, and how many there may be |
//! | `host`, `targets`, `ledger`, `handed_out` | how a runtime calls its client, and what it may call |
//! | `inline` | answers without a hop between threads |
//! | `failure` | every error as the client sees it |
//! | `options`, `cli`, `logging` | configuration |
//! | `commands` | what the program can do beside being a daemon |
//!
//! Between a connection and a runtime there are only messages. No type of V8 is known here.

pub mod cli;
pub mod commands;
mod connection;
mod daemon;
mod failure;
mod handed_out;
mod host;
mod http;
mod inline;
mod ledger;
mod listener;
pub mod logging;
mod options;
mod pool;
mod requests;
mod runtimes;
mod shared;
mod shutdown;
mod socket_file;
mod start_error;
mod stats;
mod streams;
mod sync;
mod targets;
mod transport;

pub use daemon::Daemon;
pub use isolate_protocol::Form;
pub use isolate_protocol::message::DaemonStatus;
pub use listener::Address;
pub use options::{DEFAULT_HOST, DEFAULT_PORT, DEFAULT_SOCKET, DaemonOptions, Limits, Listen};
pub use socket_file::SocketError;
pub use start_error::StartError;
pub use stats::Stats;
