//! `isolate-daemon test FILE...`: files with tests, each in an isolate of its own, and a report for people.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use isolate_client::{ClientError, RuntimeOptions, TestEnvironment, Value};
use serde_json::Value as Json;

use super::local::Local;
use super::run::{Access, RunError, describe, evaluate, open};
use super::terminal;
use crate::options::DaemonOptions;
use crate::sync::lock;

/// What has become of the tests of all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Tests by their outcome.
    pub passed: u64,
    /// Those that failed.
    pub failed: u64,
    /// Those that were skipped.
    pub skipped: u64,
    /// Those that are still to be written.
    pub todo: u64,
    /// Files that could not be run to their end, or have no tests.
    pub broken: u64,
}

impl Summary {
    /// Whether there is nothing to complain about.
    #[must_use]
    pub fn success(&self) -> bool {
        self.failed == 0 && self.broken == 0
    }
}

/// Runs the tests of all files, one after the other, and prints how they go. A test that takes longer than `timeout` is
/// stopped and has failed. Imports reach what they do in [`run`](super::run::run).
///
/// # Errors
///
/// [`RunError`], if there is no daemon. What is wrong with a file is part of the report.
pub async fn test(
    files: &[PathBuf],
    access: &Access,
    timeout: Duration,
    options: DaemonOptions,
) -> Result<Summary, RunError> {
    let began = Instant::now();
    let local = Local::start(options).await?;
    let mut summary = Summary::default();
    let failures = Failures::default();
    for file in files {
        terminal::say(&format!("{}\n", file.display()));
        if let Err(error) = test_file(&local, file, access, timeout, &failures, &mut summary).await
        {
            summary.broken += 1;
            failures.add(file, "", &error.to_string());
            terminal::say("  ✗ not run\n");
        }
    }
    local.close().await;
    terminal::say(&failures.report());
    let Summary {
        passed,
        failed,
        skipped,
        todo,
        broken,
    } = summary;
    let broken = match broken {
        0 => String::new(),
        1 => ", 1 file broken".to_owned(),
        broken => format!(", {broken} files broken"),
    };
    terminal::say(&format!(
        "\n{passed} passed, {failed} failed, {skipped} skipped, {todo} to do{broken} ({} ms)\n",
        began.elapsed().as_millis()
    ));
    Ok(summary)
}

async fn test_file(
    local: &Local,
    file: &Path,
    access: &Access,
    timeout: Duration,
    failures: &Failures,
    summary: &mut Summary,
) -> Result<(), RunError> {
    let (sources, source) = open(file, access)?;
    let (name, all) = (file.to_owned(), failures.clone());
    let environment = TestEnvironment::new()
        .test_timeout(timeout)
        .on_event(move |event| report(&name, &event, &all));
    let options = RuntimeOptions::new().test_environment(environment);
    let runtime = evaluate(local, &sources, source, access, options).await?;
    let results = runtime.run_tests(None).await;
    // The client lets go of a runtime whatever becomes of it.
    let _ = runtime.dispose().await;
    let results = results.map_err(|error| match error {
        ClientError::Remote(error) => RunError::Guest(describe(&error)),
        error => RunError::Client(error),
    })?;
    let count = |name| {
        let count = results.get(name).and_then(Value::as_f64);
        count.unwrap_or_default().max(0.0) as u64
    };
    if count("total") == 0 {
        return Err(RunError::Guest("The file has no tests".to_owned()));
    }
    summary.passed += count("passed");
    summary.failed += count("failed");
    summary.skipped += count("skipped");
    summary.todo += count("todo");
    Ok(())
}

/// Prints one event of a run (runtime.md 11.3), and keeps what has to be said at the end.
fn report(file: &Path, event: &str, failures: &Failures) {
    let Ok(event) = serde_json::from_str::<Json>(event) else {
        return;
    };
    let text = |path: &str| {
        event
            .pointer(path)
            .and_then(Json::as_str)
            .unwrap_or_default()
    };
    let number = |path: &str| {
        event
            .pointer(path)
            .and_then(Json::as_f64)
            .unwrap_or_default()
    };
    match text("/type") {
        "suiteStart" => {
            let depth = number("/suite/depth") as usize;
            terminal::say(&format!("{}{}\n", indent(depth), text("/suite/name")));
        }
        "testEnd" => {
            let suites = event.pointer("/test/suitePath").and_then(Json::as_array);
            let mark = match text("/test/status") {
                "pass" => "✓",
                "fail" => "✗",
                "todo" => "?",
                _ => "-",
            };
            let duration = number("/test/duration");
            let slow = (duration >= 10.0).then(|| format!(" ({duration:.0} ms)"));
            let (indent, slow) = (indent(suites.map_or(0, Vec::len)), slow.unwrap_or_default());
            terminal::say(&format!("{indent}{mark} {}{slow}\n", text("/test/name")));
            if text("/test/status") == "fail" {
                let (message, stack) = (text("/test/error/message"), text("/test/error/stack"));
                let mut story = match stack.contains(message) {
                    true => stack.to_owned(),
                    false => format!("{message}\n{stack}"),
                };
                if !text("/test/error/diff").is_empty() {
                    story = format!("{story}\n{}", text("/test/error/diff"));
                }
                failures.add(file, text("/test/fullName"), &story);
            }
        }
        _ => {}
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth.min(40) + 1)
}

/// What failed, for the end of the report.
#[derive(Clone, Debug, Default)]
struct Failures(Arc<Mutex<String>>);

impl Failures {
    fn add(&self, file: &Path, test: &str, story: &str) {
        let mut all = lock(&self.0);
        all.push_str(&format!("\n✗ {}", file.display()));
        if !test.is_empty() {
            all.push_str(&format!(": {test}"));
        }
        all.push('\n');
        for line in story.trim_end().lines() {
            all.push_str(&format!("    {line}\n"));
        }
    }

    fn report(&self) -> String {
        lock(&self.0).clone()
    }
}
