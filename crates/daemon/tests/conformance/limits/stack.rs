//! Recursion that runs out of stack.

use isolate_client::RuntimeOptions;

use super::{Outcome, PLENTY, Trial, failure};
use crate::support::soon;

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
    let mut trial = Trial::begin().await;
    for code in RECURSIONS {
        let plenty = |options: RuntimeOptions| options.execution_timeout(PLENTY);
        let Outcome { victim, error, .. } = trial.run(code, plenty).await;
        let failures = &mut trial.failures;
        if let Some(error) = error {
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
    trial.end().await;
}
