//! What a runtime is created with.

use isolate_protocol::limits;

/// How a custom function behaves in the guest (runtime.md 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// Returns the value; the guest's thread blocks until the host answers.
    Sync,
    /// Returns a promise; the guest goes on.
    Async,
    /// Returns an async iterator.
    AsyncIterator,
}

/// Options of [`Runtime::start`](crate::Runtime::start).
#[derive(Clone, Debug)]
pub struct RuntimeOptions {
    /// Limit in megabytes over the V8 heap and array buffers together; at least 8.
    pub memory_limit_mb: u32,
    /// Default limit of an eval in milliseconds; `None` means no limit.
    pub execution_timeout: Option<f64>,
    /// Base of `path.resolve` in the guest.
    pub cwd: String,
    /// The custom functions, which become globals of the guest.
    pub functions: Vec<(String, FunctionKind)>,
    /// The test environment, if there is to be one.
    pub tests: Option<TestOptions>,
    /// The browser, if the guest is to have one.
    pub playwright: Option<PlaywrightOptions>,
}

/// The test environment of a runtime (runtime.md section 11).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TestOptions {
    /// Default limit of a test and of a hook in milliseconds; not finite or not positive means none.
    pub timeout: Option<f64>,
}

/// The browser of a runtime (runtime.md section 20).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaywrightOptions {
    /// Limit of waits for predicates and of matchers in milliseconds, default 30,000; not finite or not positive means
    /// none.
    pub timeout: Option<f64>,
    /// Whether there are the globals `page` and `context`.
    pub default_page: bool,
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        Self {
            memory_limit_mb: limits::DEFAULT_MEMORY_LIMIT_MB,
            execution_timeout: None,
            cwd: "/".to_owned(),
            functions: Vec::new(),
            tests: None,
            playwright: None,
        }
    }
}
