//! Guests that V8 itself has no answer to: sizes that end the process, built-ins without end, memory that it does not count.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::stream;
use isolate_client::{Body, FetchResponse, Request};
use tokio::sync::oneshot;

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

/// Bodies that are on their way when nothing comes from their runtime any more break off, in both directions.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_of_lost_threads_break_off() {
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    for code in [
        FATAL[0],
        "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
    ] {
        let (held, released) = oneshot::channel::<()>();
        let held = Arc::new(Mutex::new(Some(held)));
        let victim = neighbourhood
            .victim(|options| {
                let limit = Duration::from_millis(200);
                options.execution_timeout(limit).fetch(move |_| {
                    let held = held.lock().unwrap().take();
                    let pieces = stream::unfold(held, |held| async {
                        tokio::time::sleep(Duration::from_millis(5)).await;
                        Some(("piece", held))
                    });
                    async { Ok(FetchResponse::ok(Body::stream(pieces))) }
                })
            })
            .await;
        let serve = format!(
            "const response = await fetch('http://x/');
             globalThis.reader = response.body.getReader();
             await reader.read();
             serve({{ fetch: () => new Response(new ReadableStream({{
               async start(controller) {{ controller.enqueue('begun'); setTimeout(() => {{ {code} }}, 50); }},
             }})) }})"
        );
        soon(victim.eval(serve)).await.unwrap();
        let response = soon(victim.dispatch(Request::get("http://h/"))).await;
        let body = soon(response.unwrap().text()).await;
        let error = body.err().map(|error| error.to_string());
        let expected = "The runtime was disposed before the body was complete";
        failures.expect(
            error
                .as_deref()
                .is_some_and(|error| error.contains(expected)),
            || format!("{code}: {error:?}"),
        );
        // The client lets go of a body that nobody wants.
        soon(released).await.unwrap_err();
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

/// One after the other they would have had seconds to grow in. Those who use and free their memory meanwhile stay.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_grow_at_once_are_found_at_once() {
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    let configure = |options: isolate_client::RuntimeOptions| {
        options.memory_limit_mb(MEMORY).execution_timeout(PLENTY)
    };
    let innocent = neighbourhood.victim(configure).await;
    let mut takers = Vec::new();
    for _ in 0..8 {
        takers.push(neighbourhood.victim(configure).await);
    }
    let evals = takers.iter().map(|taker| taker.eval(UNCOUNTED[0]));
    let all = async {
        let work = "globalThis.done = false;
             while (!done) { new Uint8Array(6e6).fill(1); await new Promise((r) => setTimeout(r, 10)); }";
        let work = innocent.eval(work);
        tokio::pin!(work);
        let takers = futures_util::future::join_all(evals);
        tokio::select! {
            answers = takers => answers,
            ended = &mut work => panic!("{ended:?}"),
        }
    };
    let answers = tokio::time::timeout(PLENTY, all).await.unwrap();
    for answer in answers {
        let message = answer
            .err()
            .and_then(|error| Some(error.remote()?.message.clone()));
        failures.expect(message.as_deref() == Some(OUT_OF_MEMORY), || {
            format!("{message:?}")
        });
    }
    let peak = neighbourhood.daemon.peak_memory() >> 20;
    failures.expect(peak < 3000, || format!("{peak} MB"));
    neighbourhood.answers(&mut failures).await;
}

/// Work of cryptography can not be stopped, and so it is not begun.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cryptography_is_bounded() {
    let neighbourhood = Neighbourhood::new().await;
    let victim = neighbourhood
        .victim(|options| options.memory_limit_mb(MEMORY).execution_timeout(PLENTY))
        .await;
    let code = "
        const { subtle } = crypto;
        const salt = new Uint8Array(8);
        const bytes = new Uint8Array(8);
        const publicExponent = new Uint8Array([1, 0, 1]);
        const password = await subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits', 'deriveKey']);
        const argon = await subtle.importKey('raw-secret', bytes, 'Argon2id', false, ['deriveBits']);
        const pbkdf2 = (iterations, length) => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, password, length);
        let reads = 0;
        const cases = {
            iterations: () => pbkdf2(2 ** 32 - 1, 256),
            length: () => pbkdf2(1, 2 ** 32 - 8),
            product: () => pbkdf2(1_000_000, 8 << 20),
            getter: () => subtle.deriveBits(
                { name: 'PBKDF2', hash: 'SHA-256', salt, get iterations() { return reads++ === 0 ? 2 ** 31 : 1 } }, password, 256),
            key: () => subtle.deriveKey(
                { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 9_000_000 }, password, { name: 'HMAC', hash: 'SHA-256', length: 8000 }, true, ['sign']),
            memory: () => subtle.deriveBits({ name: 'Argon2id', nonce: salt, memory: 3e6, passes: 1, parallelism: 1 }, argon, 256),
            passes: () => subtle.deriveBits({ name: 'Argon2id', nonce: salt, memory: 100, passes: 1e6, parallelism: 1 }, argon, 256),
            modulus: () => subtle.generateKey({ name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 16384, publicExponent }, true, ['sign']),
            output: () => subtle.digest({ name: 'cSHAKE128', outputLength: 2 ** 31, length: 2 ** 31 }, bytes),
        };
        for (const [name, run] of Object.entries(cases)) {
            const error = await run().then(() => undefined, (error) => error);
            if (error?.name !== 'OperationError' || !error.message.startsWith('Too much work')) throw new Error(`${name}: ${error}`);
        }
        // What others do every day.
        const derived = await pbkdf2(100_000, 256);
        if (derived.byteLength !== 32) throw new Error('no bits');
        const hmac = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
        const signature = await subtle.sign('HMAC', hmac, bytes);
        if (!await subtle.verify('HMAC', hmac, signature, bytes)) throw new Error('not verified');
        // A getter is asked once: what is checked is what is used.
        let asked = 0;
        await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, get iterations() { return asked++ === 0 ? 1 : 2 ** 31 } }, password, 256);
        if (asked !== 1) throw new Error(`asked ${asked} times`);";
    soon(victim.eval(code)).await.unwrap();
    neighbourhood.end(&mut Failures::default()).await;
}

/// A guest can get hold of the lists behind its `Headers`, and make them say anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn header_lists_are_not_believed() {
    let neighbourhood = Neighbourhood::new().await;
    let mut failures = Failures::default();
    let victim = neighbourhood
        .victim(|options| {
            options
                .memory_limit_mb(MEMORY)
                .fetch(|_| async { Ok(isolate_client::FetchResponse::new(200, "")) })
        })
        .await;
    let setup = "
        globalThis.list = (headers) => headers[Object.getOwnPropertySymbols(headers).find((symbol) => symbol.description === 'header list')];
        const long = 'x'.repeat(1_000_000);
        serve({ fetch(request) {
            const response = new Response('x', { headers: { a: 'b' } });
            if (request.url.endsWith('/length')) list(response.headers).length = 2 ** 32 - 1;
            else for (let i = 0; i < 3000; i++) list(response.headers).push(['n' + i, long]);
            return response;
        } });";
    soon(victim.eval(setup)).await.unwrap();
    for (path, text) in [
        (
            "length",
            "There are 4294967295 headers; a message may have 10000",
        ),
        ("bytes", "The headers have more than 10485760 bytes"),
    ] {
        let request = isolate_client::Request::get(format!("http://h/{path}"));
        let answer = soon(victim.dispatch(request)).await;
        let message = answer
            .err()
            .and_then(|error| Some(error.remote()?.message.clone()));
        failures.expect(
            message
                .as_ref()
                .is_some_and(|message| message.starts_with(text)),
            || format!("{path}: {message:?}"),
        );
    }
    let fetch = "
        const request = new Request('http://a/', { headers: { a: 'b' } });
        list(request.headers).constructor = { [Symbol.species]: function () { const all = []; all.length = 2 ** 32 - 1; return all } };
        const error = await fetch(request).then(() => undefined, (error) => error);
        if (error?.name !== 'TypeError' || !error.message.startsWith('There are 4294967295 headers')) throw new Error(`not ${error}`);";
    soon(victim.eval(fetch)).await.unwrap();
    neighbourhood.end(&mut failures).await;
}
