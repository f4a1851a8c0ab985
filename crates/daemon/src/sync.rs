//! Locking that outlives a panic: what the locks here guard is consistent after every statement.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes the lock, also if a holder has panicked.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
