//! Clients that do everything wrong, and clients that vanish in the middle.

use std::time::Duration;

use isolate_protocol::message::*;
use isolate_protocol::{Message, Raw};

use crate::common::Process;
use crate::support::Guest;

const ALL: &str = r"serve({
    async fetch(request) {
        const { pathname } = new URL(request.url);
        if (pathname === '/endless') {
            return new Response(new ReadableStream({ pull: (it) => it.enqueue(new Uint8Array(100_000)) }));
        }
        if (pathname === '/huge') return new Response(new Uint8Array(30_000_000));
        if (pathname === '/never') return new Promise(() => {});
        if (pathname === '/fetch') return fetch('http://x/');
        return new Response(await request.text());
    },
})";

#[test]
fn messages_about_nothing_cost_nothing() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ALL);
    for id in [0, 1, 1 << 30, (1 << 30) + 5, 1 << 53, u64::MAX] {
        guest.pull(id);
        guest.close(id);
        guest.stream_error(id, "what?");
        guest.send_piece(id, b"what?");
        guest.send(CallbackStreamEnd {
            request_id: id,
            stream_id: id,
        });
        guest.send(DispatchRequestAbort {
            isolate_id: "what?".to_owned(),
            target_request_id: id,
        });
        guest.start_answer(id, id, 200);
        assert_eq!(guest.next(), CallbackStreamCancel { stream_id: id }.into());
        guest.push(id, b"what?");
        let error = "Stream not found".to_owned();
        assert_eq!(
            guest.next(),
            StreamError {
                stream_id: id,
                error
            }
            .into()
        );
    }
    guest.expect_alive();
    assert_eq!(guest.get("/").status, 200);
}

#[test]
fn a_start_for_a_call_that_is_no_fetch_is_cancelled_and_the_call_stays() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, "");
    let isolate = guest.isolate.clone();
    let id = guest.start_eval(&isolate, "await note()");
    let (call, ..) = guest.expect_call();
    guest.start_answer(call, 5, 200);
    assert_eq!(guest.next(), CallbackStreamCancel { stream_id: 5 }.into());
    guest.answer(call, Raw::nil());
    guest.expect_ok(id);
}

#[test]
fn a_start_that_makes_no_sense_fails_the_fetch() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ALL);
    let id = guest.start("GET", "/fetch");
    let (call, _) = guest.expect_fetch();
    let call = u8::try_from(call).unwrap();
    // Without metadata.
    guest.send_frame(
        0x92,
        &[b"\x82\xa8streamId\x07\xa9requestId", &[call][..]].concat(),
    );
    let text = "Missing required field `metadata` in CALLBACK_STREAM_START";
    guest.expect_error(None, 1003, text);
    guest.expect_error(id, 3001, text);
}

#[test]
fn ids_that_are_in_use_are_refused() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ALL);
    let first = guest.upload("/", 5);
    guest.expect_grant(5);
    let second = guest.upload("/", 5);
    guest.expect_error(second, 1001, "Stream 5 is open already");
    guest.push(5, b"fine");
    guest.close(5);
    assert_eq!(guest.answer_to(first).text(), "fine");
    // The same for answers to fetches; uploads and those do not get in each other's way.
    let uploading = guest.upload("/", 6);
    guest.expect_grant(6);
    let one = guest.start("GET", "/fetch");
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 6, 200);
    assert!(matches!(guest.next(), Message::ResponseStreamStart(start) if start.request_id == one));
    let two = guest.start("GET", "/fetch");
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 6, 200);
    guest.expect_error(two, 3001, "Stream 6 is open already");
    guest.send_piece(6, b"one");
    assert!(matches!(guest.next(), Message::ResponseStreamChunk(chunk) if chunk.chunk == "one"));
    guest.send(CallbackStreamEnd {
        request_id: call,
        stream_id: 6,
    });
    assert!(matches!(guest.next(), Message::ResponseStreamEnd(_)));
    guest.push(6, b"up");
    guest.close(6);
    assert_eq!(guest.answer_to(uploading).text(), "up");
}

#[test]
fn grants_without_measure_cost_no_memory() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ALL);
    for path in ["/endless", "/huge", "/endless"] {
        guest.start("GET", path);
        let Message::ResponseStreamStart(start) = (loop {
            match guest.next() {
                Message::ResponseStreamChunk(_) => {}
                other => break other,
            }
        }) else {
            panic!("no start")
        };
        for _ in 0..10 {
            guest.send(StreamPull {
                stream_id: start.stream_id,
                max_bytes: 1 << 53,
            });
            guest.send(StreamPull {
                stream_id: start.stream_id,
                max_bytes: u64::MAX,
            });
        }
    }
    // Nothing is read: the socket is full, and the guest has to wait.
    std::thread::sleep(Duration::from_millis(500));
    let peak = daemon.peak_memory();
    assert!(peak < 250 << 20, "{peak}");
    // Everything is as alive as before.
    let mut other = Guest::new(&daemon, ALL);
    assert_eq!(other.get("/").status, 200);
    for _ in 0..1000 {
        guest.next();
    }
}

#[test]
fn pushes_beyond_all_limits_fail_the_body_and_nothing_else() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ALL);
    let id = guest.upload("/never", 5);
    guest.expect_grant(5);
    let chunk = vec![0; 1 << 20];
    for _ in 0..80 {
        guest.push(5, &chunk);
    }
    let error = loop {
        match guest.next() {
            Message::StreamPull(_) => {}
            Message::StreamError(error) => break error.error,
            other => panic!("{other:?}"),
        }
    };
    assert!(
        error.contains("exceeds the limit of 67108864 bytes"),
        "{error}"
    );
    guest.expect_alive();
    // A fetch whose client knows no credit.
    let fetching = guest.start("GET", "/fetch");
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 5, 200);
    for _ in 0..80 {
        guest.send_piece(5, &chunk);
    }
    let (mut cancelled, mut failed) = (false, false);
    while !cancelled || !failed {
        match guest.next() {
            Message::ResponseStreamStart(start) => assert_eq!(start.request_id, fetching),
            Message::ResponseStreamChunk(chunk) => guest.pull(chunk.stream_id),
            Message::CallbackStreamCancel(cancel) => cancelled = cancel.stream_id == 5,
            Message::StreamError(error) => {
                assert!(
                    error.error.contains("exceeds the limit of 67108864 bytes"),
                    "{error:?}"
                );
                failed = true;
            }
            other => panic!("{other:?}"),
        }
    }
    let isolate = guest.isolate.clone();
    guest.start_dispose(&isolate);
    guest.expect_error(id, 3001, "Promise was abandoned");
}

#[test]
fn clients_that_vanish_leave_nothing() {
    let daemon = Process::start(&["--max-isolates", "6"]);
    for round in 0..3 {
        for path in ["/endless", "/huge", "/never", "/fetch", "/", "/text"] {
            let mut guest = Guest::new(&daemon, ALL);
            match path {
                "/" => {
                    guest.upload("/", 1);
                    guest.push(1, &[0; 100_000]);
                }
                "/fetch" => {
                    guest.start("GET", path);
                    let (call, _) = guest.expect_fetch();
                    if round > 0 {
                        guest.start_answer(call, 1, 200);
                        guest.send_piece(1, b"something");
                    }
                }
                path => drop(guest.start("GET", path)),
            }
            std::thread::sleep(Duration::from_millis(20 * round));
        }
    }
    // Their places are free.
    std::thread::sleep(Duration::from_secs(1));
    let guests: Vec<_> = (0..6).map(|_| Guest::new(&daemon, ALL)).collect();
    for mut guest in guests {
        assert_eq!(guest.get("/").status, 200);
    }
    assert!(!daemon.log().contains("panicked"), "{}", daemon.log());
}

#[test]
fn aborts_ahead_of_nothing_are_forgotten() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        "(request) => new Response(String(request.signal.aborted))",
    );
    for target_request_id in 1000..5000 {
        guest.send(DispatchRequestAbort {
            isolate_id: String::new(),
            target_request_id,
        });
    }
    assert_eq!(guest.get("/").text(), "false");
}
