//! Files (runtime.md 10): handles, writable streams, and what they ask of a host with and without operations on pieces.

mod directory;
mod hostile;
mod leases;
mod memory;
mod waiting;

use isolate_client::{CallbackError, FileStat, FileSystem};

use crate::support::{Failures, Guest, guest, guest_with};
use memory::Memory;

/// A guest whose files are these.
pub async fn guest_of(files: FileSystem) -> Guest {
    guest_with(|options, _| options.fs(files)).await
}

fn tree() -> Memory {
    let memory = Memory::with(&[("/data/a.txt", "hello"), ("/data/sub/b.JSON", "{}")]);
    memory.put("/data/sub/deep/x", b"");
    memory
}

/// The same tree for a host of either kind.
async fn on_both(code: &str) {
    for files in [tree().whole_files(&[]), tree().pieces()] {
        let guest = guest_of(files).await;
        guest
            .eval("await (await getDirectory('/data/sub/deep')).removeEntry('x')")
            .await
            .unwrap();
        guest.check(code).await;
    }
}

#[tokio::test]
async fn handles_are_as_the_standard_has_them() {
    on_both(include_str!("guest/fs/handles.js")).await;
}

#[tokio::test]
async fn writable_streams_are_as_the_standard_has_them() {
    on_both(include_str!("guest/fs/writable.js")).await;
}

#[tokio::test]
async fn errors_of_the_host_become_errors_of_their_class() {
    let files = FileSystem::new()
        .stat(|_| async {
            Ok(FileStat {
                is_file: true,
                ..FileStat::default()
            })
        })
        .read_file(|path| async move {
            let message = path.strip_prefix("/errors/").unwrap_or("?").to_owned();
            Err(match message.strip_prefix("named ") {
                Some(name) => CallbackError::named(name, &message),
                None => CallbackError::new(message),
            })
        });
    let guest = guest_of(files).await;
    guest.check(include_str!("guest/fs/errors.js")).await;
}

/// What an operation of the guest's has the host do: one call per line. `d` is `/d`, with `f` in it.
#[tokio::test]
async fn operations_become_the_calls_of_the_table() {
    let cases = [
        ("d.getFileHandle('f')", "stat /d/f"),
        ("d.getFileHandle('f', {create: true})", "stat /d/f"),
        (
            "d.getFileHandle('n', {create: true})",
            "stat /d/n, writeFile /d/n ",
        ),
        ("d.getDirectoryHandle('s')", "stat /d/s"),
        (
            "d.getDirectoryHandle('m', {create: true})",
            "mkdir /d/m true",
        ),
        ("d.removeEntry('f')", "stat /d/f, unlink /d/f"),
        ("d.removeEntry('e')", "stat /d/e, rmdir /d/e"),
        (
            "d.removeEntry('s', {recursive: true})",
            "stat /d/s, readdir /d/s, stat /d/s/x, unlink /d/s/x, rmdir /d/s",
        ),
        ("all(d.keys())", "readdir /d"),
        (
            "all((await d.getDirectoryHandle('s')).values())",
            "stat /d/s, readdir /d/s, stat /d/s/x",
        ),
        ("f.getFile()", "stat /d/f, readFile /d/f"),
        ("w.write('x')", "writeFile /d/f x"),
        ("w.write('x'), await w.close()", "writeFile /d/f x"),
        (
            "w.write({type: 'write', position: 2, data: 'x'})",
            "writeFile /d/f \\u{0}\\u{0}x",
        ),
        ("w.close()", "writeFile /d/f "),
        ("w.abort()", ""),
        (
            "k.write({type: 'write', position: 1, data: 'x'})",
            "stat /d/f, readFile /d/f, writeFile /d/f fxle",
        ),
        (
            "k.write('x')",
            "stat /d/f, readFile /d/f, writeFile /d/f xile",
        ),
        (
            "k.truncate(1)",
            "stat /d/f, readFile /d/f, writeFile /d/f f",
        ),
        ("k.close()", ""),
    ];
    let mut failures = Failures::default();
    for (operation, expected) in cases {
        let memory = Memory::with(&[("/d/f", "file"), ("/d/s/x", ""), ("/d/e/x", "")]);
        let guest = guest_of(memory.whole_files(&[])).await;
        guest
            .eval(
                "globalThis.all = async (iterable) => { for await (const _ of iterable); };
                 globalThis.d = await getDirectory('/d/');
                 await (await d.getDirectoryHandle('e')).removeEntry('x');
                 globalThis.f = await d.getFileHandle('f');
                 globalThis.w = await f.createWritable();
                 globalThis.k = await f.createWritable({ keepExistingData: true });",
            )
            .await
            .unwrap();
        memory.calls();
        guest.eval(&format!("await {operation}")).await.unwrap();
        failures.compare(operation, &memory.calls().join(", "), expected);
    }
}

#[tokio::test]
async fn with_operations_on_pieces_no_file_goes_as_a_whole() {
    let memory = Memory::with(&[("/d/f", "file")]);
    memory.put("/d/large", &vec![7; 600_000]);
    let guest = guest_of(memory.pieces()).await;
    let calls = async |code: &str| {
        memory.calls();
        guest.eval(&format!("globalThis.d ??= await getDirectory('/d'); globalThis.open ??= async (name, options) => (await d.getFileHandle(name, {{ create: true }})).createWritable(options); {code}")).await.unwrap();
        memory.calls().join(", ")
    };
    let mut failures = Failures::default();
    for (code, expected) in [
        (
            "(await (await d.getFileHandle('f')).getFile()).text()",
            "stat /d/f, readAt /d/f 0 65536",
        ),
        (
            "globalThis.large = await (await d.getFileHandle('large')).getFile();",
            "stat /d/large, readAt /d/large 0 65536",
        ),
        (
            "const bytes = await large.slice(300_000, 300_010).bytes(); if (bytes.length !== 10 || bytes[9] !== 7) throw bytes;",
            "readAt /d/large 300000 10",
        ),
        (
            "if ((await large.bytes()).length !== 600_000) throw 1;",
            "readAt /d/large 0 262144, readAt /d/large 262144 262144, readAt /d/large 524288 75712",
        ),
        (
            "const reader = large.stream().getReader(); await reader.read(); await reader.cancel();",
            "readAt /d/large 0 262144",
        ),
        (
            "const w = await open('new'); await w.write(large); await w.close();",
            "stat /d/new, writeAt /d/new 0 0, readAt /d/large 0 262144, readAt /d/large 262144 262144, readAt /d/large 524288 75712, writeFile /d/new, writeAt /d/new 262144 262144, writeAt /d/new 524288 75712",
        ),
        (
            "const w = await open('f', { keepExistingData: true }); await w.write({ type: 'write', position: 2, data: 'XX' }); await w.truncate(3); await w.close();",
            "stat /d/f, writeAt /d/f 2 2, truncate /d/f 3",
        ),
        (
            "const w = await open('f'); await w.write(new Uint8Array(300_000)); await w.close();",
            "stat /d/f, writeAt /d/f 0 0, truncate /d/f 0, writeAt /d/f 0 262144, writeAt /d/f 262144 37856",
        ),
    ] {
        let calls = calls(code).await;
        let mut found: Vec<_> = calls.split(", ").collect();
        // The content is of no interest here.
        for call in &mut found {
            if call.starts_with("writeFile") {
                *call = call.rsplit_once(' ').map_or("", |(call, _)| call);
            }
        }
        let in_order = code.contains("write(large)");
        let mut expected: Vec<_> = expected.split(", ").collect();
        if in_order {
            found.sort_unstable();
            expected.sort_unstable();
        }
        failures.compare(code, &found.join(", "), &expected.join(", "));
    }
    assert_eq!(memory.get("/d/new"), Some(vec![7; 600_000]));
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_read_cannot_be_read() {
    let memory = Memory::default();
    memory.put("/f", &vec![1; 500_000]);
    let guest = guest_of(memory.pieces()).await;
    guest
        .eval("globalThis.file = await (await (await getDirectory('/')).getFileHandle('f')).getFile();")
        .await
        .unwrap();
    memory.put("/f", &vec![2; 500_001]);
    guest
        .check(
            "await rejects(file.text(), 'NotReadableError', '/f has changed since it was opened');
             await rejects(new Response(file).arrayBuffer(), 'NotReadableError');
             is((await (await (await getDirectory('/')).getFileHandle('f')).getFile()).size, 500_001);",
        )
        .await;
}

#[tokio::test]
async fn operations_that_are_missing_fail_with_their_names() {
    let memory = || Memory::with(&[("/d/f", "file"), ("/d/s/x", "")]);
    let cases = [
        ("readFile", "f.getFile()", "File reading not supported"),
        (
            "writeFile",
            "(await f.createWritable()).write('x')",
            "File writing not supported",
        ),
        (
            "readFile",
            "(await f.createWritable({ keepExistingData: true })).truncate(2)",
            "File truncation not supported",
        ),
        (
            "readdir",
            "d.keys().next()",
            "Directory reading not supported",
        ),
        (
            "unlink",
            "d.removeEntry('f')",
            "File deletion not supported",
        ),
        (
            "rmdir",
            "d.removeEntry('s')",
            "Directory deletion not supported",
        ),
    ];
    for (without, operation, text) in cases {
        let guest = guest_of(memory().whole_files(&[without])).await;
        let code = format!(
            "const d = await getDirectory('/d'); const f = await d.getFileHandle('f');
             await rejects({operation}, 'NotAllowedError', '{text}')"
        );
        guest.check(&code).await;
    }
    let guest = guest_of(memory().whole_files(&["stat", "mkdir", "writeFile"])).await;
    guest
        .check(
            "const d = await getDirectory('/d');
             for (const options of [undefined, { create: true }]) {
               is((await d.getFileHandle('anything', options)).name, 'anything');
               is((await d.getDirectoryHandle('anything', options)).name, 'anything');
             }
             const kinds = [];
             for await (const handle of d.values()) kinds.push(handle.kind);
             same(kinds, ['file', 'file']);
             const file = await (await d.getFileHandle('f')).getFile();
             ok(file.size === 4 && Date.now() - file.lastModified < 60_000);",
        )
        .await;
}

#[tokio::test]
async fn without_files_the_names_are_there_and_operations_fail() {
    guest()
        .await
        .check(
            "const d = await getDirectory('/d');
             is(d.name, 'd');
             const f = await d.getFileHandle('f', { create: true });
             await rejects(f.getFile(), 'NotAllowedError', 'File reading not supported');
             await rejects(d.removeEntry('f'), 'NotAllowedError', 'File deletion not supported');
             await rejects(d.keys().next(), 'NotAllowedError', 'Directory reading not supported');
             await rejects((await f.createWritable()).write('x'), 'NotAllowedError', 'File writing not supported');",
        )
        .await;
}

#[tokio::test]
async fn files_of_more_than_a_message_need_operations_on_pieces() {
    let memory = Memory::default();
    memory.put("/large", &vec![1; 10_500_000]);
    memory.put("/most", &vec![1; 10_000_000]);
    let guest = guest_of(memory.whole_files(&[])).await;
    guest
        .check(
            "const d = await getDirectory('/');
             const large = await d.getFileHandle('large');
             await rejects(large.getFile(), 'NotReadableError', /\\/large has 10500000 bytes; .* up to 10420224 bytes/);
             is((await (await d.getFileHandle('most')).getFile()).size, 10_000_000);
             const w = await large.createWritable({ keepExistingData: true });
             await rejects(w.write({ type: 'write', position: 1, data: 'x' }), 'QuotaExceededError', /10420224/);
             const t = await large.createWritable();
             await rejects(t.truncate(1e12), 'QuotaExceededError', /1000000000000 bytes/);
             const b = await large.createWritable();
             await rejects(b.write(new Uint8Array(10_450_000)), 'QuotaExceededError', /10450000 bytes/);",
        )
        .await;
    assert_eq!(
        memory.get("/large").map(|bytes| bytes.len()),
        Some(10_500_000)
    );
}
