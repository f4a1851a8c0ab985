//! The same work in Node.js: worker threads with a `vm` context each.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::error::BenchError;
use crate::measurement::Measurement;

const SCRIPT: &str = include_str!("yardstick.mjs");

pub struct Yardstick {
    /// From `new Worker` until its context is ready.
    pub create: Measurement,
    /// From posting the module `1` to a worker until it says that it has evaluated it.
    pub eval: Measurement,
}

/// Runs the script; it ends by itself.
pub fn run() -> Result<Yardstick, BenchError> {
    let output = Command::new("node")
        .args(["--no-warnings", "--experimental-vm-modules"])
        .args(["--input-type=module", "--eval", SCRIPT])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let output = output.map_err(|error| BenchError::Node(format!("cannot run node: {error}")))?;
    if !output.status.success() {
        return Err(BenchError::Node(format!("node failed: {}", output.status)));
    }
    let report: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| BenchError::Node(format!("node reported no figures: {error}")))?;
    Ok(Yardstick {
        create: series(&report, "create")?,
        eval: series(&report, "eval")?,
    })
}

fn series(report: &Value, name: &str) -> Result<Measurement, BenchError> {
    let samples = report.get(name).and_then(Value::as_array);
    let samples: Vec<f64> = samples
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    if samples.is_empty() {
        return Err(BenchError::Node(format!(
            "node reported no figures for {name}"
        )));
    }
    Ok(Measurement::of("ms", samples))
}
