//! Every message of the protocol (protocol.md, section 3 and A.1) as a struct, and [`Message`] over all of them.
//!
//! A struct has one field per field of the message, named after it in snake case. Decoding ignores unknown keys and
//! the order of keys, takes nil for absent, and slices `bin` and untyped values out of the frame without copying.
//! Encoding writes what the existing implementation writes, so that peers see no difference.

mod any;
mod callback;
mod data;
mod dispatch;
mod error;
mod event;
mod options;
mod query;
mod registration;
mod reply;
mod runtime;
mod status;
mod stream;
mod websocket;

pub use any::Message;
pub use callback::*;
pub use data::*;
pub use dispatch::*;
pub use error::DecodeError;
pub use event::*;
pub use options::*;
pub use query::*;
pub use registration::*;
pub use reply::*;
pub use runtime::*;
pub use status::*;
pub use stream::*;
pub use websocket::*;
