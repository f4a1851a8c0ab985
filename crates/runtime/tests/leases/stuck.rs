//! Guests that do not let go: nobody gets their runtime after them.

use std::time::{Duration, Instant};

use isolate_runtime::{Departure, ParkError, Runtime, RuntimeError};
use tokio::time::sleep;

use crate::fake_host::{FakeHost, code, start};

/// A guest has 300 ms; the rest is for a machine that is busy.
const SOON: Duration = Duration::from_millis(700);

pub async fn all() {
    for source in [
        "for (;;) {}",
        "for (;;) { try { hold() } catch {} }",
        "const loop = () => Promise.resolve().then(loop); loop()",
        "(async () => { for (;;) await 0 })()",
        "const p = Promise.resolve(), a = []; const f = Reflect.apply.bind(null, p.then, p, a); a.push(f); f()",
        "(async () => { for (;;) try { await get(hold()) } catch {} })()",
        "new Uint32Array(2 ** 20).sort((a, b) => { for (;;) {} })",
    ] {
        a_busy_guest_is_ended(source).await;
    }
    a_guest_that_is_done_in_time_stays().await;
    a_finished_runtime_is_not_parked().await;
    memory_can_run_out_first().await;
}

async fn a_busy_guest_is_ended(source: &str) {
    let (runtime, host) = start().await;
    let running = runtime.eval(code(&format!("report('here'); {source}")));
    host.hears();
    // It has its answer, and goes on.
    sleep(Duration::from_millis(20)).await;
    let begin = Instant::now();
    assert_eq!(
        runtime.park(Departure::Disposed).await,
        Err(ParkError::Busy),
        "{source}"
    );
    assert!(begin.elapsed() < SOON, "{source}: {:?}", begin.elapsed());
    assert_eq!(running.await, Err(RuntimeError::Abandoned), "{source}");
    assert!(
        begin.elapsed() < 2 * SOON,
        "{source}: {:?}",
        begin.elapsed()
    );
    assert!(runtime.resume(FakeHost::new().owner()).is_err());
    // Some built-ins end when they come to it.
    runtime.dispose().await;
}

async fn a_guest_that_is_done_in_time_stays() {
    let (runtime, host) = start().await;
    let running = runtime.eval(code(
        "report('here'); const end = Date.now() + 60; while (Date.now() < end);",
    ));
    host.hears();
    runtime.park(Departure::Disposed).await.unwrap();
    assert!(running.await.is_ok());
    let next = runtime.resume(host.owner()).unwrap();
    assert_eq!(next.eval(code("1")).await, Ok(()));
}

async fn a_finished_runtime_is_not_parked() {
    let (runtime, _) = start().await;
    let endless = isolate_runtime::EvalOptions {
        execution_timeout: Some(10.0),
        ..code("for (;;) {}")
    };
    assert_eq!(
        runtime.eval(endless).await,
        Err(RuntimeError::TimedOut(10.0))
    );
    let finished = RuntimeError::FinishedByTimeout(10.0);
    assert_eq!(
        runtime.park(Departure::Disposed).await,
        Err(ParkError::Finished(finished))
    );
}

async fn memory_can_run_out_first() {
    let (runtime, host) = start().await;
    let bomb: Runtime = runtime.clone();
    let running = bomb.eval(code(
        "report('here'); const all = []; for (;;) all.push(new Array(1000).fill({}))",
    ));
    host.hears();
    assert!(runtime.park(Departure::Disposed).await.is_err());
    assert!(running.await.is_err());
    assert!(runtime.finished().is_some());
}
