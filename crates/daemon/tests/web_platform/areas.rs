//! The areas. A failing check names itself; the others of its area have run all the same.

use crate::guest::reports;

const RUN: &str = "import { run } from './harness.js'; await run(report);";

/// One test per file, and their sources by name.
macro_rules! areas {
    ($($name:ident)*) => {
        /// The sources of all areas, by name.
        pub const SOURCES: &[(&str, &str)] = &[
            $((stringify!($name), include_str!(concat!(stringify!($name), ".js"))),)*
        ];

        $(
            #[tokio::test]
            async fn $name() {
                run(include_str!(concat!(stringify!($name), ".js"))).await;
            }
        )*
    };
}

areas! {
    abort base64 body compression digest encoding events file_api form_data headers interfaces
    request response
    streams_bytes streams_iteration streams_readable streams_transform streams_writable
    structured_clone timers url
}

async fn run(source: &str) {
    let (reports, broken) = reports(&[("/area.js", source), ("/run.js", RUN)]).await;
    let mut failures = Vec::new();
    for report in &reports {
        let name = report[0].as_str().unwrap();
        if let Some(failure) = report[1].as_str() {
            failures.push(format!("- {name}\n    {failure}"));
        }
    }
    let last = reports
        .last()
        .and_then(|report| report[0].as_str())
        .unwrap_or("nothing");
    failures.extend(broken.map(|broken| format!("after {last}: {broken}")));
    println!("{} checks, {} failed", reports.len(), failures.len());
    assert!(!reports.is_empty(), "no checks: {failures:?}");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
