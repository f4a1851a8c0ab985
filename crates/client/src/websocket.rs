//! WebSockets: those of the guest's `serve()` and those the guest opens (client.md, sections 3.3 and 4.3).

pub(crate) mod base64;
pub(crate) mod command;
pub(crate) mod data;
pub(crate) mod guest_socket;
pub(crate) mod link;
pub(crate) mod request;
pub(crate) mod sockets;
