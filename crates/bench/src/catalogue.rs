//! All benchmarks: their names, what they must reach, and how long they may take.

use std::pin::Pin;
use std::time::Duration;

use crate::error::BenchError;
use crate::measurement::Outcome;
use crate::{
    console, contention, create, dispatch, eval, guest, memory, pool, stream, transfer, web_socket,
};

type Run = fn() -> Pin<Box<dyn Future<Output = Result<Outcome, BenchError>>>>;

/// What the p50 of a benchmark must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// Anything: it is only reported.
    None,
}

/// One benchmark.
#[derive(Clone, Copy)]
pub struct Benchmark {
    pub name: &'static str,
    pub target: Target,
    /// When it is given up.
    pub limit: Duration,
    pub run: Run,
}

const fn benchmark(name: &'static str, target: Target, seconds: u64, run: Run) -> Benchmark {
    Benchmark {
        name,
        target,
        limit: Duration::from_secs(seconds),
        run,
    }
}

/// Runs an async function that takes no arguments, and makes an outcome of what it gives.
macro_rules! run {
    ($($function:tt)*) => {
        || Box::pin(async { $($function)*.await.map(Outcome::from) })
    };
}

pub const BENCHMARKS: [Benchmark; 20] = {
    use Target::{AtLeast, AtMost, None};
    [
        benchmark("create_cold", AtMost(6.0), 60, run!(create::cold())),
        benchmark(
            "create_100_c16",
            None,
            120,
            run!(create::hundred_by_sixteen()),
        ),
        benchmark("create_spare", AtMost(1.0), 60, run!(pool::create_spare())),
        benchmark(
            "create_pooled",
            AtMost(0.2),
            60,
            run!(pool::create_pooled()),
        ),
        benchmark("dispose_soft", AtMost(0.15), 60, run!(pool::dispose_soft())),
        benchmark(
            "pool_contention",
            None,
            300,
            run!(contention::pool_contention()),
        ),
        benchmark("eval_roundtrip", AtMost(0.12), 60, run!(eval::roundtrip())),
        benchmark("host_call_sync", None, 60, run!(guest::sync_calls())),
        benchmark(
            "host_call_async",
            AtMost(0.12),
            60,
            run!(guest::async_calls()),
        ),
        benchmark("console_entries", None, 60, run!(console::entries())),
        benchmark(
            "transfer_20mb",
            AtLeast(400.0),
            60,
            run!(transfer::both_ways()),
        ),
        benchmark("ws_roundtrip", None, 60, run!(web_socket::roundtrip())),
        benchmark(
            "ws_pipelined",
            AtLeast(100_000.0),
            60,
            run!(web_socket::pipelined()),
        ),
        benchmark("dispatch_json_c1", None, 60, run!(dispatch::json(1))),
        benchmark(
            "dispatch_json_c16",
            AtLeast(15_000.0),
            60,
            run!(dispatch::json(16)),
        ),
        benchmark("dispatch_json_c64", None, 60, run!(dispatch::json(64))),
        benchmark("stream_rss", AtMost(16.0), 60, run!(stream::slow_reader())),
        benchmark(
            "rss_per_idle_runtime",
            AtMost(4096.0),
            60,
            run!(memory::per_idle_runtime()),
        ),
        benchmark(
            "rss_growth_cycles",
            AtMost(5.0),
            300,
            run!(memory::growth_over_cycles()),
        ),
        benchmark(
            "rss_growth_evals",
            AtMost(10.0),
            180,
            run!(memory::growth_over_evals()),
        ),
    ]
};
