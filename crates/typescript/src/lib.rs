//! Erases TypeScript syntax with the stripper that Node uses, swc's, and checks entry code (runtime.md 2.3 and 2.4).
//!
//! What is erased becomes white space, so every token that stays keeps its line and column. The texts come from
//! clients that may be hostile, and swc recurses: [`nesting`](nesting::bound) bounds how deep before swc sees a text.

mod entry;
mod nesting;
mod same;
mod strip;

pub use entry::{EntryError, check_entry};
pub use nesting::MAX_NESTING;
pub use same::javascript_means_the_same;
pub use strip::{MAX_SOURCE, StripError, strip};
