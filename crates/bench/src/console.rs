//! How many console entries per second get through to the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use isolate_client::RuntimeOptions;

use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const ROUNDS: usize = 7;
const ENTRIES: usize = 20_000;

/// Entries of one evaluation by the time until its answer, which comes after the last of them.
pub async fn entries() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let arrived = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&arrived);
    let options = RuntimeOptions::new().console(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let runtime = client.create_runtime(options).await?;
    let code = format!("for (let i = 0; i < {ENTRIES}; i++) console.log('entry', i);");
    let mut samples = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        runtime.eval(code.as_str()).await?;
        samples.push(ENTRIES as f64 / began.elapsed().as_secs_f64());
        let count = arrived.swap(0, Ordering::Relaxed);
        if count != ENTRIES {
            return Err(BenchError::EntriesLost(count, ENTRIES));
        }
    }
    Ok(Measurement::of("1/s", samples))
}
