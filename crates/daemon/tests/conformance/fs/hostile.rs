//! Hosts that answer nonsense, and guests that have patched everything.

use std::time::Duration;

use isolate_client::EvalOptions;
use isolate_protocol::message::*;
use isolate_protocol::{Bytes, Form, Message, Raw, Value};

use super::{guest_of, tree};
use crate::common::client::options;
use crate::common::{Process, RawClient};
use crate::support::guest_with;

/// The operations, by callback id.
const OPERATIONS: [&str; 8] = [
    "readFile",
    "writeFile",
    "readdir",
    "mkdir",
    "stat",
    "readAt",
    "writeAt",
    "unlink",
];

/// A host played by hand.
struct Host {
    client: RawClient,
    isolate: String,
    _daemon: Process,
}

impl Host {
    /// With these operations.
    fn new(operations: &[&str]) -> Self {
        let registered = |name: &str| {
            let id = OPERATIONS.iter().position(|operation| *operation == name)? as u64;
            operations.contains(&name).then(|| Registration {
                callback_id: 10 + id,
                ..Registration::default()
            })
        };
        let mut options = options(&[]);
        let callbacks = options.callbacks.as_mut().unwrap();
        callbacks.fs = Some(FsCallbacks {
            read_file: registered("readFile"),
            write_file: registered("writeFile"),
            readdir: registered("readdir"),
            mkdir: registered("mkdir"),
            stat: registered("stat"),
            read_at: registered("readAt"),
            write_at: registered("writeAt"),
            unlink: registered("unlink"),
            ..FsCallbacks::default()
        });
        let daemon = Process::start(&[]);
        let mut client = RawClient::unix(daemon.socket());
        let isolate = client.create(options);
        Self {
            client,
            isolate,
            _daemon: daemon,
        }
    }

    /// Evaluates, answering each operation; `Name: message` of what it fails with, or what it printed.
    fn eval(&mut self, code: &str, answer: impl Fn(&str) -> Value) -> String {
        let id = self.client.start_eval(&self.isolate, code);
        let mut printed = String::new();
        loop {
            match self.client.next() {
                Message::ResponseOk(ok) if ok.request_id == id => return printed,
                Message::ResponseError(error) => {
                    let name = error
                        .details
                        .and_then(|details| details.name)
                        .unwrap_or_default();
                    return format!("{name}: {}", error.message.unwrap_or_default());
                }
                Message::CallbackInvoke(call) if call.callback_id == 1 => {
                    let args = Value::decode(&call.args).unwrap();
                    let entry = args.as_array().and_then(|args| args.first()).unwrap();
                    printed += entry.get("stdout").and_then(Value::as_str).unwrap();
                }
                Message::CallbackInvoke(call) => {
                    let operation = OPERATIONS[usize::try_from(call.callback_id - 10).unwrap()];
                    let result =
                        Raw::build(|writer| answer(operation).encode(writer, Form::Native));
                    self.client.answer(call.request_id, result);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

fn map(fields: &[(&str, Value)]) -> Value {
    let field = |(name, value): &(&str, Value)| ((*name).to_owned(), value.clone());
    Value::Map(fields.iter().map(field).collect())
}

fn nonsense() -> Vec<Value> {
    let text = |text: &str| Value::from(text);
    vec![
        Value::Nil,
        Value::from(5.5),
        Value::from(true),
        text("text"),
        map(&[]),
        Value::Array(vec![]),
        Value::Array(vec![text("x"), Value::Nil]),
        Value::Bin(Bytes::from_static(b"bytes")),
        map(&[("isFile", text("yes")), ("size", Value::from(-1.0))]),
        map(&[("data", text("no bytes")), ("size", Value::from(5.0))]),
        map(&[
            ("data", Value::Bin(Bytes::new())),
            ("size", Value::from(9.0)),
        ]),
        map(&[
            ("data", Value::Bin(vec![0; 300_000].into())),
            ("size", Value::from(300_000.0)),
        ]),
        map(&[
            ("data", Value::Bin(Bytes::new())),
            ("size", Value::from(1.5)),
        ]),
        map(&[
            ("data", Value::Array(vec![text("a")])),
            ("size", Value::from(1.0)),
        ]),
        map(&[
            ("__type", text("CallbackRef")),
            ("callbackId", Value::from(1.0)),
        ]),
        map(&[
            ("__type", text("PromiseRef")),
            ("promiseId", Value::from(1.0)),
            ("__resolveCallbackId", Value::from(1.0)),
        ]),
    ]
}

/// Whatever the host says, the guest gets a result or an error in time, and goes on.
#[test]
fn nonsense_fails_or_counts_as_nothing() {
    let code = "
        const all = async (iterable) => { for await (const _ of iterable); };
        const d = await getDirectory('/d');
        const outcome = (promise) => promise.then((value) => String(value), (error) => error.name);
        console.log((await Promise.all([
          outcome(d.getFileHandle('f')), outcome(d.getDirectoryHandle('s')), outcome(all(d.entries())),
          outcome(d.getFileHandle('f', { create: true })), outcome(d.getDirectoryHandle('f', { create: true })), outcome(d.removeEntry('f')),
        ])).length);
    ";
    let files = "
        const { getFile, createWritable } = FileSystemFileHandle.prototype;
        const f = await (await getDirectory('/d')).getFileHandle('f');
        const file = await f.getFile().catch(() => undefined);
        const text = await file?.text().catch((error) => error.name);
        const w = await f.createWritable({ keepExistingData: true });
        await w.write({ type: 'write', position: 3, data: 'x' }).catch(() => {});
        console.log(file === undefined || typeof text === 'string');
    ";
    let whole = [
        "readFile",
        "writeFile",
        "readdir",
        "mkdir",
        "stat",
        "unlink",
    ];
    let without_stat = ["readFile", "writeFile"];
    let pieces = ["readAt", "writeAt"];
    let mut hosts = [
        Host::new(&whole),
        Host::new(&without_stat),
        Host::new(&pieces),
    ];
    for value in nonsense() {
        let [whole, rest @ ..] = &mut hosts;
        assert_eq!(whole.eval(code, |_| value.clone()), "6", "{value:?}");
        for host in rest {
            assert_eq!(host.eval(files, |_| value.clone()), "true", "{value:?}");
        }
    }
}

#[test]
fn names_that_are_none_are_left_out() {
    let mut host = Host::new(&["readdir"]);
    let names = ["a", "..", ".", "", "a/b", "/etc", "a\0", "b", "a", "\\"];
    let printed = host.eval(
        "const names = []; for await (const name of (await getDirectory('/d')).keys()) names.push(name); console.log(names.join());",
        |_| Value::Array(names.iter().map(|name| Value::from(*name)).collect()),
    );
    assert_eq!(printed, "a,b,\\");
}

#[test]
fn long_lists_and_contents_of_numbers_are_taken() {
    let mut host = Host::new(&["readdir", "readFile"]);
    let many = || (0..200_000).map(|index| Value::from(format!("name{index}")));
    let printed = host.eval(
        "let count = 0; for await (const _ of (await getDirectory('/d')).keys()) count++; console.log(count);",
        |_| Value::Array(many().collect()),
    );
    assert_eq!(printed, "200000");
    let numbers = || (0..100_000).map(|index| Value::from(f64::from(index % 256)));
    let printed = host.eval(
        "const f = await (await getDirectory('/d')).getFileHandle('f'); const bytes = await (await f.getFile()).bytes(); console.log(bytes.length, bytes[255]);",
        |_| Value::Array(numbers().collect()),
    );
    assert_eq!(printed, "100000 255");
}

#[test]
fn what_is_inherited_is_no_answer_of_the_hosts() {
    let mut host = Host::new(&["stat", "readAt"]);
    let printed = host.eval(
        "Object.prototype.isFile = true; Object.prototype.data = new Uint8Array(3); Object.prototype.size = 3;
         Object.defineProperty(Object.prototype, 'isDirectory', { get() { console.log('asked'); return true; } });
         await (await getDirectory('/d')).getFileHandle('f').catch((error) => console.log(error.name));",
        |_| map(&[]),
    );
    assert_eq!(printed, "TypeMismatchError");
}

/// A guest that has replaced all it can finds its own walls, and the files are right all the same.
#[tokio::test]
async fn guests_that_have_patched_everything_get_their_files() {
    for files in [tree().whole_files(&[]), tree().pieces()] {
        let guest = guest_of(files).await;
        guest.check(include_str!("../guest/fs/patched.js")).await;
    }
}

/// Much that is written and not awaited is the guest's memory, and nobody else's.
#[tokio::test]
async fn what_waits_to_be_written_counts_as_the_guests_memory() {
    let files = tree().pieces().write_at(|_, _, _| std::future::pending());
    let files = files.write_file(|_, _| std::future::pending());
    let guest = guest_with(|options, _| options.fs(files).memory_limit_mb(32.0)).await;
    let limited = EvalOptions {
        execution_timeout: Some(Duration::from_secs(3)),
        ..EvalOptions::default()
    };
    let code = "
        const f = await (await getDirectory('/data')).getFileHandle('a.txt');
        for (let i = 0; i < 2000; i++) (await f.createWritable()).write(new Uint8Array(1 << 20).fill(i));";
    guest.eval_with(code, limited).await.unwrap_err();
    let peak = guest.daemon.peak_memory();
    assert!(peak < 300 << 20, "{peak} bytes");
}
