//! WebSockets in both directions and user events, against a daemon played by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::sync::{Arc, Mutex};

use common::{Fake, ID, map, pair, runtime, text};
use isolate_client::protocol::message::{ResponseError, WsData, WsMessage};
use isolate_client::protocol::{Form, Message};
use isolate_client::{
    Bytes, RemoteRuntime, RuntimeOptions, SocketData, SocketEvent, SocketRequest, Value,
    WebSocketCommand,
};
use tokio::sync::mpsc;

/// Answers the next message.
async fn acknowledge(fake: &mut Fake) -> Message {
    let message = fake.next().await;
    fake.ok(
        message.request_id().unwrap(),
        Value::Nil.to_raw(Form::Native),
    )
    .await;
    message
}

fn command(kind: &str, data: Value) -> Value {
    map([
        ("type", text(kind)),
        ("connectionId", text("1")),
        ("data", data),
        ("code", Value::Int(4000)),
        ("reason", text("bye")),
    ])
}

#[tokio::test]
async fn messages_to_sockets_of_serve() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let open = runtime.web_socket_open("1");
    let Message::WsOpen(message) = acknowledge(&mut fake).await else {
        panic!("expected WS_OPEN");
    };
    assert_eq!(
        (message.isolate_id.as_str(), message.connection_id.as_str()),
        (ID, "1")
    );
    open.await.unwrap();

    let (text, binary) = (
        runtime.web_socket_message("1", "text"),
        runtime.web_socket_message("1", vec![1, 2, 250]),
    );
    for expected in [
        WsData::Text("text".to_owned()),
        WsData::Binary(Bytes::from_static(&[1, 2, 250])),
    ] {
        let Message::WsMessage(WsMessage { data, .. }) = acknowledge(&mut fake).await else {
            panic!("expected WS_MESSAGE");
        };
        assert_eq!(data, expected);
    }
    text.await.unwrap();
    binary.await.unwrap();

    let failed = runtime.web_socket_error("1", "reset");
    let Message::FetchWsError(message) = fake.next().await else {
        panic!("expected FETCH_WS_ERROR");
    };
    assert_eq!(message.error, "reset");
    let error = ResponseError {
        request_id: Some(message.request_id),
        code: 3001,
        message: Some("handler threw".to_owned()),
        details: None,
    };
    fake.socket.send(error).await.unwrap();
    assert_eq!(failed.await.unwrap_err().to_string(), "handler threw");

    let close = runtime.web_socket_close("1", 4000, "bye");
    let Message::WsClose(message) = acknowledge(&mut fake).await else {
        panic!("expected WS_CLOSE");
    };
    assert_eq!((message.code, message.reason.as_str()), (4000, "bye"));
    close.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_senders_keep_their_order() {
    const SENDERS: usize = 8;
    const MESSAGES: usize = 2_000;
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    for sender in 0..SENDERS {
        let runtime = runtime.clone();
        tokio::spawn(async move {
            for number in 0..MESSAGES {
                let message = format!("{number} {}", "x".repeat(number % 700));
                drop(runtime.web_socket_message(&sender.to_string(), message));
                if number % 10 == sender {
                    tokio::task::yield_now().await;
                }
            }
        });
    }
    let mut next = [0; SENDERS];
    for _ in 0..SENDERS * MESSAGES {
        let Message::WsMessage(message) = fake.next().await else {
            panic!("expected WS_MESSAGE");
        };
        let sender: usize = message.connection_id.parse().unwrap();
        let WsData::Text(text) = message.data else {
            panic!("expected text");
        };
        let number = text.split(' ').next().unwrap();
        assert_eq!(number, next[sender].to_string());
        next[sender] += 1;
    }
    assert_eq!(next, [MESSAGES; SENDERS]);
}

#[tokio::test]
async fn queries_about_serve() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let upgrade = map([
        ("requested", Value::Bool(true)),
        ("connectionId", text("3")),
    ]);
    let answers = [Value::Bool(true), Value::Bool(false), upgrade, Value::Nil];
    let asked = async {
        (
            runtime.has_serve_handler().await.unwrap(),
            runtime.has_active_connections().await.unwrap(),
            runtime.upgrade_request().await.unwrap(),
            runtime.upgrade_request().await.unwrap(),
        )
    };
    let answered = async {
        for answer in answers {
            let id = fake.next().await.request_id().unwrap();
            fake.ok(id, answer.to_raw(Form::Native)).await;
        }
    };
    let (found, ()) = tokio::join!(asked, answered);
    assert_eq!(found, (true, false, Some("3".to_owned()), None));
}

#[tokio::test]
async fn commands_of_sockets_arrive_in_order_from_the_first_moment() {
    let first = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&first);
    let options = RuntimeOptions::new()
        .on_web_socket_command(move |command| sink.lock().unwrap().push(command));
    let (client, mut fake) = pair();
    let created = tokio::spawn(async move { client.create_runtime(options).await });
    fake.create().await;
    fake.emit("ws:command", command("message", text("early")))
        .await;
    let runtime = created.await.unwrap().unwrap();

    let (sender, mut receiver) = mpsc::channel(16);
    let subscription = runtime.on_web_socket_command(move |command| {
        sender.try_send(command).unwrap();
    });
    let bytes = Bytes::from_static(&[1, 2, 250]);
    let connection_id = || "1".to_owned();
    fake.emit("ws:command", command("message", Value::Bin(bytes.clone())))
        .await;
    fake.emit("ws:command", command("unknown", Value::Nil))
        .await;
    fake.emit("ws:command", Value::Nil).await;
    fake.emit("ws:command", command("close", Value::Nil)).await;
    let message = WebSocketCommand::Message {
        connection_id: connection_id(),
        data: SocketData::Binary(bytes),
    };
    let close = WebSocketCommand::Close {
        connection_id: connection_id(),
        code: Some(4000),
        reason: "bye".to_owned(),
    };
    assert_eq!(receiver.recv().await.as_ref(), Some(&message));
    assert_eq!(receiver.recv().await.as_ref(), Some(&close));
    let early = WebSocketCommand::Message {
        connection_id: connection_id(),
        data: "early".into(),
    };
    let expected = [early, message, close];
    assert_eq!(*first.lock().unwrap(), expected);
    drop(subscription);
    assert_eq!(receiver.recv().await, None);
}

#[tokio::test]
async fn user_events_go_both_ways() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let (sender, mut receiver) = mpsc::channel(16);
    let reserved = sender.clone();
    runtime
        .on("ws:command", move |payload| {
            reserved.try_send(payload).unwrap()
        })
        .keep();
    runtime.on("panics", |_| panic!("at the disco")).keep();
    runtime
        .on("tick", move |payload| sender.try_send(payload).unwrap())
        .keep();
    fake.emit("panics", Value::Nil).await;
    fake.emit("other", Value::Int(0)).await;
    fake.emit("ws:command", command("message", text("x"))).await;
    let payload = map([("n", Value::Int(1))]);
    fake.emit("tick", payload.clone()).await;
    assert_eq!(receiver.recv().await, Some(payload));
    let sent = Value::Array(vec![Value::Float(1.5), Value::Float(2.5)]);
    runtime.emit("tock", sent.clone()).await.unwrap();
    assert_eq!(fake.event().await, ("tock".to_owned(), sent));
}

/// A guest that opens a socket to whatever `serve` is.
async fn connected<F>(
    serve: impl Fn(SocketRequest) -> F + Send + Sync + 'static,
) -> (RemoteRuntime, Fake)
where
    F: Future<Output = ()> + Send + 'static,
{
    let options = RuntimeOptions::new().web_socket(serve);
    let (runtime, fake, _) = runtime(options).await;
    connect(&fake).await;
    (runtime, fake)
}

async fn connect(fake: &Fake) {
    let protocols = Value::Array(vec![text("p1"), text("p2")]);
    let payload = map([
        ("socketId", text("1")),
        ("url", text("ws://h/x")),
        ("protocols", protocols),
    ]);
    fake.emit("ws:client-connect", payload).await;
}

fn closed(code: i64, reason: &str, clean: bool) -> (String, Value) {
    let payload = map([
        ("socketId", text("1")),
        ("code", Value::Int(code)),
        ("reason", text(reason)),
        ("wasClean", Value::Bool(clean)),
    ]);
    ("ws:client-closed".to_owned(), payload)
}

fn send(data: Value) -> Value {
    map([("socketId", text("1")), ("data", data)])
}

#[tokio::test]
async fn the_guests_sockets_are_served() {
    let (_runtime, mut fake) = connected(|request| async move {
        assert_eq!(request.url(), "ws://h/x");
        let mut socket = request.accept_with("p1", "");
        while let Some(event) = socket.recv().await {
            match event {
                SocketEvent::Message(data) => socket.send(data).await.unwrap(),
                SocketEvent::Close { code, reason } => socket.close(code, &reason),
            }
        }
    })
    .await;
    let opened = map([
        ("socketId", text("1")),
        ("protocol", text("p1")),
        ("extensions", text("")),
    ]);
    assert_eq!(fake.event().await, ("ws:client-opened".to_owned(), opened));
    let binary = Value::Bin(Bytes::from_static(&[1, 2, 250]));
    for (sent, back) in [
        (text("hello"), text("hello")),
        (text("__BINARY__AQL6"), binary.clone()),
        (text("__BINARY__?"), text("__BINARY__?")),
        (binary.clone(), binary),
    ] {
        fake.emit("ws:client-send", send(sent)).await;
        assert_eq!(
            fake.event().await,
            ("ws:client-message".to_owned(), send(back))
        );
    }
    let close = map([("socketId", text("1"))]);
    fake.emit("ws:client-close", close).await;
    assert_eq!(fake.event().await, closed(1000, "", true));
    // Unknown by now.
    fake.emit("ws:client-send", send(text("late"))).await;
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn sockets_that_are_refused_or_lost() {
    let serve = |request: SocketRequest| async move {
        match request.url() {
            "ws://h/refuse" => request.refuse("Connection failed"),
            "ws://h/lose" => drop(request.accept()),
            _ => drop(request),
        }
    };
    let options = RuntimeOptions::new().web_socket(serve);
    let (_runtime, mut fake, _) = runtime(options).await;
    let (_other, mut blocked, _) = runtime_without_sockets().await;
    for (url, opened, reason) in [
        ("ws://h/refuse", false, "Connection failed"),
        ("ws://h/lose", true, "Connection lost"),
        ("ws://h/", false, "Connection blocked"),
    ] {
        let payload = map([("socketId", text("1")), ("url", text(url))]);
        fake.emit("ws:client-connect", payload).await;
        if opened {
            assert_eq!(fake.event().await.0, "ws:client-opened");
        }
        assert_eq!(fake.event().await.0, "ws:client-error");
        assert_eq!(fake.event().await, closed(1006, reason, false));
    }
    connect(&blocked).await;
    assert_eq!(blocked.event().await.0, "ws:client-error");
    assert_eq!(
        blocked.event().await,
        closed(1006, "Connection blocked", false)
    );
}

async fn runtime_without_sockets() -> (
    RemoteRuntime,
    Fake,
    isolate_client::protocol::message::CreateRuntime,
) {
    runtime(RuntimeOptions::new()).await
}

#[tokio::test]
async fn disposal_closes_the_guests_sockets() {
    let (sender, mut receiver) = mpsc::channel(4);
    let (runtime, mut fake) = connected(move |request| {
        let sender = sender.clone();
        async move {
            let mut socket = request.accept();
            while let Some(event) = socket.recv().await {
                sender.send(event).await.unwrap();
            }
        }
    })
    .await;
    assert_eq!(fake.event().await.0, "ws:client-opened");
    let (disposed, _) = tokio::join!(runtime.dispose(), acknowledge(&mut fake));
    disposed.unwrap();
    let expected = SocketEvent::Close {
        code: 1000,
        reason: "Isolate disposed".to_owned(),
    };
    assert_eq!(receiver.recv().await, Some(expected));
    assert!(fake.quiet().await);
    // The callback goes with the handle.
    drop(runtime);
    assert_eq!(receiver.recv().await, None);
}
