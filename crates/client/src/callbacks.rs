//! The host's side of what the guest can call (protocol.md, section 4).

pub(crate) mod exports;
pub(crate) mod failure;
pub(crate) mod fetch;
pub(crate) mod handler;
pub(crate) mod invocation;
pub(crate) mod iterator;
pub(crate) mod running;
pub(crate) mod session;
pub(crate) mod table;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use failure::CallbackError;

/// Runs code of the program's. If it panics, that fails one call, not the connection.
pub(crate) fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, CallbackError> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| panic_error(&*panic))
}

fn panic_error(panic: &(dyn Any + Send)) -> CallbackError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    CallbackError::new(text.unwrap_or("the callback panicked"))
}
