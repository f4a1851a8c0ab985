//! What the guest's platform leaves out of the extensions: each class and operation costs time in every isolate.
//!
//! The build script and the runtime must leave out the same, since the snapshot refers to operations by their number.

use deno_core::Extension;

/// Classes of `deno_web` that no guest can reach.
const CLASSES: [&str; 11] = [
    "CSSRule",
    "CSSStyleSheet",
    "Console",
    "DOMMatrix",
    "DOMMatrixReadOnly",
    "DOMPoint",
    "DOMPointReadOnly",
    "DOMQuad",
    "DOMRect",
    "DOMRectReadOnly",
    "ImageData",
];

/// Beginnings of the names of operations that only they and other absent classes use.
const OPERATIONS: [&str; 4] = [
    "op_broadcast_",
    "op_console_",
    "op_geometry_",
    "op_lock_manager_",
];

/// `deno_web` without what is never used.
pub fn without_unused(mut extension: Extension) -> Extension {
    extension
        .objects
        .to_mut()
        .retain(|class| !CLASSES.contains(&class.name.0));
    extension
        .ops
        .to_mut()
        .retain(|op| !OPERATIONS.iter().any(|start| op.name.starts_with(start)));
    extension
}
