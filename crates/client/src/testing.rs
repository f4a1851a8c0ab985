//! The test environment of a runtime, as an option (client.md, section 3.7).

use std::sync::Arc;
use std::time::Duration;

use isolate_protocol::Value;
use isolate_protocol::message;

use crate::callbacks::handler::Handler;
use crate::callbacks::table::Registered;
use crate::error::ClientError;
use crate::options::milliseconds;

/// Receives the events of test runs.
type EventCallback = Arc<dyn Fn(String) + Send + Sync>;

/// Options of the test environment.
#[derive(Clone, Default)]
#[must_use]
pub struct TestEnvironment {
    on_event: Option<EventCallback>,
    test_timeout: Option<Duration>,
}

impl TestEnvironment {
    /// Nobody listens, and a test may take as long as it likes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Receives the events of runs (runtime.md, section 11.3) one by one and in order, each as JSON text; those of a run
    /// before its results.
    pub fn on_event(mut self, on_event: impl Fn(String) + Send + Sync + 'static) -> Self {
        self.on_event = Some(Arc::new(on_event));
        self
    }

    /// How long a test may take, and a hook. One that takes longer is stopped and has failed; zero means no limit.
    pub fn test_timeout(mut self, limit: Duration) -> Self {
        self.test_timeout = Some(limit);
        self
    }

    pub(crate) fn register(
        self,
        callbacks: &mut Registered,
    ) -> Result<message::TestEnvironment, ClientError> {
        let on_event = match self.on_event {
            Some(on_event) => {
                let handler = Handler::plain(move |args| {
                    for event in args {
                        if let Value::Str(json) = event {
                            on_event(json);
                        }
                    }
                    Ok(Value::Nil)
                });
                Some(callbacks.add(handler, "testEnvironment.onEvent", "sync")?)
            }
            None => None,
        };
        Ok(message::TestEnvironment {
            on_event,
            test_timeout: self.test_timeout.map(milliseconds),
        })
    }
}
