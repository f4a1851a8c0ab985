//! What outlives an owner, and who may use a runtime.

use std::sync::Arc;
use std::time::Duration;

use isolate_protocol::{Form, Raw, Value};
use isolate_runtime::{Departure, Query, RuntimeError};

use crate::fake_host::{FakeHost, code, eval, hand_over, start};

pub async fn all() {
    globals_handlers_and_listeners_stay().await;
    the_console_is_reset().await;
    the_host_is_let_go().await;
    an_earlier_handle_is_refused().await;
    a_parked_runtime_obeys_nobody().await;
    the_owner_can_be_called_differently().await;
    garbage_is_collected_while_nobody_is_there().await;
}

async fn globals_handlers_and_listeners_stay() {
    let (first, host) = start().await;
    let source = "globalThis.x = 41; Array.prototype.own = 1;
        serve({ fetch: () => new Response() });
        __on('news', (news) => report(`${news} ${x}`));";
    eval(&first, &host, source).await;
    let (second, host) = hand_over(&first).await;
    assert_eq!(
        eval(&second, &host, "report(++x + [].own)").await,
        ["Int(43)"]
    );
    let has = second.query(Query::HasServeHandler).await.unwrap();
    assert_eq!(Value::decode(&has).unwrap(), Value::Bool(true));
    assert!(second.emit("news".to_owned(), Value::from("good").to_raw(Form::Native)));
    assert_eq!(eval(&second, &host, "await 0").await, ["good 42"]);
}

async fn the_console_is_reset() {
    let (first, host) = start().await;
    let source = "console.group(); console.count(); console.time(); console.count()";
    eval(&first, &host, source).await;
    let (second, _) = hand_over(&first).await;
    for query in [Query::ConsoleCounters, Query::ConsoleTimers] {
        let left = second.query(query).await.unwrap();
        assert_eq!(Value::decode(&left).unwrap(), Value::Map(Vec::new()));
    }
    let depth = second.query(Query::ConsoleGroupDepth).await.unwrap();
    assert_eq!(Value::decode(&depth).unwrap(), Value::Int(0));
}

async fn the_host_is_let_go() {
    let (first, host) = start().await;
    eval(&first, &host, "report(1); get(1); hold.call; void 0").await;
    first.park(Departure::Disposed).await.unwrap();
    drop(host.next_call());
    assert_eq!(Arc::strong_count(&host), 1);
}

async fn an_earlier_handle_is_refused() {
    let (first, _) = start().await;
    let (second, host) = hand_over(&first).await;
    let refused = Err(RuntimeError::Disposed);
    assert_eq!(first.eval(code("report('ghost')")).await, refused);
    assert!(!first.emit("news".to_owned(), Raw::nil()));
    assert_eq!(first.finished(), Some(RuntimeError::Disposed));
    assert!(first.resume(FakeHost::new().owner()).is_err());
    assert!(first.park(Departure::Disposed).await.is_err());
    first.dispose().await;
    assert_eq!(eval(&second, &host, "report('here')").await, ["here"]);
    second.dispose().await;
    assert_eq!(second.eval(code("1")).await, refused);
}

async fn a_parked_runtime_obeys_nobody() {
    let (first, host) = start().await;
    let parking = first.park(Departure::Disposed);
    let eval = first.eval(code("report('ghost')"));
    assert_eq!(eval.await, Err(RuntimeError::Disposed));
    parking.await.unwrap();
    let query = first.query(Query::ConsoleCounters).await;
    assert_eq!(query, Err(RuntimeError::Disposed));
    assert_eq!(host.said(), [""; 0]);
    assert_eq!(first.finished(), None);
    first.dispose().await;
    assert!(first.resume(host.owner()).is_err());
}

async fn the_owner_can_be_called_differently() {
    let (runtime, host) = start().await;
    let running = runtime.eval(code("await get(); report('after')"));
    let call = host.next_call();
    let other = FakeHost::new();
    runtime.rebind(other.owner());
    eval_beside(&runtime).await;
    call.answer(&Value::Nil);
    assert_eq!(running.await, Ok(()));
    assert_eq!(
        (host.said().len(), other.said()),
        (0, vec!["after".to_owned()])
    );
}

/// Returns when everything sent before has been dealt with.
async fn eval_beside(runtime: &isolate_runtime::Runtime) {
    runtime.query(Query::ConsoleGroupDepth).await.unwrap();
}

async fn garbage_is_collected_while_nobody_is_there() {
    let (first, host) = start().await;
    let source = "globalThis.kept = new Uint8Array(8 << 20);
        { let list = []; for (let i = 0; i < 1e5; i++) list.push({ i }); }";
    eval(&first, &host, source).await;
    let parked = first.park(Departure::Disposed).await.unwrap();
    assert!(parked.bytes > 10 << 20, "{parked:?}");
    assert_eq!(first.measured_bytes(), parked.bytes);
    tokio::time::sleep(Duration::from_millis(600)).await;
    let after = first.measured_bytes();
    assert!(after < parked.bytes && after > 8 << 20, "{after}");
    let second = first.resume(host.owner()).unwrap();
    let kept = eval(&second, &host, "report(kept.length)").await;
    assert_eq!(kept, ["Int(8388608)"]);
}
