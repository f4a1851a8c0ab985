//! How much resident memory the daemon needs, and whether that grows.

use isolate_client::RuntimeOptions;

use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const IDLE: usize = 200;

const FIRST_CYCLES: usize = 500;
const CYCLES: usize = 2_000;
const GARBAGE: &str =
    "globalThis.a = Array.from({ length: 1000 }, (_, i) => ({ i, text: `text ${i}` }));";

const FIRST_EVALS: usize = 1_000;
const EVALS: usize = 100_000;

/// KB per runtime: what 200 of them add to a daemon without any.
pub async fn per_idle_runtime() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let before = daemon.settled_rss().await?;
    let mut runtimes = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        runtimes.push(client.create_runtime(RuntimeOptions::new()).await?);
    }
    let after = daemon.settled_rss().await?;
    Ok(Measurement::single("KB", (after - before) / IDLE as f64))
}

/// Growth in percent over 2,000 cycles of create, eval and dispose, when 500 have gone before.
pub async fn growth_over_cycles() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let cycles = async |count| {
        for _ in 0..count {
            let runtime = client.create_runtime(RuntimeOptions::new()).await?;
            runtime.eval(GARBAGE).await?;
            runtime.dispose().await?;
        }
        daemon.settled_rss().await
    };
    let before = cycles(FIRST_CYCLES).await?;
    let after = cycles(CYCLES).await?;
    Ok(Measurement::single("%", (after - before) / before * 100.0))
}

/// Growth in MB over 100,000 evaluations of sources that are all different, when 1,000 have gone before.
pub async fn growth_over_evals() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let runtime = client.create_runtime(RuntimeOptions::new()).await?;
    let evals = async |from, to| {
        for index in from..to {
            let code = format!("const value = {index}; globalThis.last = value;");
            runtime.eval(code).await?;
        }
        daemon.settled_rss().await
    };
    let before = evals(0, FIRST_EVALS).await?;
    let after = evals(FIRST_EVALS, FIRST_EVALS + EVALS).await?;
    Ok(Measurement::single("MB", (after - before) / 1024.0))
}
