//! Custom functions: how they are called, and how they fail (runtime.md 5).

mod arguments;
mod iterators;
mod results;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use isolate_client::protocol::Bytes;
use isolate_client::{CallbackError, FunctionKind, RuntimeOptions, Value, Values};
use tokio::sync::Barrier;

use self::iterators::Endless;
use crate::common::Process;
use crate::support::{connect, guest_on, guest_with, soon};

type Answer = Result<Value, CallbackError>;

fn bin(bytes: &[u8]) -> Value {
    Value::Bin(Bytes::copy_from_slice(bytes))
}

#[tokio::test]
async fn errors_keep_name_message_and_code() {
    let guest = guest_with(|options, _| {
        let error = || CallbackError::named("NotFoundError", "not here").with_code("ENOENT");
        options
            .sync_function("fail", move |_| -> Answer { Err(error()) })
            .function("failLater", FunctionKind::Async, move |_| {
                std::future::ready(Err::<Value, _>(error()))
            })
            .sync_function("failTypeError", move |_| -> Answer {
                Err(CallbackError::named("TypeError", "typed"))
            })
            .sync_function("failPlain", move |_| -> Answer {
                Err(CallbackError::new(""))
            })
            .iterator_function("failStart", move |_| {
                Err::<Values<std::vec::IntoIter<Value>>, _>(error())
            })
    })
    .await;
    guest
        .eval(
            "const look = (error, what) => {
               if (!(error instanceof Error) || error.constructor !== Error) throw new Error(what + ': class');
               const found = [error.name, error.message, error.code].join();
               if (found !== 'NotFoundError,not here,ENOENT') throw new Error(what + ': ' + found);
               if (Object.keys(error).join() !== '') throw new Error(what + ': enumerable ' + Object.keys(error));
               if (what === 'sync' && !error.stack.includes('/index.js:')) throw new Error(what + ': ' + error.stack);
             };
             try { fail(); throw 1 } catch (error) { look(error, 'sync') }
             try { await failLater(); throw 1 } catch (error) { look(error, 'async') }
             try { for await (const x of failStart()) throw 2; throw 1 } catch (error) { look(error, 'iterator') }
             try { failTypeError(); throw 1 } catch (error) {
               if (error.name !== 'TypeError' || error.message !== 'typed' || !(error instanceof Error)) throw error;
             }
             try { failPlain(); throw 1 } catch (error) { if (error.name !== 'Error' || error.message !== '') throw error }",
        )
        .await
        .unwrap();
    let error = guest.failure("await failLater()").await;
    assert_eq!(
        (error.name.as_deref(), error.message.as_str()),
        (Some("NotFoundError"), "not here")
    );
    let error = guest.failure("failTypeError()").await;
    assert_eq!(
        (error.name.as_deref(), error.message.as_str()),
        (Some("TypeError"), "typed")
    );
}

#[tokio::test]
async fn sync_functions_block_and_async_ones_do_not() {
    let guest = guest_with(|options, _| {
        let slow = |_| async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            Ok::<_, CallbackError>(7.0)
        };
        let all = Arc::new(tokio::sync::Barrier::new(20));
        options
            .function("blocking", FunctionKind::Sync, slow)
            .function("waiting", FunctionKind::Async, slow)
            .function("meeting", FunctionKind::Async, move |_| {
                let all = Arc::clone(&all);
                async move {
                    all.wait().await;
                    Ok::<_, CallbackError>(8.0)
                }
            })
    })
    .await;
    guest
        .check(
            "let ticks = 0; setInterval(() => ticks++, 5);
             is(blocking(), 7, 'a value, no promise'); is(ticks, 0, 'nothing runs meanwhile');
             const promise = waiting(); ok(promise instanceof Promise); is(await promise, 7); ok(ticks >= 5, 'timers run');
             same(await soon(Promise.all(Array.from({ length: 20 }, meeting)), 'calls that overlap'), Array(20).fill(8));
             is(blocking.name, 'blocking'); is(waiting.name, 'waiting');",
        )
        .await;
}

#[tokio::test]
async fn a_thousand_calls_in_flight() {
    let barrier = Arc::new(Barrier::new(1000));
    let guest = guest_with(|options, _| {
        options.function("meet", FunctionKind::Async, move |args| {
            let barrier = Arc::clone(&barrier);
            async move {
                barrier.wait().await;
                Ok(args.into_iter().next().unwrap_or_default())
            }
        })
    })
    .await;
    guest
        .check("same(await soon(Promise.all(Array.from({ length: 1000 }, (_, i) => meet(i))), 'all', 15000), Array.from({ length: 1000 }, (_, i) => i))")
        .await;
}

#[tokio::test]
async fn names_of_functions_are_data() {
    let names = [
        "my-function",
        "atob",
        "with space",
        "a.b",
        "let",
        "'; throw 1; '",
        "ünïcode",
        "console",
    ];
    let guest = guest_with(|mut options, _| {
        for name in names {
            options = options.sync_function(name, move |_| Ok(name));
        }
        options
    })
    .await;
    for name in names {
        guest
            .eval(&format!(
                "if (globalThis[{name:?}]() !== {name:?}) throw new Error('another')"
            ))
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[tokio::test]
async fn a_client_that_vanishes_mid_call_takes_only_its_own_runtime() {
    let daemon = Arc::new(Process::start(&["--max-isolates", "2"]));
    let other = guest_on(&daemon, |options, _| options).await;
    for code in [
        "await forever()",
        "forever_()",
        "for await (const x of iterate()) ;",
        "import './x.js'",
        "setInterval(() => forever(), 1); await forever()",
    ] {
        let called = Arc::new(AtomicUsize::new(0));
        let client = connect(&daemon).await;
        let count = Arc::clone(&called);
        let pending = move |_: Vec<Value>| {
            count.fetch_add(1, Ordering::Relaxed);
            std::future::pending::<Answer>()
        };
        let loads = Arc::clone(&called);
        let options = RuntimeOptions::new()
            .function("forever", FunctionKind::Async, pending.clone())
            .function("forever_", FunctionKind::Sync, pending)
            .iterator_function("iterate", |_| Ok(Endless::new(&Arc::default())))
            .module_loader(move |_, _| {
                loads.fetch_add(1, Ordering::Relaxed);
                std::future::pending::<Answer>()
            });
        let runtime = soon(client.create_runtime(options)).await.unwrap();
        let eval = tokio::spawn(async move { runtime.eval(code).await });
        let start = Instant::now();
        while called.load(Ordering::Relaxed) == 0 && start.elapsed() < Duration::from_millis(200) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        client.close();
        assert!(soon(eval).await.unwrap().is_err());
        // Its place is free within a second.
        let start = Instant::now();
        let successor = connect(&daemon).await;
        while let Err(error) = soon(successor.create_runtime(RuntimeOptions::new())).await {
            assert!(error.to_string().contains("Maximum isolates"), "{error}");
            assert!(
                start.elapsed() < Duration::from_secs(1),
                "{code}: the runtime is still there"
            );
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        successor.close();
        other.eval("1").await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
