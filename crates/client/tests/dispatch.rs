//! Dispatched requests and their bodies, against a daemon played by hand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::{Channel, Fake, ID, bytes, pieces, runtime};
use isolate_client::protocol::Message;
use isolate_client::protocol::message::{
    DispatchResult, ResponseError, ResponseMetadata, ResponseStreamChunk, ResponseStreamEnd,
    ResponseStreamStart, SerializedResponse, StreamError, StreamPull, UpgradeRequest,
};
use isolate_client::{Body, CallbackError, ClientError, Request, RuntimeOptions};
use tokio::sync::mpsc;

/// A stream id as daemons give them out.
const STREAM: u64 = 1 << 30;

/// What a chunk of a response costs at least.
const CHUNK: u64 = 262_144;

async fn start(fake: &Fake, request_id: u64, metadata: Option<ResponseMetadata>) {
    let start = ResponseStreamStart {
        request_id,
        stream_id: STREAM,
        metadata,
    };
    fake.socket.send(start).await.unwrap();
}

async fn chunk(fake: &Fake, request_id: u64, chunk: &'static str) {
    let chunk = ResponseStreamChunk {
        request_id,
        stream_id: STREAM,
        chunk: chunk.into(),
    };
    fake.socket.send(chunk).await.unwrap();
}

async fn end(fake: &Fake, request_id: u64) {
    let end = ResponseStreamEnd {
        request_id,
        stream_id: STREAM,
    };
    fake.socket.send(end).await.unwrap();
}

async fn grant(fake: &Fake, stream_id: u64, max_bytes: u64) {
    let pull = StreamPull {
        stream_id,
        max_bytes,
    };
    fake.socket.send(pull).await.unwrap();
}

/// Takes the whole upload, without granting more; gives the lengths of its chunks.
async fn upload(fake: &mut Fake, stream: u64) -> Vec<usize> {
    let mut lengths = Vec::new();
    loop {
        match fake.next().await {
            Message::StreamPush(push) if push.stream_id == stream => lengths.push(push.chunk.len()),
            Message::StreamClose(close) if close.stream_id == stream => return lengths,
            other => panic!("expected an upload, got {other:?}"),
        }
    }
}

async fn expect_cancel(fake: &mut Fake, stream_id: u64, error: &str) {
    let error = error.to_owned();
    let expected = Message::from(StreamError { stream_id, error });
    assert_eq!(fake.next().await, expected);
}

#[tokio::test]
async fn a_small_request_and_its_response() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let request = Request::post("http://h/echo", "abc").header("X-A", "1");
    let dispatch = runtime.dispatch(request);
    let sent = fake.dispatched().await;
    assert_eq!(sent.isolate_id, ID);
    assert_eq!(
        (sent.request.method.as_str(), sent.request.url.as_str()),
        ("POST", "http://h/echo")
    );
    assert_eq!(sent.request.headers, [("X-A".to_owned(), "1".to_owned())]);
    assert_eq!(sent.request.body.as_deref(), Some(&b"abc"[..]));
    assert_eq!(sent.request.body_stream_id, None);

    let id = sent.request_id;
    let metadata = ResponseMetadata {
        status: Some(201),
        status_text: Some("Made".to_owned()),
        headers: Some(vec![("content-type".to_owned(), "text/plain".to_owned())]),
        ..ResponseMetadata::default()
    };
    start(&fake, id, Some(metadata)).await;
    chunk(&fake, id, "len ").await;
    chunk(&fake, id, "3").await;
    end(&fake, id).await;
    let response = dispatch.await.unwrap();
    assert_eq!(
        (response.status, response.status_text.as_str()),
        (201, "Made")
    );
    assert_eq!(response.header("Content-Type"), Some("text/plain"));
    assert_eq!(response.upgrade, None);
    assert_eq!(response.text().await.unwrap(), "len 3");
    // What is complete is neither paid for nor cancelled.
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn responses_without_a_body_and_upgrades() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let dispatch = runtime.dispatch(Request::get("http://h/ws"));
    let id = fake.dispatched().await.request_id;
    let result = DispatchResult {
        response: SerializedResponse {
            status: 200,
            ..SerializedResponse::default()
        },
        upgrade: Some(UpgradeRequest {
            requested: true,
            connection_id: "7".to_owned(),
        }),
    };
    fake.ok(id, result.to_raw()).await;
    let response = dispatch.await.unwrap();
    assert_eq!(response.upgrade.as_deref(), Some("7"));
    assert!(response.body.is_absent());
    assert_eq!(response.bytes().await.unwrap().len(), 0);

    let dispatch = runtime.dispatch(Request::get("http://h/ws"));
    let id = fake.dispatched().await.request_id;
    let metadata = ResponseMetadata {
        upgrade: result.upgrade,
        ..ResponseMetadata::default()
    };
    start(&fake, id, Some(metadata)).await;
    end(&fake, id).await;
    let response = dispatch.await.unwrap();
    assert_eq!(
        (response.status, response.status_text.as_str()),
        (200, "OK")
    );
    assert_eq!(response.upgrade.as_deref(), Some("7"));
    assert!(!response.body.is_absent());
    assert_eq!(response.text().await.unwrap(), "");
}

#[tokio::test]
async fn consumers_pay_for_what_they_take() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let dispatch = runtime.dispatch(Request::get("http://h/"));
    let id = fake.dispatched().await.request_id;
    start(&fake, id, None).await;
    for piece in ["a", "b", "c", "d"] {
        chunk(&fake, id, piece).await;
    }
    let mut body = dispatch.await.unwrap().body;
    assert!(
        fake.quiet().await,
        "nothing is granted before it is consumed"
    );
    for (piece, granted) in [("a", false), ("b", true), ("c", false), ("d", true)] {
        assert_eq!(body.chunk().await.unwrap().unwrap(), piece);
        if granted {
            let expected = StreamPull {
                stream_id: STREAM,
                max_bytes: 2 * CHUNK,
            };
            assert_eq!(fake.next().await, expected.into());
        }
    }
    drop(body);
    expect_cancel(&mut fake, STREAM, "Stream cancelled by consumer").await;
    // Frames that were under way are nobody's.
    chunk(&fake, id, "e").await;
    end(&fake, id).await;
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn bodies_fail_after_what_came_before() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let dispatch = runtime.dispatch(Request::get("http://h/"));
    let id = fake.dispatched().await.request_id;
    start(&fake, id, None).await;
    chunk(&fake, id, "a").await;
    let error = StreamError {
        stream_id: STREAM,
        error: "Error: midstream".to_owned(),
    };
    fake.socket.send(error).await.unwrap();
    let mut body = dispatch.await.unwrap().body;
    assert_eq!(body.chunk().await.unwrap().unwrap(), "a");
    let error = body.chunk().await.unwrap_err();
    assert!(matches!(error, ClientError::Stream(_)));
    assert_eq!(error.to_string(), "Error: midstream");
    assert_eq!(body.chunk().await.unwrap(), None);

    let dispatch = runtime.dispatch(Request::get("http://h/"));
    let id = fake.dispatched().await.request_id;
    start(&fake, id, None).await;
    let body = dispatch.await.unwrap().body;
    drop(fake);
    let error = body.bytes().await.unwrap_err();
    assert_eq!(error.to_string(), "Connection closed");
}

#[tokio::test]
async fn long_bodies_are_streamed_on_credit() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let length = (1 << 20) + 10;
    let dispatch = runtime.dispatch(Request::post("http://h/", bytes(length).to_vec()));
    let sent = fake.dispatched().await;
    assert_eq!(sent.request.body, None);
    let stream = sent.request.body_stream_id.unwrap();
    assert!((1 << 29..STREAM).contains(&stream), "{stream}");
    assert!(fake.quiet().await, "nothing is sent without credit");
    grant(&fake, stream, CHUNK).await;
    let Message::StreamPush(push) = fake.next().await else {
        panic!("expected STREAM_PUSH");
    };
    assert_eq!(push.chunk, bytes(length)[..CHUNK as usize]);
    assert!(fake.quiet().await, "the credit is used up");
    grant(&fake, stream, 8 * CHUNK).await;
    let rest = upload(&mut fake, stream).await;
    assert_eq!(rest.iter().sum::<usize>(), length - CHUNK as usize);
    fake.ok(sent.request_id, DispatchResult::default().to_raw())
        .await;
    dispatch.await.unwrap();
}

#[tokio::test]
async fn streams_are_sent_as_they_come_and_can_fail() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let body = Body::stream(pieces(["a", "bc", ""]));
    let dispatch = runtime.dispatch(Request::post("http://h/", body));
    let sent = fake.dispatched().await;
    let stream = sent.request.body_stream_id.unwrap();
    grant(&fake, stream, 4 * CHUNK).await;
    assert_eq!(upload(&mut fake, stream).await, [1, 2]);
    fake.ok(sent.request_id, DispatchResult::default().to_raw())
        .await;
    dispatch.await.unwrap();

    let failing = pieces([Ok("a"), Err(CallbackError::new("client failed"))]);
    let dispatch = runtime.dispatch(Request::post("http://h/", Body::try_stream(failing)));
    let sent = fake.dispatched().await;
    let next = sent.request.body_stream_id.unwrap();
    assert_ne!(next, stream);
    grant(&fake, next, 4 * CHUNK).await;
    assert!(matches!(fake.next().await, Message::StreamPush(_)));
    expect_cancel(&mut fake, next, "client failed").await;
    let error = ResponseError {
        request_id: Some(sent.request_id),
        code: 3001,
        message: Some("client failed".to_owned()),
        details: None,
    };
    fake.socket.send(error).await.unwrap();
    assert_eq!(dispatch.await.unwrap_err().to_string(), "client failed");
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn uploads_nobody_wants_are_dropped() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let (sender, receiver) = mpsc::channel::<&str>(1);
    let body = Body::stream(Channel(receiver));
    let dispatch = runtime.dispatch(Request::post("http://h/", body));
    let stream_id = fake.dispatched().await.request.body_stream_id.unwrap();
    grant(&fake, stream_id, CHUNK).await;
    sender.send("a").await.unwrap();
    assert!(matches!(fake.next().await, Message::StreamPush(_)));
    let error = "The body is not wanted any more".to_owned();
    let error = StreamError { stream_id, error };
    fake.socket.send(error).await.unwrap();
    sender.closed().await;
    drop(dispatch);
    assert!(matches!(
        fake.next().await,
        Message::DispatchRequestAbort(_)
    ));

    // The same when the request is given up.
    let (sender, receiver) = mpsc::channel::<&str>(1);
    let body = Body::stream(Channel(receiver));
    let dispatch = runtime.dispatch(Request::post("http://h/", body));
    let sent = fake.dispatched().await;
    drop(dispatch);
    sender.closed().await;
    let stream_id = sent.request.body_stream_id.unwrap();
    expect_cancel(&mut fake, stream_id, "The operation was aborted").await;
    let Message::DispatchRequestAbort(abort) = fake.next().await else {
        panic!("expected DISPATCH_REQUEST_ABORT");
    };
    assert_eq!(abort.target_request_id, sent.request_id);
    assert_eq!(abort.isolate_id, ID);
    // The answer that nobody waits for is cancelled.
    start(&fake, sent.request_id, None).await;
    expect_cancel(&mut fake, STREAM, "Stream cancelled by consumer").await;
}

#[tokio::test]
async fn aborting_still_gives_the_answer() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let dispatch = runtime.dispatch(Request::get("http://h/"));
    let abort = dispatch.abort_handle();
    let id = fake.dispatched().await.request_id;
    abort.abort();
    abort.abort();
    let Message::DispatchRequestAbort(message) = fake.next().await else {
        panic!("expected DISPATCH_REQUEST_ABORT");
    };
    assert_eq!(message.target_request_id, id);
    start(&fake, id, None).await;
    chunk(&fake, id, "late").await;
    end(&fake, id).await;
    let response = dispatch.await.unwrap();
    abort.abort();
    assert_eq!(response.text().await.unwrap(), "late");
    assert!(fake.quiet().await);
}

#[tokio::test]
async fn requests_do_not_mix_up() {
    let (runtime, mut fake, _) = runtime(RuntimeOptions::new()).await;
    let dispatches: Vec<_> = (0..100)
        .map(|index| runtime.dispatch(Request::get(format!("http://h/{index}"))))
        .collect();
    let mut sent = Vec::new();
    for _ in 0..100 {
        sent.push(fake.dispatched().await);
    }
    for request in sent.iter().rev() {
        let stream_id = STREAM + request.request_id;
        let request_id = request.request_id;
        let start = ResponseStreamStart {
            request_id,
            stream_id,
            metadata: None,
        };
        let chunk = ResponseStreamChunk {
            request_id,
            stream_id,
            chunk: request.request.url.clone().into(),
        };
        let end = ResponseStreamEnd {
            request_id,
            stream_id,
        };
        fake.socket.send(start).await.unwrap();
        fake.socket.send(chunk).await.unwrap();
        fake.socket.send(end).await.unwrap();
    }
    for (index, dispatch) in dispatches.into_iter().enumerate() {
        let text = dispatch.await.unwrap().text().await.unwrap();
        assert_eq!(text, format!("http://h/{index}"));
    }
}
