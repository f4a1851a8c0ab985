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
//! socket did not take at once. So a round trip costs no hop between tasks beyond waking the caller.
//!
//! | module | what it holds |
//! |---|---|
//! | `client`, `runtime` | the two handles: [`Client`], [`RemoteRuntime`] |
//! | `options`, `module` | what a runtime is created with |
//! | `callbacks` | the functions, iterators and promises the guest can reach |
//! | `connection`, `reader`, `outbox` | requests, answers, and the socket's two directions |
//! | `raw_connection` | frames without any of that, for tests |

mod callbacks;
mod client;
mod connection;
mod error;
mod module;
mod options;
mod outbox;
mod pending;
mod raw_connection;
mod reader;
mod runtime;
mod socket;
mod sync;

pub use callbacks::exports::Exports;
pub use callbacks::failure::CallbackError;
pub use callbacks::handler::{BoxFuture, FunctionKind};
pub use callbacks::iterator::{HostIterator, Step, Values};
pub use client::Client;
pub use error::{ClientError, RemoteError, is_benign_dispose_error};
pub use module::{Importer, Module};
pub use options::RuntimeOptions;
pub use raw_connection::{RawConnection, RawError};
pub use runtime::{DisposeOptions, EvalOptions, RemoteRuntime};
pub use socket::{Address, Socket};

pub use isolate_protocol as protocol;
pub use isolate_protocol::Value;
