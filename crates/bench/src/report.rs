//! The table for people and the JSON for programs.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::catalogue::{Benchmark, Target};
use crate::measurement::{Measurement, Outcome};

/// One line of the report.
pub struct Row {
    pub name: &'static str,
    pub measurement: Measurement,
    latency: Option<Measurement>,
    details: Vec<(&'static str, Measurement)>,
    target: Target,
}

impl Row {
    pub fn of(benchmark: &Benchmark, outcome: Outcome) -> Self {
        Self {
            name: benchmark.name,
            measurement: outcome.figure,
            latency: outcome.latency,
            details: outcome.details,
            target: benchmark.target,
        }
    }

    /// A line that has nothing to reach.
    pub fn plain(name: &'static str, measurement: Measurement) -> Self {
        Self {
            name,
            measurement,
            latency: None,
            details: Vec::new(),
            target: Target::None,
        }
    }

    /// What the p50 must be, and whether it is.
    fn verdict(&self) -> String {
        let found = self.measurement.p50;
        let (sign, target, reached) = match self.target {
            Target::AtMost(target) => ("<=", target, found <= target),
            Target::AtLeast(target) => (">=", target, found >= target),
            Target::None => return String::new(),
        };
        let word = if reached { "pass" } else { "FAIL" };
        format!("{sign} {target:<6} {word}")
    }
}

pub fn print(rows: &[Row]) {
    println!(
        "{:<22}{:>5}{:>12}{:>12}{:>12}{:>8}  target",
        "name", "unit", "p50", "p90", "p99", "n"
    );
    for row in rows {
        print_line(row.name, &row.measurement, &row.verdict());
        if let Some(latency) = &row.latency {
            print_line("  each", latency, "");
        }
        for (name, detail) in &row.details {
            print_line(&format!("  {name}"), detail, "");
        }
    }
}

fn print_line(name: &str, measurement: &Measurement, verdict: &str) {
    let Measurement {
        unit,
        p50,
        p90,
        p99,
        n,
    } = *measurement;
    let [p50, p90, p99] = [p50, p90, p99].map(readable);
    let line = format!("{name:<22}{unit:>5}{p50:>12}{p90:>12}{p99:>12}{n:>8}  {verdict}");
    println!("{}", line.trim_end());
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
        let mut object = object(&row.measurement);
        if let (Some(latency), Value::Object(fields)) = (&row.latency, &mut object) {
            fields.insert("latency".to_owned(), self::object(latency));
        }
        if let Value::Object(fields) = &mut object {
            let details = row.details.iter();
            fields.extend(details.map(|(name, detail)| ((*name).to_owned(), self::object(detail))));
        }
        (row.name.to_owned(), object)
    });
    let mut text = serde_json::to_string_pretty(&Value::Object(objects.collect::<Map<_, _>>()))?;
    text.push('\n');
    fs::write(file, text)
}

fn object(measurement: &Measurement) -> Value {
    let Measurement {
        unit,
        p50,
        p90,
        p99,
        n,
    } = *measurement;
    json!({ "unit": unit, "p50": p50, "p90": p90, "p99": p99, "n": n })
}
