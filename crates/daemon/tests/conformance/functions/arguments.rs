//! Values that go to the host, and come back.

use std::sync::{Arc, Mutex};

use isolate_client::{FunctionKind, RuntimeOptions, Value};

use super::bin;
use crate::support::{Failures, guest_with, map};

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

#[tokio::test]
async fn values_come_back_as_they_went() {
    let seen = Arc::default();
    let guest = guest_with(|options, _| echoes(options, &seen)).await;
    guest.check(include_str!("../guest/round_trips.js")).await;
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
        .check(include_str!("../guest/refused_arguments.js"))
        .await;
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
