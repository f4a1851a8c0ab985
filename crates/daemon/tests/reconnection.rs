//! Calls that a client has not answered before it was lost (protocol.md 4.12, runtime.md 21.4).

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::Process;
use isolate_client::{
    Address, Client, FetchResponse, FunctionKind, Module, Playwright, RemoteRuntime,
    RuntimeOptions, Value, Values,
};

/// What a client was asked, in order.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    async fn wait_for(&self, number: usize) -> Vec<String> {
        let asked = || async { (self.all().len() >= number).then(|| self.all()) };
        eventually(&format!("{number} calls"), asked).await
    }
}

/// Asks again and again, for a bounded time.
async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, ask: impl Fn() -> F) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "no {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn connect(daemon: &Process) -> Client {
    let address = Address::unix(daemon.socket());
    Client::connect(&address).await.unwrap()
}

/// Callbacks of all kinds that can be repeated, which answer or never do.
fn options(asked: &Asked, answers: bool) -> RuntimeOptions {
    let [function, fetch, loader, iterator, browser] = std::array::from_fn(|_| asked.clone());
    RuntimeOptions::new()
        .namespace("n")
        .function("ask", FunctionKind::Async, move |args| {
            function.note(format!("ask {args:?}"));
            async move {
                if answers {
                    Ok(Value::from("told"))
                } else {
                    pending().await
                }
            }
        })
        .iterator_function("count", move |args| {
            iterator.note(format!("count {args:?}"));
            Ok(Values::new([1, 2].map(Value::from)))
        })
        .fetch(move |request| {
            fetch.note(format!("fetch {} {}", request.method, request.url));
            async move {
                if answers {
                    Ok(FetchResponse::new(200, "fetched"))
                } else {
                    pending().await
                }
            }
        })
        .playwright(Playwright::new(move |operation| {
            browser.note(operation);
            async move {
                if answers {
                    Ok(r#"{"ok":true,"value":"titled"}"#.to_owned())
                } else {
                    pending().await
                }
            }
        }))
        .module_loader(move |specifier, _| {
            loader.note(format!("load {specifier}"));
            async move {
                if answers {
                    Ok(Module::new("export default 'loaded'", "m.js", "/"))
                } else {
                    pending().await
                }
            }
        })
}

/// The next client's runtime, as soon as the daemon has noticed that the last one is gone.
async fn take_over(daemon: &Process, options: RuntimeOptions) -> RemoteRuntime {
    let client = connect(daemon).await;
    let create = || async { client.create_runtime(options.clone()).await.ok() };
    let runtime = eventually("free namespace", create).await;
    assert!(runtime.reused());
    runtime
}

/// Evaluates code that waits for the client, which is lost before it answers.
async fn lose(daemon: &Process, code: &str, calls: usize) -> Vec<String> {
    let client = connect(daemon).await;
    let asked = Asked::default();
    let runtime = client.create_runtime(options(&asked, false)).await.unwrap();
    let code = code.to_owned();
    let eval = tokio::spawn(async move { runtime.eval(&code).await });
    let asked = asked.wait_for(calls).await;
    client.close();
    assert!(eval.await.unwrap().is_err());
    asked
}

/// Waits for the guest's global `result`.
async fn result(runtime: &RemoteRuntime, expected: &str) {
    let check = format!(
        "const until = Date.now() + 10_000;
         while (globalThis.result === undefined && Date.now() < until) await new Promise((done) => setTimeout(done, 5));
         if (String(globalThis.result) !== {expected:?}) throw new Error(`the result is ${{globalThis.result}}`);"
    );
    runtime.eval(&check).await.unwrap();
}

#[tokio::test]
async fn calls_in_flight_are_repeated_once_by_the_next_client() {
    let daemon = Process::start(&[]);
    let code = "globalThis.result = await Promise.all([
        ask('a', 1),
        fetch('http://x/', { method: 'PUT', body: 'b' }).then((response) => response.text()),
        import('./m.js').then((module) => module.default),
        page.title(),
    ])";
    let first = lose(&daemon, code, 4).await;
    let asked = Asked::default();
    let runtime = take_over(&daemon, options(&asked, true)).await;
    result(&runtime, "told,fetched,loaded,titled").await;
    let (mut first, mut second) = (first, asked.all());
    first.sort();
    second.sort();
    assert_eq!(first, second);
    assert_eq!(first.len(), 4);
}

#[tokio::test]
async fn an_iterator_starts_at_the_next_client() {
    let daemon = Process::start(&[]);
    let code = "await ask(); globalThis.result = []; for await (const x of count('c')) result.push(x); result.push('end')";
    lose(&daemon, code, 1).await;
    let asked = Asked::default();
    let runtime = take_over(&daemon, options(&asked, true)).await;
    asked.wait_for(2).await;
    let done = "while (result[2] === undefined) await new Promise((done) => setTimeout(done, 5));";
    runtime.eval(done).await.unwrap();
    result(&runtime, "1,2,end").await;
}

#[tokio::test]
async fn nothing_runs_while_nobody_is_there() {
    let daemon = Process::start(&["--spares", "0"]);
    let code = "setInterval(() => { globalThis.ticks = (globalThis.ticks ?? 0) + 1 }, 1);
                while (globalThis.ticks === undefined) await new Promise((done) => setTimeout(done, 1));
                globalThis.result = await ask()";
    lose(&daemon, code, 1).await;
    let runtime = take_over(&daemon, options(&Asked::default(), true)).await;
    runtime.eval("globalThis.before = ticks").await.unwrap();
    result(&runtime, "told").await;
    let check = "if (ticks !== before) throw new Error(`${ticks} ticks, ${before} before`)";
    runtime.eval(check).await.unwrap();
}

#[tokio::test]
async fn callbacks_that_the_next_client_lacks_fail_their_calls() {
    let daemon = Process::start(&[]);
    let code = "const text = (error) => error.message;
                globalThis.result = (await Promise.all([
                    ask().catch(text), fetch('http://x/').catch(text), import('./m.js').catch(text),
                ])).join('\\n')";
    lose(&daemon, code, 3).await;
    let runtime = take_over(&daemon, RuntimeOptions::new().namespace("n")).await;
    let check = "
        const until = Date.now() + 10_000;
        while (globalThis.result === undefined && Date.now() < until) await new Promise((done) => setTimeout(done, 5));
        const [ask, fetch, load] = result.split('\\n');
        if (ask !== \"Custom function 'ask' callback not available after reconnection\") throw new Error(ask);
        if (fetch !== 'Fetch callback not available after reconnection') throw new Error(fetch);
        if (!load.includes('No module loader registered. Cannot import: ./m.js')) throw new Error(load);";
    runtime.eval(check).await.unwrap();
}

#[tokio::test]
async fn what_was_disposed_is_not_repeated() {
    let daemon = Process::start(&[]);
    let client = connect(&daemon).await;
    let asked = Asked::default();
    let runtime = client.create_runtime(options(&asked, false)).await.unwrap();
    let other = runtime.clone();
    let eval = tokio::spawn(async move { other.eval("globalThis.result = await ask()").await });
    asked.wait_for(1).await;
    runtime.dispose().await.unwrap();
    assert!(eval.await.unwrap().is_err());
    let asked = Asked::default();
    let runtime = take_over(&daemon, options(&asked, true)).await;
    runtime
        .eval("await ask('mine'); if ('result' in globalThis) throw 1")
        .await
        .unwrap();
    assert_eq!(asked.all().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_lost_twice_is_given_up() {
    let daemon = Process::start(&[]);
    lose(&daemon, "globalThis.result = await ask('twice')", 1).await;
    let client = connect(&daemon).await;
    let asked = Asked::default();
    let create = || async { client.create_runtime(options(&asked, false)).await.ok() };
    // Dropping it would dispose it.
    let _second = eventually("free namespace", create).await;
    asked.wait_for(1).await;
    client.close();
    let asked = Asked::default();
    let runtime = take_over(&daemon, options(&asked, true)).await;
    runtime.eval("await ask('mine')").await.unwrap();
    assert_eq!(asked.all().len(), 1, "{:?}", asked.all());
}

#[tokio::test]
async fn a_body_that_was_on_its_way_is_not_sent_again() {
    let daemon = Process::start(&[]);
    let code = "const body = new ReadableStream({ pull() {} });
                globalThis.result = await fetch('http://x/', { method: 'POST', body, duplex: 'half' })";
    lose(&daemon, code, 1).await;
    let asked = Asked::default();
    let runtime = take_over(&daemon, options(&asked, true)).await;
    runtime.eval("await ask('mine')").await.unwrap();
    assert_eq!(asked.all().len(), 1, "{:?}", asked.all());
}
