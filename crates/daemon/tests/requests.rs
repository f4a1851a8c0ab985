//! Requests: each gets exactly one answer, and only owners get theirs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::time::{Duration, Instant};

use common::client::options;
use common::{Process, RawClient};
use isolate_protocol::message::*;
use isolate_protocol::{Message, Value};

#[test]
fn create_eval_dispose() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let isolate = client.create(RuntimeOptions::default());
    assert_eq!(isolate.len(), 36, "{isolate}");
    client.eval(&isolate, "1");
    let id = client.start_eval(&isolate, "throw new TypeError('boom')");
    let Message::ResponseError(error) = client.next() else {
        panic!("no error")
    };
    assert_eq!((error.request_id, error.code), (Some(id), 3001));
    assert_eq!(error.message.as_deref(), Some("boom"));
    let details = error.details.unwrap();
    assert_eq!(details.name.as_deref(), Some("TypeError"));
    assert!(
        details
            .stack
            .unwrap()
            .starts_with("TypeError: boom\n    at ")
    );
    let id = client.start_dispose(&isolate);
    assert_eq!(client.expect_ok(id), Value::Nil);
    let text = format!("Isolate not found: {isolate}");
    let id = client.start_eval(&isolate, "1");
    client.expect_error(id, 2001, &text);
    let id = client.start_dispose(&isolate);
    client.expect_error(id, 2001, &text);
}

#[test]
fn the_small_queries_answer() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let isolate_id = client.create(RuntimeOptions::default());
    let empty = Value::Map(Vec::new());
    let (request_id, id) = (7, || isolate_id.clone());
    for (query, data) in [
        (
            Message::from(TimersClearAll {
                request_id,
                isolate_id: id(),
            }),
            Value::Nil,
        ),
        (
            Message::from(ConsoleReset {
                request_id,
                isolate_id: id(),
            }),
            Value::Nil,
        ),
        (
            Message::from(ConsoleGetTimers {
                request_id,
                isolate_id: id(),
            }),
            empty.clone(),
        ),
        (
            Message::from(ConsoleGetCounters {
                request_id,
                isolate_id: id(),
            }),
            empty,
        ),
        (
            Message::from(ConsoleGetGroupDepth {
                request_id,
                isolate_id: id(),
            }),
            Value::Int(0),
        ),
    ] {
        client.send(query);
        assert_eq!(client.expect_ok(7), data);
    }
}

#[test]
fn only_the_owner_may_use_a_runtime() {
    let daemon = Process::start(&[]);
    let mut owner = RawClient::unix(daemon.socket());
    let mut other = RawClient::unix(daemon.socket());
    let isolate = owner.create(RuntimeOptions::default());
    let text = "Isolate not owned by this connection";
    let id = other.start_eval(&isolate, "1");
    other.expect_error(id, 2001, text);
    let id = other.start_dispose(&isolate);
    other.expect_error(id, 2001, text);
    other.send(ConsoleReset {
        request_id: 9,
        isolate_id: isolate.clone(),
    });
    other.expect_error(9, 2001, text);
    other.send(HasTests {
        request_id: 9,
        isolate_id: isolate.clone(),
    });
    other.expect_error(9, 2001, text);
    owner.eval(&isolate, "1");
}

#[test]
fn only_a_runtime_with_a_browser_collects_data() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let isolate_id = client.create(RuntimeOptions::default());
    client.send(GetCollectedData {
        request_id: 9,
        isolate_id,
    });
    let text = "Playwright not configured. Provide playwright.handler in createRuntime options.";
    client.expect_error(9, 3001, text);
    client.send(GetCollectedData {
        request_id: 9,
        isolate_id: "x".to_owned(),
    });
    client.expect_error(9, 2001, "Isolate not found: x");
}

#[test]
fn one_way_messages_are_answered_only_for_streams_nobody_knows() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let isolate_id = client.create(RuntimeOptions::default());
    client.send(DispatchRequestAbort {
        isolate_id: isolate_id.clone(),
        target_request_id: 9,
    });
    client.send(ClientEvent {
        isolate_id,
        event: "e".to_owned(),
        ..ClientEvent::default()
    });
    client.send(StreamPush {
        stream_id: 3,
        ..StreamPush::default()
    });
    let unknown = StreamError {
        stream_id: 3,
        error: "Stream not found".to_owned(),
    };
    assert_eq!(client.next(), Message::from(unknown));
    client.send(CallbackStreamStart {
        stream_id: 4,
        ..CallbackStreamStart::default()
    });
    assert_eq!(
        client.next(),
        Message::from(CallbackStreamCancel { stream_id: 4 })
    );
    client.expect_alive();
}

#[test]
fn options_of_a_runtime_are_checked() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    for limit in [7.9, 0.0, -1.0, f64::NAN] {
        let options = RuntimeOptions {
            memory_limit_mb: Some(limit),
            ..RuntimeOptions::default()
        };
        client.send(CreateRuntime {
            request_id: 3,
            options,
        });
        client.expect_error(3, 3001, "`memoryLimit` must be at least 8");
    }
    client.create(RuntimeOptions {
        memory_limit_mb: Some(8.0),
        ..RuntimeOptions::default()
    });
}

#[test]
fn capacity_counts_creates_that_are_not_done() {
    let daemon = Process::start(&["--max-isolates", "2"]);
    let mut client = RawClient::unix(daemon.socket());
    for request_id in 1..=20 {
        client.send(CreateRuntime {
            request_id,
            options: RuntimeOptions::default(),
        });
    }
    let mut created = Vec::new();
    for _ in 0..20 {
        match client.next() {
            Message::ResponseOk(ok) => created.push(RuntimeCreated::from_raw(&ok.data).unwrap()),
            Message::ResponseError(error) => {
                assert_eq!((error.code, error.details), (2003, None));
                assert_eq!(
                    error.message.as_deref(),
                    Some("Maximum isolates (2) reached")
                );
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(created.len(), 2);
    // Disposing makes room at once, and so does a connection that closes.
    for _ in 0..5 {
        let id = client.start_dispose(&created.pop().unwrap().isolate_id);
        client.expect_ok(id);
        let isolate_id = client.create(RuntimeOptions::default());
        created.push(RuntimeCreated {
            isolate_id,
            reused: false,
            binary_events: Some(true),
        });
    }
    drop(client);
    let start = Instant::now();
    loop {
        let mut client = RawClient::unix(daemon.socket());
        client.send(CreateRuntime {
            request_id: 1,
            options: RuntimeOptions::default(),
        });
        match client.next() {
            Message::ResponseOk(_) => break,
            _ => assert!(
                start.elapsed() < Duration::from_secs(1),
                "runtimes outlive their owner"
            ),
        }
    }
}

#[test]
fn a_namespace_has_one_runtime() {
    let daemon = Process::start(&[]);
    let mut one = RawClient::unix(daemon.socket());
    let mut two = RawClient::unix(daemon.socket());
    let named = || RuntimeOptions {
        namespace_id: Some("n".to_owned()),
        ..RuntimeOptions::default()
    };
    let create = |request_id| {
        Message::from(CreateRuntime {
            request_id,
            options: named(),
        })
    };
    let both = [create(1), create(2)].map(|create| create.encode().unwrap());
    one.write(&both.concat());
    one.expect_error(2, 3001, "Namespace \"n\" creation already in progress");
    let Message::ResponseOk(ok) = one.next() else {
        panic!("not created")
    };
    let created = RuntimeCreated::from_raw(&ok.data).unwrap();
    assert!(!created.reused);
    two.send(CreateRuntime {
        request_id: 1,
        options: named(),
    });
    two.expect_error(1, 3001, "Namespace \"n\" already has an active runtime");
    one.send(CreateRuntime {
        request_id: 3,
        options: named(),
    });
    let Message::ResponseOk(ok) = one.next() else {
        panic!("not reused")
    };
    let reused = RuntimeCreated {
        reused: true,
        ..created.clone()
    };
    assert_eq!(RuntimeCreated::from_raw(&ok.data).unwrap(), reused);
    let id = one.start_dispose(&created.isolate_id);
    one.expect_ok(id);
    assert_eq!(two.create(named()), created.isolate_id);
    two.send(DisposeNamespace {
        request_id: 4,
        namespace_id: "n".to_owned(),
        reason: None,
    });
    two.expect_ok(4);
    assert_ne!(one.create(named()), created.isolate_id);
}

#[test]
fn disposing_answers_what_is_running_and_what_is_queued() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    for running in ["await new Promise(() => {})", "for (;;) ;"] {
        let isolate = client.create(RuntimeOptions::default());
        let first = client.start_eval(&isolate, running);
        std::thread::sleep(Duration::from_millis(50));
        let second = client.start_eval(&isolate, "1");
        let dispose = client.start_dispose(&isolate);
        let mut answers: Vec<_> = (0..3).map(|_| client.next()).collect();
        answers.sort_by_key(Message::request_id);
        let text = |message: &Message| match message {
            Message::ResponseError(error) => error.message.clone().unwrap(),
            _ => String::new(),
        };
        let ids = [Some(first), Some(second), Some(dispose)];
        assert_eq!(
            answers.iter().map(Message::request_id).collect::<Vec<_>>(),
            ids
        );
        let texts: Vec<_> = answers.iter().map(text).collect();
        assert_eq!(
            texts,
            ["Promise was abandoned", "Runtime has been disposed", ""]
        );
    }
}

#[test]
fn a_timeout_ends_the_runtime_and_is_logged() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let mut neighbour = RawClient::unix(daemon.socket());
    let beside = neighbour.create(RuntimeOptions::default());
    let options = RuntimeOptions {
        execution_timeout: Some(200.0),
        ..RuntimeOptions::default()
    };
    let isolate = client.create(options);
    let id = client.start_eval(&isolate, "for (;;) ;");
    let start = Instant::now();
    neighbour.eval(&beside, "1");
    assert!(
        start.elapsed() < Duration::from_millis(150),
        "the neighbour had to wait"
    );
    client.expect_error(id, 3001, "Execution timed out after 200ms");
    let text =
        format!("[isolate-runtime] Disposing runtime {isolate}: Execution timed out after 200ms");
    daemon.expect_log(&text);
    let id = client.start_eval(&isolate, "1");
    let text = "Runtime execution timed out after 200ms; create a new runtime.";
    client.expect_error(id, 3001, text);
    let id = client.start_dispose(&isolate);
    client.expect_ok(id);
}

#[test]
fn evals_answer_in_order_and_before_them_their_console() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let isolate = client.create(options(&[]));
    let ids: Vec<_> = (0..50)
        .map(|n| client.start_eval(&isolate, &format!("console.log('{n}')")))
        .collect();
    for (n, id) in ids.into_iter().enumerate() {
        let (call, callback, args) = client.expect_call();
        assert_eq!(callback, 1);
        let entry = [
            ("type", Value::Str("output".to_owned())),
            ("level", Value::Str("log".to_owned())),
            ("stdout", Value::Str(n.to_string())),
            ("groupDepth", Value::Int(0)),
        ];
        let entry = entry.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(args, [Value::Map(entry.into())]);
        client.expect_ok(id);
        client.answer(call, isolate_protocol::Raw::nil());
    }
    assert!(!daemon.log().contains("No pending callback"));
}
