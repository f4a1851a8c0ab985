//! How long the guest waits for a function of the host. The guest measures, and reports on its console.

use std::sync::{Arc, Mutex, PoisonError};

use isolate_client::{FunctionKind, RuntimeOptions, Value};

use crate::daemon::Daemon;
use crate::error::BenchError;
use crate::measurement::Measurement;

/// A clock that ticks more rarely, in milliseconds, would decide the result.
const COARSE: f64 = 0.02;

/// Reports how often the clock ticks, then the time of each call, in milliseconds.
const MEASURE: &str = r"
let tick = Infinity;
for (let i = 0; i < 100; i++) {
  const began = performance.now();
  let now = began;
  while (now === began) now = performance.now();
  tick = Math.min(tick, now - began);
}
const samples = [];
for (let i = 0; i < 5500; i++) {
  const began = performance.now();
  CALL;
  const took = performance.now() - began;
  if (i >= 500) samples.push(took);
}
console.log([tick, ...samples].join(' '));
";

/// A `sync` function that returns its argument.
pub async fn sync_calls() -> Result<Measurement, BenchError> {
    let options = RuntimeOptions::new().sync_function("echo", Ok);
    measure(options, "echo(i)").await
}

/// An `async` function that returns its argument, awaited before the next call.
pub async fn async_calls() -> Result<Measurement, BenchError> {
    let echo = |args: Vec<Value>| async move { Ok(args) };
    let options = RuntimeOptions::new().function("echo", FunctionKind::Async, echo);
    measure(options, "await echo(i)").await
}

async fn measure(options: RuntimeOptions, call: &str) -> Result<Measurement, BenchError> {
    let daemon = Daemon::start()?;
    let client = daemon.connect().await?;
    let report = Arc::new(Mutex::new(String::new()));
    let sink = Arc::clone(&report);
    let options = options.console(move |entry| {
        if let Some(text) = entry.get("stdout").and_then(Value::as_str) {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = text.to_owned();
        }
    });
    let runtime = client.create_runtime(options).await?;
    runtime.eval(MEASURE.replace("CALL", call)).await?;
    let report = std::mem::take(&mut *report.lock().unwrap_or_else(PoisonError::into_inner));
    let mut numbers = report.split(' ').map(str::parse);
    let Some(Ok(tick)) = numbers.next() else {
        return Err(BenchError::NoReport(report));
    };
    if tick > COARSE {
        return Err(BenchError::CoarseClock(tick));
    }
    match numbers.collect::<Result<Vec<f64>, _>>() {
        Ok(samples) if !samples.is_empty() => Ok(Measurement::of("ms", samples)),
        _ => Err(BenchError::NoReport(report)),
    }
}
