//! The limits that keep a guest from harming anybody but itself.

pub(crate) mod allocator;
pub(crate) mod blobs;
pub(crate) mod freed;
mod growth;
pub(crate) mod heap;
pub(crate) mod host_bytes;
pub(crate) mod last_resort;
pub(crate) mod priority;
pub(crate) mod sampler;
pub(crate) mod watchdog;

/// Host calls of one runtime that may wait for an answer at the same time.
pub(crate) const MAX_PENDING_CALLS: usize = 10_000;

/// Longest message, name or stack that leaves the guest with an error, in bytes.
pub(crate) const MAX_ERROR_TEXT: usize = 256 * 1024;
