//! The fetch callback: streamed answers, their credit, streamed requests.

use isolate_protocol::message::*;
use isolate_protocol::{Form, Message, Raw, Value};

use crate::common::Process;
use crate::support::Guest;

const READ: &str = r"setTimeout(async () => {
    try {
        const response = await fetch('http://x/', globalThis.init);
        note('head', response.status, response.headers.get('x-a'), response.url);
        note('body', await response.text());
    } catch (error) {
        note('error', error.name, error.message);
    }
}, 5)";

fn text(value: &Value) -> &str {
    match value {
        Value::Str(text) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_come_whole_or_in_pieces() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, "");
    guest.eval(READ);
    let (call, request) = guest.expect_fetch();
    assert_eq!(
        (request.method.as_str(), request.url.as_str()),
        ("GET", "http://x/")
    );
    let response = SerializedResponse {
        status: 200,
        body: Some("abc".into()),
        ..SerializedResponse::default()
    };
    guest.answer(call, response.to_raw());
    assert_eq!(text(&guest.expect_note()[0]), "head");
    assert_eq!(text(&guest.expect_note()[1]), "abc");
    guest.eval(READ);
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 5, 203);
    let head = guest.expect_note();
    assert_eq!((text(&head[2]), text(&head[3])), ("1", "http://there/"));
    guest.send_piece(5, b"ab");
    guest.send_piece(5, b"cd");
    guest.send(CallbackStreamEnd {
        request_id: call,
        stream_id: 5,
    });
    assert_eq!(text(&guest.expect_note()[1]), "abcd");
    // No credit was granted: this client did not ask for it.
    guest.expect_alive();
}

#[test]
fn a_body_that_fails_reaches_a_waiting_reader() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, READ);
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 5, 200);
    guest.expect_note();
    guest.send_piece(5, b"ab");
    guest.stream_error(5, "terminated");
    assert_eq!(text(&guest.expect_note()[2]), "terminated");
    guest.send_piece(5, b"late");
    guest.expect_alive();
}

#[test]
fn statuses_without_a_body_and_statuses_that_are_none() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, READ);
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 5, 204);
    assert_eq!(guest.next(), CallbackStreamCancel { stream_id: 5 }.into());
    assert_eq!(guest.expect_note()[1], Value::from(204));
    assert_eq!(text(&guest.expect_note()[1]), "");
    for (stream, status) in [(6, 101), (7, 199), (8, 600), (9, 0)] {
        guest.eval(READ);
        let (call, _) = guest.expect_fetch();
        guest.start_answer(call, stream, status);
        assert_eq!(
            guest.next(),
            CallbackStreamCancel { stream_id: stream }.into()
        );
        let note = guest.expect_note();
        let expected = format!("The status of a response is from 200 to 599: {status}");
        assert_eq!(
            (text(&note[0]), text(&note[2])),
            ("error", expected.as_str())
        );
    }
}

#[test]
fn cancelling_a_body_tells_the_client() {
    let daemon = Process::start(&[]);
    let code =
        "const response = await fetch('http://x/'); await response.body.cancel(); note('done')";
    let mut guest = Guest::new(&daemon, "");
    let isolate = guest.isolate.clone();
    let id = guest.start_eval(&isolate, code);
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 5, 200);
    assert_eq!(guest.next(), CallbackStreamCancel { stream_id: 5 }.into());
    guest.expect_note();
    guest.expect_ok(id);
    guest.send_piece(5, b"late");
    guest.send(CallbackStreamEnd {
        request_id: call,
        stream_id: 5,
    });
    guest.stream_error(5, "later");
    guest.expect_alive();
}

#[test]
fn aborting_tells_the_client() {
    let daemon = Process::start(&[]);
    let code = r"const controller = new AbortController();
        globalThis.init = { signal: controller.signal };
        globalThis.controller = controller;";
    let mut guest = Guest::new(&daemon, &format!("{code}\n{READ}"));
    let (call, _) = guest.expect_fetch();
    let isolate = guest.isolate.clone();
    let id = guest.start_eval(&isolate, "controller.abort()");
    let Message::CallbackAbort(abort) = guest.next() else {
        panic!("no abort")
    };
    assert_eq!(abort.target_request_id, call);
    assert_eq!(abort.reason.as_deref(), Some("fetch callback aborted"));
    let mut noted = false;
    for _ in 0..2 {
        match guest.next() {
            Message::ResponseOk(ok) => assert_eq!(ok.request_id, id),
            Message::CallbackInvoke(call) => {
                guest.answer(call.request_id, Raw::nil());
                noted = true;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(noted);
    // The answer that was on its way.
    guest.start_answer(call, 5, 200);
    assert_eq!(guest.next(), CallbackStreamCancel { stream_id: 5 }.into());
}

#[test]
fn credit_for_responses_if_the_client_heeds_it() {
    let daemon = Process::start(&[]);
    let like = Registration {
        response_credit: Some(true),
        ..Registration::default()
    };
    let code = "globalThis.go = async () => { const r = await fetch('http://x/'); note((await r.bytes()).length); }; setTimeout(go, 5)";
    let mut guest = Guest::with(&daemon, code, &like);
    let (call, _) = guest.expect_fetch();
    guest.start_answer(call, 5, 200);
    let (mut credit, mut sent) = (1_u64 << 20, 0_u64);
    while sent < 4 << 20 {
        while credit < 262_144 {
            credit += guest.expect_grant(5);
        }
        guest.send_piece(5, &[0; 262_144]);
        credit -= 262_144;
        sent += 262_144;
    }
    guest.send(CallbackStreamEnd {
        request_id: call,
        stream_id: 5,
    });
    loop {
        match guest.next() {
            Message::StreamPull(_) => {}
            Message::CallbackInvoke(call) => {
                let args = Value::decode(&call.args).unwrap();
                assert_eq!(args, Value::Array(vec![Value::from(4 << 20)]));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn request_bodies_stream_if_the_client_can() {
    let daemon = Process::start(&[]);
    let like = Registration {
        request_streams: Some(true),
        ..Registration::default()
    };
    let code = r"let count = 0;
        globalThis.init = { method: 'POST', duplex: 'half', body: new ReadableStream({
            pull(controller) {
                if (++count > 40) controller.close();
                else controller.enqueue(new Uint8Array(100_000));
            },
            cancel(reason) { note('cancelled', String(reason)); },
        }) };";
    let mut guest = Guest::with(&daemon, &format!("{code}\n{READ}"), &like);
    let (call, request) = guest.expect_fetch();
    let stream = request.body_stream_id.unwrap();
    assert!(stream >= 1 << 30);
    assert_eq!(request.body, None);
    // Nothing comes without credit.
    guest.expect_alive();
    guest.pull(stream);
    let mut total = 0;
    while total < 4_000_000 {
        match guest.next() {
            Message::StreamPush(push) => {
                assert_eq!(push.stream_id, stream);
                total += push.chunk.len();
                guest.pull(stream);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(guest.next(), StreamClose { stream_id: stream }.into());
    let response = SerializedResponse {
        status: 200,
        body: Some("got it".into()),
        url: Some("http://else/".into()),
        redirected: Some(true),
        ..SerializedResponse::default()
    };
    guest.answer(call, response.to_raw());
    assert_eq!(text(&guest.expect_note()[3]), "http://else/");
    guest.expect_note();
    // The rest is not wanted.
    guest.eval(&format!("{code}\n{READ}"));
    let (call, request) = guest.expect_fetch();
    let stream = request.body_stream_id.unwrap();
    guest.stream_error(stream, "the rest is not wanted");
    guest.answer(call, response.to_raw());
    let mut notes: Vec<_> = (0..3).map(|_| guest.expect_note()).collect();
    notes.retain(|note| text(&note[0]) == "cancelled");
    assert_eq!(notes.len(), 1, "the guest's stream is cancelled");
}

#[test]
fn without_the_key_request_bodies_come_whole() {
    let daemon = Process::start(&[]);
    let code = r"globalThis.init = { method: 'POST', duplex: 'half', body: new ReadableStream({
        start(controller) { controller.enqueue(new Uint8Array([1])); controller.enqueue(new Uint8Array([2])); controller.close(); },
    }) };";
    let mut guest = Guest::new(&daemon, &format!("{code}\n{READ}"));
    let (call, request) = guest.expect_fetch();
    assert_eq!(
        (request.body_stream_id, request.body),
        (None, Some([1, 2][..].into()))
    );
    // What looks like a function in plain data is none.
    let result = Value::Map(vec![
        ("status".to_owned(), Value::from(200)),
        (
            "body".to_owned(),
            Value::Callback {
                callback_id: 5,
                kind: None,
            },
        ),
    ]);
    guest.answer(call, result.to_raw(Form::Native));
    guest.expect_note();
}
