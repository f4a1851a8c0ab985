//! How much memory a stream takes whose reader is slow.

use std::time::Duration;

use isolate_client::{Client, RemoteRuntime, Request, RuntimeOptions};
use tokio::time::sleep;

use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const WARM_UP: usize = 64 << 20;
const SIZE: usize = 1 << 30;

/// Chunks that are taken slowly before the rest is taken as fast as it comes.
const SLOW_CHUNKS: usize = 200;
const PAUSE: Duration = Duration::from_millis(20);

/// Streams as many bytes as the path says, as fast as it may.
const GUEST: &str = r"
serve({
  fetch(request) {
    let left = Number(new URL(request.url).pathname.slice(1));
    return new Response(new ReadableStream({
      pull(controller) {
        const chunk = new Uint8Array(Math.min(left, 262144));
        left -= chunk.byteLength;
        controller.enqueue(chunk);
        if (left === 0) controller.close();
      },
    }));
  },
});
";

/// MB: the daemon's peak while 1 GB streams, beyond what it had before.
///
/// Another guest has streamed before, and is gone: that the program's own code is read in when it is needed for the
/// first time is nothing that a stream takes.
pub async fn slow_reader() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let first = guest(&client).await?;
    read(&first, WARM_UP, 0).await?;
    first.dispose().await?;
    let runtime = guest(&client).await?;
    read(&runtime, 1, 0).await?;
    let before = daemon.settled_rss().await?;
    daemon.reset_peak_rss()?;
    read(&runtime, SIZE, SLOW_CHUNKS).await?;
    let peak = daemon.peak_rss()?;
    Ok(Measurement::single("MB", (peak - before) / 1024.0))
}

async fn guest(client: &Client) -> Result<RemoteRuntime, BenchError> {
    let runtime = client.create_runtime(RuntimeOptions::new()).await?;
    runtime.eval(GUEST).await?;
    Ok(runtime)
}

/// Reads a stream of so many bytes, its first chunks slowly.
async fn read(runtime: &RemoteRuntime, size: usize, slow: usize) -> Result<(), BenchError> {
    let request = Request::get(format!("http://bench/{size}"));
    let mut body = runtime.dispatch(request).await?.body;
    let (mut received, mut chunks) = (0, 0);
    while let Some(chunk) = body.chunk().await? {
        received += chunk.len();
        chunks += 1;
        if chunks <= slow {
            sleep(PAUSE).await;
        }
    }
    if received != size {
        let text = format!("{received} of {size} bytes");
        return Err(BenchError::WrongResponse(text));
    }
    Ok(())
}
