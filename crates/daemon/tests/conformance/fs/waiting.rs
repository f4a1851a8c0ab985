//! Who waits for whom: operations overlap, and an answer waits for what was written before it (runtime.md 2.13).

use std::sync::Arc;
use std::time::Duration;

use isolate_client::{EvalOptions, FileStat, FileSystem, Request};
use tokio::sync::Barrier;

use super::guest_of;
use super::memory::Memory;
use crate::support::soon;

fn slow() -> Memory {
    let mut memory = Memory::default();
    memory.delay = Duration::from_millis(30);
    memory
}

const OPEN: &str = "globalThis.open = async (name) => (await (await getDirectory('/')).getFileHandle(name, { create: true })).createWritable();";

#[tokio::test]
async fn an_eval_is_answered_after_its_writes() {
    for pieces in [false, true] {
        let memory = slow();
        let files = if pieces {
            memory.pieces()
        } else {
            memory.whole_files(&[])
        };
        let guest = guest_of(files).await;
        guest.eval(OPEN).await.unwrap();
        guest
            .eval("const w = await open('a'); w.write('1'); w.write('2'); w.write('3'); w.close();")
            .await
            .unwrap();
        assert_eq!(memory.text("/a"), "123");
        guest
            .eval("const writer = (await open('b')).getWriter(); writer.write('1'); writer.write({ type: 'truncate', size: 3 }); writer.close();")
            .await
            .unwrap();
        assert_eq!(memory.text("/b"), "1\0\0");
        guest.eval("(await open('c')).close();").await.unwrap();
        assert_eq!(memory.text("/c"), "");
        guest
            .eval("const d = await getDirectory('/'); d.getFileHandle('d', { create: true }); d.removeEntry('a');")
            .await
            .unwrap();
        assert_eq!(memory.paths(), ["/b", "/c", "/d"]);
        let error = guest
            .failure("const w = await open('e'); w.write('kept'); throw new Error('own');")
            .await;
        assert_eq!(
            (error.message.as_str(), memory.text("/e").as_str()),
            ("own", "kept")
        );
    }
}

#[tokio::test]
async fn a_dispatch_is_answered_after_the_writes_of_its_handler() {
    let memory = slow();
    let guest = guest_of(memory.whole_files(&[])).await;
    guest.eval(OPEN).await.unwrap();
    guest
        .eval(
            "serve({ async fetch(request) {
               const name = new URL(request.url).pathname.slice(1);
               const w = await open(name);
               w.write('one ');
               w.write('two');
               w.close();
               if (name === 'thrown') throw new Error('own');
               if (name === 'streamed') return new Response(new Blob(['body']).stream());
               return new Response('body');
             } });",
        )
        .await
        .unwrap();
    for name in ["plain", "streamed", "thrown"] {
        let response = soon(
            guest
                .runtime
                .dispatch(Request::get(format!("http://x/{name}"))),
        )
        .await;
        match response {
            Ok(response) => {
                // The head alone says that the file is there.
                assert_eq!(memory.text(&format!("/{name}")), "one two");
                assert_eq!(response.body.bytes().await.unwrap(), "body");
            }
            Err(error) => {
                assert_eq!(name, "thrown", "{error}");
                assert_eq!(memory.text("/thrown"), "one two");
            }
        }
    }
}

#[tokio::test]
async fn writes_that_fail_hold_up_nobody() {
    let files = Memory::default().whole_files(&["writeFile"]);
    let files = files.write_file(|_, data| async move {
        match data.len() {
            0 => Ok(()),
            _ => Err("[QuotaExceededError]full".into()),
        }
    });
    let guest = guest_of(files).await;
    guest.eval(OPEN).await.unwrap();
    guest
        .check(
            "const ignore = (promise) => promise.catch(() => {});
             const w = await open('a');
             ignore(w.write('1')); ignore(w.write('2')); ignore(w.close());
             const x = await open('b');
             const writer = x.getWriter();
             ignore(writer.closed); ignore(writer.ready);
             ignore(writer.write('1')); ignore(writer.close()); ignore(writer.write('2')); ignore(writer.abort());
             const y = await open('c');
             ignore(y.write('1')); ignore(y.abort());
             await rejects((await open('d')).write('1'), 'QuotaExceededError', 'full');",
        )
        .await;
}

#[tokio::test]
async fn operations_overlap_and_timers_run_meanwhile() {
    let pair = Arc::new(Barrier::new(2));
    let files = FileSystem::new().stat(move |_| {
        let pair = Arc::clone(&pair);
        async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            pair.wait().await;
            Ok(FileStat {
                is_file: true,
                ..FileStat::default()
            })
        }
    });
    let guest = guest_of(files).await;
    guest
        .check(
            "const d = await getDirectory('/');
             let ticks = 0;
             const timer = setInterval(() => ticks++, 5);
             await soon(Promise.all([d.getFileHandle('a'), d.getFileHandle('b')]));
             clearInterval(timer);
             ok(ticks > 1, `${ticks} ticks`);",
        )
        .await;
}

#[tokio::test]
async fn a_host_that_never_answers_holds_up_its_own_guest_only() {
    let files = FileSystem::new()
        .stat(|_| std::future::pending())
        .write_file(|_, _| std::future::pending());
    let guest = guest_of(files).await;
    // Many more than may be on their way at once.
    guest
        .eval("const d = await getDirectory('/'); for (let i = 0; i < 20_000; i++) d.getFileHandle(`f${i}`); setTimeout(() => {}, 0);")
        .await
        .unwrap();
    guest.eval("1 + 1").await.unwrap();
    let limited = EvalOptions {
        execution_timeout: Some(Duration::from_millis(300)),
        ..EvalOptions::default()
    };
    let code = "const d = await getDirectory('/'); d.getFileHandle('x', { create: true });";
    let error = guest.eval_with(code, limited).await.unwrap_err();
    assert!(error.message.contains("timed out"), "{}", error.message);
    soon(guest.runtime.dispose()).await.unwrap();
}
