//! Builds the startup snapshot: every guest-side script, already evaluated.
#![allow(clippy::expect_used, reason = "a build script fails by panicking")]

use std::path::PathBuf;

use deno_core::Extension;
use deno_core::snapshot::{CreateSnapshotOptions, create_snapshot};

// Stands in for the one function of `deno_net` that `deno_fetch`'s Request asks for.
deno_core::extension!(deno_net, lazy_loaded_js = [ dir "src/guest/stand_ins", "02_tls.js" ]);

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
        "dom/dom.js",
        "encoding/base64.js",
        "events/events.js",
        "fetch/body_texts.js",
        "fetch/fetch.js",
        "fetch/response.js",
        "functions/functions.js",
        "functions/values.js",
        "globals.js",
        "host.js",
        "lease/lease.js",
        "main.js",
        "path/path.js",
        "serve/handlers.js",
        "serve/serve.js",
        "serve/sockets.js",
        "streams/host_body.js",
        "streams/pump.js",
        "timers/timers.js",
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

fn main() {
    let snapshot = create_snapshot(
        CreateSnapshotOptions {
            cargo_manifest_dir: env!("CARGO_MANIFEST_DIR"),
            startup_snapshot: None,
            skip_op_registration: false,
            extensions: vec![
                deno_webidl::deno_webidl::init(),
                deno_web::deno_web::lazy_init(),
                deno_crypto::deno_crypto::lazy_init(),
                deno_net::init(),
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
    println!("cargo:rerun-if-changed=build.rs");
    for file in snapshot.files_loaded_during_snapshot {
        println!("cargo:rerun-if-changed={}", file.display());
    }
}
