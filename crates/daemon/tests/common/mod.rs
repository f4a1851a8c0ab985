//! A daemon as a process, and a client that shows every frame.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests; not every file uses everything"
)]

pub mod client;
pub mod process;

pub use client::RawClient;
pub use process::{Process, TempDir};
