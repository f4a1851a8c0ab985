//! Guests that V8 itself has no answer to: sizes that end the process, built-ins without end, memory that it does not count.

use std::time::{Duration, Instant};

use crate::neighbourhood::Neighbourhood;
use crate::support::{Failures, soon};

const MEMORY: f64 = 16.0;
/// Of `sched(7)`.
const SCHED_IDLE: u32 = 5;
const PLENTY: Duration = Duration::from_secs(60);
const OUT_OF_MEMORY: &str = "Isolate was disposed during execution due to memory limit";

/// What V8 ends the process for.
const FATAL: &[&str] = &[
    "Array.prototype.sort.call({ length: 2 ** 53 - 1 })",
    "Array.prototype.toSorted.call({ length: 2 ** 27 + 1 })",
    "Array.prototype.sort.call(new Proxy([], { get: (_, name) => name === 'length' ? 2 ** 40 : 1 }))",
    "/x/g[Symbol.match]('x'.repeat(2 ** 28 + 5))",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sizes_without_room_end_their_runtime_alone() {
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in FATAL {
        let victim = neighbourhood
            .victim(|options| options.memory_limit_mb(MEMORY).execution_timeout(PLENTY))
            .await;
        let answer = tokio::time::timeout(PLENTY, victim.eval(*code)).await;
        let message = match answer {
            Ok(Err(error)) => error.remote().map(|error| error.message.clone()),
            other => Some(format!("{other:?}")),
        };
        failures.expect(message.as_deref() == Some(OUT_OF_MEMORY), || {
            format!("{code}: {message:?}")
        });
        let start = Instant::now();
        soon(victim.dispose()).await.unwrap();
        failures.expect(start.elapsed() < Duration::from_secs(1), || {
            format!("{code}: disposed after {:?}", start.elapsed())
        });
    }
    neighbourhood.answers(&mut failures).await;
}

/// Built-ins that nothing can interrupt.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn built_ins_without_end_are_in_nobodys_way() {
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in [
        "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
        "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)",
        "Array.prototype.reverse.call({ length: 2 ** 53 - 1 })",
    ] {
        let limit = Duration::from_millis(200);
        let victim = neighbourhood
            .victim(|options| options.execution_timeout(limit))
            .await;
        let answer = soon(victim.eval(code)).await;
        let name = answer.err().and_then(|error| error.remote()?.name.clone());
        failures.expect(name.as_deref() == Some("TimeoutError"), || {
            format!("{code}: {name:?}")
        });
    }
    // Each of the three threads, from its name to its policy.
    let policies = || {
        let threads = std::fs::read_dir(neighbourhood.daemon.threads()).unwrap();
        let policy = |thread: std::io::Result<std::fs::DirEntry>| {
            let stat = std::fs::read_to_string(thread.ok()?.path().join("stat")).ok()?;
            let (_, fields) = stat.rsplit_once(')')?;
            fields.split_ascii_whitespace().nth(38)?.parse::<u32>().ok()
        };
        threads.filter_map(policy).collect::<Vec<_>>()
    };
    let start = Instant::now();
    while policies()
        .iter()
        .filter(|policy| **policy == SCHED_IDLE)
        .count()
        < 3
    {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{:?}",
            policies()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    neighbourhood.answers(&mut failures).await;
}

/// Memory that V8 does not count, taken in small steps.
const UNCOUNTED: &[&str] = &[
    "globalThis.k = [];
     setInterval(() => { const m = new WebAssembly.Memory({ initial: 100 }); new Uint8Array(m.buffer).fill(1); k.push(m) }, 1);
     await new Promise(() => {})",
    "const k = []; for (;;) { const m = new WebAssembly.Memory({ initial: 100 }); new Uint8Array(m.buffer).fill(1); k.push(m) }",
    "const k = []; for (;;) k.push(new CompressionStream('gzip'))",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_that_v8_does_not_count_is_limited_for_several_at_once() {
    let mut failures = Failures::default();
    for code in UNCOUNTED {
        let neighbourhood = Neighbourhood::new().await;
        let configure = |options: isolate_client::RuntimeOptions| {
            options.memory_limit_mb(MEMORY).execution_timeout(PLENTY)
        };
        let (one, two) = (
            neighbourhood.victim(configure).await,
            neighbourhood.victim(configure).await,
        );
        let both = async { tokio::join!(one.eval(*code), two.eval(*code)) };
        let Ok(both) = tokio::time::timeout(PLENTY, both).await else {
            failures.expect(false, || format!("no answer to {code}"));
            continue;
        };
        for answer in [both.0, both.1] {
            let message = answer
                .err()
                .and_then(|error| Some(error.remote()?.message.clone()));
            failures.expect(message.as_deref() == Some(OUT_OF_MEMORY), || {
                format!("{code}: {message:?}")
            });
        }
        let peak = neighbourhood.daemon.peak_memory() >> 20;
        failures.expect(peak < 3000, || format!("{code}: {peak} MB"));
        neighbourhood.answers(&mut failures).await;
    }
}
