//! Request bodies that arrive as streams.

use isolate_protocol::Message;
use isolate_protocol::message::*;

use crate::common::Process;
use crate::support::Guest;

const HASH: &str = r"async (request) => {
    let total = 0;
    for await (const chunk of request.body) {
        total += chunk.length;
        if (total === chunk.length) await note('started');
    }
    return new Response(String(total));
}";

#[test]
fn the_handler_starts_before_the_end() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(&daemon, HASH);
    let id = guest.upload("/", 1);
    assert_eq!(guest.expect_grant(1), 1 << 20);
    guest.push(1, b"abc");
    guest.expect_note();
    guest.push(1, b"defg");
    guest.close(1);
    assert_eq!(guest.answer_to(id).text(), "7");
}

#[test]
fn credit_comes_back_as_the_guest_reads() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(&daemon, HASH);
    let id = guest.upload("/", 1);
    let mut credit = guest.expect_grant(1);
    let mut sent = 0;
    guest.push(1, &[0; 1000]);
    sent += 1000;
    guest.expect_note();
    while sent < 8_000_000 {
        while credit < 262_144 {
            credit += guest.expect_grant(1);
        }
        guest.push(1, &[0; 262_144]);
        credit -= 262_144;
        sent += 262_144;
    }
    guest.close(1);
    let answer = loop {
        match guest.next() {
            Message::StreamPull(_) => {}
            Message::ResponseStreamStart(_) | Message::ResponseStreamEnd(_) => {}
            Message::ResponseStreamChunk(chunk) => break chunk,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        (answer.request_id, answer.chunk),
        (id, sent.to_string().into())
    );
}

#[test]
fn a_guest_that_does_not_read_is_not_sent_more() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(&daemon, "() => new Promise(() => {})");
    guest.upload("/", 1);
    assert_eq!(guest.expect_grant(1), 1 << 20);
    for _ in 0..4 {
        guest.push(1, &[0; 262_144]);
    }
    guest.expect_alive();
    // A little is read ahead at most.
    std::thread::sleep(std::time::Duration::from_millis(50));
    let granted = guest.drain().len();
    assert!(granted <= 1, "{granted} grants");
}

#[test]
fn a_failing_upload_fails_the_request() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(&daemon, HASH);
    let id = guest.upload("/", 3);
    guest.expect_grant(3);
    guest.push(3, b"abc");
    guest.expect_note();
    guest.stream_error(3, "client failed");
    guest.expect_error(id, 3001, "client failed");
}

#[test]
fn an_upload_that_nobody_wants_is_cancelled_once() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(
        &daemon,
        "async (request) => { await request.body.cancel('enough'); return new Response('ok'); }",
    );
    let id = guest.upload("/", 3);
    guest.expect_grant(3);
    let Message::StreamError(error) = guest.next() else {
        panic!("not cancelled")
    };
    assert_eq!((error.stream_id, error.error.as_str()), (3, "enough"));
    assert_eq!(guest.answer_to(id).text(), "ok");
    for _ in 0..100 {
        guest.push(3, b"late");
    }
    guest.expect_alive();
    guest.close(3);
    guest.push(3, b"later");
    let error = "Stream not found".to_owned();
    assert_eq!(
        guest.next(),
        StreamError {
            stream_id: 3,
            error
        }
        .into()
    );
    // The id may be used again.
    let id = guest.upload("/", 3);
    guest.expect_grant(3);
    assert!(matches!(guest.next(), Message::StreamError(_)));
    assert_eq!(guest.answer_to(id).text(), "ok");
}

#[test]
fn a_runtime_that_ends_cancels_its_uploads() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::serving(&daemon, HASH);
    let id = guest.upload("/", 3);
    guest.expect_grant(3);
    let isolate = guest.isolate.clone();
    let dispose = guest.start_dispose(&isolate);
    let (mut cancelled, mut answers) = (false, Vec::new());
    while !cancelled || answers.len() < 2 {
        match guest.next() {
            Message::StreamError(error) => cancelled = error.stream_id == 3,
            Message::ResponseError(error) => answers.push(error.request_id.unwrap()),
            Message::ResponseOk(ok) => answers.push(ok.request_id),
            other => panic!("{other:?}"),
        }
    }
    answers.sort_unstable();
    assert_eq!(answers, [id, dispose]);
}
