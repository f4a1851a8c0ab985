//! The table for people and the JSON for programs.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::catalogue::Benchmark;
use crate::measurement::Measurement;

/// One line of the report.
pub struct Row {
    pub name: &'static str,
    pub measurement: Measurement,
    target: Option<f64>,
}

impl Row {
    pub fn of(benchmark: &Benchmark, measurement: Measurement) -> Self {
        Self {
            name: benchmark.name,
            measurement,
            target: benchmark.target,
        }
    }

    /// A line that has nothing to reach.
    pub fn plain(name: &'static str, measurement: Measurement) -> Self {
        Self {
            name,
            measurement,
            target: None,
        }
    }

    /// What the p50 must be, and whether it is.
    fn verdict(&self) -> String {
        match self.target {
            Some(target) if self.measurement.p50 <= target => format!("<= {target:<6} pass"),
            Some(target) => format!("<= {target:<6} FAIL"),
            None => String::new(),
        }
    }
}

pub fn print(rows: &[Row]) {
    println!(
        "{:<22}{:>5}{:>12}{:>12}{:>12}{:>8}  target",
        "name", "unit", "p50", "p90", "p99", "n"
    );
    for row in rows {
        let Measurement {
            unit,
            p50,
            p90,
            p99,
            n,
        } = row.measurement;
        let [p50, p90, p99] = [p50, p90, p99].map(readable);
        let line = format!(
            "{:<22}{unit:>5}{p50:>12}{p90:>12}{p99:>12}{n:>8}  {}",
            row.name,
            row.verdict()
        );
        println!("{}", line.trim_end());
    }
}

/// Three digits behind the point where they matter.
fn readable(value: f64) -> String {
    if value.abs() < 100.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.0}")
    }
}

pub fn write_json(rows: &[Row], file: &Path) -> io::Result<()> {
    let objects = rows.iter().map(|row| {
        let Measurement {
            unit,
            p50,
            p90,
            p99,
            n,
        } = row.measurement;
        let object = json!({ "unit": unit, "p50": p50, "p90": p90, "p99": p99, "n": n });
        (row.name.to_owned(), object)
    });
    let mut text = serde_json::to_string_pretty(&Value::Object(objects.collect::<Map<_, _>>()))?;
    text.push('\n');
    fs::write(file, text)
}
