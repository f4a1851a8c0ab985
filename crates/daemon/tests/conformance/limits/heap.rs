//! Heaps that grow.

use std::time::Duration;

use super::{Outcome, Trial, failure, little_memory};
use crate::support::soon;

/// What fills the heap; the runtime dies of it.
const HEAP_BOMBS: &[&str] = &[
    "const a = []; for (;;) a.push({})",
    "const a = []; for (let i = 0; ; i++) a.push('x'.repeat(100_000) + i)",
    "const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])",
    "const s = new Set(); for (let i = 0; ; i++) s.add('k' + i)",
    "const o = {}; for (let i = 0; ; i++) o['k' + i] = { i }",
    "let p = Promise.resolve(); for (;;) p = p.then(() => {})",
    "for (;;) queueMicrotask(() => {})",
    "for (;;) setTimeout(() => {}, 1e9)",
    "for (;;) new Promise(() => {}).then(globalThis.x ??= [], (globalThis.y ??= []).push({}))",
    "let list = null; for (;;) list = { list }",
    "const a = []; for (;;) a.push(() => a)",
    "const a = []; for (;;) a.push(new Error('x'))",
    "const a = []; for (;;) a.push(Symbol('s'))",
    "const a = []; for (let i = 0; ; i++) a.push(new Function('return ' + i + '+' + '1+'.repeat(1000) + '1'))",
    "const a = []; for (;;) a.push(new URL('http://example.com/' + a.length))",
    "const p = new URLSearchParams(); for (;;) p.append('k', 'v'.repeat(1000) + Math.random())",
    "const h = new FormData(); for (;;) h.append('k', 'v'.repeat(1000) + Math.random())",
    "new ReadableStream({ start(c) { for (;;) c.enqueue({}) } })",
    "const t = new EventTarget(); for (let i = 0; ; i++) t.addEventListener('x' + i, () => {})",
    // Long labels: else it is the connection, which each entry passes, that sets the pace.
    "for (let i = 0; ; i++) console.count('label'.repeat(200) + i)",
    "for (let i = 0; ; i++) console.time('label'.repeat(200) + i)",
    "const a = Array.from({ length: 30_000_000 }, (_, i) => ({ i }))",
    "JSON.parse('[' + '{\"a\":[]},'.repeat(3_000_000) + '0]')",
    "const s = 'ab,'.repeat(10_000_000); globalThis.k = s.split(',').map((x) => [x])",
    "const a = []; async function f() { for (;;) { a.push(new Array(1000).fill(a)); await null } } await f()",
    "const a = []; for (;;) { a.push(structuredClone({ a: Array(1000).fill(1.5) })) }",
    "Error.stackTraceLimit = Infinity; const a = []; (function f(n) { if (n) f(n - 1); else for (;;) a.push(new Error().stack) })(5000)",
    "const a = []; for await (const n of numbers()) a.push(Array(10_000).fill(n))",
    "globalThis.a = []; await new Promise(() => setInterval(() => { for (let i = 0; i < 1e5; i++) a.push({}) }, 0))",
    "const a = []; try { for (;;) a.push({}) } catch {} finally { for (;;) a.push({}) }",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heaps_that_grow_end_their_runtime_alone() {
    let mut trial = Trial::begin().await;
    for code in HEAP_BOMBS {
        let Outcome { victim, error, .. } = trial.run(code, little_memory).await;
        let failures = &mut trial.failures;
        match error {
            None => failures.expect(false, || format!("survived: {code}")),
            Some(error) => {
                failures.compare(
                    code,
                    &error.message,
                    "Isolate was disposed during execution due to memory limit",
                );
                failures.compare(code, error.name.as_deref().unwrap_or("-"), "Error");
                let after = failure(&victim, "1").await.map(|error| error.message);
                let text = if error.message.contains("timed out") {
                    "Runtime execution timed out after 60000ms; create a new runtime."
                } else {
                    "Isolate is disposed"
                };
                failures.compare(
                    &format!("after {code}"),
                    after.as_deref().unwrap_or("an answer"),
                    text,
                );
                let query = soon(victim.console_counters())
                    .await
                    .err()
                    .map(|error| error.to_string());
                let text = if error.message.contains("timed out") {
                    text
                } else {
                    "Isolated is disposed"
                };
                failures.compare(
                    &format!("a query after {code}"),
                    query.as_deref().unwrap_or("an answer"),
                    text,
                );
            }
        }
        soon(victim.dispose()).await.unwrap();
    }
    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_bombs_at_once() {
    let mut trial = Trial::begin().await;
    let mut running = Vec::new();
    for index in 0..12 {
        let limit = Duration::from_millis(500);
        let victim = trial
            .victim(|options| options.memory_limit_mb(16.0).execution_timeout(limit))
            .await;
        let code = HEAP_BOMBS[index % 4];
        running.push(tokio::spawn(async move { failure(&victim, code).await }));
    }
    let failures = &mut trial.failures;
    for bomb in running {
        let error = soon(bomb)
            .await
            .unwrap()
            .map(|error| error.message)
            .unwrap_or_default();
        failures.expect(
            error.contains("memory limit") || error.contains("timed out"),
            || error,
        );
    }
    trial.end().await;
}
