//! V8 for the whole process.

use deno_core::v8;

use crate::limits::last_resort;

/// V8's loop unrolling removes the interrupt checks of some endless loops (`for (;;) new Array(1000).fill({})`), which
/// then neither time out nor run out of memory: nothing can stop them.
const FLAGS: &str = "--no-turboshaft-loop-unrolling --no-wasm-loop-unrolling";

/// Initialises V8. Must be called in `main` before any thread exists: V8 protects its memory with keys that threads
/// inherit when they are made, and one made earlier dies with SIGSEGV. Further calls do nothing.
pub fn init_platform() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        v8::V8::set_flags_from_string(FLAGS);
        deno_core::JsRuntime::init_platform(None);
        last_resort::install();
        crate::isolate::keep_one();
    });
}
