//! Who a runtime works for.

use std::sync::Arc;

use isolate_protocol::Raw;

use crate::host::{Callee, Host, HostError, Reply};

/// What an owner brings along. The isolate's own options stay those of its first owner (runtime.md 21.2).
#[derive(Clone)]
pub struct Owner {
    /// What the guest calls out to.
    pub host: Arc<dyn Host>,
}

impl Owner {
    /// For a runtime that has no owner.
    pub(crate) fn nobody() -> Self {
        Self {
            host: Arc::new(Nobody),
        }
    }
}

impl std::fmt::Debug for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Owner").finish_non_exhaustive()
    }
}

/// Takes nothing, and answers that nobody is there.
struct Nobody;

impl Host for Nobody {
    fn call(&self, _: Callee, _: Raw, _: Option<Raw>, reply: Reply) -> Option<u64> {
        reply.send(Err(HostError::new("Runtime was soft-disposed")));
        None
    }

    fn abort(&self, _: u64, _: &str) {}

    fn console(&self, _: Raw) {}

    fn event(&self, _: &str, _: Raw) {}

    fn wants_console(&self) -> bool {
        false
    }
}
