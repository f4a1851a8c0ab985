//! What can go wrong in a runtime, as its owner sees it.

/// An error that left the guest, by copy (runtime.md 2.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestError {
    /// The error's `name`.
    pub name: String,
    /// The error's message, or the string form of a thrown value that is no Error.
    pub message: String,
    /// The error's stack, with positions in the text the client sent.
    pub stack: Option<String>,
}

/// Why an operation on a runtime failed. The message is the text of protocol.md 6.2.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RuntimeError {
    /// The guest threw, or its code did not compile or link.
    #[error("{}", .0.message)]
    Guest(GuestError),
    /// The eval took longer than it may; the runtime is finished.
    #[error("Execution timed out after {0}ms")]
    TimedOut(f64),
    /// A run of tests took longer than it may; the runtime is finished.
    #[error("Test timed out after {0}ms")]
    TestsTimedOut(f64),
    /// The runtime has no test environment.
    #[error("Test environment not enabled. Set testEnvironment: true in createRuntime options.")]
    NoTestEnvironment,
    /// The runtime has no browser.
    #[error("Playwright not configured. Provide playwright.handler in createRuntime options.")]
    NoPlaywright,
    /// Options of a browser, but no handler for it.
    #[error(
        "Playwright configured without handler. Provide playwright.handler in createRuntime options."
    )]
    NoPlaywrightHandler,
    /// The results of a run can not be sent.
    #[error("The results of the test run can not be sent: {0}")]
    TestResults(String),
    /// Use of a runtime that an earlier timeout finished.
    #[error("Runtime execution timed out after {0}ms; create a new runtime.")]
    FinishedByTimeout(f64),
    /// The guest used more memory than `memoryLimitMB` while it ran; the runtime is finished.
    #[error("Isolate was disposed during execution due to memory limit")]
    OutOfMemory,
    /// Use of a runtime that ran out of memory earlier.
    #[error("Isolate is disposed")]
    FinishedByMemory,
    /// Disposed while the operation ran.
    #[error("Promise was abandoned")]
    Abandoned,
    /// Use of a disposed runtime.
    #[error("Runtime has been disposed")]
    Disposed,
    /// `memoryLimitMB` is below 8.
    #[error("`memoryLimit` must be at least 8")]
    MemoryLimitTooLow,
    /// The operating system refused a thread.
    #[error("The runtime's thread could not be started: {0}")]
    Thread(String),
    /// The runtime broke; a defect of the daemon, contained to this runtime.
    #[error("The runtime failed internally")]
    Internal,
}

impl RuntimeError {
    /// The error's `name` as clients see it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Guest(error) => &error.name,
            Self::TimedOut(_) | Self::TestsTimedOut(_) | Self::FinishedByTimeout(_) => {
                "TimeoutError"
            }
            _ => "Error",
        }
    }

    /// The guest's stack, if the guest threw.
    #[must_use]
    pub fn stack(&self) -> Option<&str> {
        match self {
            Self::Guest(error) => error.stack.as_deref(),
            _ => None,
        }
    }

    /// What later operations on the runtime fail with, if this error finished it.
    pub(crate) fn afterwards(&self) -> Option<Self> {
        match self {
            Self::TimedOut(ms) | Self::TestsTimedOut(ms) | Self::FinishedByTimeout(ms) => {
                Some(Self::FinishedByTimeout(*ms))
            }
            Self::OutOfMemory | Self::FinishedByMemory => Some(Self::FinishedByMemory),
            Self::Abandoned | Self::Disposed => Some(Self::Disposed),
            Self::Internal => Some(Self::Internal),
            Self::Guest(_)
            | Self::MemoryLimitTooLow
            | Self::NoTestEnvironment
            | Self::NoPlaywright
            | Self::NoPlaywrightHandler
            | Self::TestResults(_)
            | Self::Thread(_) => None,
        }
    }
}
