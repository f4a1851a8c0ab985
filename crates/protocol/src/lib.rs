//! The wire protocol between a client and the daemon: frames, messages, wire values and error codes.
//!
//! Sans-I/O: bytes go in, typed messages come out, and the other way round. Nothing here knows sockets, async
//! runtimes or V8. Every decoder may be fed hostile bytes: it returns a typed error and never panics, and what it
//! allocates is bounded by what it was given.
//!
//! | module | what it holds |
//! |---|---|
//! | [`frame`] | `u32` length, type byte, payload: taking frames off a buffer and building them |
//! | [`wire`] | MessagePack itself: a pull [`Reader`] and an appending [`Writer`] |
//! | [`raw`] | [`Raw`], one validated MessagePack value that nobody has looked into yet |
//! | [`message`] | every message of the protocol as a struct, and [`Message`] over all of them |
//! | [`value`] | [`Value`], an owned tree of the values that travel between host and guest |
//! | [`refs`] | the rich values: as extensions and as ref maps |
//! | [`stream`] | credit: how much of a body may be under way |
//! | [`ext`] | extension numbers and timestamps |
//! | [`code`], [`limits`] | error codes; sizes and times |

#[macro_use]
mod schema;

#[doc(hidden)]
pub mod check;
pub mod code;
pub mod ext;
pub mod frame;
pub mod limits;
pub mod message;
pub mod raw;
pub mod refs;
pub mod stream;
pub mod value;
pub mod wire;

pub use bytes::{Bytes, BytesMut};
pub use code::ErrorCode;
pub use frame::{Frame, FrameDecoder, FrameError, TooLarge, write_frame};
pub use message::{DecodeError, Message};
pub use raw::Raw;
pub use refs::Ref;
pub use value::{Form, Value};
pub use wire::{Reader, Token, WireError, Writer, lossy};
