//! Evals one after the other, and what else happens before and after their answers.

use std::time::{Duration, Instant};

use crate::support::{guest, soon};

#[tokio::test]
async fn an_eval_that_cannot_be_linked_lets_the_next_one_run() {
    for first in [
        "import './gone.js'",
        "import { x } from './gone.js'; x",
        "throw 1",
        "@",
        "await import('./gone.js')",
    ] {
        let guest = guest().await;
        let runtime = guest.runtime.clone();
        let (one, two) = tokio::join!(
            soon(guest.runtime.eval(first)),
            soon(runtime.eval("globalThis.ran = 1"))
        );
        assert!(one.is_err(), "{first}");
        two.unwrap_or_else(|error| panic!("after {first}: {error}"));
    }
}

#[tokio::test]
async fn evals_run_in_the_order_of_their_calls() {
    let guest = guest().await;
    guest.eval("globalThis.order = []").await.unwrap();
    let runtime = &guest.runtime;
    let calls = [
        "order.push('a1'); await new Promise((r) => setTimeout(r, 30)); order.push('a2')",
        "order.push('b'); throw new Error('b fails')",
        "syntax error",
        "import './c.js'",
        "order.push('d1'); await null; order.push('d2')",
        "order.push('e')",
    ];
    let futures: Vec<_> = calls
        .into_iter()
        .map(|code| {
            let runtime = runtime.clone();
            tokio::spawn(async move { runtime.eval(code).await.map_err(|error| error.to_string()) })
        })
        .collect();
    let mut failed = Vec::new();
    for (index, future) in futures.into_iter().enumerate() {
        if soon(future).await.unwrap().is_err() {
            failed.push(index);
        }
    }
    assert_eq!(failed, [1, 2, 3]);
    guest
        .check("same(order, ['a1', 'a2', 'b', 'd1', 'd2', 'e'])")
        .await;
}

#[tokio::test]
async fn timers_run_between_the_awaits_of_an_eval() {
    let guest = guest().await;
    guest
        .check(
            "const order = [];
             setTimeout(() => order.push('timer'), 1);
             order.push('before');
             await sleep(30);
             order.push('after');
             same(order, ['before', 'timer', 'after']);",
        )
        .await;
}

#[tokio::test]
async fn an_eval_ends_with_its_body() {
    let guest = guest().await;
    let start = Instant::now();
    guest
        .eval("setTimeout(() => {}, 60_000); setInterval(() => {}, 10); new Promise(() => {}); new ReadableStream()")
        .await
        .unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
    guest.runtime.clear_timers().await.unwrap();
}

#[tokio::test]
async fn all_console_entries_come_before_the_answer() {
    let guest = guest().await;
    for count in [1, 100, 5000] {
        guest
            .eval(&format!("for (let i = 0; i < {count}; i++) console.log(i)"))
            .await
            .unwrap();
        assert_eq!(guest.console.texts().len(), count);
    }
    guest
        .eval("console.log('last words'); throw new Error()")
        .await
        .unwrap_err();
    assert_eq!(guest.console.texts(), ["last words"]);
}
