//! The daemon as a library, with small limits.
//!
//! One test only: V8 must be initialised before the threads that use it, and each test would bring its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use common::RawClient;
use common::client::options;
use common::process::{TempDir, resident_memory};
use isolate_daemon::{Daemon, DaemonOptions, Limits, Listen, StartError, Stats};
use isolate_protocol::Message;
use isolate_protocol::message::RuntimeOptions;

#[test]
fn a_daemon_with_small_limits() {
    isolate_runtime::init_platform();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let directory = TempDir::new();
    let socket = directory.join("socket");
    let log = directory.join("log");
    let file = Mutex::new(std::fs::File::create(&log).unwrap());
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(file)
        .init();
    let options = DaemonOptions {
        listen: Listen::Unix(socket.clone()),
        limits: Limits {
            connections: 2,
            requests: 3,
            request_bytes: 1000,
            callbacks: 2,
            callback_timeout: Duration::from_millis(100),
            outbox_bytes: 4 << 20,
            stall: Duration::from_millis(300),
            close: Duration::from_secs(2),
        },
        ..DaemonOptions::default()
    };
    let too_low = DaemonOptions {
        memory_limit_mb: 7,
        ..options.clone()
    };
    let error = runtime.block_on(Daemon::start(too_low)).err();
    assert!(matches!(error, Some(StartError::MemoryLimit(7))));
    let daemon = runtime.block_on(Daemon::start(options)).unwrap();
    let connect = || RawClient::unix(&socket);

    counters_count(&daemon, connect());
    wait(|| daemon.stats().active_connections == 0);
    connections_are_limited(connect(), connect(), connect());
    wait(|| daemon.stats().active_connections == 0);
    requests_are_limited(connect());
    wait(|| daemon.stats().active_isolates == 0);
    calls_time_out(connect());
    wait(|| daemon.stats().active_isolates == 0);
    a_client_that_stops_reading_is_disconnected(&daemon, connect());
    let text = "disconnected: the client has read nothing for 300 ms while";
    wait(|| std::fs::read_to_string(&log).unwrap().contains(text));

    let mut client = connect();
    client.expect_alive();
    runtime.block_on(daemon.close());
    client.expect_end();
    assert!(!socket.exists());
}

fn wait(until: impl Fn() -> bool) {
    let start = Instant::now();
    while !until() {
        assert!(start.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn counters_count(daemon: &Daemon, mut client: RawClient) {
    assert_eq!(daemon.stats().total_requests_processed, 0);
    let isolate = client.create(RuntimeOptions::default());
    client.eval(&isolate, "1");
    let expected = Stats {
        active_isolates: 1,
        active_connections: 1,
        total_isolates_created: 1,
        total_requests_processed: 2,
    };
    assert_eq!(daemon.stats(), expected);
    let id = client.start_dispose(&isolate);
    client.expect_ok(id);
    let expected = Stats {
        active_isolates: 0,
        total_requests_processed: 3,
        ..expected
    };
    assert_eq!(daemon.stats(), expected);
}

fn connections_are_limited(mut one: RawClient, mut two: RawClient, mut three: RawClient) {
    three.expect_end();
    one.expect_alive();
    two.expect_alive();
}

fn requests_are_limited(mut client: RawClient) {
    let isolate = client.create(options(&[]));
    client.start_eval(&isolate, "await new Promise(() => {})");
    let id = client.start_eval(&isolate, &"1".repeat(1000));
    let text = "Requests that wait for an answer are too large: a connection may have 1000 bytes in flight";
    client.expect_error(id, 3001, text);
    client.start_eval(&isolate, "1");
    client.start_eval(&isolate, "1");
    let id = client.start_eval(&isolate, "1");
    let text = "Too many requests wait for an answer: a connection may have 3 in flight";
    client.expect_error(id, 3001, text);
}

fn calls_time_out(mut client: RawClient) {
    let isolate = client.create(options(&[("s", 5, "sync"), ("a", 6, "async")]));
    for code in ["s()", "await a()"] {
        let id = client.start_eval(&isolate, code);
        let (call, ..) = client.expect_call();
        let text = "callback timed out after 100ms";
        let Message::CallbackAbort(abort) = client.next() else {
            panic!("no abort")
        };
        assert_eq!(
            (abort.target_request_id, abort.reason.as_deref()),
            (call, Some(text))
        );
        client.expect_error(id, 3001, text);
    }
}

fn a_client_that_stops_reading_is_disconnected(daemon: &Daemon, mut client: RawClient) {
    let isolate = client.create(options(&[]));
    client.start_eval(&isolate, "for (;;) console.log('x'.repeat(100000))");
    let (before, start) = (resident_memory(), Instant::now());
    // It reads nothing any more; the guest waits, and then the connection and all that is its own end.
    wait(|| daemon.stats().active_isolates == 0);
    assert!(
        start.elapsed() > Duration::from_millis(250),
        "{:?}",
        start.elapsed()
    );
    let grown = resident_memory().saturating_sub(before);
    assert!(grown < 64 << 20, "{grown} bytes");
    client.expect_end();
}
