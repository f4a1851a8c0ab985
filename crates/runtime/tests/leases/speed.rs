//! What a change of owners costs, in time and in memory. The figures are printed; what is asserted is generous.

use std::time::{Duration, Instant};

use isolate_protocol::Value;
use isolate_runtime::{Blank, Departure};

use crate::fake_host::{FakeHost, code, eval, options, start};

pub async fn all() {
    changes_are_quick().await;
    blanks_are_quick().await;
    changes_leave_nothing().await;
}

fn report(what: &str, mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap();
    eprintln!("{what}: p50 {:?}, p99 {:?}", at(50), at(99));
    at(50)
}

async fn changes_are_quick() {
    let (mut runtime, host) = start().await;
    let heap =
        "globalThis.heap = []; for (let i = 0; i < 3e5; i++) heap.push({ i, s: `text ${i}` })";
    eval(&runtime, &host, heap).await;
    let (mut parks, mut resumes) = (Vec::new(), Vec::new());
    for _ in 0..300 {
        eval(
            &runtime,
            &host,
            "setInterval(() => {}, 10); console.count(); get(1); void 0",
        )
        .await;
        host.next_call();
        let begin = Instant::now();
        runtime.park(Departure::Disposed).await.unwrap();
        parks.push(begin.elapsed());
        let begin = Instant::now();
        runtime = runtime.resume(host.owner()).unwrap();
        runtime.eval(code("1")).await.unwrap();
        resumes.push(begin.elapsed());
    }
    assert!(report("park", parks) < Duration::from_millis(2));
    assert!(report("resume and eval", resumes) < Duration::from_millis(2));
}

async fn blanks_are_quick() {
    let mut times = Vec::new();
    for _ in 0..30 {
        let blank = Blank::start(128).await.unwrap();
        let begin = Instant::now();
        let runtime = blank.equip(options(), FakeHost::new()).await.unwrap();
        times.push(begin.elapsed());
        drop(runtime);
    }
    assert!(report("equip", times) < Duration::from_millis(5));
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = status.split(' ').nth(1).unwrap().parse().unwrap();
    (pages * 4096) >> 20
}

/// Each owner leaves everything open that he can.
async fn changes_leave_nothing() {
    let (mut runtime, mut host) = start().await;
    let handles = Value::Array(vec![
        Value::Callback {
            callback_id: 5,
            kind: None,
        },
        Value::Promise {
            promise_id: 6,
            resolve_callback_id: Some(7),
        },
    ]);
    let source = "import './m.js'; const garbage = new Array(1e4).fill(0).map((_, i) => ({ i }));
        setTimeout(() => garbage, 1e6); setInterval(() => garbage, 1e6); AbortSignal.timeout(1e6).onabort = () => garbage;
        get(garbage.length).then(() => garbage);
        fetch('http://x/').then(() => garbage);
        import('./never.js').then(() => garbage);
        console.time(`${garbage.length}`);
        new Promise(() => garbage);
        await get2; await new Promise(() => garbage);";
    let mut before = 0;
    for round in 0..2000 {
        host.set_module(
            "./m.js",
            "globalThis.get2 = get(0).then((all) => all)",
            false,
        );
        host.set("get", &handles);
        let running = runtime.eval(code(source));
        tokio::task::yield_now().await;
        let mut calls = vec![host.next_call()];
        while calls.len() < 3 {
            calls.push(host.next_call());
        }
        runtime.park(Departure::Disposed).await.unwrap();
        assert!(running.await.is_err());
        drop(calls);
        host = FakeHost::new();
        runtime = runtime.resume(host.owner()).unwrap();
        if round == 500 {
            before = resident_mb();
        }
    }
    let after = resident_mb();
    eprintln!("resident: {before} MB after 500 changes, {after} MB after 2000");
    assert!(after < before + 30, "{before} MB, then {after} MB");
    runtime.park(Departure::Disposed).await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let kept = runtime.measured_bytes();
    eprintln!("measured: {kept} bytes");
    assert!(
        kept < 8 << 20,
        "{kept} bytes are kept by what earlier owners left"
    );
}
