//! What it takes to come back to a namespace, to leave it, and to get a new runtime that is made of a spare.

use std::time::{Duration, Instant};

use isolate_client::RuntimeOptions;
use tokio::time::sleep;

use crate::create::milliseconds_since;
use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const WARM_UP: usize = 20;
const ROUNDS: usize = 500;

const SPARE_ROUNDS: usize = 100;

/// In which the daemon makes the next spare.
const PAUSE: Duration = Duration::from_millis(50);

/// From the request to the answer, in a namespace whose runtime is idle.
pub async fn create_pooled() -> Result<Measurement, BenchError> {
    Ok(come_and_go().await?.0)
}

/// From the request to the answer: the runtime is idle then.
pub async fn dispose_soft() -> Result<Measurement, BenchError> {
    Ok(come_and_go().await?.1)
}

async fn come_and_go() -> Result<(Measurement, Measurement), BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let mut creates = Vec::with_capacity(ROUNDS);
    let mut disposals = Vec::with_capacity(ROUNDS);
    for index in 0..WARM_UP + ROUNDS {
        let began = Instant::now();
        let runtime = client
            .create_runtime(RuntimeOptions::new().namespace("n"))
            .await?;
        let created = milliseconds_since(began);
        runtime.eval("globalThis.x = 1").await?;
        let began = Instant::now();
        runtime.dispose().await?;
        if index >= WARM_UP {
            creates.push(created);
            disposals.push(milliseconds_since(began));
        }
    }
    Ok((
        Measurement::of("ms", creates),
        Measurement::of("ms", disposals),
    ))
}

/// From the request to the answer, when a spare is ready.
pub async fn create_spare() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start_with_spares(2)?;
    let client = daemon.connect().await?;
    let mut samples = Vec::with_capacity(SPARE_ROUNDS);
    for _ in 0..SPARE_ROUNDS {
        sleep(PAUSE).await;
        let began = Instant::now();
        let runtime = client.create_runtime(RuntimeOptions::new()).await?;
        samples.push(milliseconds_since(began));
        runtime.dispose().await?;
    }
    Ok(Measurement::of("ms", samples))
}
