//! Rejections and exceptions that nobody handles: which of them fail an eval.

use crate::support::guest;

#[tokio::test]
async fn unhandled_rejections_of_the_first_turn_fail_the_eval() {
    let guest = guest().await;
    guest
        .fails("Promise.reject(new TypeError('lost'))", "TypeError", "lost")
        .await;
    guest
        .fails(
            "Promise.resolve().then(() => { throw new Error('lost') })",
            "Error",
            "lost",
        )
        .await;
    guest
        .fails(
            "(async () => { throw new Error('in a function') })()",
            "Error",
            "in a function",
        )
        .await;
    guest
        .fails(
            "Promise.reject(new Error('a')); Promise.reject(new Error('b'))",
            "Error",
            "a",
        )
        .await;
    for code in [
        "const p = Promise.reject(1); p.catch(() => {})",
        "const p = Promise.reject(1); await null; try { await p } catch {}",
        "let reject; const p = new Promise((_, r) => { reject = r }); reject(1); await p.catch(() => {})",
        "await Promise.allSettled([Promise.reject(1)])",
    ] {
        guest
            .eval(code)
            .await
            .unwrap_or_else(|error| panic!("{code}: {error}"));
    }
}

#[tokio::test]
async fn rejections_of_later_turns_fail_nobody() {
    for code in [
        "setTimeout(() => { Promise.reject(new Error('in a timer')) }, 5)",
        "setTimeout(async () => { throw new Error('in an async timer') }, 5)",
        "setTimeout(() => { throw new Error('thrown in a timer') }, 5)",
    ] {
        // During the eval that started it, and during the next one.
        let waiting = "await new Promise((resolve) => setTimeout(resolve, 20))";
        let guest = guest().await;
        guest
            .eval(&format!("{code}; {waiting}"))
            .await
            .unwrap_or_else(|error| panic!("{code}: {error}"));
        guest.eval(code).await.unwrap();
        guest
            .eval(waiting)
            .await
            .unwrap_or_else(|error| panic!("after {code}: {error}"));
    }
}

#[tokio::test]
async fn exceptions_of_listeners_stop_nobody() {
    let guest = guest().await;
    guest
        .check(
            "const t = new EventTarget(); const seen = [];
             t.addEventListener('x', () => { seen.push(1); throw new Error('in a listener') });
             t.addEventListener('x', () => { seen.push(2) });
             is(t.dispatchEvent(new Event('x')), true); same(seen, [1, 2]);
             const c = new AbortController();
             c.signal.addEventListener('abort', () => { throw new Error('in a listener') });
             c.signal.onabort = () => { seen.push(3); throw new Error('in a handler') };
             c.abort(); same(seen, [1, 2, 3]); await sleep(1);",
        )
        .await;
    guest.eval("1").await.unwrap();
}
