//! The global object: exactly the names of runtime.md 1, and nothing of the machinery behind them.

use isolate_client::TestEnvironment;

use crate::support::{Guest, guest, guest_with};

/// Names of the language itself that this V8 has.
const LANGUAGE: &[&str] = &[
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "AsyncDisposableStack",
    "Atomics",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "DataView",
    "Date",
    "DisposableStack",
    "Error",
    "EvalError",
    "FinalizationRegistry",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "Function",
    "Infinity",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "SharedArrayBuffer",
    "String",
    "SuppressedError",
    "Symbol",
    "SyntaxError",
    "Temporal",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakRef",
    "WeakSet",
    "WebAssembly",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "escape",
    "eval",
    "globalThis",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "undefined",
    "unescape",
];

/// The platform's names.
const PLATFORM: &[&str] = &[
    "AbortController",
    "AbortSignal",
    "Attr",
    "Blob",
    "Buffer",
    "ByteLengthQueuingStrategy",
    "Comment",
    "CompressionStream",
    "CountQueuingStrategy",
    "CryptoKey",
    "CustomEvent",
    "DOMException",
    "DOMParser",
    "DecompressionStream",
    "Document",
    "DocumentFragment",
    "DocumentType",
    "Element",
    "Event",
    "EventTarget",
    "File",
    "FileSystemDirectoryHandle",
    "FileSystemFileHandle",
    "FileSystemWritableFileStream",
    "FormData",
    "Headers",
    "HostBackedReadableStream",
    "Node",
    "ReadableByteStreamController",
    "ReadableStream",
    "ReadableStreamBYOBReader",
    "ReadableStreamBYOBRequest",
    "ReadableStreamDefaultController",
    "ReadableStreamDefaultReader",
    "Request",
    "Response",
    "Text",
    "TextDecoder",
    "TextDecoderStream",
    "TextEncoder",
    "TextEncoderStream",
    "TransformStream",
    "TransformStreamDefaultController",
    "URL",
    "URLPattern",
    "URLSearchParams",
    "WebSocket",
    "WritableStream",
    "WritableStreamDefaultController",
    "WritableStreamDefaultWriter",
    "__emit",
    "__on",
    "atob",
    "btoa",
    "clearInterval",
    "clearTimeout",
    "console",
    "crypto",
    "fetch",
    "getDirectory",
    "path",
    "performance",
    "queueMicrotask",
    "serve",
    "setInterval",
    "setTimeout",
    "structuredClone",
];

/// Those of the test environment.
const TESTING: &[&str] = &[
    "afterAll",
    "afterEach",
    "beforeAll",
    "beforeEach",
    "describe",
    "expect",
    "it",
    "jest",
    "mock",
    "test",
];

/// Names that must never be defined (1.2), and some of those that engines and frameworks like to leave behind.
const NEVER: &[&str] = &[
    "process",
    "require",
    "module",
    "exports",
    "__dirname",
    "__filename",
    "global",
    "Deno",
    "Bun",
    "window",
    "self",
    "document",
    "navigator",
    "location",
    "history",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "caches",
    "XMLHttpRequest",
    "EventSource",
    "Worker",
    "SharedWorker",
    "MessageChannel",
    "MessagePort",
    "BroadcastChannel",
    "importScripts",
    "MessageEvent",
    "CloseEvent",
    "ErrorEvent",
    "ProgressEvent",
    "setImmediate",
    "clearImmediate",
    "requestAnimationFrame",
    "reportError",
    "FileSystemHandle",
    "FileReader",
    "FileList",
    "Crypto",
    "SubtleCrypto",
    "WebSocketStream",
    "Image",
    "alert",
    "gc",
    "__bootstrap",
    "core",
    "ops",
    "d8",
    "print",
    "read",
    "load",
];

/// What the code prints, one line per entry.
async fn printed(guest: &Guest, code: &str) -> Vec<String> {
    if let Err(error) = guest.eval_as("/check.js", code).await {
        panic!("{}", error.stack.unwrap_or(error.message));
    }
    guest.console.texts()
}

/// A guest with everything that options switch on.
async fn full_guest() -> Guest {
    guest_with(|options, _| options.test_environment(TestEnvironment::new())).await
}

async fn has_exactly(guest: &Guest, lists: &[&[&str]]) {
    let code = "for (const key of Reflect.ownKeys(globalThis)) console.log(String(key))";
    let mut found = printed(guest, code).await;
    found.sort();
    let mut expected: Vec<&str> = lists.concat();
    expected.sort_unstable();
    let missing: Vec<_> = expected
        .iter()
        .filter(|name| !found.iter().any(|found| found == *name))
        .collect();
    let extra: Vec<_> = found
        .iter()
        .filter(|name| !expected.contains(&name.as_str()))
        .collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing: {missing:?}, extra: {extra:?}"
    );
}

#[tokio::test]
async fn the_global_object_has_exactly_the_names_of_the_table() {
    has_exactly(&guest().await, &[LANGUAGE, PLATFORM]).await;
    has_exactly(&full_guest().await, &[LANGUAGE, PLATFORM, TESTING]).await;
}

#[tokio::test]
async fn names_that_are_absent_cannot_be_reached_by_inheritance_either() {
    let guest = guest().await;
    for name in NEVER {
        let code = format!(
            "if ({name:?} in globalThis || typeof {name} !== 'undefined') throw new Error('there')"
        );
        let answer = guest.eval(&code).await;
        assert!(answer.is_ok(), "{name} exists: {answer:?}");
    }
}

#[tokio::test]
async fn globals_are_ordinary_properties() {
    full_guest()
        .await
        .check(include_str!("guest/properties.js"))
        .await;
}

#[tokio::test]
#[ignore = "deno_web leaves AbortSignal.prototype.addEventListener, Event.prototype.initialized and EventTarget.prototype.getParent visible"]
async fn classes_have_the_members_of_their_standards_and_no_others() {
    guest().await.check(include_str!("guest/members.js")).await;
}

#[tokio::test]
#[ignore = "deno_web keeps internal slots under symbols; no native function is reachable through them"]
async fn classes_have_no_symbols_of_the_machinery() {
    guest().await.check(include_str!("guest/symbols.js")).await;
}

#[tokio::test]
async fn keys_that_are_not_extractable_stay_so() {
    guest()
        .await
        .check(include_str!("guest/key_material.js"))
        .await;
}

#[tokio::test]
async fn nothing_internal_can_be_reached() {
    let guest = guest_with(|options, _| {
        options
            .test_environment(TestEnvironment::new())
            .sync_function("hostFunction", |_| Ok(1.0))
    })
    .await;
    let found = printed(&guest, include_str!("guest/walk.js")).await;
    let (summary, leaks) = found.split_last().expect("a summary");
    assert!(leaks.is_empty(), "{summary}:\n{}", leaks.join("\n"));
    let visited: usize = summary
        .split(' ')
        .next()
        .and_then(|count| count.parse().ok())
        .unwrap_or(0);
    assert!(visited > 1500, "the walk saw too little: {summary}");
}

#[tokio::test]
async fn stacks_show_no_frames_of_the_machinery() {
    guest().await.check(include_str!("guest/stacks.js")).await;
}

#[tokio::test]
async fn guests_that_lie_in_wait_see_nothing() {
    guest().await.check(include_str!("guest/spies.js")).await;
}

#[tokio::test]
async fn internal_sources_cannot_be_imported() {
    let guest = guest().await;
    for specifier in [
        "ext:core/mod.js",
        "ext:core/ops",
        "ext:isolate/globals.js",
        "ext:deno_web/00_url.js",
    ] {
        let text = format!(
            "Module instantiation failed: No module loader registered. Cannot import: {specifier}"
        );
        let error = guest.failure(&format!("import '{specifier}'")).await;
        assert!(error.message.starts_with(&text), "{}", error.message);
        let error = guest.failure(&format!("await import('{specifier}')")).await;
        assert!(error.message.starts_with(&text), "{}", error.message);
    }
}
