//! The web platform as the standards have it: a daemon as a process, the Rust client, and an area of the platform per
//! file in JavaScript. `harness.js` has what they are written with.
//!
//! Where a guest finds something else than the standard says, the check asserts what it finds, and `divergences.rs` says
//! why. The table in `docs/web-platform.md` is made of both.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;

mod areas;
mod divergences;
mod guest;
mod table;
