//! One JavaScript sandbox: a V8 isolate on a thread of its own, with its event loop, modules, web platform and limits.
//!
//! A [`Runtime`] is a handle; the isolate lives on its thread and is reached by messages alone. What the guest calls
//! out for goes to the [`Host`]. This crate knows nothing of sockets, frames, connections or namespaces.

mod blank;
mod clone;
mod console;
mod dom;
mod entry;
mod error;
mod events;
mod exports;
mod flags;
mod fs;
mod functions;
mod guest_error;
mod host;
mod http;
mod isolate;
mod late_scripts;
mod lease;
mod limits;
mod mailbox;
mod modules;
mod options;
mod own_script;
mod owner;
mod parking;
mod parts;
mod platform;
mod playwright;
mod reconnection;
mod rejections;
mod request_context;
mod runtime;
mod stack_trace;
mod state;
mod sync_gate;
mod testing;
mod thread;
mod values;
mod websocket;

pub use blank::Blank;
pub use error::{GuestError, RuntimeError};
pub use exports::ClientCall;
pub use host::{Burden, Callee, FUNCTION_IDS, FsCall, Host, HostError, HostResult, Reply};
pub use http::{
    BodySender, DispatchId, DispatchRequest, Exchange, IncomingBody, RequestBody, ResponseHead,
    Room, Sink, Source, incoming,
};
pub use mailbox::{EvalOptions, Query};
pub use options::{FunctionKind, PlaywrightOptions, RuntimeOptions, TestOptions};
pub use owner::Owner;
pub use parking::{ParkError, Parked};
pub use platform::init_platform;
pub use reconnection::Departure;
pub use runtime::Runtime;
pub use websocket::SocketEvent;
