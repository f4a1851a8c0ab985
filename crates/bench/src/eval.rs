//! How long an evaluation takes, from the call to its answer.

use std::time::Instant;

use isolate_client::RuntimeOptions;

use crate::create::milliseconds_since;
use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const WARM_UP: usize = 500;
const EVALS: usize = 10_000;

/// The module `1`, over and over, in one runtime.
pub async fn roundtrip() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let runtime = client.create_runtime(RuntimeOptions::new()).await?;
    let mut samples = Vec::with_capacity(EVALS);
    for index in 0..WARM_UP + EVALS {
        let began = Instant::now();
        runtime.eval("1").await?;
        if index >= WARM_UP {
            samples.push(milliseconds_since(began));
        }
    }
    Ok(Measurement::of("ms", samples))
}
