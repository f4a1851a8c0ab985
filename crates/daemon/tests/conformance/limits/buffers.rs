//! Memory beside the heap.

use super::{MEMORY, Outcome, Trial, failure, little_memory};
use crate::support::soon;

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
    let mut trial = Trial::begin().await;
    for code in BUFFER_BOMBS {
        let Outcome { victim, error, .. } = trial.run(code, little_memory).await;
        let failures = &mut trial.failures;
        match error {
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
    }
    trial.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_buffers_can_be_caught() {
    let trial = Trial::begin().await;
    let victim = trial
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
    trial.end().await;
}
