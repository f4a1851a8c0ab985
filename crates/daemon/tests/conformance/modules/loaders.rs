//! Loaders that are absent, throw, answer nonsense or do not answer at all.

use std::time::Duration;

use isolate_client::{Address, CallbackError, Client, Module, RuntimeOptions, Value};
use isolate_daemon::{Daemon, DaemonOptions, Limits, Listen};

use crate::common::TempDir;
use crate::support::{Failures, Guest, PATIENCE, guest, guest_with, map};

#[tokio::test]
async fn without_a_loader_nothing_can_be_imported() {
    let guest = guest().await;
    for specifier in [
        "./x.js",
        "react",
        "node:fs",
        "fs",
        "https://example.com/x.js",
        "data:text/javascript,1",
        "file:///etc/passwd",
        "/etc/passwd",
    ] {
        let error = guest.failure(&format!("import {specifier:?}")).await;
        let text = format!(
            "Module instantiation failed: No module loader registered. Cannot import: {specifier}"
        );
        assert!(error.message.starts_with(&text), "{}", error.message);
    }
    guest.eval("1").await.unwrap();
}

/// A guest whose loader answers everything with one value.
async fn answered_with(answer: Result<Value, CallbackError>) -> Guest {
    guest_with(move |options, _| {
        options.module_loader(move |_, _| std::future::ready(answer.clone()))
    })
    .await
}

#[tokio::test]
async fn loaders_may_throw_or_answer_nonsense() {
    let code = || ("code", Value::from("export const x = 1"));
    let name = || ("filename", Value::from("x.js"));
    let dir = || ("resolveDir", Value::from("/"));
    let prefix = "Module instantiation failed: ";
    let error = CallbackError::named("NotFoundError", "no such thing");
    let guest = answered_with(Err(error)).await;
    let error = guest.failure("import './x.js'").await;
    assert_eq!(error.name.as_deref(), Some("NotFoundError"));
    assert!(
        error.message.starts_with(&format!("{prefix}no such thing")),
        "{}",
        error.message
    );
    let guest = answered_with(Ok(map(&[
        code(),
        ("filename", Value::from("a/b.js")),
        dir(),
    ])))
    .await;
    let error = guest.failure("import './x.js'").await;
    let text = "moduleLoader returned a filename with slashes: \"a/b.js\". filename must be a basename (e.g. \"utils.js\"), not a path.";
    assert!(
        error.message.starts_with(&format!("{prefix}{text}")),
        "{}",
        error.message
    );
    let mut failures = Failures::default();
    for garbage in [
        Value::Nil,
        Value::Undefined,
        Value::from("export const x = 1"),
        Value::from(5.0),
        Value::Array(vec![]),
        Value::Map(vec![]),
        map(&[code(), name()]),
        map(&[code(), dir()]),
        map(&[name(), dir()]),
        map(&[("code", Value::from(5.0)), name(), dir()]),
        map(&[("code", Value::Nil), name(), dir()]),
        map(&[code(), ("filename", Value::Bool(true)), dir()]),
        map(&[code(), name(), ("resolveDir", Value::Array(vec![]))]),
        Value::Error {
            name: "E".into(),
            message: "m".into(),
            stack: None,
            code: None,
        },
        Value::Callback {
            callback_id: 1,
            kind: None,
        },
    ] {
        let guest = answered_with(Ok(garbage.clone())).await;
        match guest.eval("import './x.js'").await {
            Ok(()) => failures.expect(false, || format!("{garbage:?} was taken for a module")),
            Err(error) => {
                failures.expect(error.message.starts_with(prefix), || {
                    format!("{garbage:?}: {}", error.message)
                });
                failures.expect(
                    error.message.contains("/x.js") && error.message.contains("/index.js"),
                    || {
                        format!(
                            "{garbage:?}: specifier and importer are not named: {}",
                            error.message
                        )
                    },
                );
            }
        }
        guest.eval("1").await.unwrap();
    }
}

/// In this process, so that the callback's time can be short. The only such test of this program: V8 wants to be
/// initialised before the threads that use it.
#[test]
fn a_loader_that_never_answers_fails_the_import_with_names() {
    isolate_runtime::init_platform();
    let threads = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let directory = TempDir::new();
    let socket = directory.join("socket");
    threads.block_on(async {
        let limits = Limits {
            callback_timeout: Duration::from_millis(200),
            ..Limits::default()
        };
        let options = DaemonOptions {
            listen: Listen::Unix(socket.clone()),
            limits,
            ..DaemonOptions::default()
        };
        let daemon = Daemon::start(options).await.unwrap();
        let client = Client::connect(&Address::unix(&socket)).await.unwrap();
        let options = RuntimeOptions::new()
            .module_loader(|_, _| std::future::pending::<Result<Module, CallbackError>>());
        let runtime = client.create_runtime(options).await.unwrap();
        for code in ["import './never.js'", "await import('./never.js')"] {
            let error = tokio::time::timeout(PATIENCE, runtime.eval(code))
                .await
                .unwrap()
                .unwrap_err()
                .to_string();
            assert!(error.contains("callback timed out after 200ms"), "{error}");
            assert!(
                error.contains("never.js") && error.contains("/index.js"),
                "names specifier and importer: {error}"
            );
        }
        runtime.eval("1").await.unwrap();
        daemon.close().await;
    });
}
