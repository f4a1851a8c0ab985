//! Client of isolate-daemon: connects, creates runtimes, evaluates code in them and serves their callbacks
//! (client.md, sections 2 to 6).
//!
//! ```no_run
//! use isolate_client::{Address, Client, RuntimeOptions, Value};
//!
//! # async fn example() -> Result<(), isolate_client::ClientError> {
//! let client = Client::connect(&Address::unix("/tmp/isolate-daemon.sock")).await?;
//! let options = RuntimeOptions::new()
//!     .console(|entry| println!("{entry:?}"))
//!     .sync_function("add", |args| {
//!         Ok(args.iter().filter_map(Value::as_f64).sum::<f64>())
//!     });
//! let runtime = client.create_runtime(options).await?;
//! runtime.eval("console.log(add(1, 2))").await?;
//! runtime.dispose().await?;
//! # Ok(())
//! # }
//! ```
//!
//! How it is built: every call writes its frame to the socket on the task it is made from; one task per connection
//! reads, wakes the callers and runs callbacks as far as they get without waiting. A second task only writes what the
//! socket did not take at once, and what many callers send at a time. So a round trip costs no hop between tasks beyond
//! waking the caller.
//!
//! | module | what it holds |
//! |---|---|
//! | `client`, `runtime` | the two handles: [`Client`], [`RemoteRuntime`] |
//! | `options`, `module`, `testing`, `playwright` | what a runtime is created with |
//! | `callbacks` | the functions, iterators and promises the guest can reach |
//! | `fs` | the guest's files, and a directory that serves them |
//! | `http` | requests, responses and their bodies |
//! | `websocket`, `events` | sockets in both directions; what runtimes say unasked |
//! | `streams` | bodies that travel piece by piece |
//! | `connection`, `reader`, `outbox` | requests, answers, and the socket's two directions |
//! | `shared`, `recovery` | which connection is in use, and how a broken one is remade |
//! | `raw_connection` | frames without any of that, for tests |

mod abort;
mod callbacks;
mod client;
mod connection;
mod error;
mod events;
mod fs;
mod http;
mod module;
mod options;
mod outbox;
mod pending;
mod pipe;
mod playwright;
mod raw_connection;
mod reader;
mod receive_buffer;
mod recovery;
mod runtime;
mod shared;
mod socket;
mod streams;
mod sync;
mod testing;
mod websocket;

pub use abort::AbortSignal;
pub use callbacks::exports::Exports;
pub use callbacks::failure::CallbackError;
pub use callbacks::handler::{BoxFuture, FunctionKind};
pub use callbacks::iterator::{HostIterator, Step, Values};
pub use client::Client;
pub use error::{ClientError, RemoteError, is_benign_dispose_error};
pub use events::subscribers::Subscription;
pub use fs::arguments::{FilePiece, FileStat};
pub use fs::directory::{Access, directory};
pub use fs::file_system::FileSystem;
pub use http::body::Body;
pub use http::fetch::{FetchRequest, FetchResponse};
pub use http::incoming::Incoming;
pub use http::request::Request;
pub use http::response::Response;
pub use module::{Importer, Module};
pub use options::RuntimeOptions;
pub use playwright::Playwright;
pub use raw_connection::{RawConnection, RawError};
pub use runtime::dispatch::{Dispatch, DispatchAbort};
pub use runtime::server_socket::Acknowledged;
pub use runtime::{DisposeOptions, EvalOptions, RemoteRuntime};
pub use socket::{Address, Socket};
pub use testing::TestEnvironment;
pub use websocket::command::WebSocketCommand;
pub use websocket::data::SocketData;
pub use websocket::guest_socket::{GuestSender, GuestSocket, SocketEvent};
pub use websocket::request::SocketRequest;

pub use isolate_protocol as protocol;
pub use isolate_protocol::message::DaemonStatus;
pub use isolate_protocol::{Bytes, Value};
