//! Functions, promises and iterators of an earlier owner: each fails, also where the next owner uses the same ids.

use isolate_protocol::Value;

use crate::fake_host::{eval, hand_over, map, start};

pub async fn all() {
    what_was_handed_out_fails().await;
    iterators_do_not_go_on().await;
}

fn handles() -> Value {
    map([
        (
            "function",
            Value::Callback {
                callback_id: 5,
                kind: None,
            },
        ),
        (
            "promise",
            Value::Promise {
                promise_id: 6,
                resolve_callback_id: Some(7),
            },
        ),
        (
            "iterator",
            Value::AsyncIterator {
                iterator_id: 8,
                next_callback_id: Some(9),
                return_callback_id: Some(10),
                throw_callback_id: Some(11),
            },
        ),
    ])
}

async fn what_was_handed_out_fails() {
    let (first, host) = start().await;
    host.set("get", &handles());
    host.set("Returned(5)", &Value::from("called"));
    let source = "globalThis.kept = await get(); globalThis.own = get;
        kept.promise.catch(() => report('ghost'));
        report(kept.function())";
    assert_eq!(eval(&first, &host, source).await, ["called"]);
    assert_eq!(host.next_call().name, "Returned(7)");
    let (second, next) = hand_over(&first).await;
    next.set("get", &handles());
    next.set("Returned(5)", &Value::from("mine"));
    next.set("Returned(7)", &Value::from("mine, too"));
    next.set(
        "Returned(9)",
        &map([("done", Value::Bool(false)), ("value", Value::Int(1))]),
    );
    let source = "const tries = [
            () => kept.function(), () => kept.promise, () => kept.iterator.next(), () => kept.iterator.next(),
            () => kept.iterator.return(1),
            async () => (await own()).function(), async () => (await own()).promise,
            async () => (await own()).iterator.next(),
        ];
        for (const attempt of tries) {
            try { report(JSON.stringify(await attempt())) } catch (error) { report(error.message) }
        }";
    let mut said = eval(&second, &next, source).await;
    // The host let go of the promise; whether the guest hears that before it is parked is up to the threads.
    let mut heard = Vec::new();
    if let Some(promise) = said.get_mut(1).filter(|text| *text == "Connection closed") {
        *promise = "Promise 6 not found".to_owned();
        heard.push("ghost");
    }
    let expected = [
        "Local callback 5 not found",
        "Promise 6 not found",
        "Iterator 8 not found",
        r#"{"done":true}"#,
        r#"{"value":1,"done":true}"#,
        r#""mine""#,
        r#""mine, too""#,
        r#"{"value":1,"done":false}"#,
    ];
    assert_eq!(said, expected);
    assert_eq!(host.said(), heard);
}

async fn iterators_do_not_go_on() {
    let (first, host) = start().await;
    let session = map([("iteratorId", Value::Int(1))]);
    let step = map([("done", Value::Bool(false)), ("value", Value::from("step"))]);
    let answers = |host: &crate::fake_host::FakeHost| {
        host.set("IteratorStart(\"items\")", &session);
        host.set("IteratorNext(\"items\")", &step);
        host.set("IteratorReturn(\"items\")", &Value::Nil);
    };
    answers(&host);
    let source = "globalThis.started = items(1); globalThis.fresh = items(2);
        report((await started.next()).value)";
    assert_eq!(eval(&first, &host, source).await, ["step"]);
    let (second, next) = hand_over(&first).await;
    answers(&next);
    let source = "for (const iterator of [started, fresh, items(3)]) {
            try { report((await iterator.next()).value) } catch (error) { report(error.message) }
            report((await iterator.return('end')).value);
        }";
    let gone = "Async iterator function 'items' not found";
    let said = eval(&second, &next, source).await;
    assert_eq!(said, [gone, "end", gone, "end", "step", "end"]);
}
