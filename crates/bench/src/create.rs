//! How long it takes to create runtimes. Nothing is pooled, there are no spares: each is a new isolate on a new thread.

use std::time::Instant;

use isolate_client::{Client, RuntimeOptions};

use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const WARM_UP: usize = 5;
const COLD: usize = 200;

const ROUNDS: usize = 5;
const PER_ROUND: usize = 100;
const CONCURRENCY: usize = 16;

/// From the request to the answer, one runtime at a time; each is disposed before the next.
pub async fn cold() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let mut samples = Vec::with_capacity(COLD);
    for index in 0..WARM_UP + COLD {
        let began = Instant::now();
        let runtime = client.create_runtime(RuntimeOptions::new()).await?;
        if index >= WARM_UP {
            samples.push(milliseconds_since(began));
        }
        runtime.dispose().await?;
    }
    Ok(Measurement::of("ms", samples))
}

/// Wall time until 100 runtimes exist, 16 requests in flight.
pub async fn hundred_by_sixteen() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let mut samples = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let workers: Vec<_> = (0..CONCURRENCY)
            .map(|worker| tokio::spawn(create_every(client.clone(), worker)))
            .collect();
        let mut runtimes = Vec::with_capacity(PER_ROUND);
        for worker in workers {
            runtimes.extend(worker.await.map_err(std::io::Error::from)??);
        }
        samples.push(milliseconds_since(began));
        for runtime in runtimes {
            runtime.dispose().await?;
        }
    }
    Ok(Measurement::of("ms", samples))
}

/// Creates the share of one of the workers.
async fn create_every(
    client: Client,
    worker: usize,
) -> Result<Vec<isolate_client::RemoteRuntime>, BenchError> {
    let mut runtimes = Vec::new();
    for _ in (worker..PER_ROUND).step_by(CONCURRENCY) {
        runtimes.push(client.create_runtime(RuntimeOptions::new()).await?);
    }
    Ok(runtimes)
}

pub fn milliseconds_since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}
