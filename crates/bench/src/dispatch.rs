//! How many small requests a guest's handler serves.

use std::time::Instant;

use isolate_client::{RemoteRuntime, Request, RuntimeOptions};

use crate::create::milliseconds_since;
use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::{Measurement, Outcome};

const ROUNDS: usize = 7;

/// Requests per round.
const REQUESTS: usize = 6_400;

const GUEST: &str = r"
serve({
  async fetch(request) {
    const { id, items } = await request.json();
    const sum = items.reduce((sum, item) => sum + item, 0);
    return Response.json({ id, sum });
  },
});
";

/// Requests per second to one runtime, so many at a time; and how long each takes.
pub async fn json(concurrency: usize) -> Result<Outcome, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let runtime = client.create_runtime(RuntimeOptions::new()).await?;
    runtime.eval(GUEST).await?;
    // One round to warm up.
    round(&runtime, concurrency).await?;
    let mut rates = Vec::with_capacity(ROUNDS);
    let mut latencies = Vec::with_capacity(ROUNDS * REQUESTS);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        latencies.extend(round(&runtime, concurrency).await?);
        rates.push(REQUESTS as f64 / began.elapsed().as_secs_f64());
    }
    Ok(Outcome {
        figure: Measurement::of("1/s", rates),
        latency: Some(Measurement::of("ms", latencies)),
        details: Vec::new(),
    })
}

async fn round(runtime: &RemoteRuntime, concurrency: usize) -> Result<Vec<f64>, BenchError> {
    let workers: Vec<_> = (0..concurrency)
        .map(|worker| tokio::spawn(ask_every(runtime.clone(), worker, concurrency)))
        .collect();
    let mut latencies = Vec::with_capacity(REQUESTS);
    for worker in workers {
        latencies.extend(worker.await.map_err(std::io::Error::from)??);
    }
    Ok(latencies)
}

/// Sends the share of one of the workers, one request after the other.
async fn ask_every(
    runtime: RemoteRuntime,
    worker: usize,
    concurrency: usize,
) -> Result<Vec<f64>, BenchError> {
    let mut latencies = Vec::with_capacity(REQUESTS / concurrency);
    for id in (worker..REQUESTS).step_by(concurrency) {
        let began = Instant::now();
        let body = format!(r#"{{"id":{id},"items":[1,2,3,4]}}"#);
        let request =
            Request::post("http://bench/json", body).header("content-type", "application/json");
        let response = runtime.dispatch(request).await?.bytes().await?;
        latencies.push(milliseconds_since(began));
        if response != format!(r#"{{"id":{id},"sum":10}}"#) {
            let text = String::from_utf8_lossy(&response).into_owned();
            return Err(BenchError::WrongResponse(text));
        }
    }
    Ok(latencies)
}
