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
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    match event["type"].as_str() {
        Some("suiteStart") => {
            let depth = event["suite"]["depth"].as_u64().unwrap_or_default();
            terminal::say(&format!(
                "{}{}\n",
                indent(depth),
                text(&event["suite"]["name"])
            ));
        }
        Some("testEnd") => {
            let test = &event["test"];
            let depth = test["suitePath"].as_array().map_or(0, Vec::len) as u64;
            let mark = match test["status"].as_str() {
                Some("pass") => "✓",
                Some("fail") => "✗",
                Some("todo") => "?",
                _ => "-",
            };
            let duration = test["duration"].as_f64().unwrap_or_default();
            let slow = (duration >= 10.0).then(|| format!(" ({duration:.0} ms)"));
            let (name, slow) = (text(&test["name"]), slow.unwrap_or_default());
            terminal::say(&format!("{}{mark} {name}{slow}\n", indent(depth)));
            if test["status"] == "fail" {
                let error = &test["error"];
                let (message, stack, diff) = (
                    text(&error["message"]),
                    text(&error["stack"]),
                    text(&error["diff"]),
                );
                let mut story = match stack.contains(&message) {
                    true => stack,
                    false => format!("{message}\n{stack}"),
                };
                if !diff.is_empty() {
                    story = format!("{story}\n{diff}");
                }
                failures.add(file, &text(&test["fullName"]), &story);
            }
        }
        _ => {}
    }
}

fn indent(depth: u64) -> String {
    "  ".repeat(usize::try_from(depth).unwrap_or_default().min(40) + 1)
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
