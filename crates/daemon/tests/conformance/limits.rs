//! Guests that use up memory, time or the stack: each harms nobody but itself (runtime.md 2.10 and 2.11).

use std::time::{Duration, Instant};

use isolate_client::{RemoteError, RemoteRuntime};
use tokio::sync::Mutex;

use crate::neighbourhood::Neighbourhood;
use crate::support::{Failures, soon};

/// The limit of the runtimes that are to run into it, in megabytes.
const MEMORY: f64 = 32.0;

/// Time enough for code that ends at another limit, even if the machine is busy with other things.
const PLENTY: Duration = Duration::from_secs(60);

/// These tests want the machine for themselves.
static ALONE: Mutex<()> = Mutex::const_new(());

async fn failure(runtime: &RemoteRuntime, code: &str) -> Option<RemoteError> {
    let answer = tokio::time::timeout(2 * PLENTY, runtime.eval(code)).await;
    match answer.unwrap_or_else(|_| panic!("no answer to {code}")) {
        Ok(()) => None,
        Err(error) => match error.remote() {
            Some(error) => Some(error.clone()),
            None => panic!("{code}: {error}"),
        },
    }
}

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
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in HEAP_BOMBS {
        let start = Instant::now();
        let victim = neighbourhood
            .victim(|options| options.memory_limit_mb(MEMORY).execution_timeout(PLENTY))
            .await;
        match failure(&victim, code).await {
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
        if std::env::var_os("CONFORMANCE_TIMES").is_some() {
            eprintln!(
                "{:>6} ms {:>4} MB {code}",
                start.elapsed().as_millis(),
                neighbourhood.daemon.peak_memory() >> 20
            );
        }
    }
    neighbourhood.end(&mut failures).await;
}

/// What fills memory outside of the heap: refused with an error, or the end of the runtime.
const BUFFER_BOMBS: &[&str] = &[
    "const a = []; for (;;) a.push(new Uint8Array(1_000_000))",
    "const a = []; for (;;) a.push(new ArrayBuffer(1_000_000))",
    "const a = []; for (;;) a.push(new SharedArrayBuffer(1_000_000))",
    "const a = []; for (;;) a.push(Buffer.alloc(1_000_000, 1))",
    "const a = []; for (;;) { const b = new ArrayBuffer(1, { maxByteLength: 1e8 }); b.resize(1e7); a.push(b) }",
    "const a = []; for (;;) { const m = new WebAssembly.Memory({ initial: 16 }); new Uint8Array(m.buffer).fill(1); a.push(m) }",
    "const m = new WebAssembly.Memory({ initial: 1 }); for (;;) { m.grow(16); new Uint8Array(m.buffer).fill(1) }",
    "const a = []; for (;;) a.push(new Blob([new Uint8Array(1_000_000)]))",
    "let b = new Blob(['x'.repeat(1000)]); for (;;) b = new Blob([b, b])",
    "const a = []; for (;;) a.push(new TextEncoder().encode('x'.repeat(1_000_000)))",
    "const a = []; for (;;) a.push(structuredClone(new Uint8Array(1_000_000)))",
    "const a = []; for (;;) a.push(new Response(new Uint8Array(1_000_000)))",
    "const a = []; for (;;) a.push(await new Response(new Uint8Array(1_000_000)).arrayBuffer())",
    "const a = []; for (;;) a.push(new Uint8Array(1_000_000).toReversed())",
    "const a = []; for (;;) a.push(await crypto.subtle.exportKey('raw', await crypto.subtle.importKey('raw', new Uint8Array(1_000_000), { name: 'HMAC', hash: 'SHA-1' }, true, ['sign'])))",
    "const c = new CompressionStream('deflate-raw'); const w = c.writable.getWriter(); for (;;) w.write(crypto.getRandomValues(new Uint8Array(65536)))",
    "const a = []; for (;;) { const d = new DecompressionStream('gzip'); a.push(d); const w = d.writable.getWriter(); w.write(new Uint8Array(65536)).catch(() => {}) }",
    "const a = []; for (;;) a.push(new URL('http://x/' + 'y'.repeat(1_000_000)))",
    "const a = []; for (;;) a.push(new TextDecoder('utf-16le'))",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_beside_the_heap_counts_too() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in BUFFER_BOMBS {
        let start = Instant::now();
        let victim = neighbourhood
            .victim(|options| options.memory_limit_mb(MEMORY).execution_timeout(PLENTY))
            .await;
        match failure(&victim, code).await {
            None => failures.expect(false, || format!("survived: {code}")),
            Some(error) => {
                let died =
                    error.message == "Isolate was disposed during execution due to memory limit";
                let refused = error.name.as_deref() == Some("RangeError");
                failures.expect(died || refused, || format!("{code}: {error:?}"));
                if refused {
                    // It was caught, so that the runtime goes on.
                    let again = failure(&victim, "new Uint8Array(1000)").await;
                    failures.expect(again.is_none(), || format!("after {code}: {again:?}"));
                }
            }
        }
        soon(victim.dispose()).await.unwrap();
        if std::env::var_os("CONFORMANCE_TIMES").is_some() {
            eprintln!(
                "{:>6} ms {:>4} MB {code}",
                start.elapsed().as_millis(),
                neighbourhood.daemon.peak_memory() >> 20
            );
        }
    }
    neighbourhood.end(&mut failures).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_buffers_can_be_caught() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let victim = neighbourhood
        .victim(|options| options.memory_limit_mb(MEMORY))
        .await;
    for _ in 0..20 {
        victim
            .eval(
                "for (const size of [64e6, 1e9, 2 ** 33, 2 ** 52]) {
                   let error;
                   try { new Uint8Array(size) } catch (thrown) { error = thrown }
                   if (!(error instanceof RangeError)) throw new Error(`${size}: ${error}`);
                 }
                 let error;
                 try { new ArrayBuffer(64e6) } catch (thrown) { error = thrown }
                 if (error.message !== 'Array buffer allocation failed') throw error;
                 // What is let go of can be had again.
                 new Uint8Array(16e6).fill(1);",
            )
            .await
            .unwrap();
    }
    neighbourhood.end(&mut Failures::default()).await;
}

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
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in LOOPS {
        let victim = neighbourhood
            .victim(|options| options.execution_timeout(Duration::from_millis(200)))
            .await;
        let start = Instant::now();
        let error = failure(&victim, code).await;
        let took = start.elapsed();
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
        if std::env::var_os("CONFORMANCE_TIMES").is_some() {
            eprintln!(
                "{:>6} ms {:>4} MB {code}",
                took.as_millis(),
                neighbourhood.daemon.peak_memory() >> 20
            );
        }
    }
    neighbourhood.end(&mut failures).await;
}

/// Recursion that runs out of stack; an error that can be caught, or no error where the engine needs no stack.
const RECURSIONS: &[&str] = &[
    "function f() { f() } f()",
    "const f = () => { [1].map(f) }; f()",
    "const f = () => new Promise(f); f()",
    "class A { get x() { return this.x } } new A().x",
    "const o = { toString() { return `${o}` } }; String(o)",
    "const p = new Proxy({}, { get: (t, k) => p[k] }); p.x",
    "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x",
    "let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()",
    "let a = []; for (let i = 0; i < 1e6; i++) a = [a]; JSON.stringify(a)",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; structuredClone(a)",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity)",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; String(a)",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; received(a)",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; console.dir(a, { depth: Infinity })",
    "JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))",
    "eval('('.repeat(1e5) + '1' + ')'.repeat(1e5))",
    "new Function('return ' + '['.repeat(1e5) + ']'.repeat(1e5))",
    "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
    "new RegExp('(?:'.repeat(3e4) + 'a' + ')*'.repeat(3e4)).test('a'.repeat(1000))",
    "Math.max(...Array(1e7).fill(1))",
    "String.fromCharCode.apply(null, Array(1e7))",
    "const e = new Error('x'); e.cause = e; throw e",
    "let e = new Error('x'); for (let i = 0; i < 1e5; i++) e = new Error('y', { cause: e }); console.log(e); throw e",
    "let s = 'a'; for (let i = 0; i < 1e6; i++) s = s + 'b' + s.length % 10; s[5]",
    "const t = new EventTarget(); t.addEventListener('x', () => t.dispatchEvent(new Event('x'))); t.dispatchEvent(new Event('x'))",
    "const s = new AbortController(); let last = s.signal; for (let i = 0; i < 2000; i++) last = AbortSignal.any([last]); s.abort(); if (!last.aborted) throw 1",
    "[1, 2].sort(function c() { return [1, 2].sort(c) })",
    "function f(n) { try { f(n + 1) } catch (e) { throw e } } f(0)",
    "async function f() { return f() } await f()",
    "function* g() { yield* g() } [...g()]",
    "const o = {}; o.__proto__ = new Proxy({}, { get() { return o.y } }); o.x",
    "Object.defineProperty(globalThis, 'rec', { get() { return rec }, configurable: true }); rec",
    "let b = new Blob(['x']); for (let i = 0; i < 1e4; i++) b = new Blob([b]); await b.text()",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deep_recursion_is_an_error_that_can_be_caught() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in RECURSIONS {
        let victim = neighbourhood
            .victim(|options| options.execution_timeout(PLENTY))
            .await;
        if let Some(error) = failure(&victim, code).await {
            let fits = [
                "Maximum call stack size exceeded",
                "Regular expression too large",
                "depth exceeded",
                "Too deep",
            ];
            let fits = fits.iter().any(|text| error.message.contains(text))
                || matches!(error.message.as_str(), "x" | "y")
                || error.name.as_deref() == Some("SyntaxError");
            failures.expect(fits, || {
                format!(
                    "{code}: {}: {}",
                    error.name.unwrap_or_default(),
                    error.message
                )
            });
        }
        let after = failure(&victim, "function f() { f() } try { f() } catch (e) { if (e.message !== 'Maximum call stack size exceeded' || !(e instanceof RangeError)) throw e }").await;
        failures.expect(after.is_none(), || format!("after {code}: {after:?}"));
        soon(victim.dispose()).await.unwrap();
    }
    neighbourhood.end(&mut failures).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_without_end_after_its_eval_can_be_disposed() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    for code in [
        "setTimeout(() => { for (;;) ; }, 0)",
        "setTimeout(() => { const f = () => queueMicrotask(f); f() }, 0)",
    ] {
        let victim = neighbourhood.victim(|options| options).await;
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
    neighbourhood.end(&mut Failures::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_without_end_does_not_outlast_the_next_eval_s_limit() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let victim = neighbourhood
        .victim(|options| options.execution_timeout(Duration::from_millis(200)))
        .await;
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
    neighbourhood.end(&mut Failures::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_bombs_at_once() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    let mut running = Vec::new();
    for index in 0..12 {
        let limit = Duration::from_millis(500);
        let victim = neighbourhood
            .victim(|options| options.memory_limit_mb(16.0).execution_timeout(limit))
            .await;
        let code = HEAP_BOMBS[index % 4];
        running.push(tokio::spawn(async move { failure(&victim, code).await }));
    }
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
    neighbourhood.end(&mut failures).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_crypto_of_one_guest_does_not_hold_up_another_s() {
    let _alone = ALONE.lock().await;
    let neighbourhood = Neighbourhood::new().await;
    let victim = neighbourhood
        .victim(|options| options.execution_timeout(Duration::from_millis(200)))
        .await;
    let code = "const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
        await Promise.all(Array.from({ length: 600 }, () => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 2 ** 22 }, key, 512)))";
    let error = failure(&victim, code).await;
    assert_eq!(
        error.map(|error| error.message).as_deref(),
        Some("Execution timed out after 200ms")
    );
    soon(victim.dispose()).await.unwrap();
    let other = neighbourhood.victim(|options| options).await;
    let start = Instant::now();
    soon(other.eval("await crypto.subtle.digest('SHA-256', new Uint8Array(8))"))
        .await
        .unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "a digest took {:?}",
        start.elapsed()
    );
    neighbourhood.end(&mut Failures::default()).await;
}
