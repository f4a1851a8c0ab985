//! How fast bodies go through a guest, in both directions.

use std::time::Instant;

use isolate_client::{Bytes, RemoteRuntime, Request, RuntimeOptions};

use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

const WARM_UP: usize = 3;
const ROUNDS: usize = 30;

/// Bytes of the upload, and of the download.
const SIZE: usize = 20 << 20;

/// SHA-256 of the upload.
const DIGEST: &str = "3568217a72eed5450d704907de96e14c75cc1b18661f38e0c9f458e462b38def";

/// Hashes what it gets, and answers with a stream of as many bytes, made on demand.
const GUEST: &str = r"
serve({
  async fetch(request) {
    const upload = await request.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', upload));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    let left = upload.byteLength;
    const body = new ReadableStream({
      pull(controller) {
        const chunk = new Uint8Array(Math.min(left, 262144)).fill(left);
        left -= chunk.byteLength;
        controller.enqueue(chunk);
        if (left === 0) controller.close();
      },
    });
    return new Response(body, { headers: { 'x-digest': hex } });
  },
});
";

/// MB per second: 20 MB up and 20 MB down by the time for both.
pub async fn both_ways() -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let options = RuntimeOptions::new().memory_limit_mb(512.0);
    let runtime = client.create_runtime(options).await?;
    runtime.eval(GUEST).await?;
    let upload: Bytes = (0..SIZE).map(|index| index as u8).collect();
    let mut samples = Vec::with_capacity(ROUNDS);
    for round in 0..WARM_UP + ROUNDS {
        let began = Instant::now();
        transfer(&runtime, upload.clone()).await?;
        if round >= WARM_UP {
            let megabytes = ((2 * SIZE) >> 20) as f64;
            samples.push(megabytes / began.elapsed().as_secs_f64());
        }
    }
    Ok(Measurement::of("MB/s", samples))
}

async fn transfer(runtime: &RemoteRuntime, upload: Bytes) -> Result<(), BenchError> {
    let mut response = runtime
        .dispatch(Request::post("http://bench/transfer", upload))
        .await?;
    if response.header("x-digest") != Some(DIGEST) {
        let digest = response.header("x-digest").unwrap_or("no digest");
        return Err(BenchError::WrongResponse(digest.to_owned()));
    }
    let mut received = 0;
    while let Some(chunk) = response.body.chunk().await? {
        received += chunk.len();
    }
    if received != SIZE {
        let text = format!("{received} of {SIZE} bytes");
        return Err(BenchError::WrongResponse(text));
    }
    Ok(())
}
