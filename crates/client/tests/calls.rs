//! Requests and their answers, against a daemon played by hand.

mod common;

use std::time::Duration;

use common::{ID, pair, runtime};
use isolate_client::protocol::message::{ErrorDetails, ResponseError};
use isolate_client::protocol::{Form, Message};
use isolate_client::{
    Address, Client, ClientError, DisposeOptions, EvalOptions, RuntimeOptions, Value,
};

#[tokio::test]
async fn create_eval_and_dispose() {
    let options = RuntimeOptions::new()
        .memory_limit_mb(64.0)
        .execution_timeout(Duration::from_millis(1500))
        .cwd("/app")
        .namespace("");
    let (runtime, mut fake, create) = runtime(options).await;
    assert_eq!(create.request_id, 1);
    assert_eq!(create.options.memory_limit_mb, Some(64.0));
    assert_eq!(create.options.execution_timeout, Some(1500.0));
    assert_eq!(create.options.cwd.as_deref(), Some("/app"));
    assert_eq!(create.options.namespace_id.as_deref(), Some(""));
    assert_eq!((runtime.id().as_str(), runtime.reused()), (ID, false));

    let options = EvalOptions {
        filename: Some("/a.js".to_owned()),
        execution_timeout: Some(Duration::ZERO),
    };
    let (done, eval) = tokio::join!(runtime.eval_with("1", options), async {
        let Message::Eval(eval) = fake.next().await else {
            panic!("expected EVAL");
        };
        let data = Value::Map(vec![("value".to_owned(), Value::Nil)]);
        fake.ok(eval.request_id, data.to_raw(Form::Native)).await;
        eval
    });
    done.unwrap();
    assert_eq!((eval.isolate_id.as_str(), eval.code.as_str()), (ID, "1"));
    assert_eq!(eval.filename.as_deref(), Some("/a.js"));
    assert_eq!(eval.execution_timeout, Some(0.0));

    let options = DisposeOptions {
        hard: true,
        reason: Some("test".to_owned()),
    };
    let (done, dispose) = tokio::join!(runtime.dispose_with(options), async {
        let Message::DisposeRuntime(dispose) = fake.next().await else {
            panic!("expected DISPOSE_RUNTIME");
        };
        fake.ok(dispose.request_id, Value::Nil.to_raw(Form::Native))
            .await;
        dispose
    });
    done.unwrap();
    assert_eq!(
        (dispose.hard, dispose.reason.as_deref()),
        (Some(true), Some("test"))
    );
    runtime.dispose().await.unwrap();
    drop(runtime);
    assert!(fake.closed().await);
}

#[tokio::test]
async fn answers_find_their_requests_in_any_order() {
    let (client, mut fake) = pair();
    let ask = |text: &'static str| {
        let client = client.clone();
        async move {
            let message = |request_id| {
                isolate_client::protocol::message::HasTests {
                    request_id,
                    isolate_id: text.to_owned(),
                }
                .into()
            };
            Value::decode(&client.request(message).await.unwrap()).unwrap()
        }
    };
    let (a, b, c, ()) = tokio::join!(ask("a"), ask("b"), ask("c"), async {
        let mut asked = Vec::new();
        for _ in 0..3 {
            let Message::HasTests(question) = fake.next().await else {
                panic!("expected HAS_TESTS");
            };
            asked.push(question);
        }
        for question in asked.into_iter().rev() {
            let data = Value::from(question.isolate_id).to_raw(Form::Native);
            fake.ok(question.request_id, data).await;
        }
    });
    assert_eq!(
        [a, b, c],
        [Value::from("a"), Value::from("b"), Value::from("c")]
    );
}

#[tokio::test]
async fn remote_errors_keep_name_message_and_stack() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let (result, ()) = tokio::join!(runtime.eval("throw 1"), async {
        let request_id = fake.next().await.request_id();
        let error = ResponseError {
            request_id,
            code: 3001,
            message: Some("boom".to_owned()),
            details: Some(ErrorDetails {
                name: Some("TypeError".to_owned()),
                stack: Some("TypeError: boom\n    at /index.js:1:1".to_owned()),
                cause: None,
            }),
        };
        fake.socket.send(error).await.unwrap();
    });
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), "boom");
    let remote = error.remote().unwrap();
    assert_eq!(
        (remote.code, remote.name.as_deref()),
        (3001, Some("TypeError"))
    );
    assert!(remote.stack.as_ref().unwrap().contains("/index.js:1:1"));
}

#[tokio::test]
async fn console_queries() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let map = Value::Map(vec![("a".to_owned(), Value::Int(2))]);
    for data in [map, Value::Int(3), Value::Nil] {
        let answer = async {
            let id = fake.next().await.request_id().unwrap();
            fake.ok(id, data.to_raw(Form::Native)).await;
        };
        match data {
            Value::Map(_) => {
                let (counters, ()) = tokio::join!(runtime.console_counters(), answer);
                assert_eq!(
                    counters.unwrap().into_iter().collect::<Vec<_>>(),
                    [("a".to_owned(), 2)]
                );
            }
            Value::Int(_) => {
                let (depth, ()) = tokio::join!(runtime.console_group_depth(), answer);
                assert_eq!(depth.unwrap(), 3);
            }
            _ => {
                let (timers, ()) = tokio::join!(runtime.console_timers(), answer);
                assert!(matches!(timers, Err(ClientError::UnexpectedAnswer { .. })));
            }
        }
    }
}

#[tokio::test]
async fn a_bad_frame_fails_what_is_pending_and_closes() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let (result, ()) = tokio::join!(runtime.eval("1"), async {
        fake.next().await;
        fake.socket.send_bytes(&[0, 0, 0, 0]).await.unwrap();
    });
    assert!(matches!(result, Err(ClientError::BadFrame(_))));
    assert!(fake.closed().await);
    assert!(!runtime.client().is_connected());
    assert!(matches!(
        runtime.eval("1").await,
        Err(ClientError::NotConnected)
    ));
    runtime.dispose().await.unwrap();
}

#[tokio::test]
async fn closing_fails_what_is_pending() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let client = runtime.client().clone();
    let (result, ()) = tokio::join!(runtime.eval("1"), async {
        fake.next().await;
        client.close();
    });
    assert_eq!(result.unwrap_err().to_string(), "Connection closed");
    assert!(fake.closed().await);

    let (client, fake) = pair();
    let (result, ()) = tokio::join!(client.ping(), async { drop(fake) });
    assert!(matches!(
        result,
        Err(ClientError::ConnectionClosed | ClientError::NotConnected)
    ));
}

#[tokio::test]
async fn an_unusable_answer_fails_its_request_only() {
    let (client, mut fake) = pair();
    let (runtime, ()) = tokio::join!(client.create_runtime(RuntimeOptions::new()), async {
        let id = fake.next().await.request_id().unwrap();
        fake.ok(id, Value::from("what").to_raw(Form::Native)).await;
    });
    assert!(matches!(runtime, Err(ClientError::BadAnswer(_))));
    let (pong, ()) = tokio::join!(client.ping(), async {
        assert_eq!(fake.next().await, Message::Ping);
        fake.socket.send(Message::Pong).await.unwrap();
    });
    pong.unwrap();
}

#[tokio::test]
async fn oversize_requests_fail_here() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let result = runtime.eval("x".repeat(11 * 1024 * 1024)).await;
    assert!(matches!(result, Err(ClientError::TooLarge(_))));
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn dropping_the_handle_disposes() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let client = runtime.client().clone();
    let clone = runtime.clone();
    drop(runtime);
    assert!(fake.quiet().await);
    drop(clone);
    let Message::DisposeRuntime(dispose) = fake.next().await else {
        panic!("expected DISPOSE_RUNTIME");
    };
    assert_eq!(dispose.isolate_id, ID);
    assert!(client.is_connected());
}

#[tokio::test]
async fn a_cancelled_create_is_disposed() {
    let (client, mut fake) = pair();
    let create = client.create_runtime(RuntimeOptions::new());
    assert!(
        tokio::time::timeout(Duration::from_millis(20), create)
            .await
            .is_err()
    );
    fake.create().await;
    assert!(matches!(fake.next().await, Message::DisposeRuntime(_)));
}

#[tokio::test]
async fn a_slow_daemon_gets_everything_in_order() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let code = "x".repeat(1_000_000);
    // More than any socket buffer, and more than may be queued: senders have to wait.
    let evals = async {
        let evals = (0..40).map(|index| {
            let runtime = runtime.clone();
            let code = format!("{index};{code}");
            tokio::spawn(async move { runtime.eval(code).await })
        });
        for eval in evals.collect::<Vec<_>>() {
            eval.await.unwrap().unwrap();
        }
    };
    let serve = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        for index in 0..40 {
            let Message::Eval(eval) = fake.next().await else {
                panic!("expected EVAL");
            };
            assert!(eval.code.starts_with(&format!("{index};x")));
            assert_eq!(eval.code.len(), code.len() + format!("{index};").len());
            fake.ok(eval.request_id, Value::Nil.to_raw(Form::Native))
                .await;
        }
    };
    tokio::join!(evals, serve);
}

#[tokio::test]
async fn connect_errors_are_the_systems() {
    let error = Client::connect(&Address::unix("/nowhere/at.sock"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, ClientError::Connect(error) if error.kind() == std::io::ErrorKind::NotFound)
    );

    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = Address::tcp("127.0.0.1", port);
    let client = Client::connect_within(&address, Duration::from_secs(5))
        .await
        .unwrap();
    assert!(client.is_connected());
    drop(listener);
    let error = Client::connect(&address).await.unwrap_err();
    assert!(
        matches!(error, ClientError::Connect(error) if error.kind() == std::io::ErrorKind::ConnectionRefused)
    );
}
