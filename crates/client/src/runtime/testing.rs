//! The tests of a runtime (client.md, section 4.6).

use std::time::Duration;

use isolate_protocol::Value;
use isolate_protocol::message::{GetTestCount, HasTests, ResetTestEnv, RunTests};

use super::RemoteRuntime;
use super::queries::{boolean, query};
use crate::error::ClientError;
use crate::options::milliseconds;

impl RemoteRuntime {
    /// Runs the tests that the guest has registered, or joins the run under way. `timeout` is the limit of the whole run;
    /// `None`: the runtime's `execution_timeout`; zero: no limit. Gives a map (runtime.md, section 11.3, `RunResults`).
    ///
    /// # Errors
    ///
    /// As any call; `Test timed out after <ms>ms` (name `TimeoutError`), after which the runtime is dead; and
    /// `Test environment not enabled...` without the option.
    pub async fn run_tests(&self, timeout: Option<Duration>) -> Result<Value, ClientError> {
        let timeout = timeout.map(milliseconds);
        let results = self
            .request(|request_id, isolate_id| {
                RunTests {
                    request_id,
                    isolate_id,
                    timeout,
                }
                .into()
            })
            .await?;
        Ok(Value::decode(&results)?)
    }

    /// Whether the guest has registered tests.
    ///
    /// # Errors
    ///
    /// As any call, and without the option.
    pub async fn has_tests(&self) -> Result<bool, ClientError> {
        boolean("HAS_TESTS", &query!(self, HasTests))
    }

    /// How many tests the guest has registered, those to be skipped included.
    ///
    /// # Errors
    ///
    /// As any call, and without the option.
    pub async fn test_count(&self) -> Result<u64, ClientError> {
        let count = Value::decode(&query!(self, GetTestCount))?.as_f64();
        count
            .map(|count| count as u64)
            .ok_or(ClientError::UnexpectedAnswer {
                request: "GET_TEST_COUNT",
                expected: "a number",
            })
    }

    /// Removes all tests, hooks and mocks.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn reset_tests(&self) -> Result<(), ClientError> {
        query!(self, ResetTestEnv);
        Ok(())
    }
}
