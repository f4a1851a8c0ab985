//! Runtimes that change their owners (runtime.md 21).
//!
//! One test only: V8 must be initialised before the threads that use it, and each test would bring its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod abandoned;
mod blank;
mod fake_host;
mod handed_out;
mod kept;
mod modules;
mod speed;
mod stuck;

#[test]
fn leases() {
    isolate_runtime::init_platform();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        kept::all().await;
        abandoned::all().await;
        handed_out::all().await;
        modules::all().await;
        stuck::all().await;
        blank::all().await;
        speed::all().await;
    });
}
