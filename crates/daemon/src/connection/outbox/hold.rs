//! Whether the current thread gathers what it sends.
//!
//! A runtime's thread does so while it works off what is in its mailbox. It is a matter of the thread and not of the
//! outbox: what others send to the same client meanwhile does not wait for it.

use std::cell::Cell;

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
}

/// Switches it on or off.
pub fn set(on: bool) {
    ON.set(on);
}

/// Whether it is on.
pub fn is_on() -> bool {
    ON.get()
}
