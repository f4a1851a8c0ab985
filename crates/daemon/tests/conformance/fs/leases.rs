//! What happens to files when a runtime changes its owner (runtime.md 21.2): handles stay, what was open breaks off.

use std::sync::Arc;

use isolate_client::{FileSystem, Request};
use tokio::sync::Notify;

use super::memory::Memory;
use crate::common::Process;
use crate::support::{Guest, guest_on, soon};

async fn owner(daemon: &Arc<Process>, files: FileSystem) -> Guest {
    guest_on(daemon, |options, _| options.fs(files).namespace("files")).await
}

#[tokio::test]
async fn handles_work_with_the_files_of_the_next_owner_and_streams_do_not() {
    let daemon = Arc::new(Process::start(&[]));
    let first = Memory::with(&[("/d/f", "of the first")]);
    let begun = Arc::new(Notify::new());
    let writes = Arc::clone(&begun);
    let stuck = first.pieces().write_file(move |_, _| {
        writes.notify_one();
        std::future::pending()
    });
    let guest = owner(&daemon, stuck).await;
    guest
        .eval(
            "globalThis.f = await (await getDirectory('/d')).getFileHandle('f');
             globalThis.idle = await f.createWritable();
             globalThis.busy = await f.createWritable();
             serve({ fetch() { busy.write('never').catch(() => {}); return new Response('answer'); } });",
        )
        .await
        .unwrap();
    let late = guest.runtime.dispatch(Request::get("http://x/"));
    soon(begun.notified()).await;
    soon(guest.runtime.dispose()).await.unwrap();
    assert!(soon(late).await.is_err());

    let second = Memory::with(&[("/d/f", "of the second")]);
    let guest = owner(&daemon, second.pieces()).await;
    assert!(guest.runtime.reused());
    guest
        .check(
            "is(await (await f.getFile()).text(), 'of the second');
             await rejects(idle.write('x'), 'Error', 'Runtime was soft-disposed');
             await rejects(soon(busy.write('x'), 'a write', 1000), 'Error', 'Runtime was soft-disposed');
             const w = await f.createWritable();
             w.write('new');",
        )
        .await;
    assert_eq!(second.text("/d/f"), "new");
    let response = soon(guest.runtime.dispatch(Request::get("http://x/")))
        .await
        .unwrap();
    assert_eq!(response.status, 200);
}
