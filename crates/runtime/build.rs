//! Builds the startup snapshot: the guest-side scripts that every runtime has, already evaluated (`late_scripts.rs` has the
//! others).
#![allow(clippy::expect_used, reason = "a build script fails by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use deno_core::snapshot::{CreateSnapshotOptions, create_snapshot};
use deno_core::{Extension, ExtensionFileSource};
use deno_web::{BlobStore, InMemoryBroadcastChannel};

#[path = "src/parts.rs"]
mod parts;

// Only one function of it is needed, and that is a stand-in.
deno_core::extension!(deno_net);

macro_rules! stand_in {
    ($file:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/src/guest/stand_ins/", $file)
    };
}

/// Scripts of the extensions that much shorter ones of ours stand in for.
const STAND_INS: [(&str, &str); 3] = [
    ("ext:deno_net/02_tls.js", stand_in!("02_tls.js")),
    ("ext:deno_web/01_console.js", stand_in!("01_console.js")),
    ("ext:deno_web/12_location.js", stand_in!("12_location.js")),
];

// Headers, FormData, Body, Request and Response come from `deno_fetch`; its network code does not.
deno_core::extension!(deno_fetch_scripts);

deno_core::extension!(
    isolate,
    esm_entry_point = "ext:isolate/main.js",
    esm = [
        dir "src/guest",
        "abort/abort.js",
        "buffer/base64.js",
        "buffer/buffer.js",
        "buffer/bytes.js",
        "buffer/codecs.js",
        "buffer/numbers.js",
        "buffer/search.js",
        "buffer/writing.js",
        "clone/clone.js",
        "console/builtins.js",
        "console/console.js",
        "console/containers.js",
        "console/errors.js",
        "console/format.js",
        "console/grid.js",
        "console/inspect.js",
        "console/primitives.js",
        "console/state.js",
        "console/table.js",
        "console/text.js",
        "console/web_classes.js",
        "crypto/checks.js",
        "crypto/costs.js",
        "dom/dom.js",
        "encoding/base64.js",
        "events/events.js",
        "events/targets.js",
        "fetch/body_texts.js",
        "fetch/fetch.js",
        "fetch/method.js",
        "fetch/form_data.js",
        "fetch/multipart.js",
        "fetch/request.js",
        "fetch/response.js",
        "fs/calls.js",
        "fs/changes.js",
        "fs/commands.js",
        "fs/entries.js",
        "fs/errors.js",
        "fs/gates.js",
        "fs/handles.js",
        "fs/host_file.js",
        "fs/iteration.js",
        "fs/limits.js",
        "fs/paths.js",
        "fs/target.js",
        "fs/types.js",
        "fs/writable.js",
        "functions/exports.js",
        "functions/functions.js",
        "functions/values.js",
        "globals.js",
        "host.js",
        "lease/jobs.js",
        "lease/lease.js",
        "main.js",
        "path/path.js",
        "serve/handlers.js",
        "serve/serve.js",
        "serve/sockets.js",
        "shapes.js",
        "streams/host_body.js",
        "streams/pump.js",
        "streams/released.js",
        "timers/timers.js",
        "wasm/streaming.js",
        "websocket/arguments.js",
        "websocket/listeners.js",
        "websocket/outgoing.js",
        "websocket/table.js",
        "websocket/websocket.js",
    ],
);

fn fetch_scripts() -> Extension {
    let mut scripts = deno_fetch_scripts::init();
    scripts.lazy_loaded_js_files = deno_fetch::deno_fetch::lazy_init().lazy_loaded_js_files;
    scripts
}

/// The extension with the stand-ins for its scripts.
fn with_stand_ins(mut extension: Extension) -> Extension {
    let own = format!("ext:{}/", extension.name);
    let scripts = extension.lazy_loaded_js_files.to_mut();
    for (specifier, path) in STAND_INS {
        if specifier.starts_with(&own) {
            scripts.retain(|script| script.specifier != specifier);
            scripts.push(ExtensionFileSource::loaded_during_snapshot(specifier, path));
        }
    }
    extension
}

fn main() {
    let snapshot = create_snapshot(
        CreateSnapshotOptions {
            cargo_manifest_dir: env!("CARGO_MANIFEST_DIR"),
            startup_snapshot: None,
            skip_op_registration: false,
            extensions: vec![
                deno_webidl::deno_webidl::init(),
                with_stand_ins(parts::without_unused(deno_web::deno_web::init(
                    Arc::new(BlobStore::default()),
                    None,
                    false,
                    InMemoryBroadcastChannel::default(),
                ))),
                deno_crypto::deno_crypto::lazy_init(),
                with_stand_ins(deno_net::init()),
                fetch_scripts(),
                isolate::init(),
            ],
            extension_transpiler: None,
            with_runtime_cb: None,
        },
        None,
    )
    .expect("the guest scripts evaluate");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    std::fs::write(out.join("isolate.snapshot"), snapshot.output).expect("OUT_DIR is writable");
    println!("cargo:rerun-if-changed=src/guest");
    println!("cargo:rerun-if-changed=src/parts.rs");
    println!("cargo:rerun-if-changed=build.rs");
    for file in snapshot.files_loaded_during_snapshot {
        println!("cargo:rerun-if-changed={}", file.display());
    }
}
