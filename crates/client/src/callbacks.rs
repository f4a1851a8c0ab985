//! The host's side of what the guest can call (protocol.md, section 4).

pub(crate) mod exports;
pub(crate) mod failure;
pub(crate) mod handler;
pub(crate) mod invocation;
pub(crate) mod iterator;
pub(crate) mod running;
pub(crate) mod session;
pub(crate) mod table;
