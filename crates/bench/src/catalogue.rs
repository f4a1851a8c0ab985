//! All benchmarks: their names, what they must reach, and how long they may take.

use std::pin::Pin;
use std::time::Duration;

use crate::error::BenchError;
use crate::measurement::Measurement;
use crate::{console, create, eval, guest, memory};

type Run = fn() -> Pin<Box<dyn Future<Output = Result<Measurement, BenchError>>>>;

/// One benchmark.
#[derive(Clone, Copy)]
pub struct Benchmark {
    pub name: &'static str,
    /// The most its p50 may be; `None` if it is only reported.
    pub target: Option<f64>,
    /// When it is given up.
    pub limit: Duration,
    pub run: Run,
}

const fn benchmark(name: &'static str, target: Option<f64>, seconds: u64, run: Run) -> Benchmark {
    Benchmark {
        name,
        target,
        limit: Duration::from_secs(seconds),
        run,
    }
}

pub const BENCHMARKS: [Benchmark; 9] = [
    benchmark("create_cold", Some(6.0), 60, || Box::pin(create::cold())),
    benchmark("create_100_c16", None, 120, || {
        Box::pin(create::hundred_by_sixteen())
    }),
    benchmark("eval_roundtrip", Some(0.12), 60, || {
        Box::pin(eval::roundtrip())
    }),
    benchmark("host_call_sync", None, 60, || Box::pin(guest::sync_calls())),
    benchmark("host_call_async", Some(0.12), 60, || {
        Box::pin(guest::async_calls())
    }),
    benchmark("console_entries", None, 60, || Box::pin(console::entries())),
    benchmark("rss_per_idle_runtime", Some(4096.0), 60, || {
        Box::pin(memory::per_idle_runtime())
    }),
    benchmark("rss_growth_cycles", Some(5.0), 300, || {
        Box::pin(memory::growth_over_cycles())
    }),
    benchmark("rss_growth_evals", Some(10.0), 180, || {
        Box::pin(memory::growth_over_evals())
    }),
];
