//! Code that does not end by itself.

use std::time::{Duration, Instant};

use super::{Outcome, Trial, failure, little_time};
use crate::support::soon;

/// Code that never ends by itself.
const LOOPS: &[&str] = &[
    "for (;;) ;",
    "for (;;) await null",
    "const f = () => Promise.resolve().then(f); f(); await new Promise(() => {})",
    "const f = () => queueMicrotask(f); f(); await new Promise(() => {})",
    "const f = async () => { await f2() }; const f2 = async () => { await null; return f() }; await f()",
    "const f = () => setTimeout(f, 0); f(); await new Promise(() => {})",
    "setTimeout(() => { for (;;) ; }, 0); await new Promise(() => {})",
    "setInterval(() => { for (;;) ; }, 1); await new Promise(() => {})",
    "await new Promise(() => {})",
    "await { then() {} }",
    "await { then() { for (;;) ; } }",
    "await import({ toString() { for (;;) ; } })",
    "/(a+)+$/.test('a'.repeat(50) + 'b')",
    "'a'.repeat(30).match(/(?:a|aa)+b|(?=(a*)*\\1c)/)",
    "for (;;) { try { for (;;) ; } finally { continue } }",
    "function f() { try { for (;;) ; } catch { f() } finally { f() } } f()",
    "const a = Array(2 ** 32 - 1); for (;;) a.indexOf(1)",
    "[].findLast.call({ length: 2 ** 53 }, () => false)",
    "Array.prototype.lastIndexOf.call(new Proxy({ length: 2 ** 53 - 1 }, {}), 1)",
    "const a = Array(2 ** 22).fill(0).map((_, i) => i); for (;;) a.sort(() => Math.random() - 0.5)",
    "for (;;) new Uint8Array(1e6).sort()",
    "let x = 3n ** 2_000_000n; for (;;) x * x",
    "(3n ** 600_000n).toString().length; for (;;) (7n ** 500_000n).toString()",
    "const s = 'a'.repeat(2 ** 20); for (;;) s.replaceAll('a', 'b')",
    "'x'.repeat(2 ** 24).replace(/x*?y/g, '')",
    "JSON.stringify({ toJSON() { for (;;) ; } })",
    "JSON.parse('[1]', function () { for (;;) ; })",
    "[1, 2].sort(() => { for (;;) ; })",
    "new Proxy({}, { get() { for (;;) ; } }).x",
    "console.log(new Proxy({}, { ownKeys() { for (;;) ; } }))",
    "console.log({ get a() { for (;;) ; } })",
    "received({ get a() { for (;;) ; } })",
    "throw { get message() { for (;;) ; } }",
    "const e = new Error(); Object.defineProperty(e, 'stack', { get() { for (;;) ; } }); throw e",
    "Promise.reject({ get message() { for (;;) ; } })",
    "Object.defineProperty(Object.prototype, 'then', { get() { for (;;) ; }, configurable: true }); await {}",
    "structuredClone({ get a() { for (;;) ; } })",
    "setTimeout(() => {}, { valueOf() { for (;;) ; } })",
    "new Blob({ *[Symbol.iterator]() { for (;;) yield 'x'.repeat(0) } })",
    "new Headers({ *[Symbol.iterator]() { for (;;) ; } })",
    "for await (const x of new ReadableStream({ pull(c) { c.enqueue(1) } })) ;",
    "for await (const n of numbers()) ;",
    "await new ReadableStream({ pull(c) { c.enqueue(1) } }).pipeTo(new WritableStream())",
    "new EventTarget().dispatchEvent(new Event({ toString() { for (;;) ; } }))",
    "const t = new EventTarget(); t.addEventListener('x', () => { for (;;) ; }); t.dispatchEvent(new Event('x'))",
    "const b = [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]; new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(b))).exports.f()",
    "eval('for (;;) ;')",
    "new Function('for (;;) ;')()",
    "const g = (function* () { for (;;) yield 1 })(); Array.from(g, () => 0).length; for (const x of g) ;",
    "[...(function* () { for (;;) yield* [] })()]",
    "Iterator.from({ next: () => ({ done: false }) }).filter(() => false).next()",
    "const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']); await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 9e6 }, key, 160)",
    "for (;;) console.log('x')",
    "for (;;) console.log(Array(100_000).fill('x'))",
    "for (;;) { try { received(1) } catch {} }",
    "for (;;) await received(1)",
    "for (;;) await import('./x.js').catch(() => {})",
    "for (;;) performance.now()",
    "while (true) { new Promise((_, reject) => reject(1)).catch(() => {}) ; await null }",
    "'a'.localeCompare.call('a'.repeat(2 ** 22), 'b'); for (;;) 'ä'.repeat(1e5).normalize('NFKD')",
    "for (;;) new Intl.NumberFormat('de')",
    "for (;;) { try { null.x } catch {} }",
    "function f() { try { f() } finally { f() } } f()",
    "class A { static { for (;;) ; } }",
    "label: for (;;) { switch (1) { default: continue label } }",
    "with_: do { } while (true)",
    "await Promise.all([new Promise(() => {}), (async () => { for (;;) await null })()])",
    "const gen = (async function* () { for (;;) yield 1 })(); for await (const x of gen) ;",
    "new FinalizationRegistry(() => {}).register({}, 1); for (;;) new Array(1000)",
    "btoa({ toString() { for (;;) ; } })",
    "path.join({ toString() { for (;;) ; } }.toString())",
    "Buffer.from({ *[Symbol.iterator]() { for (;;) yield 1 }, length: 1 }.toString === 1 ? '' : (function* () { for (;;) yield 1 })())",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_without_end_ends_its_runtime_alone() {
    let mut trial = Trial::begin().await;
    for code in LOOPS {
        let Outcome {
            victim,
            error,
            took,
        } = trial.run(code, little_time).await;
        let failures = &mut trial.failures;
        match error {
            None => failures.expect(false, || format!("it ended well after {took:?}: {code}")),
            // Some try to keep what they make; memory may end them first.
            Some(error)
                if error.message == "Isolate was disposed during execution due to memory limit" => {
            }
            Some(error) => {
                failures.compare(code, &error.message, "Execution timed out after 200ms");
                failures.compare(code, error.name.as_deref().unwrap_or("-"), "TimeoutError");
                failures.expect(took < Duration::from_millis(1500), || {
                    format!("{took:?}: {code}")
                });
                if error.name.as_deref() == Some("TimeoutError") {
                    let after = failure(&victim, "1").await;
                    let after = after.map(|error| (error.name.unwrap_or_default(), error.message));
                    let text = "Runtime execution timed out after 200ms; create a new runtime.";
                    failures.expect(after == Some(("TimeoutError".into(), text.into())), || {
                        format!("after {code}: {after:?}")
                    });
                }
            }
        }
        let start = Instant::now();
        soon(victim.dispose()).await.unwrap();
        failures.expect(start.elapsed() < Duration::from_millis(1500), || {
            format!("disposing took {:?}: {code}", start.elapsed())
        });
    }
    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_without_end_after_its_eval_can_be_disposed() {
    let trial = Trial::begin().await;
    for code in [
        "setTimeout(() => { for (;;) ; }, 0)",
        "setTimeout(() => { const f = () => queueMicrotask(f); f() }, 0)",
    ] {
        let victim = trial.victim(|options| options).await;
        soon(victim.eval(code)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let start = Instant::now();
        soon(victim.dispose()).await.unwrap();
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{:?}",
            start.elapsed()
        );
    }
    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_without_end_does_not_outlast_the_next_eval_s_limit() {
    let trial = Trial::begin().await;
    let victim = trial.victim(little_time).await;
    soon(victim.eval("setTimeout(() => { for (;;) ; }, 0)"))
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    // An endless loop outside of an eval should be bounded as well (2.10); at the latest when somebody waits for it.
    let answer = tokio::time::timeout(Duration::from_secs(5), victim.eval("1")).await;
    assert!(
        answer.is_ok(),
        "an eval waits for a timer's endless loop without any limit"
    );
    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_crypto_of_one_guest_does_not_hold_up_another_s() {
    let trial = Trial::begin().await;
    let code = "const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
        await Promise.all(Array.from({ length: 600 }, () => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 2 ** 22 }, key, 512)))";
    let Outcome { victim, error, .. } = trial.run(code, little_time).await;
    assert_eq!(
        error.map(|error| error.message).as_deref(),
        Some("Execution timed out after 200ms")
    );
    soon(victim.dispose()).await.unwrap();
    let other = trial.victim(|options| options).await;
    let start = Instant::now();
    soon(other.eval("await crypto.subtle.digest('SHA-256', new Uint8Array(8))"))
        .await
        .unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "a digest took {:?}",
        start.elapsed()
    );
    trial.end().await;
}
