//! Serving the guest's `fetch`, against a daemon played by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod common;

use std::future::pending;
use std::time::Duration;

use common::{Channel, Fake, bytes, map, pieces, runtime, text};
use isolate_client::protocol::Message;
use isolate_client::protocol::message::{
    CallbackAbort, CallbackStreamCancel, SerializedResponse, StreamClose, StreamError, StreamPull,
    StreamPush,
};
use isolate_client::{
    Body, CallbackError, FetchRequest, FetchResponse, RemoteRuntime, RuntimeOptions, Value,
};
use tokio::sync::mpsc;

/// A stream id as daemons give them out.
const STREAM: u64 = 1 << 30;

/// A runtime whose fetches the callback answers, and the callback's id.
async fn fetching<F>(
    fetch: impl Fn(FetchRequest) -> F + Send + Sync + 'static,
) -> (RemoteRuntime, Fake, u64)
where
    F: Future<Output = Result<FetchResponse, CallbackError>> + Send + 'static,
{
    let (runtime, fake, create) = runtime(RuntimeOptions::new().fetch(fetch)).await;
    let callback = create.options.callbacks.unwrap().fetch.unwrap();
    assert_eq!(callback.name.as_deref(), Some("fetch"));
    assert_eq!(
        (callback.request_streams, callback.response_credit),
        (Some(true), Some(true))
    );
    (runtime, fake, callback.callback_id)
}

fn request(url: &str, body: (&str, Value)) -> Vec<Value> {
    let header = Value::Array(vec![text("x-q"), text("1")]);
    vec![map([
        ("url", text(url)),
        ("method", text("POST")),
        ("headers", Value::Array(vec![header])),
        body,
        ("signalAborted", Value::Bool(false)),
    ])]
}

fn get(url: &str) -> Vec<Value> {
    request(url, ("body", Value::Nil))
}

#[tokio::test]
async fn short_responses_come_with_their_head() {
    let (_runtime, mut fake, id) = fetching(|request| async move {
        assert_eq!(
            (request.method.as_str(), request.header("X-Q")),
            ("POST", Some("1"))
        );
        match request.url.as_str() {
            "http://h/fail" => Err(CallbackError::named("TypeError", "no route")),
            "http://h/none" => Ok(FetchResponse::new(204, "ignored")),
            _ => {
                let body = request.body.bytes().await?;
                let mut response = FetchResponse::ok(body).header("x-r", "2");
                response.url = Some("http://h/after".to_owned());
                response.redirected = true;
                Ok(response)
            }
        }
    })
    .await;
    let body = ("body", Value::Bin("hello".into()));
    fake.invoke(id, request("http://h/small", body)).await;
    let result = fake.response().await.result.unwrap();
    let response = SerializedResponse::from_raw(&result).unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.body.as_deref(), Some(&b"hello"[..]));
    assert_eq!(
        response.headers.unwrap(),
        [("x-r".to_owned(), "2".to_owned())]
    );
    assert_eq!(
        (response.url.as_deref(), response.redirected),
        (Some("http://h/after"), Some(true))
    );

    fake.invoke(id, get("http://h/none")).await;
    let result = fake.response().await.result.unwrap();
    let response = SerializedResponse::from_raw(&result).unwrap();
    assert_eq!((response.status, response.body), (204, None));

    let failed = fake.call(id, get("http://h/fail")).await;
    assert_eq!(failed, Err(("TypeError".to_owned(), "no route".to_owned())));
    let unusable = fake.call(id, vec![]).await.unwrap_err().1;
    assert_eq!(unusable, "unusable arguments: expected a request");
}

#[tokio::test]
async fn long_responses_are_streamed_on_credit() {
    let (_runtime, mut fake, id) = fetching(|request| async move {
        let mut response = FetchResponse::ok(bytes(3 << 20));
        response.url = Some(request.url);
        Ok(response)
    })
    .await;
    let invocation = fake.invoke(id, get("http://h/big")).await;
    let Message::CallbackStreamStart(start) = fake.next().await else {
        panic!("expected CALLBACK_STREAM_START");
    };
    assert_eq!(start.request_id, invocation);
    assert_eq!(start.metadata.status, Some(200));
    assert_eq!(start.metadata.url.as_deref(), Some("http://h/big"));
    let stream_id = start.stream_id;
    assert!(stream_id < STREAM);
    let mut body = Vec::new();
    for _ in 0..4 {
        let Message::CallbackStreamChunk(chunk) = fake.next().await else {
            panic!("expected CALLBACK_STREAM_CHUNK");
        };
        assert_eq!((chunk.request_id, chunk.stream_id), (invocation, stream_id));
        body.extend_from_slice(&chunk.chunk);
    }
    assert_eq!(body.len(), 1 << 20);
    assert!(fake.quiet().await, "the first MiB of credit is used up");
    let pull = StreamPull {
        stream_id,
        max_bytes: 4 << 20,
    };
    fake.socket.send(pull).await.unwrap();
    loop {
        match fake.next().await {
            Message::CallbackStreamChunk(chunk) => body.extend_from_slice(&chunk.chunk),
            Message::CallbackStreamEnd(end) => break assert_eq!(end.request_id, invocation),
            other => panic!("expected a stream, got {other:?}"),
        }
    }
    assert_eq!(body, bytes(3 << 20));
}

#[tokio::test]
async fn streamed_responses_fail_and_are_cancelled() {
    let (tell, mut told) = mpsc::channel(1);
    let (_runtime, mut fake, id) = fetching(move |request| {
        let tell = tell.clone();
        async move {
            if request.url == "http://h/fails" {
                let failing = pieces([Ok("a"), Err(CallbackError::new("terminated"))]);
                return Ok(FetchResponse::ok(Body::try_stream(failing)));
            }
            let (sender, receiver) = mpsc::channel::<&str>(1);
            let signal = request.signal.clone();
            tokio::spawn(async move {
                sender.closed().await;
                signal.aborted().await;
                tell.send(signal.is_aborted()).await.unwrap();
            });
            Ok(FetchResponse::ok(Body::stream(Channel(receiver))))
        }
    })
    .await;
    fake.invoke(id, get("http://h/fails")).await;
    assert!(matches!(fake.next().await, Message::CallbackStreamStart(_)));
    assert!(matches!(fake.next().await, Message::CallbackStreamChunk(_)));
    let Message::StreamError(StreamError { error, .. }) = fake.next().await else {
        panic!("expected STREAM_ERROR");
    };
    assert_eq!(error, "terminated");

    fake.invoke(id, get("http://h/")).await;
    let Message::CallbackStreamStart(start) = fake.next().await else {
        panic!("expected CALLBACK_STREAM_START");
    };
    let stream_id = start.stream_id;
    fake.socket
        .send(CallbackStreamCancel { stream_id })
        .await
        .unwrap();
    assert_eq!(told.recv().await, Some(true));
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn aborted_fetches_are_dropped_and_stay_silent() {
    let (tell, mut told) = mpsc::channel(1);
    let (_runtime, mut fake, id) = fetching(move |request| {
        let (tell, signal) = (tell.clone(), request.signal);
        tokio::spawn(async move {
            signal.aborted().await;
            tell.send(()).await
        });
        pending()
    })
    .await;
    let invocation = fake.invoke(id, get("http://h/")).await;
    let abort = CallbackAbort {
        request_id: 1,
        target_request_id: invocation,
        reason: Some("fetch callback aborted".to_owned()),
    };
    fake.socket.send(abort).await.unwrap();
    told.recv().await.unwrap();
    assert!(fake.quiet().await);
    // The loss of the connection is the same.
    fake.invoke(id, get("http://h/")).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    drop(fake);
    told.recv().await.unwrap();
}

#[tokio::test]
async fn request_bodies_are_streamed_when_they_are_read() {
    let (_runtime, mut fake, id) = fetching(|request| async move {
        match request.url.as_str() {
            "http://h/read" => Ok(FetchResponse::ok(request.body.bytes().await?)),
            _ => Ok(FetchResponse::ok("unread")),
        }
    })
    .await;
    let stream = ("bodyStreamId", Value::from(STREAM));
    fake.invoke(id, request("http://h/read", stream.clone()))
        .await;
    let granted = Message::from(StreamPull {
        stream_id: STREAM,
        max_bytes: 1 << 20,
    });
    assert_eq!(fake.next().await, granted);
    for chunk in [bytes(20), bytes(30)] {
        let push = StreamPush {
            stream_id: STREAM,
            chunk,
        };
        fake.socket.send(push).await.unwrap();
    }
    let close = StreamClose { stream_id: STREAM };
    fake.socket.send(close).await.unwrap();
    let result = fake.response().await.result.unwrap();
    let response = SerializedResponse::from_raw(&result).unwrap();
    assert_eq!(response.body.unwrap().len(), 50);

    fake.invoke(id, request("http://h/", stream)).await;
    let cancelled = Message::from(StreamError {
        stream_id: STREAM,
        error: "Stream cancelled by consumer".to_owned(),
    });
    assert_eq!(fake.next().await, cancelled);
    assert!(fake.response().await.error.is_none());
}

#[tokio::test]
async fn failing_request_bodies_reach_the_reader() {
    let (_runtime, mut fake, id) = fetching(|request| async move {
        request.body.bytes().await?;
        Ok(FetchResponse::ok("whole"))
    })
    .await;
    let stream = ("bodyStreamId", Value::from(STREAM));
    fake.invoke(id, request("http://h/", stream)).await;
    assert!(matches!(fake.next().await, Message::StreamPull(_)));
    let error = StreamError {
        stream_id: STREAM,
        error: "Error: source".to_owned(),
    };
    fake.socket.send(error).await.unwrap();
    let error = fake.response().await.error.unwrap();
    assert_eq!(error.message.as_deref(), Some("Error: source"));
}
