//! Messages to a socket of the guest, which sends them back.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use isolate_client::{RemoteRuntime, Request, RuntimeOptions, WebSocketCommand};
use tokio::sync::mpsc;

use crate::create::milliseconds_since;
use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const WARM_UP: usize = 500;
const ROUNDTRIPS: usize = 10_000;

const ROUNDS: usize = 7;
const PER_ROUND: usize = 100_000;

/// Messages under way at a time.
const WINDOW: usize = 1_024;

const GUEST: &str = r"
serve({
  fetch(request, server) {
    server.upgrade(request);
    return new Response(null, { status: 101 });
  },
  websocket: {
    message(socket, message) { socket.send(message); },
  },
});
";

/// A guest that echoes, and the id of an open socket to it.
async fn open(daemon: &Daemon) -> Result<(RemoteRuntime, String), BenchError> {
    let client = daemon.connect().await?;
    let runtime = client.create_runtime(RuntimeOptions::new()).await?;
    runtime.eval(GUEST).await?;
    let response = runtime.dispatch(Request::get("http://bench/ws")).await?;
    let Some(id) = response.upgrade else {
        return Err(BenchError::WrongResponse("no upgrade".to_owned()));
    };
    runtime.web_socket_open(&id).await?;
    Ok((runtime, id))
}

/// From sending a message to having its echo, one at a time.
pub async fn roundtrip() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let (runtime, id) = open(&daemon).await?;
    let (sender, mut echoes) = mpsc::channel(16);
    let _subscription = runtime.on_web_socket_command(move |command| {
        // There is one at a time.
        let _ = sender.try_send(command);
    });
    let mut samples = Vec::with_capacity(ROUNDTRIPS);
    for index in 0..WARM_UP + ROUNDTRIPS {
        let began = Instant::now();
        let acknowledged = runtime.web_socket_message(&id, "message");
        match echoes.recv().await {
            Some(WebSocketCommand::Message { .. }) => {}
            other => return Err(BenchError::WrongResponse(format!("{other:?}"))),
        }
        if index >= WARM_UP {
            samples.push(milliseconds_since(began));
        }
        acknowledged.await?;
    }
    Ok(Measurement::of("ms", samples))
}

/// Messages per second, there and back, with about a thousand under way.
pub async fn pipelined() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let (runtime, id) = open(&daemon).await?;
    let arrived = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&arrived);
    let _subscription = runtime.on_web_socket_command(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let mut samples = Vec::with_capacity(ROUNDS);
    // One round to warm up.
    for round in 0..=ROUNDS {
        let began = Instant::now();
        send_all(&runtime, &id).await?;
        if round > 0 {
            samples.push(PER_ROUND as f64 / began.elapsed().as_secs_f64());
        }
        // An echo comes before its message is acknowledged.
        let count = arrived.swap(0, Ordering::Relaxed);
        if count != PER_ROUND {
            return Err(BenchError::MessagesLost(count, PER_ROUND));
        }
    }
    Ok(Measurement::of("1/s", samples))
}

async fn send_all(runtime: &RemoteRuntime, id: &str) -> Result<(), BenchError> {
    let mut under_way = VecDeque::with_capacity(WINDOW);
    for _ in 0..PER_ROUND {
        if under_way.len() == WINDOW
            && let Some(oldest) = under_way.pop_front()
        {
            oldest.await?;
        }
        under_way.push_back(runtime.web_socket_message(id, "a message of ordinary length"));
    }
    for acknowledged in under_way {
        acknowledged.await?;
    }
    Ok(())
}
