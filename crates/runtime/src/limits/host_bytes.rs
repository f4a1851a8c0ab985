//! Bytes that come from the host: array buffers that V8's allocator does not make, under the same budget.

use std::sync::Arc;

use deno_core::v8;

use super::allocator::MemoryBudget;
use crate::state::State;

/// Bytes of a buffer, charged to the budget for as long as it lives.
struct Charged {
    bytes: Vec<u8>,
    budget: Arc<MemoryBudget>,
}

impl AsMut<[u8]> for Charged {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}

impl Drop for Charged {
    fn drop(&mut self) {
        self.budget.release(self.bytes.len());
    }
}

/// A Uint8Array that owns the bytes; none if they do not fit into what the guest may use.
pub(crate) fn new_bytes<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Vec<u8>,
) -> Option<v8::Local<'s, v8::Uint8Array>> {
    let length = bytes.len();
    let budget = Arc::clone(&State::of(scope)?.budget);
    if budget.is_overdue(length) {
        // The allocator refuses it at first, so that V8 collects garbage.
        v8::ArrayBuffer::new(scope, 1);
    }
    if !budget.reserve(length) {
        scope.low_memory_notification();
        if !budget.reserve(length) {
            return None;
        }
    }
    let store = v8::ArrayBuffer::new_backing_store_from_bytes(Box::new(Charged { bytes, budget }));
    let buffer = v8::ArrayBuffer::with_backing_store(scope, &store.make_shared());
    v8::Uint8Array::new(scope, buffer, 0, length)
}
