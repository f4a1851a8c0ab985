//! The snapshot in the binary, and isolates made from it.

use std::borrow::Cow;
use std::sync::Arc;

use deno_core::error::CoreError;
use deno_core::{Extension, JsRuntime, RuntimeOptions, v8};
use deno_web::{BlobStore, BlobStoreTrait, InMemoryBroadcastChannel};

static SNAPSHOT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/isolate.snapshot"));

deno_core::extension!(deno_net);
deno_core::extension!(deno_fetch_scripts);
#[deno_core::op2(fast)]
fn op_ignore_exception(_exception: v8::Local<'_, v8::Value>, _in_promise: bool) {}

// An exception in a listener must not end the guest, which is what this operation is for.
deno_core::extension!(
    isolate,
    middleware = |op| match op.name {
        "op_dispatch_exception" => op.with_implementation_from(&op_ignore_exception()),
        _ => op,
    }
);

/// Makes an isolate. Its Blobs are kept in `blobs`.
pub(super) fn instantiate(
    blobs: Arc<dyn BlobStoreTrait>,
    create_params: Option<v8::CreateParams>,
) -> Result<JsRuntime, CoreError> {
    JsRuntime::try_new(RuntimeOptions {
        extensions: extensions(blobs),
        startup_snapshot: Some(SNAPSHOT),
        // The scripts in the snapshot have the operations already; nobody would see functions made anew.
        skip_op_registration: true,
        create_params,
        ..RuntimeOptions::default()
    })
}

/// Makes an isolate that stays as long as the process. V8's isolates share a read-only heap, an address range for code
/// and some tables, which V8 sets up anew when no other isolate lives.
pub(crate) fn keep_one() {
    // V8 wants somebody to run its delayed tasks. Nothing happens in this isolate, and so there are none.
    let Ok(tokio) = tokio::runtime::Builder::new_current_thread().build() else {
        return;
    };
    let _entered = tokio.enter();
    std::mem::forget(instantiate(Arc::new(BlobStore::default()), None));
}

/// The extensions the snapshot was made with, in the same order; their scripts are in the snapshot.
fn extensions(blobs: Arc<dyn BlobStoreTrait>) -> Vec<Extension> {
    let mut all = vec![
        deno_webidl::deno_webidl::init(),
        crate::parts::without_unused(deno_web::deno_web::init(
            blobs,
            None,
            false,
            InMemoryBroadcastChannel::default(),
        )),
        deno_crypto::deno_crypto::init(None),
        deno_net::init(),
        deno_fetch_scripts::init(),
        isolate::init(),
    ];
    for extension in &mut all {
        // A script loaded now would see the internals on the global object, where a guest could lie in wait.
        extension.lazy_loaded_js_files = Cow::Borrowed(&[]);
        extension.lazy_loaded_esm_files = Cow::Borrowed(&[]);
    }
    all
}
