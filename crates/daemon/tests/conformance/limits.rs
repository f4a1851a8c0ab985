//! Guests that use up memory, time or the stack: each harms nobody but itself (runtime.md 2.10 and 2.11).

mod buffers;
mod heap;
mod stack;
mod time;

use std::time::{Duration, Instant};

use isolate_client::{RemoteError, RemoteRuntime, RuntimeOptions};
use tokio::sync::{Mutex, MutexGuard};

use crate::neighbourhood::Neighbourhood;
use crate::support::Failures;

/// The limit of the runtimes that are to run into it, in megabytes.
const MEMORY: f64 = 32.0;

/// Time enough for code that ends at another limit, even if the machine is busy with other things.
const PLENTY: Duration = Duration::from_secs(60);

/// Daemon and neighbour of one test, and what has not held in it.
struct Trial {
    neighbourhood: Neighbourhood,
    failures: Failures,
    /// These tests want the machine for themselves.
    _alone: MutexGuard<'static, ()>,
}

/// What has become of code that was to misbehave.
struct Outcome {
    victim: RemoteRuntime,
    error: Option<RemoteError>,
    took: Duration,
}

impl Trial {
    async fn begin() -> Self {
        static ALONE: Mutex<()> = Mutex::const_new(());
        let alone = ALONE.lock().await;
        Self {
            neighbourhood: Neighbourhood::new().await,
            failures: Failures::default(),
            _alone: alone,
        }
    }

    async fn victim(
        &self,
        configure: impl FnOnce(RuntimeOptions) -> RuntimeOptions,
    ) -> RemoteRuntime {
        self.neighbourhood.victim(configure).await
    }

    /// Evaluates in a new runtime. `CONFORMANCE_TIMES` shows what it took.
    async fn run(
        &self,
        code: &str,
        configure: impl FnOnce(RuntimeOptions) -> RuntimeOptions,
    ) -> Outcome {
        let victim = self.victim(configure).await;
        let start = Instant::now();
        let error = failure(&victim, code).await;
        let took = start.elapsed();
        if std::env::var_os("CONFORMANCE_TIMES").is_some() {
            let peak = self.neighbourhood.daemon.peak_memory() >> 20;
            eprintln!("{:>6} ms {peak:>4} MB {code}", took.as_millis());
        }
        Outcome {
            victim,
            error,
            took,
        }
    }

    /// Everything has held, and the neighbour has been answered in time.
    async fn end(mut self) {
        self.neighbourhood.end(&mut self.failures).await;
    }
}

/// For code that is to run into its memory limit.
fn little_memory(options: RuntimeOptions) -> RuntimeOptions {
    options.memory_limit_mb(MEMORY).execution_timeout(PLENTY)
}

/// For code that is to run into its limit of time.
fn little_time(options: RuntimeOptions) -> RuntimeOptions {
    options.execution_timeout(Duration::from_millis(200))
}

async fn failure(runtime: &RemoteRuntime, code: &str) -> Option<RemoteError> {
    let answer = tokio::time::timeout(2 * PLENTY, runtime.eval(code)).await;
    match answer.unwrap_or_else(|_| panic!("no answer to {code}")) {
        Ok(()) => None,
        Err(error) => match error.remote() {
            Some(error) => Some(error.clone()),
            None => panic!("{code}: {error}"),
        },
    }
}
