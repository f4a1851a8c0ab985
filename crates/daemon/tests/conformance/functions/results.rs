//! Values that come from the host, functions, promises and iterators among them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use isolate_client::protocol::refs::{FileRef, FormValue, RequestRef, ResponseRef};
use isolate_client::{CallbackError, Client, FunctionKind, Value, Values};

use super::{Answer, bin};
use crate::support::{Failures, guest_with, map};

#[tokio::test]
async fn the_guest_receives_its_own_classes() {
    let file = |name: &str| FileRef {
        name: name.to_owned(),
        kind: "text/plain".to_owned(),
        last_modified: 5.0,
        data: b"hi".to_vec().into(),
    };
    let request = RequestRef {
        url: "http://a/b?c".into(),
        method: "POST".into(),
        headers: vec![("x-a".into(), "1".into())],
        body: Some(b"body".to_vec().into()),
        ..RequestRef::default()
    };
    let response = ResponseRef {
        status: 404,
        status_text: "Gone".into(),
        headers: vec![("x-b".into(), "2".into())],
        body: Some(b"text".to_vec().into()),
    };
    let values = map(&[
        ("undefined", Value::Undefined),
        ("null", Value::Nil),
        ("nan", Value::Float(f64::NAN)),
        ("minusZero", Value::Float(-0.0)),
        ("infinity", Value::Float(f64::NEG_INFINITY)),
        ("int", Value::Int(-7)),
        ("text", Value::from("ä😀\0")),
        ("date", Value::Date(1_705_320_000_001.0)),
        (
            "regexp",
            Value::RegExp {
                source: "a/b".into(),
                flags: "gi".into(),
            },
        ),
        ("bigint", Value::BigInt("-12345678901234567890".into())),
        ("url", Value::Url("http://a/".into())),
        (
            "headers",
            Value::Headers(vec![
                ("set-cookie".into(), "a".into()),
                ("set-cookie".into(), "b".into()),
            ]),
        ),
        ("bytes", bin(&[1, 2, 255])),
        (
            "error",
            Value::Error {
                name: "TypeError".into(),
                message: "m".into(),
                stack: None,
                code: None,
            },
        ),
        ("request", Value::Request(Box::new(request))),
        ("response", Value::Response(Box::new(response))),
        ("file", Value::File(Box::new(file("a.txt")))),
        ("blob", Value::File(Box::new(file("")))),
        (
            "form",
            Value::FormData(vec![
                ("k".into(), FormValue::Text("v".into())),
                ("f".into(), FormValue::File(file("a.txt"))),
            ]),
        ),
        ("signal", Value::AbortSignal(true)),
        (
            "list",
            Value::Array(vec![
                Value::Undefined,
                Value::Array(vec![]),
                Value::Map(vec![]),
            ]),
        ),
        (
            "unknown",
            map(&[("__type", Value::from("mine")), ("x", Value::Int(1))]),
        ),
        ("constructor", Value::Int(1)),
    ]);
    let guest = guest_with(|options, _| {
        let later = values.clone();
        options
            .sync_function("now", move |_| Ok(values.clone()))
            .function("later", FunctionKind::Async, move |_| {
                std::future::ready(Ok::<_, CallbackError>(later.clone()))
            })
    })
    .await;
    guest.check(include_str!("../guest/received.js")).await;
}

#[tokio::test]
async fn values_that_make_no_sense_fail_the_call_and_nothing_else() {
    let next = Arc::new(AtomicUsize::new(0));
    let mut deep = Value::Nil;
    for _ in 0..150 {
        deep = Value::Array(vec![deep]);
    }
    let broken = [
        Value::Url("no url".into()),
        Value::BigInt("12x".into()),
        Value::RegExp {
            source: "(".into(),
            flags: String::new(),
        },
        Value::RegExp {
            source: "a".into(),
            flags: "zz".into(),
        },
        Value::Headers(vec![("a b".into(), "c".into())]),
        Value::Ext(99, vec![1_u8, 2].into()),
        Value::Isolate("x".into()),
        deep,
    ];
    let count = broken.len();
    let guest = guest_with(|options, _| {
        options.sync_function("broken", move |_| -> Answer {
            Ok(broken[next.fetch_add(1, Ordering::Relaxed) % count].clone())
        })
    })
    .await;
    let mut failures = Failures::default();
    for index in 0..count {
        let answer = guest.eval("broken()").await;
        failures.expect(
            answer
                .as_ref()
                .is_err_and(|error| !error.message.is_empty()),
            || format!("value {index}: {answer:?}"),
        );
    }
    guest.eval("1").await.unwrap();
}

/// The functions, promises and iterators of one result.
fn exported(client: &Client) -> impl Fn(Vec<Value>) -> Answer + Send + Sync + use<> {
    let exports = client.exports();
    move |_| {
        let failed = |error: isolate_client::ClientError| CallbackError::new(error.to_string());
        let double = exports
            .function(|args| async move {
                Ok::<_, CallbackError>(2.0 * args[0].as_f64().unwrap_or_default())
            })
            .map_err(failed)?;
        let inner = exports.clone();
        let adder = exports
            .function(move |args| {
                let first = args[0].as_f64().unwrap_or_default();
                let adder = inner.function(move |args| async move {
                    Ok::<_, CallbackError>(first + args[0].as_f64().unwrap_or_default())
                });
                async move { adder.map_err(|error| CallbackError::new(error.to_string())) }
            })
            .map_err(failed)?;
        let failing = exports
            .function(|_| async { Err::<Value, _>(CallbackError::named("RangeError", "inside")) })
            .map_err(failed)?;
        let letters = exports.iterator(Values::new([Value::from("a"), Value::from("b")]));
        let nested = exports.iterator(Values::new([Value::from("c")]));
        let promised =
            exports.promise(async move { Ok::<_, CallbackError>(Value::Array(vec![nested])) });
        let outer = exports.promise(async move { Ok::<_, CallbackError>(promised) });
        Ok(map(&[
            ("double", double),
            ("adder", adder),
            ("failing", failing),
            (
                "later",
                exports.promise(async { Ok::<_, CallbackError>(7.0) }),
            ),
            (
                "rejected",
                exports
                    .promise(async { Err::<Value, _>(CallbackError::named("RangeError", "lost")) }),
            ),
            (
                "ignored",
                exports.promise(async { Err::<Value, _>(CallbackError::new("nobody looks")) }),
            ),
            (
                "promises",
                Value::Array(vec![exports.promise(async { Ok::<_, CallbackError>("p") })]),
            ),
            ("outer", outer),
            ("letters", letters),
        ]))
    }
}

#[tokio::test]
async fn functions_promises_and_iterators_in_results() {
    let guest = guest_with(|options, client| {
        let now = exported(client);
        let later = exported(client);
        options.sync_function("makeNow", now).function(
            "makeResult",
            FunctionKind::Async,
            move |args| std::future::ready(later(args)),
        )
    })
    .await;
    guest
        .check(
            "for (const make of [makeResult, makeNow]) {
               const r = await make();
               is(await r.double(5), 10); is(r.double(5), 10, 'it returns the value itself');
               is(r.adder(3)(4), 7);
               throws(() => r.failing(), 'RangeError', 'inside');
               ok(r.later instanceof Promise); is(await r.later, 7); is(await r.later, 7);
               await rejects(r.rejected, 'RangeError', 'lost');
               is(await r.promises[0], 'p');
               const letters = [];
               for await (const x of r.letters) letters.push(x);
               same(letters, ['a', 'b']);
               const [iterator] = await r.outer;
               same([await iterator.next(), await iterator.next(), await iterator.next()],
                 [{ value: 'c', done: false }, { value: undefined, done: true }, { value: undefined, done: true }]);
             }
             await sleep(20);",
        )
        .await;
}
