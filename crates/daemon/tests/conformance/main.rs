//! What guest code sees, checked from outside: a daemon as a process, the Rust client, and checks in JavaScript.
//!
//! One file per area of runtime.md. What can be checked inside the guest stands in `guest/*.js`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;

mod console;
mod dom;
mod eval;
mod fetch;
mod fs;
mod functions;
mod globals;
mod guest_functions;
mod last_resort;
mod limits;
mod modules;
mod neighbourhood;
mod playwright;
mod serve;
mod serve_sockets;
mod support;
mod testing;
mod timers;
mod typescript;
mod web;
mod websocket;
