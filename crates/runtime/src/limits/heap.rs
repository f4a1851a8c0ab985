//! What happens when a guest's memory runs out (the `unsafe` here is V8's callback interface).
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::Arc;

use deno_core::v8;

use super::allocator::MemoryBudget;
use crate::flags::Flags;

/// Room that V8 gets to unwind once the guest is being terminated: address space, not memory.
const HEADROOM: usize = 2 << 30;

/// Bytes of the heap that the snapshot's own objects take and the guest is not charged for.
pub(super) const BASE: usize = 8 << 20;

/// Turns between two looks at the size of the heap.
const LOOK_EVERY: u32 = 64;

/// Garbage that is worth a collection while the runtime is used, in bytes.
const WORTHWHILE: usize = 8 << 20;

/// Garbage, or room that nothing is in, that is worth a collection when nothing has happened for a while, in bytes.
const WORTHWHILE_AT_REST: usize = 2 << 20;

/// Watches one isolate's memory. Must live as long as the isolate.
pub(crate) struct HeapGuard {
    flags: Arc<Flags>,
    isolate: v8::IsolateHandle,
    budget: Arc<MemoryBudget>,
    /// V8 has been given room beyond the limit.
    raised: Cell<bool>,
    turns: Cell<u32>,
    /// Bytes of the heap after the last full collection, or at the start.
    live: Cell<usize>,
}

/// The parameters of an isolate that may use `limit` bytes.
pub(crate) fn create_params(limit: usize, budget: &Arc<MemoryBudget>) -> v8::CreateParams {
    v8::CreateParams::default()
        .heap_limits(0, limit + BASE)
        .array_buffer_allocator(super::allocator::new(Arc::clone(budget)).make_shared())
        .allow_atomics_wait(false)
}

impl HeapGuard {
    /// Starts to watch. The returned box must be dropped after the isolate.
    pub(crate) fn install(
        isolate: &mut v8::Isolate,
        flags: Arc<Flags>,
        budget: Arc<MemoryBudget>,
    ) -> Box<Self> {
        let mut guard = Box::new(Self {
            flags,
            isolate: isolate.thread_safe_handle(),
            budget,
            raised: Cell::new(false),
            turns: Cell::new(1),
            live: Cell::new(isolate.get_heap_statistics().used_heap_size()),
        });
        let data = (&raw mut *guard).cast::<c_void>();
        isolate.add_near_heap_limit_callback(near_heap_limit, data);
        isolate.add_gc_epilogue_callback(
            after_collection,
            data,
            v8::GCType::kGCTypeMarkSweepCompact,
        );
        guard
    }

    /// Has V8 collect, bit by bit and beside the guest, if much garbage may have gathered. V8 by itself lets the heap grow
    /// up to its limit, since it does not know of the neighbours. To be called between turns, once in [`LOOK_EVERY`] of
    /// which it looks.
    pub(crate) fn collect_if_worthwhile(&self, isolate: &mut v8::Isolate) {
        let turns = self.turns.replace(self.turns.get().wrapping_add(1));
        if turns.is_multiple_of(LOOK_EVERY)
            && self.garbage(isolate) > WORTHWHILE.max(self.live.get())
        {
            isolate.memory_pressure_notification(v8::MemoryPressureLevel::Moderate);
        }
    }

    /// Collects all there is at once, if that is worthwhile. To be called when nobody waits for the runtime.
    pub(crate) fn collect_at_rest(&self, isolate: &mut v8::Isolate) {
        let statistics = isolate.get_heap_statistics();
        let used = statistics.used_heap_size();
        let garbage = used.saturating_sub(self.live.get());
        // What V8 has taken for the young objects of a busy time, and does not need any more.
        let unused = statistics.total_physical_size().saturating_sub(used);
        if garbage.max(unused) > WORTHWHILE_AT_REST.max(self.live.get() / 4) {
            isolate.low_memory_notification();
        }
    }

    /// Notes and gives the bytes that the isolate takes, garbage included. Quick: V8 adds up what it knows.
    pub(crate) fn measure(&self, isolate: &mut v8::Isolate) -> usize {
        let heap = isolate.get_heap_statistics().used_heap_size();
        self.budget.note_measured(heap)
    }

    /// Bytes of the heap that are new since the last full collection.
    fn garbage(&self, isolate: &mut v8::Isolate) -> usize {
        isolate
            .get_heap_statistics()
            .used_heap_size()
            .saturating_sub(self.live.get())
    }

    /// Takes back the room that V8 was given, when nothing came of it.
    pub(crate) fn restore_limit(&mut self, isolate: &mut v8::Isolate) {
        if self.raised.replace(false) {
            let data = std::ptr::from_mut(self).cast::<c_void>();
            isolate.remove_near_heap_limit_callback(near_heap_limit, self.budget.limit() + BASE);
            isolate.add_near_heap_limit_callback(near_heap_limit, data);
        }
    }

    fn give_up(&self) {
        self.flags.set_out_of_memory();
        self.isolate.terminate_execution();
    }
}

unsafe extern "C" fn near_heap_limit(data: *mut c_void, current: usize, _initial: usize) -> usize {
    // SAFETY: `data` is the guard that `install` registered; it outlives the isolate.
    let guard = unsafe { &*data.cast::<HeapGuard>() };
    // V8 also calls when an array buffer does not fit, as a last resort before the allocator's refusal becomes a
    // `RangeError`. The heap is not to blame then, and the guest may go on.
    if guard.budget.heap() >= current / 2 {
        guard.give_up();
    }
    // In any case the limit must grow, by enough for one huge object: else V8 ends the process. Whether the guest keeps
    // to its budget is checked after each full collection, too.
    guard.raised.set(true);
    current.saturating_mul(4).saturating_add(HEADROOM)
}

unsafe extern "C" fn after_collection(
    isolate: v8::UnsafeRawIsolatePtr,
    _kind: v8::GCType,
    _flags: v8::GCCallbackFlags,
    data: *mut c_void,
) {
    // SAFETY: V8 passes the isolate that has just collected, on its own thread; `data` as above.
    let (mut isolate, guard) = unsafe {
        (
            v8::Isolate::from_raw_isolate_ptr(isolate),
            &*data.cast::<HeapGuard>(),
        )
    };
    let statistics = isolate.get_heap_statistics();
    guard.live.set(statistics.used_heap_size());
    let heap = statistics.used_heap_size().saturating_sub(BASE);
    guard.budget.collected();
    if !guard.budget.note_heap(heap, statistics.external_memory()) {
        guard.give_up();
    }
}
