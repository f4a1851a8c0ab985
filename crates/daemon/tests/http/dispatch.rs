//! `DISPATCH_REQUEST`: responses, their streams, aborts.

use std::time::Duration;

use isolate_protocol::message::*;
use isolate_protocol::{Bytes, Message, Value};

use crate::common::{Process, RawClient};
use crate::support::{End, Guest};

#[test]
fn responses_come_inline_or_as_streams() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        r"(request) => {
            const { pathname } = new URL(request.url);
            if (pathname === '/none') return new Response(null, { status: 204 });
            if (pathname === '/null') return new Response(null);
            if (pathname === '/empty') return new Response('');
            if (pathname === '/large') return new Response('x'.repeat(3_000_000));
            return new Response('hello', { status: 201 });
        }",
    );
    let answer = guest.get("/none");
    assert_eq!((answer.status, answer.end), (204, End::Inline));
    assert_eq!(guest.get("/null").end, End::Inline);
    let answer = guest.get("/empty");
    assert_eq!((answer.chunks.len(), answer.end), (0, End::Complete));
    let answer = guest.get("/small");
    assert_eq!((answer.status, answer.chunks.len()), (201, 1));
    assert_eq!(
        (answer.text().as_str(), answer.end),
        ("hello", End::Complete)
    );
    let answer = guest.get("/large");
    assert_eq!(
        (answer.text().len(), answer.end),
        (3_000_000, End::Complete)
    );
}

#[test]
fn a_small_response_is_one_write() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(&daemon, "() => Response.json({ a: 1 })");
    for _ in 0..100 {
        let id = guest.start("GET", "/");
        // The first read already has everything: a frame that came later would have to be waited for.
        let start = match guest.next() {
            Message::ResponseStreamStart(start) => start,
            other => panic!("no start: {other:?}"),
        };
        assert_eq!(
            guest.buffered(),
            ["RESPONSE_STREAM_CHUNK", "RESPONSE_STREAM_END"]
        );
        assert_eq!(start.request_id, id);
        drop((guest.next(), guest.next()));
    }
}

#[test]
fn streams_start_before_they_end_and_break_off() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        r"(request) => {
            const { pathname } = new URL(request.url);
            let controller;
            const body = new ReadableStream({ start: (it) => { controller = it; } });
            if (pathname === '/late') {
                controller.enqueue('first');
                note().then(() => controller.enqueue('second')).then(() => controller.close());
            } else if (pathname === '/silent') {
                note().then(() => controller.error(new Error('midstream')));
            } else {
                controller.enqueue('first');
                note().then(() => controller.error(new Error('midstream')));
            }
            return new Response(body);
        }",
    );
    let id = guest.start("GET", "/late");
    // The handler's call and its response leave in the order in which the guest made them.
    let (call, ..) = guest.expect_call();
    assert!(matches!(guest.next(), Message::ResponseStreamStart(start) if start.request_id == id));
    assert!(matches!(guest.next(), Message::ResponseStreamChunk(chunk) if chunk.chunk == "first"));
    guest.answer(call, isolate_protocol::Raw::nil());
    assert!(matches!(guest.next(), Message::ResponseStreamChunk(chunk) if chunk.chunk == "second"));
    assert!(matches!(guest.next(), Message::ResponseStreamEnd(_)));
    // The error comes alone: an empty chunk wakes the client's reader.
    for (path, chunks) in [("/silent", vec![""]), ("/", vec!["first", ""])] {
        guest.start("GET", path);
        let (call, ..) = guest.expect_call();
        let Message::ResponseStreamStart(start) = guest.next() else {
            panic!("no start")
        };
        for chunk in &chunks {
            if chunk.is_empty() {
                guest.answer(call, isolate_protocol::Raw::nil());
            }
            match guest.next() {
                Message::ResponseStreamChunk(it) => assert_eq!(it.chunk, *chunk),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(guest.buffered(), ["STREAM_ERROR"], "in the same write");
        let Message::StreamError(error) = guest.next() else {
            panic!("no error")
        };
        assert_eq!(error.stream_id, start.stream_id);
        assert_eq!(error.error, "Error: midstream");
    }
}

#[test]
fn a_response_waits_for_credit() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        r"() => {
            let count = 0;
            return new Response(new ReadableStream({
                pull(controller) { controller.enqueue(new Uint8Array(1)); count++; note(count); },
                cancel(reason) { note(String(reason), count); },
            }, { highWaterMark: 0 }));
        }",
    );
    guest.start("GET", "/");
    let (mut chunks, mut stream) = (0, 0);
    // What arrives until nothing arrives any more.
    let mut settle = |guest: &mut Guest, expected: u32| {
        while chunks < expected {
            match guest.next() {
                Message::ResponseStreamStart(start) => stream = start.stream_id,
                Message::ResponseStreamChunk(_) => chunks += 1,
                Message::CallbackInvoke(call) => {
                    guest.answer(call.request_id, isolate_protocol::Raw::nil())
                }
                other => panic!("{other:?}"),
            }
        }
        stream
    };
    let stream = settle(&mut guest, 4);
    std::thread::sleep(Duration::from_millis(50));
    assert!(
        !guest.drain().contains(&"RESPONSE_STREAM_CHUNK"),
        "four chunks of credit"
    );
    guest.pull(stream);
    settle(&mut guest, 8);
    std::thread::sleep(Duration::from_millis(50));
    guest.drain();
    guest.stream_error(stream, "Stream cancelled by consumer");
    let args = guest.expect_note();
    assert!(
        matches!(&args[0], Value::Str(text) if text.contains("Stream cancelled by consumer")),
        "{args:?}"
    );
    guest.pull(stream);
    guest.expect_alive();
}

#[test]
fn aborts_fire_the_signal() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        r"async (request) => {
            const before = request.signal.aborted;
            if (!before) {
                note();
                await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
            }
            return new Response(before ? 'from the start' : 'aborted');
        }",
    );
    let isolate_id = guest.isolate.clone();
    let abort = |target_request_id| DispatchRequestAbort {
        isolate_id: isolate_id.clone(),
        target_request_id,
    };
    let id = guest.start("GET", "/");
    guest.expect_note();
    guest.send(abort(id));
    assert_eq!(guest.answer_to(id).text(), "aborted");
    // Ahead of its request, and by the request itself.
    let next = id + 1;
    guest.send(abort(next));
    assert_eq!(guest.start("GET", "/"), next);
    assert_eq!(guest.answer_to(next).text(), "from the start");
    let id = guest.start_with("GET", "/", |request| request.signal_aborted = Some(true));
    assert_eq!(guest.answer_to(id).text(), "from the start");
}

#[test]
fn every_request_is_answered() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, "");
    let text = "No serve() handler registered";
    let id = guest.start("GET", "/");
    guest.expect_error(id, 3001, text);
    guest.eval("serve({ fetch: () => { throw new RangeError('nope'); } })");
    let id = guest.start("GET", "/");
    guest.expect_error(id, 3001, "nope");
    guest.eval("serve({ fetch: () => new Promise(() => {}) })");
    let (one, two) = (guest.start("GET", "/"), guest.start("GET", "/"));
    let isolate = guest.isolate.clone();
    let dispose = guest.start_dispose(&isolate);
    let mut answered = Vec::new();
    for _ in 0..3 {
        match guest.next() {
            Message::ResponseError(error) => {
                assert_eq!(error.message.as_deref(), Some("Promise was abandoned"));
                answered.push(error.request_id.unwrap());
            }
            Message::ResponseOk(ok) => answered.push(ok.request_id),
            other => panic!("{other:?}"),
        }
    }
    answered.sort_unstable();
    assert_eq!(answered, [one, two, dispose]);
    let id = guest.start("GET", "/");
    guest.expect_error(id, 2001, &format!("Isolate not found: {isolate}"));
    // Somebody else's runtime is not to be reached either.
    let mut owner = Guest::serving(&daemon, "() => new Response('mine')");
    guest.isolate = owner.isolate.clone();
    let id = guest.start("GET", "/");
    guest.expect_error(id, 2001, "Isolate not owned by this connection");
    assert_eq!(owner.get("/").text(), "mine");
}

#[test]
fn a_runtime_that_ends_breaks_its_streams_off() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        "() => new Response(new ReadableStream({ start: (it) => it.enqueue('first') }))",
    );
    guest.start("GET", "/");
    assert!(matches!(guest.next(), Message::ResponseStreamStart(_)));
    assert!(matches!(guest.next(), Message::ResponseStreamChunk(_)));
    let isolate = guest.isolate.clone();
    guest.start_dispose(&isolate);
    let mut failed = false;
    loop {
        match guest.next() {
            Message::ResponseStreamChunk(chunk) => assert!(chunk.chunk.is_empty()),
            Message::StreamError(error) => {
                let text = "The runtime was disposed before the body was complete";
                assert_eq!(error.error, text);
                failed = true;
            }
            Message::ResponseOk(_) => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(failed);
}

#[test]
fn concurrent_dispatches_overlap() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        "async (request) => { await note(); return new Response(new URL(request.url).pathname); }",
    );
    let ids: Vec<_> = (0..50)
        .map(|n| guest.start("GET", &format!("/{n}")))
        .collect();
    let calls: Vec<_> = ids.iter().map(|_| guest.expect_call().0).collect();
    for (n, call) in calls.iter().enumerate().rev() {
        guest.answer(*call, isolate_protocol::Raw::nil());
        assert_eq!(guest.answer_to(ids[n]).text(), format!("/{n}"));
    }
}

#[test]
fn bodies_arrive_as_they_were_sent() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        "async (request) => new Response([request.method, request.headers.get('x-a'), await request.text()].join())",
    );
    let mut client = RawClient::unix(daemon.socket());
    client.expect_alive();
    let id = guest.start_with("PUT", "/", |request| {
        request.headers = vec![
            ("x-a".to_owned(), "1".to_owned()),
            ("x-a".to_owned(), "2".to_owned()),
        ];
        request.body = Some(Bytes::from_static("ä".as_bytes()));
    });
    let answer = guest.answer_to(id);
    assert_eq!(answer.text(), "PUT,1, 2,ä", "{answer:?}");
}
