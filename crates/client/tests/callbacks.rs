//! Serving callbacks, against a daemon played by hand.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{custom, pair, runtime};
use isolate_client::protocol::message::CallbackAbort;
use isolate_client::protocol::{Form, Message};
use isolate_client::{
    BoxFuture, CallbackError, FunctionKind, HostIterator, Module, RuntimeOptions, Step, Value,
    Values,
};

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[tokio::test]
async fn console_entries_arrive_in_order_and_before_the_result() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let options = RuntimeOptions::new().console(move |entry| sink.lock().unwrap().push(entry));
    let (runtime, mut fake, create) = runtime(options).await;
    let console = create
        .options
        .callbacks
        .unwrap()
        .console
        .unwrap()
        .on_entry
        .unwrap();
    assert_eq!(console.name.as_deref(), Some("onEntry"));
    let (result, ()) = tokio::join!(runtime.eval("log"), async {
        let eval = fake.next().await.request_id().unwrap();
        for index in 0..100 {
            fake.invoke(console.callback_id, vec![Value::Int(index)])
                .await;
        }
        fake.ok(eval, Value::Nil.to_raw(Form::Native)).await;
    });
    result.unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        (0..100).map(Value::Int).collect::<Vec<_>>()
    );
    for id in 1..=100 {
        let response = fake.response().await;
        assert_eq!((response.request_id, response.error), (id, None));
    }
}

#[tokio::test]
async fn functions_answer_and_fail() {
    let options = RuntimeOptions::new()
        .sync_function("add", |args| Ok(args.iter().map(number).sum::<f64>()))
        .sync_function("fail", |_| -> Result<(), _> {
            Err(CallbackError::named("RangeError", "nope").with_code("E1"))
        })
        .sync_function("panic", |_| -> Result<(), _> { panic!("at the disco") })
        .function("slow", FunctionKind::Async, |args| async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            assert!(!args.is_empty(), "no arguments");
            Ok(args)
        });
    let (_runtime, mut fake, create) = runtime(options).await;
    let kinds = create.options.callbacks.as_ref().unwrap().custom.iter();
    let kinds = kinds.map(|(name, callback)| (name.as_str(), callback.kind.as_deref().unwrap()));
    let expected = [
        ("add", "sync"),
        ("fail", "sync"),
        ("panic", "sync"),
        ("slow", "async"),
    ];
    assert_eq!(kinds.collect::<Vec<_>>(), expected);

    let id = |name| custom(&create, name);
    let sum = fake
        .call(id("add"), vec![Value::Int(1), Value::Float(1.5)])
        .await;
    assert_eq!(sum, Ok(Value::Float(2.5)));
    let error = |name: &str, message: &str| Err((name.to_owned(), message.to_owned()));
    assert_eq!(
        fake.call(id("fail"), vec![]).await,
        error("RangeError", "nope")
    );
    assert_eq!(
        fake.call(id("panic"), vec![]).await,
        error("Error", "at the disco")
    );
    assert_eq!(
        fake.call(id("slow"), vec![]).await,
        error("Error", "no arguments")
    );
    let values = vec![
        Value::Undefined,
        Value::Date(5.0),
        Value::BigInt("10".to_owned()),
        Value::Bin(b"ab"[..].into()),
        Value::Url("http://a/".to_owned()),
    ];
    let back = fake.call(id("slow"), values.clone()).await;
    // Baseline arguments cannot tell undefined from null.
    let mut expected = values;
    expected[0] = Value::Nil;
    assert_eq!(back, Ok(Value::Array(expected)));
    assert_eq!(
        fake.call(999, vec![]).await,
        error("Error", "Unknown callback: 999")
    );
}

#[tokio::test]
async fn values_that_cannot_be_sent_are_errors() {
    let options = RuntimeOptions::new()
        .sync_function("deep", |_| {
            Ok((0..98).fold(Value::Nil, |value, _| Value::Array(vec![value])))
        })
        .sync_function("large", |_| Ok("x".repeat(11 * 1024 * 1024)));
    let (_runtime, mut fake, create) = runtime(options).await;
    let (name, message) = fake
        .call(custom(&create, "deep"), vec![])
        .await
        .unwrap_err();
    assert_eq!(name, "MarshalError");
    assert!(message.starts_with("Maximum marshalling depth (100) exceeded."));
    let (_, message) = fake
        .call(custom(&create, "large"), vec![])
        .await
        .unwrap_err();
    assert!(message.contains("exceeds the frame limit"), "{message}");
}

#[tokio::test]
async fn many_calls_are_served_at_once_and_aborted_ones_stay_silent() {
    let options = RuntimeOptions::new().function("wait", FunctionKind::Async, |args| async move {
        tokio::time::sleep(Duration::from_millis(number(&args[0]) as u64)).await;
        Ok(args[0].clone())
    });
    let (_runtime, mut fake, create) = runtime(options).await;
    let wait = custom(&create, "wait");
    let slow = fake.invoke(wait, vec![Value::Int(60)]).await;
    let aborted = fake.invoke(wait, vec![Value::Int(20)]).await;
    let fast = fake.invoke(wait, vec![Value::Int(1)]).await;
    let abort = CallbackAbort {
        request_id: 1,
        target_request_id: aborted,
        reason: None,
    };
    fake.socket.send(abort).await.unwrap();
    assert_eq!(fake.response().await.request_id, fast);
    assert_eq!(fake.response().await.request_id, slow);
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn modules_are_loaded() {
    let options = RuntimeOptions::new().module_loader(|specifier, importer| async move {
        if specifier == "./missing.js" {
            return Err(CallbackError::new("no such module"));
        }
        Ok(Module::new(importer.path, "a.js", importer.resolve_dir))
    });
    let (_runtime, mut fake, create) = runtime(options).await;
    let loader = create
        .options
        .callbacks
        .unwrap()
        .module_loader
        .unwrap()
        .callback_id;
    let importer = Value::Map(vec![
        ("path".to_owned(), Value::from("/src/main.js")),
        ("resolveDir".to_owned(), Value::from("/src")),
    ]);
    let module = fake
        .call(loader, vec![Value::from("./a.js"), importer.clone()])
        .await
        .unwrap();
    assert_eq!(module.get("code"), Some(&Value::from("/src/main.js")));
    assert_eq!(module.get("filename"), Some(&Value::from("a.js")));
    assert_eq!(module.get("resolveDir"), Some(&Value::from("/src")));
    assert_eq!(module.get("static"), None);
    let error = fake
        .call(loader, vec![Value::from("./missing.js"), importer])
        .await;
    assert_eq!(error.unwrap_err().1, "no such module");
}

/// Counts down; says so when it is finished early.
struct Countdown(i64, Arc<Mutex<bool>>);

impl HostIterator for Countdown {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        Box::pin(async {
            self.0 -= 1;
            match self.0 {
                0.. => Ok(Step::Yield(Value::Int(self.0))),
                -1 => Ok(Step::Done(Value::from("end"))),
                _ => Err("below zero".into()),
            }
        })
    }

    fn finish(&mut self, value: Value) -> BoxFuture<'_, Result<Value, CallbackError>> {
        *self.1.lock().unwrap() = true;
        Box::pin(async { Ok(value) })
    }
}

fn step(done: bool, value: impl Into<Value>) -> Value {
    Value::Map(vec![
        ("done".to_owned(), Value::Bool(done)),
        ("value".to_owned(), value.into()),
    ])
}

#[tokio::test]
async fn iterator_functions() {
    let finished = Arc::new(Mutex::new(false));
    let flag = Arc::clone(&finished);
    let options = RuntimeOptions::new().iterator_function("count", move |args| {
        Ok(Countdown(number(&args[0]) as i64, Arc::clone(&flag)))
    });
    let (_runtime, mut fake, create) = runtime(options).await;
    let id = |name| custom(&create, name);
    assert_eq!(id("count"), id("count:start"));

    let start = fake
        .call(id("count:start"), vec![Value::Int(1)])
        .await
        .unwrap();
    let session = start.get("iteratorId").unwrap().clone();
    let next = id("count:next");
    assert_eq!(
        fake.call(next, vec![session.clone()]).await,
        Ok(step(false, 0_i64))
    );
    assert_eq!(
        fake.call(next, vec![session.clone()]).await,
        Ok(step(true, "end"))
    );
    let (_, message) = fake.call(next, vec![session.clone()]).await.unwrap_err();
    assert_eq!(message, "Iterator session 1 not found");
    let done = fake.call(id("count:return"), vec![session]).await;
    assert_eq!(done, Ok(step(true, Value::Undefined)));
    assert!(!*finished.lock().unwrap());

    let start = fake
        .call(id("count:start"), vec![Value::Int(1)])
        .await
        .unwrap();
    let session = start.get("iteratorId").unwrap().clone();
    let done = fake
        .call(id("count:return"), vec![session, Value::Int(7)])
        .await;
    assert_eq!(done, Ok(step(true, 7_i64)));
    assert!(*finished.lock().unwrap());

    let start = fake
        .call(id("count:start"), vec![Value::Int(1)])
        .await
        .unwrap();
    let session = start.get("iteratorId").unwrap().clone();
    let thrown = Value::Map(vec![
        ("name".to_owned(), Value::from("TypeError")),
        ("message".to_owned(), Value::from("stop")),
    ]);
    let error = fake.call(id("count:throw"), vec![session, thrown]).await;
    assert_eq!(error, Err(("TypeError".to_owned(), "stop".to_owned())));
}

#[tokio::test]
async fn functions_promises_and_iterators_in_results() {
    let (client, mut fake) = pair();
    let exports = client.exports();
    let options = RuntimeOptions::new().function("make", FunctionKind::Async, move |_| {
        let exports = exports.clone();
        async move {
            let double = exports.function(|args| async move { Ok(number(&args[0]) * 2.0) })?;
            let later = exports.promise(async {
                tokio::time::sleep(Duration::from_millis(1)).await;
                Ok(7_i64)
            });
            let letters = exports.iterator(Values::new(["a", "b"]));
            Ok(vec![double, later, letters])
        }
    });
    let (_runtime, create) = tokio::join!(client.create_runtime(options), fake.create());
    let made = fake.call(custom(&create, "make"), vec![]).await.unwrap();
    let [
        Value::Callback { callback_id, .. },
        Value::Promise {
            promise_id,
            resolve_callback_id: Some(resolve),
        },
        Value::AsyncIterator {
            iterator_id,
            next_callback_id: Some(next),
            return_callback_id: Some(finish),
            ..
        },
    ] = made.as_array().unwrap()
    else {
        panic!("unexpected {made:?}");
    };
    assert_eq!(
        fake.call(*callback_id, vec![Value::Int(4)]).await,
        Ok(Value::Int(8))
    );
    let promise = Value::from(*promise_id);
    assert_eq!(
        fake.call(*resolve, vec![promise.clone()]).await,
        Ok(Value::Int(7))
    );
    let (_, message) = fake.call(*resolve, vec![promise]).await.unwrap_err();
    assert_eq!(message, format!("Promise {promise_id} not found"));
    let iterator = Value::from(*iterator_id);
    assert_eq!(
        fake.call(*next, vec![iterator.clone()]).await,
        Ok(step(false, "a"))
    );
    let done = fake.call(*finish, vec![iterator, Value::Nil]).await;
    assert_eq!(done, Ok(step(true, Value::Nil)));
}

#[tokio::test]
async fn callbacks_are_forgotten_with_their_runtime() {
    let options = RuntimeOptions::new().sync_function("f", |_| Ok(1));
    let (runtime, mut fake, create) = runtime(options).await;
    let client = runtime.client().clone();
    drop(runtime);
    assert!(matches!(fake.next().await, Message::DisposeRuntime(_)));
    let (_, message) = fake.call(custom(&create, "f"), vec![]).await.unwrap_err();
    assert!(message.starts_with("Unknown callback"));
    assert!(client.is_connected());
}

#[tokio::test]
async fn a_lost_connection_stops_running_callbacks() {
    let alive = Arc::new(());
    let held = Arc::clone(&alive);
    let options = RuntimeOptions::new().function("wait", FunctionKind::Async, move |_| {
        let held = Arc::clone(&held);
        async move {
            let _held = held;
            std::future::pending::<()>().await;
            Ok(())
        }
    });
    let (runtime, mut fake, create) = runtime(options).await;
    fake.invoke(custom(&create, "wait"), vec![]).await;
    assert!(fake.quiet().await);
    assert_eq!(Arc::strong_count(&alive), 3);
    drop(fake);
    for _ in 0..100 {
        if Arc::strong_count(&alive) == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(Arc::strong_count(&alive), 1);
    assert!(!runtime.client().is_connected());
}
