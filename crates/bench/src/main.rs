//! Measures the daemon through its socket and prints a table: `isolate-bench [--json FILE] [NAME...]`.
//!
//! Every benchmark starts a daemon of its own and is bounded in count and in time. The figures are those a client in
//! another process sees; both share the machine. Node.js with worker threads does the same work in the same run.

mod catalogue;
mod console;
mod contention;
mod create;
mod daemon;
mod dispatch;
mod error;
mod eval;
mod guest;
mod measurement;
mod memory;
mod pool;
mod report;
mod stream;
mod transfer;
mod web_socket;
mod yardstick;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use catalogue::{BENCHMARKS, Benchmark};
use clap::Parser;
use error::BenchError;
use measurement::Outcome;
use report::Row;
use tokio::runtime::Builder;
use tokio::time::timeout;

/// Measures isolate-daemon, beside the same work done in Node.js with worker threads.
#[derive(Debug, Parser)]
#[command(name = "isolate-bench")]
struct Arguments {
    /// Writes the figures to this file, one object per benchmark.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Which benchmarks to run; all of them if none is named.
    #[arg(value_name = "NAME", value_parser = BENCHMARKS.map(|benchmark| benchmark.name))]
    names: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let named = |name: &str| arguments.names.iter().any(|named| named == name);
    let chosen = |benchmark: &&Benchmark| arguments.names.is_empty() || named(benchmark.name);
    let mut rows = Vec::new();
    let mut failed = false;
    for benchmark in BENCHMARKS.iter().filter(chosen) {
        let began = Instant::now();
        eprint!("{} ... ", benchmark.name);
        match run(benchmark) {
            Ok(outcome) => {
                eprintln!("{:.1} s", began.elapsed().as_secs_f64());
                rows.push(Row::of(benchmark, outcome));
            }
            Err(error) => {
                eprintln!("FAILED: {error}");
                failed = true;
            }
        }
    }
    add_yardstick(&mut rows);
    if !rows.is_empty() {
        report::print(&rows);
    }
    if let Some(file) = &arguments.json
        && let Err(error) = report::write_json(&rows, file)
    {
        eprintln!("cannot write {}: {error}", file.display());
        failed = true;
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Client and benchmark share one thread: a wake-up between threads is no part of what is measured.
fn run(benchmark: &Benchmark) -> Result<Outcome, BenchError> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        timeout(benchmark.limit, (benchmark.run)())
            .await
            .unwrap_or(Err(BenchError::TimedOut(benchmark.limit)))
    })
}

/// Adds what Node.js needs for the same work, and how many times as long the daemon took.
fn add_yardstick(rows: &mut Vec<Row>) {
    let measured = |name: &str| {
        let row = rows.iter().find(|row| row.name == name);
        row.map(|row| row.measurement)
    };
    let (create, eval) = (measured("create_cold"), measured("eval_roundtrip"));
    if create.is_none() && eval.is_none() {
        return;
    }
    eprint!("yardstick in Node.js ... ");
    let node = match yardstick::run() {
        Ok(node) => node,
        Err(error) => return eprintln!("left out: {error}"),
    };
    eprintln!("done");
    let pairs = [
        ("node_create", "create_ratio", node.create, create),
        ("node_eval", "eval_ratio", node.eval, eval),
    ];
    for (name, ratio_name, node, daemon) in pairs {
        if let Some(daemon) = daemon {
            rows.push(Row::plain(name, node));
            rows.push(Row::plain(ratio_name, daemon.ratio_to(&node)));
        }
    }
}
