//! Calls of a runtime to its client.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::time::Duration;

use common::client::options;
use common::{Process, RawClient};
use isolate_protocol::message::*;
use isolate_protocol::{Form, Message, Raw, Value};

fn connect(daemon: &Process) -> (RawClient, String) {
    let mut client = RawClient::unix(daemon.socket());
    let isolate = client.create(options(&[("s", 5, "sync"), ("a", 6, "async")]));
    (client, isolate)
}

#[test]
fn calls_are_answered() {
    let daemon = Process::start(&["--log", "debug"]);
    let (mut client, isolate) = connect(&daemon);
    for (code, function) in [("s()", 5), ("await a()", 6)] {
        let id = client.start_eval(&isolate, code);
        let (call, callback, args) = client.expect_call();
        assert_eq!((callback, args.len()), (function, 0));
        client.answer(call, Raw::nil());
        client.expect_ok(id);
        // A second answer is one too many.
        client.answer(call, Raw::nil());
        daemon.expect_log(&format!("No pending callback for requestId: {call}"));
    }
}

#[test]
fn a_failing_call_fails_the_guest() {
    let daemon = Process::start(&[]);
    let (mut client, isolate) = connect(&daemon);
    for code in ["s()", "await a()"] {
        let id = client.start_eval(&isolate, code);
        let (request_id, ..) = client.expect_call();
        let error = CallbackError {
            name: Some("RangeError".to_owned()),
            message: Some("nope".to_owned()),
            ..CallbackError::default()
        };
        client.send(CallbackResponse {
            request_id,
            result: None,
            error: Some(error),
        });
        client.expect_error(id, 3001, "nope");
        // An answer that makes no sense fails the call too.
        let id = client.start_eval(&isolate, code);
        let (request_id, ..) = client.expect_call();
        let request_id = u8::try_from(request_id).unwrap();
        client.send_frame(
            0x91,
            &[b"\x82\xa5error\x07\xa9requestId", &[request_id][..]].concat(),
        );
        let text = "Invalid field `error` in CALLBACK_RESPONSE: expected a map";
        client.expect_error(None, 1001, text);
        client.expect_error(id, 3001, text);
    }
}

#[test]
fn without_a_module_loader_imports_fail() {
    let daemon = Process::start(&[]);
    let (mut client, isolate) = connect(&daemon);
    let id = client.start_eval(&isolate, "import './x.js'");
    let Message::ResponseError(error) = client.next() else {
        panic!("imported")
    };
    assert_eq!(error.request_id, Some(id));
    let message = error.message.unwrap();
    let text = "Module instantiation failed: No module loader registered. Cannot import: ./x.js";
    assert!(message.starts_with(text), "{message}");
}

#[test]
fn disposing_during_a_call_aborts_it() {
    let daemon = Process::start(&[]);
    for code in ["s()", "await a()"] {
        let (mut client, isolate) = connect(&daemon);
        let eval = client.start_eval(&isolate, code);
        let (call, ..) = client.expect_call();
        let dispose = client.start_dispose(&isolate);
        let mut answered = Vec::new();
        for _ in 0..3 {
            match client.next() {
                Message::CallbackAbort(abort) => {
                    assert_eq!(abort.target_request_id, call);
                    assert_eq!(abort.reason.as_deref(), Some("Callback aborted"));
                }
                Message::ResponseError(error) => {
                    assert_eq!(
                        error.message.as_deref(),
                        Some("Promise was abandoned"),
                        "{code}"
                    );
                    answered.push(error.request_id.unwrap());
                }
                Message::ResponseOk(ok) => answered.push(ok.request_id),
                other => panic!("{other:?}"),
            }
        }
        answered.sort_unstable();
        assert_eq!(answered, [eval, dispose]);
    }
}

#[test]
fn a_client_that_vanishes_takes_its_runtimes_along() {
    let daemon = Process::start(&["--max-isolates", "4"]);
    for code in [
        "s()",
        "await a()",
        "for (;;) ;",
        "for (;;) console.log('x'.repeat(100000))",
    ] {
        let (mut client, isolate) = connect(&daemon);
        client.start_eval(&isolate, code);
        std::thread::sleep(Duration::from_millis(50));
    }
    // Their places are free within a second.
    std::thread::sleep(Duration::from_secs(1));
    for _ in 0..4 {
        let (mut client, isolate) = connect(&daemon);
        client.eval(&isolate, "1");
        std::mem::forget(client);
    }
}

#[test]
fn ids_of_the_daemons_own_functions_are_unknown() {
    let daemon = Process::start(&[]);
    let (mut client, _) = connect(&daemon);
    let args = Raw::build(|writer| writer.array(0));
    client.send(CallbackInvoke {
        request_id: 4,
        callback_id: 1_000_000,
        args,
        context: None,
    });
    let Message::CallbackResponse(response) = client.next() else {
        panic!("no answer")
    };
    assert_eq!(response.request_id, 4);
    assert_eq!(
        response.error.unwrap().message.as_deref(),
        Some("Unknown callback: 1000000")
    );
}

#[test]
fn clients_of_the_baseline_get_no_functions() {
    let daemon = Process::start(&[]);
    let (mut client, isolate) = connect(&daemon);
    client.eval(
        &isolate,
        "let text; try { s({ f() {} }); } catch (error) { text = error.message; }
         if (text !== 'Cannot marshal functions from isolate (at arguments[0].f)') throw new Error(text);",
    );
    client.expect_alive();
}

#[test]
fn functions_of_the_guest_are_called_with_their_ids() {
    let daemon = Process::start(&["--argument-form", "newest"]);
    let (mut client, isolate) = connect(&daemon);
    let eval = client.start_eval(&isolate, "s((a, b) => ({ sum: a + b }))");
    let Message::CallbackInvoke(call) = client.next() else {
        panic!("expected a call");
    };
    // An array of one extension of type 2, whose map has both keys (A.3).
    let args = b"\x91\xc7\x1f\x02\x82\xaacallbackId\xce\x00\x0f\x42\x40\xaccallbackKind\xc0";
    assert_eq!(call.args.as_bytes(), &args[..]);
    client.answer(call.request_id, Raw::nil());
    client.expect_ok(eval);

    let invoke = |request_id, callback_id, args: &[Value]| CallbackInvoke {
        request_id,
        callback_id,
        args: Value::Array(args.to_vec()).to_raw(Form::Marshalled),
        context: None,
    };
    client.send(invoke(77, 1_000_000, &[Value::Int(2), Value::Int(3)]));
    let Message::CallbackResponse(response) = client.next() else {
        panic!("expected an answer");
    };
    let result = response
        .result
        .map(|result| Value::decode(&result).unwrap());
    let sum = vec![("sum".to_owned(), Value::Int(5))];
    assert_eq!((response.request_id, result), (77, Some(Value::Map(sum))));
    assert_eq!(response.error, None);

    client.send(invoke(78, 1_000_001, &[]));
    let Message::CallbackResponse(response) = client.next() else {
        panic!("expected an answer");
    };
    let error = response.error.unwrap();
    assert_eq!(error.name.as_deref(), Some("Error"));
    let text = "Unknown callback: 1000001";
    assert_eq!(error.message.as_deref(), Some(text));
    client.expect_alive();
}

/// `{requestId, metadata}` as clients send it and get it back.
fn context(request: Option<&str>) -> Raw {
    let text = |text: Option<&str>| text.map_or(Value::Nil, Value::from);
    Value::Map(vec![
        ("requestId".to_owned(), text(request)),
        ("metadata".to_owned(), Value::Nil),
    ])
    .to_raw(Form::Native)
}

/// Dispatches requests with these contexts, whose handler makes calls as it goes on; gives the contexts of its calls, by
/// what they say.
fn contexts_of_calls(
    client: &mut RawClient,
    isolate: &str,
    sent: [Option<Raw>; 3],
) -> Vec<(String, Option<Raw>)> {
    client.eval(
        isolate,
        "serve({ async fetch(request) {
           const name = new URL(request.url).pathname;
           s(name + ' at once');
           await a(name + ' later');
           await new Promise((done) => setTimeout(done, 5));
           await Promise.all([a(name + ' after a timer'), (async () => { await null; await a(name + ' aside'); })()]);
           return new Response();
         } })",
    );
    let count = sent.len();
    for (number, context) in sent.into_iter().enumerate() {
        client.send(DispatchRequest {
            request_id: 100 + number as u64,
            isolate_id: isolate.to_owned(),
            request: SerializedRequest {
                method: "GET".to_owned(),
                url: format!("http://h/{number}"),
                ..SerializedRequest::default()
            },
            context,
        });
    }
    let (mut calls, mut answered) = (Vec::new(), 0);
    while answered < count {
        match client.next() {
            Message::CallbackInvoke(call) => {
                let args = Value::decode(&call.args).unwrap();
                let text = args.as_array().unwrap()[0].as_str().unwrap().to_owned();
                calls.push((text, call.context));
                client.answer(call.request_id, Raw::nil());
            }
            Message::ResponseOk(_) => answered += 1,
            other => panic!("neither a call nor an answer: {other:?}"),
        }
    }
    calls.sort_by(|a, b| a.0.cmp(&b.0));
    calls
}

#[test]
fn calls_have_the_context_of_their_request() {
    let daemon = Process::start(&["--argument-form", "newest"]);
    let (mut client, isolate) = connect(&daemon);
    let sent = [
        Some(context(Some("first"))),
        Some(Raw::nil()),
        Some(context(Some("third"))),
    ];
    let calls = contexts_of_calls(&mut client, &isolate, sent);
    assert_eq!(calls.len(), 12, "{calls:?}");
    for (text, found) in calls {
        let expected = match text.get(..2) {
            Some("/0") => context(Some("first")),
            Some("/1") => context(None),
            _ => context(Some("third")),
        };
        assert_eq!(found, Some(expected), "{text}");
    }
    // Outside of every request there is none.
    let eval = client.start_eval(&isolate, "s()");
    let Message::CallbackInvoke(call) = client.next() else {
        panic!("expected a call");
    };
    assert_eq!(call.context, Some(Raw::nil()));
    client.answer(call.request_id, Raw::nil());
    client.expect_ok(eval);
    let large = "x".repeat(70_000);
    client.send(DispatchRequest {
        request_id: 200,
        isolate_id: isolate,
        request: SerializedRequest::default(),
        context: Some(context(Some(&large))),
    });
    client.expect_error(200, 3001, "The context has 70026 bytes; it may have 65536");
}

#[test]
fn a_context_ends_with_its_owner() {
    let daemon = Process::start(&["--argument-form", "newest"]);
    let mut client = RawClient::unix(daemon.socket());
    let options = || RuntimeOptions {
        namespace_id: Some("n".to_owned()),
        ..options(&[("s", 5, "sync"), ("a", 6, "async")])
    };
    let isolate = client.create(options());
    client.eval(
        &isolate,
        "globalThis.waiting = new Promise((done) => { globalThis.go = done; });
         serve({ async fetch() { waiting.then(() => s('went on')); return new Response(); } })",
    );
    client.send(DispatchRequest {
        request_id: 100,
        isolate_id: isolate.clone(),
        request: SerializedRequest {
            method: "GET".to_owned(),
            url: "http://h/".to_owned(),
            ..SerializedRequest::default()
        },
        context: Some(context(Some("first owner's"))),
    });
    assert!(matches!(client.next(), Message::ResponseOk(_)));
    let dispose = client.start_dispose(&isolate);
    client.expect_ok(dispose);
    assert_eq!(client.create(options()), isolate);
    let eval = client.start_eval(&isolate, "go()");
    let Message::CallbackInvoke(call) = client.next() else {
        panic!("expected a call");
    };
    assert_eq!(call.context, Some(Raw::nil()));
    client.answer(call.request_id, Raw::nil());
    client.expect_ok(eval);
}

#[test]
fn clients_show_of_which_revision_they_are() {
    let daemon = Process::start(&[]);
    let (mut client, isolate) = connect(&daemon);
    let form = |client: &mut RawClient| {
        let eval = client.start_eval(&isolate, "s(new Date(7))");
        let (call, _, args) = client.expect_call();
        client.answer(call, Raw::nil());
        client.expect_ok(eval);
        args
    };
    let native = form(&mut client);
    let calls = contexts_of_calls(&mut client, &isolate, [None, None, None]);
    assert!(
        calls.iter().all(|(_, context)| context.is_none()),
        "{calls:?}"
    );
    // The key is there, though it says nothing.
    let calls = contexts_of_calls(&mut client, &isolate, [Some(Raw::nil()), None, None]);
    assert!(
        calls.iter().all(|(_, found)| *found == Some(context(None))),
        "{calls:?}"
    );
    let function = client.start_eval(&isolate, "s(() => 1)");
    let (call, _, args) = client.expect_call();
    assert!(matches!(args[..], [Value::Callback { .. }]), "{args:?}");
    client.answer(call, Raw::nil());
    client.expect_ok(function);
    // Both decode to a date.
    assert_eq!(form(&mut client), native);
}
