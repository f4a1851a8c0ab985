//! The options of a runtime (protocol.md, section 3.2 and A.9).

use super::registration::{Callbacks, Registration};
use crate::schema::{Field, FieldError, Input};
use crate::wire::{Token, Writer};

wire_map! {
    /// What a runtime is to be like.
    pub struct RuntimeOptions {
        /// Heap limit in megabytes, at least 8. Default: the daemon's setting.
        memory_limit_mb: Option<f64> = "memoryLimitMB",
        /// Default limit of `EVAL` and `RUN_TESTS` in milliseconds; not finite or not positive means none.
        execution_timeout: Option<f64> = "executionTimeout",
        /// Current directory of the sandbox's path module, default `/`.
        cwd: Option<String> = "cwd",
        /// The callbacks the client serves.
        callbacks: Option<Callbacks> = "callbacks",
        /// Present if the test environment is on.
        test_environment: Option<TestEnvironment> = "testEnvironment",
        /// Settings of playwright. What switches playwright on is `callbacks.playwright`.
        playwright: Option<PlaywrightOptions> = "playwright",
        /// The namespace the runtime belongs to; any string, also the empty one.
        namespace_id: Option<String> = "namespaceId",
        /// `newest`: arguments of calls come in the form of the newest revision (A.4), in which `undefined` is told from
        /// `null`. Not part of either revision; peers that do not know it ignore it.
        argument_form: Option<String> = "argumentForm" (Omit),
    }

    /// Settings of playwright.
    pub struct PlaywrightOptions {
        /// Limit of predicate waits in milliseconds, default 30,000.
        timeout: Option<f64> = "timeout",
        /// `None` only if the key is absent, as with baseline clients; a nil counts as false. The globals `page` and
        /// `context` exist unless this is `Some(false)` (A.9).
        has_default_page: Option<bool> = "hasDefaultPage" (Presence),
    }

    /// The map form of [`TestEnvironment`].
    pub struct TestEnvironmentMap {
        /// See [`TestEnvironment::on_event`].
        callbacks: Option<TestCallbacks> = "callbacks",
        /// See [`TestEnvironment::test_timeout`].
        test_timeout: Option<f64> = "testTimeout",
    }

    /// Callbacks of the test environment.
    pub struct TestCallbacks {
        /// Receives test events.
        on_event: Option<Registration> = "onEvent" (Omit),
    }
}

/// The test environment of a runtime. On the wire `true` or a map; `false` is the same as absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestEnvironment {
    /// Receives test events.
    pub on_event: Option<Registration>,
    /// Limit of one test in milliseconds.
    pub test_timeout: Option<f64>,
}

impl Field for TestEnvironment {
    fn read(input: &mut Input<'_>) -> Result<Self, FieldError> {
        Self::read_optional(input)?.ok_or(FieldError::invalid("true or a map"))
    }

    fn read_optional(input: &mut Input<'_>) -> Result<Option<Self>, FieldError> {
        match input.peek() {
            Some(Token::Bool(on)) => {
                input.skip()?;
                Ok(on.then(Self::default))
            }
            Some(Token::Map(_)) => {
                let TestEnvironmentMap {
                    callbacks,
                    test_timeout,
                } = Field::read(input)?;
                let on_event = callbacks.and_then(|callbacks| callbacks.on_event);
                Ok(Some(Self {
                    on_event,
                    test_timeout,
                }))
            }
            _ => Err(FieldError::invalid("a boolean or a map")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        if *self == Self::default() {
            return writer.bool(true);
        }
        let callbacks = self.on_event.clone().map(|on_event| TestCallbacks {
            on_event: Some(on_event),
        });
        TestEnvironmentMap {
            callbacks,
            test_timeout: self.test_timeout,
        }
        .write(writer);
    }
}
