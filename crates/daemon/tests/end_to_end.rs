//! Guest code through the Rust client: everything at once, on real V8.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::process::command;
use common::{Process, TempDir};
use isolate_client::{
    Address, CallbackError, Client, ClientError, FunctionKind, Importer, Module, RemoteRuntime,
    RuntimeOptions, Value, Values,
};

/// What a runtime has written to its console.
#[derive(Clone, Default)]
struct Console(Arc<Mutex<Vec<String>>>);

impl Console {
    fn options(&self) -> RuntimeOptions {
        let entries = Arc::clone(&self.0);
        RuntimeOptions::new().console(move |entry| {
            let Value::Map(fields) = entry else {
                panic!("an entry is no map")
            };
            let stdout = fields.into_iter().find(|(name, _)| name == "stdout");
            let Some((_, Value::Str(text))) = stdout else {
                panic!("an entry has no text")
            };
            entries.lock().unwrap().push(text);
        })
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

async fn connect(daemon: &Process) -> Client {
    let address = match daemon.address().rsplit_once(':') {
        Some((host, port)) => Address::tcp(host, port.parse().unwrap()),
        None => Address::unix(daemon.socket()),
    };
    Client::connect(&address).await.unwrap()
}

async fn failure(runtime: &RemoteRuntime, code: &str) -> String {
    match runtime.eval(code).await {
        Err(ClientError::Remote(error)) => format!("{error}"),
        other => panic!("expected a failure: {other:?}"),
    }
}

#[tokio::test]
async fn console_over_both_transports() {
    let directory = TempDir::new();
    let tcp = Process::start_at(command().args(["--port", "0"]), &directory);
    for daemon in [Process::start(&[]), tcp] {
        let client = connect(&daemon).await;
        let console = Console::default();
        let runtime = client.create_runtime(console.options()).await.unwrap();
        runtime
            .eval("console.log('hi', { a: 1 } as { a: number })")
            .await
            .unwrap();
        assert_eq!(console.take(), ["hi { a: 1 }"]);
        // More than any buffer holds, in order, and all of it before the answer.
        let code = "for (let i = 0; i < 20_000; i++) console.log(i, 'x'.repeat(200))";
        runtime.eval(code).await.unwrap();
        let entries = console.take();
        assert_eq!(entries.len(), 20_000);
        for (number, entry) in entries.iter().enumerate() {
            assert!(
                entry.starts_with(&format!("{number} x")),
                "{number}: {entry}"
            );
        }
        runtime.dispose().await.unwrap();
    }
}

#[tokio::test]
async fn modules_and_functions() {
    let daemon = Process::start(&[]);
    let client = connect(&daemon).await;
    let console = Console::default();
    let options = console
        .options()
        .module_loader(|specifier: String, importer: Importer| async move {
            assert_eq!(importer.path, "/index.js");
            match specifier.as_str() {
                "./double.js" => Ok(Module::new(
                    "export default (n: number) => 2 * n",
                    "double.js",
                    "/",
                )),
                _ => Err(CallbackError::new(format!("no {specifier}"))),
            }
        })
        .sync_function("add", |args| {
            Ok(args.iter().filter_map(Value::as_f64).sum::<f64>())
        })
        .function("later", FunctionKind::Async, |args| async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(Value::Array(args))
        })
        .sync_function("fail", |_| -> Result<Value, _> {
            Err(CallbackError::new("nope"))
        })
        .iterator_function("count", |_| Ok(Values::new((1..=3).map(Value::Int))));
    let runtime = client.create_runtime(options).await.unwrap();
    runtime
        .eval(
            "import double from './double.js';
             console.log(double(add(1, 2)));
             const start = Date.now();
             const all = await Promise.all(Array.from({ length: 20 }, (_, i) => later(i)));
             console.log(all.flat().join(), Date.now() - start < 500);
             try { fail() } catch (error) { console.log(error.message) }
             for await (const n of count()) console.log(n);",
        )
        .await
        .unwrap();
    let numbers = "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19 true";
    assert_eq!(console.take(), ["6", numbers, "nope", "1", "2", "3"]);
    let text = failure(&runtime, "import './none.js'").await;
    assert!(text.contains("no ./none.js"), "{text}");
}

#[tokio::test]
async fn functions_in_results_can_be_called() {
    let daemon = Process::start(&[]);
    let client = connect(&daemon).await;
    let console = Console::default();
    let exports = client.exports();
    let options = console.options().sync_function("make", move |_| {
        let double = |args: Vec<Value>| async move {
            let number = args.first().and_then(Value::as_f64).unwrap_or_default();
            Ok::<_, CallbackError>(2.0 * number)
        };
        let function = exports
            .function(double)
            .map_err(|error| CallbackError::new(error.to_string()))?;
        let promise = exports.promise(async { Ok::<_, CallbackError>(Value::Int(7)) });
        let iterator = exports.iterator(Values::new([Value::Int(8), Value::Int(9)]));
        Ok(Value::Array(vec![function, promise, iterator]))
    });
    let runtime = client.create_runtime(options).await.unwrap();
    runtime
        .eval(
            "const [double, promise, iterator] = make();
             console.log(await double(21), await promise);
             for await (const n of iterator) console.log(n);",
        )
        .await
        .unwrap();
    assert_eq!(console.take(), ["42 7", "8", "9"]);
}

#[tokio::test]
async fn a_neighbour_keeps_answering_within_50_ms() {
    let daemon = Process::start(&[]);
    let hostile = connect(&daemon).await;
    let client = connect(&daemon).await;
    let runtime = client.create_runtime(RuntimeOptions::new()).await.unwrap();
    let victim = hostile
        .create_runtime(RuntimeOptions::new().execution_timeout(Duration::from_millis(500)))
        .await
        .unwrap();
    let busy = tokio::spawn(async move { failure(&victim, "for (;;) ;").await });
    let mut times = Vec::new();
    while !busy.is_finished() {
        let start = Instant::now();
        runtime.eval("1").await.unwrap();
        times.push(start.elapsed());
    }
    assert_eq!(busy.await.unwrap(), "Execution timed out after 500ms");
    assert!(times.len() > 10, "{times:?}");
    let slowest = times.iter().max().unwrap();
    assert!(*slowest < Duration::from_millis(50), "{slowest:?}");
}
