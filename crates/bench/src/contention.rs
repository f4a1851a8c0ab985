//! Many clients that want few namespaces: each takes one that is free, evaluates in it and lets it go.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use isolate_client::{Client, ClientError, RemoteRuntime, RuntimeOptions};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

use crate::create::milliseconds_since;
use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::{Measurement, Outcome};

const CLIENTS: usize = 64;
const NAMESPACES: usize = 16;

/// Per client. Memory is compared between the end of the first and the end of all.
const FIRST_ROUNDS: usize = 250;
const ROUNDS: usize = 1_000;

/// How often the rate is taken.
const WINDOW: Duration = Duration::from_millis(250);

/// Before a client that has found all namespaces taken asks again.
const PAUSE: Duration = Duration::from_millis(1);

/// More than this, in percent, is not flat.
const GROWTH_LIMIT: f64 = 10.0;

/// What the clients have done together.
#[derive(Debug, Default)]
struct Totals {
    rounds: AtomicUsize,
    conflicts: AtomicUsize,
}

/// Rounds per second, each from the first attempt to the answer to dispose. Fails when the daemon reports anything but that a
/// namespace is in use, when two clients are in one runtime, or when its memory grows.
pub async fn pool_contention() -> Result<Outcome, BenchError> {
    let daemon = Daemon::start()?;
    let mut clients = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        clients.push(daemon.connect().await?);
    }
    let totals = Arc::new(Totals::default());
    let mut rates = Vec::new();
    let mut latencies = Vec::with_capacity(CLIENTS * ROUNDS);
    hammer(&clients, FIRST_ROUNDS, &totals, &mut rates, &mut latencies).await?;
    let before = daemon.settled_rss().await?;
    let rest = ROUNDS - FIRST_ROUNDS;
    hammer(&clients, rest, &totals, &mut rates, &mut latencies).await?;
    let after = daemon.settled_rss().await?;
    let growth = (after - before) / before * 100.0;
    if growth > GROWTH_LIMIT {
        return Err(BenchError::Grew(before / 1024.0, after / 1024.0));
    }
    let conflicts = totals.conflicts.load(Ordering::Relaxed);
    Ok(Outcome {
        figure: Measurement::of("/s", rates),
        latency: Some(Measurement::of("ms", latencies)),
        details: vec![
            ("conflicts", Measurement::single("", conflicts as f64)),
            ("rss_growth", Measurement::single("%", growth)),
        ],
    })
}

/// Lets every client do so many rounds, all at the same time.
async fn hammer(
    clients: &[Client],
    rounds: usize,
    totals: &Arc<Totals>,
    rates: &mut Vec<f64>,
    latencies: &mut Vec<f64>,
) -> Result<(), BenchError> {
    let mut tasks = JoinSet::new();
    for (index, client) in clients.iter().enumerate() {
        let (client, totals) = (client.clone(), Arc::clone(totals));
        tasks.spawn(async move { work(&client, index, rounds, &totals).await });
    }
    let mut ticks = interval(WINDOW);
    ticks.tick().await;
    let mut last = (Instant::now(), totals.rounds.load(Ordering::Relaxed));
    loop {
        tokio::select! {
            done = tasks.join_next() => match done {
                Some(done) => latencies.extend(done.map_err(std::io::Error::other)??),
                None => return Ok(()),
            },
            _ = ticks.tick() => {
                let now = (Instant::now(), totals.rounds.load(Ordering::Relaxed));
                rates.push((now.1 - last.1) as f64 / (now.0 - last.0).as_secs_f64());
                last = now;
            }
        }
    }
}

/// One client. Gives how long each round took, in ms.
async fn work(
    client: &Client,
    index: usize,
    rounds: usize,
    totals: &Totals,
) -> Result<Vec<f64>, BenchError> {
    let mut latencies = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let began = Instant::now();
        let runtime = acquire(client, index + round, totals).await?;
        // Fails if somebody else is in there, too.
        runtime
            .eval("if (globalThis.busy) throw new Error('taken twice'); globalThis.busy = true; await null; busy = false;")
            .await?;
        runtime.dispose().await?;
        latencies.push(milliseconds_since(began));
        totals.rounds.fetch_add(1, Ordering::Relaxed);
    }
    Ok(latencies)
}

/// Takes a namespace that is free, the first one from `start` on.
async fn acquire(
    client: &Client,
    start: usize,
    totals: &Totals,
) -> Result<RemoteRuntime, ClientError> {
    loop {
        for offset in 0..NAMESPACES {
            let name = format!("n{}", (start + offset) % NAMESPACES);
            match client
                .create_runtime(RuntimeOptions::new().namespace(name))
                .await
            {
                Err(error) if is_conflict(&error) => {
                    totals.conflicts.fetch_add(1, Ordering::Relaxed);
                }
                created => return created,
            }
        }
        sleep(PAUSE).await;
    }
}

/// protocol.md, section 6.3: the namespace is in use.
fn is_conflict(error: &ClientError) -> bool {
    error.remote().is_some_and(|error| {
        let text = &error.message;
        text.ends_with(" already has an active runtime")
            || text.ends_with(" creation already in progress")
    })
}
