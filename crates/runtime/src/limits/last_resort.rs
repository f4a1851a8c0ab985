//! The last resort: where V8 would end the process for want of memory, or for a size that it has no room for, only the
//! runtime that asked for it is lost.
//!
//! Some of V8's built-ins can not fail: an array that does not fit (`Array.prototype.sort.call({ length: 2 ** 40 })`) is the
//! end, whoever else lives in the process. V8 tells such ends from those that may mean that memory is corrupt: failed
//! checks. These still end the process. Of the others nobody needs to know, so the thread just stops where it is, for
//! good, and the isolate with it stays as it is; everybody who waits for the runtime is answered.
#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

use deno_core::v8;
use tokio::sync::watch;

use crate::state::State;

/// Memory that may be lost to runtimes that were stopped like this, in bytes. The next one ends the process.
const MAX_LOST: usize = 2 << 30;

/// What is lost with a thread and an isolate at least, in bytes.
const OVERHEAD: usize = 8 << 20;

static LOST: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static RUNTIME: RefCell<Option<Stopped>> = const { RefCell::new(None) };
    /// A check of V8's has failed on this thread.
    static CHECK_FAILED: Cell<bool> = const { Cell::new(false) };
}

/// What has to be known of a runtime when its thread stops.
struct Stopped {
    isolate: v8::UnsafeRawIsolatePtr,
    state: Rc<State>,
    ended: watch::Sender<bool>,
}

/// The runtime of this thread, until [`clear_runtime`]; `ended` gets true if the thread is lost.
pub(crate) fn set_runtime(isolate: &v8::Isolate, state: Rc<State>, ended: watch::Sender<bool>) {
    // SAFETY: the pointer is used while the isolate lives, and on its thread only.
    let isolate = unsafe { isolate.as_raw_isolate_ptr() };
    RUNTIME.set(Some(Stopped {
        isolate,
        state,
        ended,
    }));
}

/// The runtime of this thread is about to go.
pub(crate) fn clear_runtime() {
    RUNTIME.set(None);
}

/// To be called when V8 is initialised.
pub(crate) fn install() {
    v8::V8::set_fatal_error_handler(|_: &str, _: i32, _: &str| CHECK_FAILED.set(true));
    #[cfg(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))]
    trap::install();
}

/// Does not return if this thread runs a guest, and V8 gives up without suspecting anything worse.
fn stop() {
    if CHECK_FAILED.get() {
        return;
    }
    let Some(stopped) = RUNTIME.take() else {
        return;
    };
    let Stopped {
        isolate,
        state,
        ended,
    } = stopped;
    // SAFETY: see `set_runtime`. V8 only adds up what it knows.
    let memory = unsafe { v8::Isolate::from_raw_isolate_ptr(isolate) }.get_heap_statistics();
    let lost = memory
        .total_physical_size()
        .saturating_add(memory.external_memory())
        .saturating_add(OVERHEAD);
    if LOST.fetch_add(lost, Ordering::Relaxed) > MAX_LOST {
        tracing::error!("V8 can not go on, and too much memory is lost already: the process ends");
        return;
    }
    state.flags.set_out_of_memory();
    state.flags.answer_all();
    state.release();
    state.turns.end();
    tracing::error!(
        bytes = lost,
        "V8 could not go on in a runtime; it is stopped for good, with its thread and memory"
    );
    let _ = ended.send(true);
    std::mem::forget(state);
    loop {
        std::thread::park();
    }
}

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod trap {
    //! V8 gives up by a trap instruction in one function.

    use std::ffi::{c_int, c_void};
    use std::mem::zeroed;
    use std::ptr::null_mut;

    unsafe extern "C" {
        #[link_name = "_ZN2v84base2OS5AbortEv"]
        fn v8_base_os_abort();
    }

    /// Bytes from the start of that function within which its trap is.
    const LENGTH: usize = 64;

    pub(super) fn install() {
        // SAFETY: the action is complete, and the handler has the type that `SA_SIGINFO` asks for.
        unsafe {
            let mut action: libc::sigaction = zeroed();
            action.sa_sigaction = on_trap as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO;
            libc::sigaction(libc::SIGTRAP, &raw const action, null_mut());
        }
    }

    /// Called at the trap, on the thread that met it: V8 is in the middle of nothing but its own end, and holds no lock.
    unsafe extern "C" fn on_trap(signal: c_int, _: *mut libc::siginfo_t, context: *mut c_void) {
        // SAFETY: the system passes the context of the thread.
        let at = unsafe { program_counter(&*context.cast::<libc::ucontext_t>()) };
        let abort = v8_base_os_abort as *const () as usize;
        if (abort..abort + LENGTH).contains(&at) {
            super::stop();
        }
        // SAFETY: sets no handler, but the default action, which ends the process.
        unsafe {
            libc::signal(signal, libc::SIG_DFL);
            libc::raise(signal);
        }
    }

    fn program_counter(context: &libc::ucontext_t) -> usize {
        #[cfg(target_arch = "x86_64")]
        {
            let register = usize::try_from(libc::REG_RIP).unwrap_or_default();
            let at = context.uc_mcontext.gregs.get(register).copied();
            at.and_then(|at| usize::try_from(at).ok())
                .unwrap_or_default()
        }
        #[cfg(target_arch = "aarch64")]
        {
            usize::try_from(context.uc_mcontext.pc).unwrap_or_default()
        }
    }
}
