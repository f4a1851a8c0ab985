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
use isolate_protocol::message::*;

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
            fetch_timeout: Duration::from_millis(50),
            reconnection: Duration::from_millis(50),
            streams: 1,
            stream_bytes: 2 << 20,
            body_bytes: 64 << 20,
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
    fetches_time_out_sooner(connect());
    wait(|| daemon.stats().active_isolates == 0);
    calls_do_not_wait_for_ever_for_a_client(&daemon, connect);
    wait(|| daemon.stats().active_isolates == 0);
    streams_are_limited(connect());
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

fn fetches_time_out_sooner(mut client: RawClient) {
    let mut options = options(&[("a", 6, "async")]);
    if let Some(callbacks) = &mut options.callbacks {
        callbacks.fetch = Some(Registration {
            callback_id: 7,
            ..Registration::default()
        });
    }
    let isolate = client.create(options);
    let start = Instant::now();
    let id = client.start_eval(&isolate, "a().catch(() => {}); await fetch('http://x/')");
    let (slow, ..) = client.expect_call();
    let (fetch, callback, _) = client.expect_call();
    assert_eq!(callback, 7);
    let text = "fetch callback timed out after 50ms";
    let Message::CallbackAbort(abort) = client.next() else {
        panic!("no abort")
    };
    assert_eq!(
        (abort.target_request_id, abort.reason.as_deref()),
        (fetch, Some(text))
    );
    client.expect_error(id, 3001, text);
    let Message::CallbackAbort(abort) = client.next() else {
        panic!("no abort")
    };
    assert_eq!(abort.target_request_id, slow);
    assert!(start.elapsed() >= Duration::from_millis(100));
    // An answer that comes late starts no stream.
    client.send(CallbackStreamStart {
        request_id: fetch,
        stream_id: 3,
        metadata: ResponseMetadata::default(),
    });
    assert_eq!(client.next(), CallbackStreamCancel { stream_id: 3 }.into());
}

fn calls_do_not_wait_for_ever_for_a_client(daemon: &Daemon, connect: impl Fn() -> RawClient) {
    let options = || RuntimeOptions {
        namespace_id: Some("n".to_owned()),
        ..options(&[("a", 6, "async")])
    };
    let mut client = connect();
    let isolate = client.create(options());
    client.start_eval(
        &isolate,
        "globalThis.text = await a().catch((error) => error.message)",
    );
    client.expect_call();
    drop(client);
    wait(|| daemon.stats().active_connections == 0);
    // Several times what the daemon waits for.
    std::thread::sleep(Duration::from_millis(300));
    let mut client = connect();
    assert_eq!(client.create(options()), isolate);
    client.eval(
        &isolate,
        "await new Promise((done) => setTimeout(done));
         if (text !== 'Reconnection timeout: no client reconnected within timeout') throw new Error(text);",
    );
    let id = client.request_id();
    client.send(DisposeNamespace {
        request_id: id,
        namespace_id: "n".to_owned(),
        reason: None,
    });
    client.expect_ok(id);
}

fn streams_are_limited(mut client: RawClient) {
    let isolate = client.create(options(&[]));
    let code = r"serve({ fetch: async (request) => {
        for (const end = Date.now() + 300; Date.now() < end;);
        return new Response(await request.text());
    } })";
    client.eval(&isolate, code);
    let mut dispatch = |stream| {
        let request_id = client.request_id();
        client.send(DispatchRequest {
            request_id,
            isolate_id: isolate.clone(),
            request: SerializedRequest {
                method: "POST".to_owned(),
                url: "http://x/".to_owned(),
                body_stream_id: Some(stream),
                ..SerializedRequest::default()
            },
            context: None,
        });
        request_id
    };
    let (first, second) = (dispatch(1), dispatch(2));
    let pull = StreamPull {
        stream_id: 1,
        max_bytes: 1 << 20,
    };
    assert_eq!(client.next(), pull.into());
    client.expect_error(
        second,
        3001,
        "Too many streams: a connection may have 1 open",
    );
    // The guest is not at it: a body that goes on regardless fails.
    for _ in 0..100 {
        client.send(StreamPush {
            stream_id: 1,
            chunk: vec![0; 1 << 20].into(),
        });
    }
    let mut failed = (false, false);
    while failed != (true, true) {
        match client.next() {
            Message::StreamPull(_) => {}
            Message::StreamError(error) => {
                let text = "which exceeds the limit of 2097152 bytes";
                assert!(error.error.contains(text), "{error:?}");
                failed.0 = true;
            }
            Message::ResponseError(error) => {
                assert_eq!(error.request_id, Some(first));
                failed.1 = true;
            }
            other => panic!("{other:?}"),
        }
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
