//! Allocates array buffers under the runtime's memory budget (the only `unsafe` here is V8's allocator interface).
#![allow(unsafe_code)]

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use deno_core::v8::{self, Allocator, RustAllocatorVtable, UniqueRef};

/// One budget over the V8 heap and everything the guest holds outside of it.
#[derive(Debug)]
pub(crate) struct MemoryBudget {
    limit: usize,
    /// Bytes of array buffers that live now.
    buffers: AtomicUsize,
    /// Bytes of the heap after the last garbage collection.
    heap: AtomicUsize,
    /// Bytes of buffers made since the last garbage collection.
    fresh: AtomicUsize,
    /// Bytes of everything, when it was measured last; garbage included.
    measured: AtomicUsize,
}

/// Bytes of new buffers after which garbage is collected, unless the heap is large. V8 by itself lets some 100 MB of
/// dead buffers gather: a stream that passes through a guest would take as much.
const FRESH: usize = 6 << 20;

/// A buffer of so few bytes is never refused: natives ask for one where V8 takes a refusal for the end of the process.
const TINY: usize = 64;

impl MemoryBudget {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            buffers: AtomicUsize::new(0),
            heap: AtomicUsize::new(0),
            fresh: AtomicUsize::new(0),
            measured: AtomicUsize::new(0),
        }
    }

    /// Notes a new buffer of so many bytes. True if garbage should be collected first.
    pub(crate) fn is_overdue(&self, bytes: usize) -> bool {
        let before = self.fresh.fetch_add(bytes, Ordering::Relaxed);
        before > 0 && before.saturating_add(bytes) > FRESH.max(self.heap() / 2)
    }

    /// Garbage has been collected, or is about to be.
    pub(crate) fn collected(&self) {
        self.fresh.store(0, Ordering::Relaxed);
    }

    /// Notes the heap's size and what V8 knows of memory outside (which includes buffers that the allocator did not
    /// make, and WebAssembly memory); false if the budget is overdrawn. The allocator alone refuses in time, so that
    /// buffers use up the budget exactly; the heap, which grows beside them, gets a quarter more before it is too much.
    pub(crate) fn note_heap(&self, heap: usize, external: usize) -> bool {
        self.heap.store(heap, Ordering::Relaxed);
        self.allows(external)
    }

    /// The same, with the heap as it was noted last.
    pub(crate) fn allows(&self, external: usize) -> bool {
        let used = self
            .heap()
            .saturating_add(external.max(self.buffers.load(Ordering::Relaxed)));
        used <= self.limit.saturating_add(self.limit / 4)
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Bytes of the heap after the last garbage collection.
    pub(crate) fn heap(&self) -> usize {
        self.heap.load(Ordering::Relaxed)
    }

    /// Notes how large the heap is now, and gives the sum with what lives outside of it.
    pub(crate) fn note_measured(&self, heap: usize) -> usize {
        let measured = heap.saturating_add(self.buffers.load(Ordering::Relaxed));
        self.measured.store(measured, Ordering::Relaxed);
        measured
    }

    /// What was measured last, in bytes.
    pub(crate) fn measured(&self) -> usize {
        self.measured.load(Ordering::Relaxed)
    }

    /// Charges memory that lives outside of V8 and can not be refused; false if the budget is overdrawn.
    pub(crate) fn charge(&self, bytes: usize) -> bool {
        let before = self.buffers.fetch_add(bytes, Ordering::Relaxed);
        before.saturating_add(bytes).saturating_add(self.heap()) <= self.limit
    }

    /// Charges memory that can be refused; false if it does not fit.
    pub(crate) fn reserve(&self, bytes: usize) -> bool {
        let heap = self.heap.load(Ordering::Relaxed);
        self.buffers
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |buffers| {
                let buffers = buffers.checked_add(bytes)?;
                let fits = bytes <= TINY || buffers.checked_add(heap)? <= self.limit;
                fits.then_some(buffers)
            })
            .is_ok()
    }

    /// Gives back what was reserved or charged.
    pub(crate) fn release(&self, bytes: usize) {
        self.buffers.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// An allocator that answers null, which V8 turns into a `RangeError`, when the budget is used up.
pub(crate) fn new(budget: Arc<MemoryBudget>) -> UniqueRef<Allocator> {
    static VTABLE: RustAllocatorVtable<MemoryBudget> = RustAllocatorVtable {
        allocate,
        allocate_uninitialized,
        free,
        drop: drop_budget,
    };
    // SAFETY: the handle is a leaked `Arc<MemoryBudget>`, the type the table's functions expect; `drop_budget` takes
    // it back once.
    unsafe { v8::new_rust_allocator(Arc::into_raw(budget), &VTABLE) }
}

/// V8 wants 16-byte alignment at most for element types; malloc gives as much.
fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes.max(1), 16).ok()
}

fn reserve_and(
    budget: &MemoryBudget,
    bytes: usize,
    allocate: unsafe fn(Layout) -> *mut u8,
) -> *mut c_void {
    let Some(layout) = layout(bytes) else {
        return null_mut();
    };
    if budget.is_overdue(bytes) {
        // V8 collects garbage then and asks again.
        budget.collected();
        return null_mut();
    }
    if !budget.reserve(bytes) {
        return null_mut();
    }
    // SAFETY: the layout's size is at least 1.
    let memory = unsafe { allocate(layout) };
    if memory.is_null() {
        budget.release(bytes);
    }
    memory.cast()
}

unsafe extern "C" fn allocate(budget: &MemoryBudget, bytes: usize) -> *mut c_void {
    reserve_and(budget, bytes, alloc_zeroed)
}

unsafe extern "C" fn allocate_uninitialized(budget: &MemoryBudget, bytes: usize) -> *mut c_void {
    reserve_and(budget, bytes, alloc)
}

unsafe extern "C" fn free(budget: &MemoryBudget, memory: *mut c_void, bytes: usize) {
    if let Some(layout) = layout(bytes)
        && !memory.is_null()
    {
        // SAFETY: V8 gives back what `allocate` returned, with the same size, so the layout is the same. Nobody reads it
        // any more.
        unsafe {
            empty(memory.cast(), bytes);
            dealloc(memory.cast(), layout);
        }
        budget.release(bytes);
    }
}

/// Gives the pages of a large buffer back to the system bit by bit. Done at once, by `dealloc`, it would lock the process's
/// memory for as long as it takes, and every thread that wants some would wait: 50 ms for a gigabyte.
///
/// # Safety
///
/// `memory` must have so many bytes, whose contents are lost.
unsafe fn empty(memory: *mut u8, bytes: usize) {
    /// Smaller ones may be parts of what the C library keeps, and are quick to free.
    const LARGE: usize = 32 << 20;
    const BIT: usize = 4 << 20;
    const PAGE: usize = 4096;
    #[cfg(target_os = "linux")]
    if bytes > LARGE {
        let start = memory.align_offset(PAGE);
        for at in (start..bytes.saturating_sub(BIT)).step_by(BIT) {
            // SAFETY: the range begins at a page and lies within the buffer.
            unsafe { libc::madvise(memory.add(at).cast(), BIT, libc::MADV_DONTNEED) };
        }
    }
}

unsafe extern "C" fn drop_budget(budget: *const MemoryBudget) {
    // SAFETY: undoes the `Arc::into_raw` of `new`; V8 calls this once.
    drop(unsafe { Arc::from_raw(budget) });
}
