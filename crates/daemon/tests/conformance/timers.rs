//! Timers (runtime.md 12).

use std::time::{Duration, Instant};

use isolate_client::{FunctionKind, Value};

use crate::support::{guest, guest_with};

#[tokio::test]
async fn timers_follow_the_table() {
    guest().await.check(include_str!("guest/timers.js")).await;
}

#[tokio::test]
async fn ids_start_at_one() {
    let guest = guest().await;
    guest.eval("globalThis.ids = [setTimeout(() => {}), setInterval(() => {}, 1e6), setTimeout(() => {})]").await.unwrap();
    guest.check("same(ids, [1, 2, 3])").await;
}

#[tokio::test]
async fn timers_fire_in_real_time_between_evals() {
    let guest = guest().await;
    let start = Instant::now();
    guest
        .eval("setTimeout(() => console.log('fired'), 100)")
        .await
        .unwrap();
    assert!(
        start.elapsed() < Duration::from_millis(100),
        "the eval waited"
    );
    assert_eq!(guest.console.wait_for(1).await, ["fired"]);
    let took = start.elapsed();
    assert!(
        took >= Duration::from_millis(99) && took < Duration::from_millis(1000),
        "{took:?}"
    );
    guest
        .eval("let n = 0; const id = setInterval(() => { console.log(++n); if (n === 3) clearInterval(id) }, 5)")
        .await
        .unwrap();
    assert_eq!(guest.console.wait_for(3).await, ["1", "2", "3"]);
}

#[tokio::test]
async fn timers_fire_while_a_host_call_is_pending() {
    let guest = guest_with(|options, _| {
        options.function("wait", FunctionKind::Async, |_| async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Ok(Value::Nil)
        })
    })
    .await;
    guest
        .check("let n = 0; setInterval(() => n++, 5); await wait(); ok(n >= 5, 'ticks')")
        .await;
}

#[tokio::test]
async fn clear_all_removes_every_timer() {
    let guest = guest().await;
    guest
        .eval("for (let i = 0; i < 100; i++) { setTimeout(() => console.log('timeout'), 50); setInterval(() => console.log('interval'), 50) }")
        .await
        .unwrap();
    guest.runtime.clear_timers().await.unwrap();
    guest
        .check("const id = setTimeout(() => {}, 0); ok(id > 200, 'ids go on'); await sleep(120)")
        .await;
    assert!(guest.console.take().is_empty());
}

#[tokio::test]
async fn disposing_ends_timers() {
    let guest = guest().await;
    guest
        .eval("setInterval(() => console.log('tick'), 1)")
        .await
        .unwrap();
    guest.console.wait_for(1).await;
    guest.runtime.dispose().await.unwrap();
    guest.console.take();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(guest.console.take().is_empty());
}
