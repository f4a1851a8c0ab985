//! Custom functions and the values that cross with them (runtime.md 5).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use isolate_client::protocol::Bytes;
use isolate_client::protocol::refs::{FileRef, FormValue, RequestRef, ResponseRef};
use isolate_client::{
    BoxFuture, CallbackError, Client, FunctionKind, HostIterator, RuntimeOptions, Step, Value,
    Values,
};
use tokio::sync::Barrier;

use crate::common::Process;
use crate::support::{Failures, connect, guest_on, guest_with, soon};

type Answer = Result<Value, CallbackError>;

/// `echo`, `echoLater` and `received`, which say what arrives at the host.
fn echoes(options: RuntimeOptions, seen: &Arc<Mutex<Vec<Value>>>) -> RuntimeOptions {
    let seen = Arc::clone(seen);
    options
        .sync_function("echo", |args| {
            Ok(args.into_iter().next().unwrap_or_default())
        })
        .function("echoLater", FunctionKind::Async, |args| async move {
            Ok(args.into_iter().next().unwrap_or_default())
        })
        .sync_function("received", move |args| {
            *seen.lock().unwrap() = args;
            Ok(Value::Undefined)
        })
}

fn bin(bytes: &[u8]) -> Value {
    Value::Bin(Bytes::copy_from_slice(bytes))
}

fn map(fields: &[(&str, Value)]) -> Value {
    Value::Map(
        fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

#[tokio::test]
async fn values_come_back_as_they_went() {
    let seen = Arc::default();
    let guest = guest_with(|options, _| echoes(options, &seen)).await;
    guest.check(include_str!("guest/round_trips.js")).await;
}

#[tokio::test]
async fn the_host_receives_native_values() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let guest = guest_with(|options, _| echoes(options, &seen)).await;
    let mut failures = Failures::default();
    let text = |text: &str| Value::from(text);
    for (code, expected) in [
        ("null", Value::Nil),
        ("undefined", Value::Undefined),
        ("true", Value::Bool(true)),
        ("5", Value::Int(5)),
        ("-0.5", Value::Float(-0.5)),
        ("-0", Value::Float(-0.0)),
        ("Infinity", Value::Float(f64::INFINITY)),
        ("2 ** 53 - 1", Value::Int(9_007_199_254_740_991)),
        ("2 ** 60", Value::Float(1_152_921_504_606_846_976.0)),
        ("'ä😀\\u0000'", text("ä😀\0")),
        ("'\\ud800'", text("\u{fffd}")),
        (
            "12345678901234567890n",
            Value::BigInt("12345678901234567890".into()),
        ),
        ("-1n", Value::BigInt("-1".into())),
        ("new Date(1705320000001)", Value::Date(1_705_320_000_001.0)),
        (
            "/a\\/b+/giu",
            Value::RegExp {
                source: "a\\/b+".into(),
                flags: "giu".into(),
            },
        ),
        ("new URL('http://b/?x')", Value::Url("http://b/?x".into())),
        (
            "new Headers({ 'X-A': '1' })",
            Value::Headers(vec![("x-a".into(), "1".into())]),
        ),
        ("new Uint8Array([1, 2, 255])", bin(&[1, 2, 255])),
        ("new Uint8Array([1, 2, 3, 4]).subarray(1, 3)", bin(&[2, 3])),
        ("new Uint8Array([1, 2]).buffer", bin(&[1, 2])),
        ("Buffer.from('hi')", bin(b"hi")),
        ("new Uint16Array([1, 256])", bin(&[1, 0, 0, 1])),
        ("new DataView(new Uint8Array([9, 8]).buffer, 1)", bin(&[8])),
        (
            "[1, [undefined, 'x']]",
            Value::Array(vec![
                Value::Int(1),
                Value::Array(vec![Value::Undefined, text("x")]),
            ]),
        ),
        ("[, 1]", Value::Array(vec![Value::Undefined, Value::Int(1)])),
        (
            "{ a: { b: null }, 1: 2 }",
            map(&[("1", Value::Int(2)), ("a", map(&[("b", Value::Nil)]))]),
        ),
        (
            "Object.assign(Object.create(null), { a: 1 })",
            map(&[("a", Value::Int(1))]),
        ),
        (
            "{ get a() { return 7 }, [Symbol('s')]: 1 }",
            map(&[("a", Value::Int(7))]),
        ),
        (
            "Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true }, hidden: { value: 3 } })",
            map(&[("own", Value::Int(2))]),
        ),
        (
            "new (class { a = 1; #b = 2 })()",
            map(&[("a", Value::Int(1))]),
        ),
        (
            "{ __type: 'mine', x: 1 }",
            map(&[("__type", text("mine")), ("x", Value::Int(1))]),
        ),
        (
            "(() => { const o = { s: 1 }; return [o, o] })()",
            Value::Array(vec![
                map(&[("s", Value::Int(1))]),
                map(&[("s", Value::Int(1))]),
            ]),
        ),
        (
            "new Proxy([1, 2], {})",
            Value::Array(vec![Value::Int(1), Value::Int(2)]),
        ),
    ] {
        match guest.eval(&format!("received({code})")).await {
            Err(error) => failures.expect(false, || format!("{code}: {error}")),
            Ok(()) => {
                let args = std::mem::take(&mut *seen.lock().unwrap());
                failures.compare(code, &format!("{args:?}"), &format!("{:?}", [expected]));
            }
        }
    }
    guest.eval("received(NaN, 1, 2, 3)").await.unwrap();
    let args = std::mem::take(&mut *seen.lock().unwrap());
    failures.expect(
        args.len() == 4 && args[0].as_f64().is_some_and(f64::is_nan),
        || format!("{args:?}"),
    );
    guest
        .eval_as(
            "/e.js",
            "received(Object.assign(new RangeError('m'), { code: 'E1' }))",
        )
        .await
        .unwrap();
    let args = std::mem::take(&mut *seen.lock().unwrap());
    failures.expect(
        matches!(&args[..], [Value::Error { name, message, .. }] if name == "RangeError" && message == "m"),
        || format!("{args:?}"),
    );
}

#[tokio::test]
async fn arguments_that_cannot_cross_name_their_path() {
    let seen = Arc::default();
    let guest = guest_with(|options, _| echoes(options, &seen)).await;
    guest
        .check(include_str!("guest/refused_arguments.js"))
        .await;
}

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
    guest.check(include_str!("guest/received.js")).await;
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

#[tokio::test]
async fn errors_keep_name_message_and_code() {
    let guest = guest_with(|options, _| {
        let error = || CallbackError::named("NotFoundError", "not here").with_code("ENOENT");
        options
            .sync_function("fail", move |_| -> Answer { Err(error()) })
            .function("failLater", FunctionKind::Async, move |_| {
                std::future::ready(Err::<Value, _>(error()))
            })
            .sync_function("failTypeError", move |_| -> Answer {
                Err(CallbackError::named("TypeError", "typed"))
            })
            .sync_function("failPlain", move |_| -> Answer {
                Err(CallbackError::new(""))
            })
            .iterator_function("failStart", move |_| {
                Err::<Values<std::vec::IntoIter<Value>>, _>(error())
            })
    })
    .await;
    guest
        .eval(
            "const look = (error, what) => {
               if (!(error instanceof Error) || error.constructor !== Error) throw new Error(what + ': class');
               const found = [error.name, error.message, error.code].join();
               if (found !== 'NotFoundError,not here,ENOENT') throw new Error(what + ': ' + found);
               if (Object.keys(error).join() !== '') throw new Error(what + ': enumerable ' + Object.keys(error));
               if (what === 'sync' && !error.stack.includes('/index.js:')) throw new Error(what + ': ' + error.stack);
             };
             try { fail(); throw 1 } catch (error) { look(error, 'sync') }
             try { await failLater(); throw 1 } catch (error) { look(error, 'async') }
             try { for await (const x of failStart()) throw 2; throw 1 } catch (error) { look(error, 'iterator') }
             try { failTypeError(); throw 1 } catch (error) {
               if (error.name !== 'TypeError' || error.message !== 'typed' || !(error instanceof Error)) throw error;
             }
             try { failPlain(); throw 1 } catch (error) { if (error.name !== 'Error' || error.message !== '') throw error }",
        )
        .await
        .unwrap();
    let error = guest.failure("await failLater()").await;
    assert_eq!(
        (error.name.as_deref(), error.message.as_str()),
        (Some("NotFoundError"), "not here")
    );
    let error = guest.failure("failTypeError()").await;
    assert_eq!(
        (error.name.as_deref(), error.message.as_str()),
        (Some("TypeError"), "typed")
    );
}

#[tokio::test]
async fn sync_functions_block_and_async_ones_do_not() {
    let guest = guest_with(|options, _| {
        let slow = |_| async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            Ok::<_, CallbackError>(7.0)
        };
        let all = Arc::new(tokio::sync::Barrier::new(20));
        options
            .function("blocking", FunctionKind::Sync, slow)
            .function("waiting", FunctionKind::Async, slow)
            .function("meeting", FunctionKind::Async, move |_| {
                let all = Arc::clone(&all);
                async move {
                    all.wait().await;
                    Ok::<_, CallbackError>(8.0)
                }
            })
    })
    .await;
    guest
        .check(
            "let ticks = 0; setInterval(() => ticks++, 5);
             is(blocking(), 7, 'a value, no promise'); is(ticks, 0, 'nothing runs meanwhile');
             const promise = waiting(); ok(promise instanceof Promise); is(await promise, 7); ok(ticks >= 5, 'timers run');
             same(await soon(Promise.all(Array.from({ length: 20 }, meeting)), 'calls that overlap'), Array(20).fill(8));
             is(blocking.name, 'blocking'); is(waiting.name, 'waiting');",
        )
        .await;
}

#[tokio::test]
async fn a_thousand_calls_in_flight() {
    let barrier = Arc::new(Barrier::new(1000));
    let guest = guest_with(|options, _| {
        options.function("meet", FunctionKind::Async, move |args| {
            let barrier = Arc::clone(&barrier);
            async move {
                barrier.wait().await;
                Ok(args.into_iter().next().unwrap_or_default())
            }
        })
    })
    .await;
    guest
        .check("same(await soon(Promise.all(Array.from({ length: 1000 }, (_, i) => meet(i))), 'all', 15000), Array.from({ length: 1000 }, (_, i) => i))")
        .await;
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

/// Yields numbers without end, and notes how it was left.
struct Endless {
    next: f64,
    log: Arc<Mutex<Vec<String>>>,
}

impl HostIterator for Endless {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        self.next += 1.0;
        let step = Step::Yield(Value::from(self.next));
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(step)
        })
    }

    fn finish(&mut self, value: Value) -> BoxFuture<'_, Result<Value, CallbackError>> {
        let log = Arc::clone(&self.log);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(30)).await;
            log.lock().unwrap().push(format!("returned {value:?}"));
            Ok(value)
        })
    }

    fn throw(&mut self, error: CallbackError) -> BoxFuture<'_, Result<Step, CallbackError>> {
        self.log.lock().unwrap().push(format!("threw {error}"));
        Box::pin(async move { Err(error) })
    }
}

/// Yields 1 and fails.
struct Failing(bool);

impl HostIterator for Failing {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        let first = std::mem::replace(&mut self.0, true);
        Box::pin(async move {
            if first {
                Err(CallbackError::named("RangeError", "midway"))
            } else {
                Ok(Step::Yield(Value::Int(1)))
            }
        })
    }
}

/// Yields 1 and returns 2.
struct Returning(bool);

impl HostIterator for Returning {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        let first = std::mem::replace(&mut self.0, true);
        let step = if first {
            Step::Done(Value::Int(2))
        } else {
            Step::Yield(Value::Int(1))
        };
        Box::pin(async move { Ok(step) })
    }
}

#[tokio::test]
async fn iterators_can_be_left_and_can_fail() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let endless = Arc::clone(&log);
    let ends = Arc::clone(&log);
    let guest = guest_with(|options, client| {
        let exports = client.exports();
        let nested = Arc::clone(&endless);
        options
            .iterator_function("endless", move |_| {
                Ok(Endless {
                    next: 0.0,
                    log: Arc::clone(&endless),
                })
            })
            .iterator_function("failing", |_| Ok(Failing(false)))
            .iterator_function("returning", |_| Ok(Returning(false)))
            .iterator_function("args", |args| Ok(Values::new(args)))
            .sync_function("nested", move |_| {
                Ok(exports.iterator(Endless {
                    next: 0.0,
                    log: Arc::clone(&nested),
                }))
            })
            .sync_function("ends", move |_| {
                let ends = std::mem::take(&mut *ends.lock().unwrap());
                Ok(Value::Array(ends.into_iter().map(Value::from).collect()))
            })
    })
    .await;
    guest.check(include_str!("guest/iterators.js")).await;
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test]
async fn names_of_functions_are_data() {
    let names = [
        "my-function",
        "atob",
        "with space",
        "a.b",
        "let",
        "'; throw 1; '",
        "ünïcode",
        "console",
    ];
    let guest = guest_with(|mut options, _| {
        for name in names {
            options = options.sync_function(name, move |_| Ok(name));
        }
        options
    })
    .await;
    for name in names {
        guest
            .eval(&format!(
                "if (globalThis[{name:?}]() !== {name:?}) throw new Error('another')"
            ))
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[tokio::test]
async fn a_client_that_vanishes_mid_call_takes_only_its_own_runtime() {
    let daemon = Arc::new(Process::start(&["--max-isolates", "2"]));
    let other = guest_on(&daemon, |options, _| options).await;
    for code in [
        "await forever()",
        "forever_()",
        "for await (const x of iterate()) ;",
        "import './x.js'",
        "setInterval(() => forever(), 1); await forever()",
    ] {
        let called = Arc::new(AtomicUsize::new(0));
        let client = connect(&daemon).await;
        let count = Arc::clone(&called);
        let pending = move |_: Vec<Value>| {
            count.fetch_add(1, Ordering::Relaxed);
            std::future::pending::<Answer>()
        };
        let loads = Arc::clone(&called);
        let options = RuntimeOptions::new()
            .function("forever", FunctionKind::Async, pending.clone())
            .function("forever_", FunctionKind::Sync, pending)
            .iterator_function("iterate", |_| {
                Ok(Endless {
                    next: 0.0,
                    log: Arc::default(),
                })
            })
            .module_loader(move |_, _| {
                loads.fetch_add(1, Ordering::Relaxed);
                std::future::pending::<Answer>()
            });
        let runtime = soon(client.create_runtime(options)).await.unwrap();
        let eval = tokio::spawn(async move { runtime.eval(code).await });
        let start = Instant::now();
        while called.load(Ordering::Relaxed) == 0 && start.elapsed() < Duration::from_millis(200) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        client.close();
        assert!(soon(eval).await.unwrap().is_err());
        // Its place is free within a second.
        let start = Instant::now();
        let successor = connect(&daemon).await;
        while let Err(error) = soon(successor.create_runtime(RuntimeOptions::new())).await {
            assert!(error.to_string().contains("Maximum isolates"), "{error}");
            assert!(
                start.elapsed() < Duration::from_secs(1),
                "{code}: the runtime is still there"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        successor.close();
        other.eval("1").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn large_values_cross_and_too_large_ones_say_so() {
    let seen = Arc::default();
    let guest = guest_with(|options, _| echoes(options, &seen)).await;
    guest
        .check(
            "const bytes = new Uint8Array(8_000_000).fill(7);
             const back = echo(bytes); is(back.length, bytes.length); is(back[7_999_999], 7);
             const text = 'ä'.repeat(2_000_000); is(await echoLater(text), text);
             is(echo(Array.from({ length: 200_000 }, (_, i) => i)).length, 200_000);
             throws(() => echo(new Uint8Array(11_000_000)), 'Error', /10485760|10 ?MB|too large|cannot cross/i);
             await rejects(echoLater('x'.repeat(11_000_000)), 'Error', /10485760|10 ?MB|too large|cannot cross/i);
             throws(() => echo(Array(2 ** 31)), 'Error');
             is(echo(1), 1);",
        )
        .await;
}
