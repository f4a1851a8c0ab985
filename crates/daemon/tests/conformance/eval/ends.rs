//! Evals that do not come to their end: limits of time, and disposal.

use std::time::Duration;

use isolate_client::{CallbackError, EvalOptions, FunctionKind, Value};

use crate::support::{guest, guest_with, soon};

#[tokio::test]
async fn time_limits_of_options_and_calls() {
    let guest =
        guest_with(|options, _| options.execution_timeout(Duration::from_millis(200))).await;
    let limit = |ms| EvalOptions {
        execution_timeout: Some(Duration::from_millis(ms)),
        ..EvalOptions::default()
    };
    // A limit of the call outweighs the runtime's; zero means none.
    let sleeping = "await new Promise((resolve) => setTimeout(resolve, 300))";
    guest.eval_with(sleeping, limit(5000)).await.unwrap();
    guest.eval_with(sleeping, limit(0)).await.unwrap();
    // Time in the queue does not count.
    let runtime = guest.runtime.clone();
    let first = tokio::spawn(async move { runtime.eval_with(sleeping, limit(5000)).await });
    tokio::task::yield_now().await;
    guest.eval("1").await.unwrap();
    first.await.unwrap().unwrap();
    guest
        .fails(
            "await new Promise(() => {})",
            "TimeoutError",
            "Execution timed out after 200ms",
        )
        .await;
    let after = "Runtime execution timed out after 200ms; create a new runtime.";
    guest.fails("1", "TimeoutError", after).await;
    let query = guest.runtime.console_counters().await.unwrap_err();
    assert_eq!(query.to_string(), after);
    let log = "[isolate-runtime] Disposing runtime ";
    guest.daemon.expect_log(log);
    guest.daemon.expect_log(&format!(
        "{log}{}: Execution timed out after 200ms",
        guest.runtime.id()
    ));
}

#[tokio::test]
async fn time_limits_cover_module_loading_and_host_calls() {
    for code in [
        "import './never.js'",
        "await import('./never.js')",
        "await never()",
        "blocked()",
    ] {
        let guest = guest_with(|options, _| {
            options
                .execution_timeout(Duration::from_millis(150))
                .module_loader(|_, _| std::future::pending::<Result<Value, CallbackError>>())
                .function("never", FunctionKind::Async, |_| {
                    std::future::pending::<Result<Value, CallbackError>>()
                })
                .function("blocked", FunctionKind::Sync, |_| {
                    std::future::pending::<Result<Value, CallbackError>>()
                })
        })
        .await;
        guest
            .fails(code, "TimeoutError", "Execution timed out after 150ms")
            .await;
    }
}

#[tokio::test]
async fn a_dispose_ends_what_runs_and_what_waits() {
    for code in ["for (;;) ;", "await new Promise(() => {})"] {
        let guest = guest().await;
        let runtime = guest.runtime.clone();
        let running =
            tokio::spawn(async move { runtime.eval(format!("console.log('runs'); {code}")).await });
        guest.console.wait_for(1).await;
        let runtime = guest.runtime.clone();
        let waiting = tokio::spawn(async move { runtime.eval("1").await });
        // Enough for the task to send its request.
        tokio::task::yield_now().await;
        soon(guest.runtime.dispose()).await.unwrap();
        let error = soon(running).await.unwrap().unwrap_err().to_string();
        assert_eq!(error, "Promise was abandoned", "{code}");
        let error = soon(waiting).await.unwrap().unwrap_err().to_string();
        assert_eq!(error, "Runtime has been disposed", "{code}");
        let error = soon(guest.runtime.eval("1")).await.unwrap_err().to_string();
        assert_eq!(error, format!("Isolate not found: {}", guest.runtime.id()));
        soon(guest.runtime.dispose()).await.unwrap();
    }
}
