//! An isolate that is ready before anybody has asked for it.

use std::sync::Arc;

use crate::error::RuntimeError;
use crate::host::Host;
use crate::options::RuntimeOptions;
use crate::runtime::Runtime;

/// A runtime without an owner and without options, but for the memory limit, which V8 wants to know from the start.
/// Dropping it ends it.
pub struct Blank {
    runtime: Runtime,
    memory_limit_mb: u32,
}

impl Blank {
    /// Starts one; the future is ready when it can be equipped.
    ///
    /// # Errors
    ///
    /// As of [`Runtime::start`].
    pub async fn start(memory_limit_mb: u32) -> Result<Self, RuntimeError> {
        let runtime = Runtime::blank(memory_limit_mb).await?;
        Ok(Self {
            runtime,
            memory_limit_mb,
        })
    }

    /// Whether a runtime with these options can be made of it.
    #[must_use]
    pub fn suits(&self, options: &RuntimeOptions) -> bool {
        options.memory_limit_mb == self.memory_limit_mb
    }

    /// Whether it can still be used.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.runtime.finished().is_none()
    }

    /// Makes a runtime of it, in a fraction of the time that [`Runtime::start`] takes. The memory limit stays that of
    /// the blank, see [`suits`](Self::suits).
    ///
    /// # Errors
    ///
    /// [`RuntimeError::Internal`], or why the isolate has ended.
    pub async fn equip(
        self,
        options: RuntimeOptions,
        host: Arc<dyn Host>,
    ) -> Result<Runtime, RuntimeError> {
        self.runtime.equip(options, host).await
    }
}

impl std::fmt::Debug for Blank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blank")
            .field("memory_limit_mb", &self.memory_limit_mb)
            .finish_non_exhaustive()
    }
}
