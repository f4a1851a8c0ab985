//! HTTP and sockets on the wire: what frames go back and forth, and what hostile ones do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;

mod dispatch;
mod fetch;
mod hostile;
mod sockets;
mod support;
mod uploads;
