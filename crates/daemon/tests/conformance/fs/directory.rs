//! Real directories, served by the Rust client: what a guest may do in one, and that it does not get out.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::Arc;

use isolate_client::{Access, directory};

use crate::common::Process;
use crate::common::process::{TempDir, resident_memory};
use crate::support::{Guest, guest_on, guest_with};

async fn guest_in(root: &TempDir, access: Access) -> Guest {
    let files = directory(root.join("root"), access).unwrap();
    guest_with(|options, _| options.fs(files)).await
}

/// `root/{a.txt,sub/b}`, beside it `outside/secret`, and links from the one into the other.
fn tree() -> TempDir {
    let place = TempDir::new();
    fs::create_dir_all(place.join("root/sub")).unwrap();
    fs::create_dir_all(place.join("outside")).unwrap();
    fs::write(place.join("root/a.txt"), "hello").unwrap();
    fs::write(place.join("root/sub/b"), "below").unwrap();
    fs::write(place.join("outside/secret"), "secret").unwrap();
    symlink("../outside", place.join("root/way_out")).unwrap();
    symlink("../outside/secret", place.join("root/secret")).unwrap();
    symlink(place.join("outside/secret"), place.join("root/absolute")).unwrap();
    symlink("../outside/new", place.join("root/dangling")).unwrap();
    symlink("sub", place.join("root/inside")).unwrap();
    place
}

#[tokio::test]
async fn a_directory_of_the_machine_is_a_file_system() {
    let place = tree();
    let guest = guest_in(&place, Access::ReadWrite).await;
    guest.check(include_str!("../guest/fs/directory.js")).await;
    assert_eq!(
        fs::read(place.join("root/made/deep/new")).unwrap(),
        b"ab\0\0c"
    );
}

#[tokio::test]
async fn no_link_and_no_path_leads_out() {
    let place = tree();
    let guest = guest_in(&place, Access::ReadWrite).await;
    guest.check(include_str!("../guest/fs/escapes.js")).await;
    assert_eq!(fs::read(place.join("outside/secret")).unwrap(), b"secret");
    assert!(!place.join("outside/new").exists() && !place.join("outside/made").exists());
    assert_eq!(fs::read_dir(place.join("outside")).unwrap().count(), 1);
}

#[tokio::test]
async fn what_is_only_to_be_read_stays_as_it_is() {
    let place = tree();
    let guest = guest_in(&place, Access::ReadOnly).await;
    guest
        .check(
            "const text = 'Write access is disabled for these file bindings.';
             const d = await getDirectory('/');
             const f = await d.getFileHandle('a.txt');
             is(await (await f.getFile()).text(), 'hello');
             await rejects((await f.createWritable()).write('x'), 'NotAllowedError', text);
             await rejects((await f.createWritable()).close(), 'NotAllowedError', text);
             await rejects(d.getFileHandle('n', { create: true }), 'NotAllowedError', text);
             await rejects(d.getDirectoryHandle('n', { create: true }), 'NotAllowedError', text);
             await d.getDirectoryHandle('sub', { create: true });
             await rejects(d.removeEntry('a.txt'), 'NotAllowedError', text);
             await rejects(d.removeEntry('sub', { recursive: true }), 'NotAllowedError', text);",
        )
        .await;
    assert_eq!(fs::read(place.join("root/a.txt")).unwrap(), b"hello");
}

/// A gigabyte would do as well: no more than pieces of it are in memory, on neither side.
#[tokio::test]
async fn large_files_are_copied_in_pieces() {
    const SIZE: usize = 96 << 20;
    let place = tree();
    let content: Vec<u8> = (0..SIZE).map(|index| (index / 1000 % 251) as u8).collect();
    fs::write(place.join("root/large"), &content).unwrap();
    let daemon = Arc::new(Process::start(&[]));
    let files = directory(place.join("root"), Access::ReadWrite).unwrap();
    let guest = guest_on(&daemon, |options, _| {
        options.fs(files).memory_limit_mb(24.0)
    })
    .await;
    let before = resident_memory();
    guest
        .check(
            "const d = await getDirectory('/');
             const large = await (await d.getFileHandle('large')).getFile();
             is(large.size, 96 << 20);
             await large.stream().pipeTo(await (await d.getFileHandle('piped', { create: true })).createWritable());
             const written = await (await d.getFileHandle('written', { create: true })).createWritable();
             await written.write(large.slice(1000));
             await written.close();",
        )
        .await;
    let grown = resident_memory().saturating_sub(before);
    let peak = daemon.peak_memory();
    assert!(grown < 80 << 20, "the client grew by {grown} bytes");
    assert!(peak < 200 << 20, "the daemon had {peak} bytes");
    assert!(fs::read(place.join("root/piped")).unwrap() == content);
    assert!(fs::read(place.join("root/written")).unwrap() == content[1000..]);
}
