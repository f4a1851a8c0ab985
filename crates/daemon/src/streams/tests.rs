//! Tests of bodies on a connection without runtimes: their producers and readers are played by hand.

use std::io::{ErrorKind, Read};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_protocol::limits::STREAM_CHUNK;
use isolate_protocol::message::*;
use isolate_protocol::{Bytes, BytesMut, FrameDecoder, Message};
use isolate_runtime::Sink;

use super::*;
use crate::options::{DaemonOptions, Limits};
use crate::pool::ConnectionId;
use crate::shared::Shared;
use crate::sync::lock;

/// The client's end of the connection.
struct Client {
    socket: UnixStream,
    decoder: FrameDecoder,
    buffer: BytesMut,
}

impl Client {
    /// What has arrived.
    fn read(&mut self) -> Vec<Message> {
        let mut arrived = Vec::new();
        match self.socket.read_to_end(&mut arrived) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            other => panic!("{other:?}"),
        }
        self.buffer.extend_from_slice(&arrived);
        let mut messages = Vec::new();
        while let Some(frame) = self.decoder.decode(&mut self.buffer).unwrap() {
            messages.push(Message::decode(&frame).unwrap());
        }
        messages
    }
}

async fn connect(limits: Limits) -> (Arc<Connection>, Client) {
    let (ours, theirs) = tokio::net::UnixStream::pair().unwrap();
    ours.writable().await.unwrap();
    let shared = Arc::new(Shared::new(DaemonOptions {
        limits,
        ..DaemonOptions::default()
    }));
    let connection = Connection::new(ConnectionId(1), Arc::new(ours.into()), shared);
    let client = Client {
        socket: theirs.into_std().unwrap(),
        decoder: FrameDecoder::new(),
        buffer: BytesMut::new(),
    };
    (Arc::new(connection), client)
}

/// What a producer was told.
#[derive(Clone, Default)]
struct Guest {
    ready: Arc<AtomicUsize>,
    cancelled: Arc<Mutex<Option<String>>>,
}

impl Guest {
    fn ready(&self) -> usize {
        self.ready.load(Ordering::Relaxed)
    }

    fn cancelled(&self) -> Option<String> {
        lock(&self.cancelled).clone()
    }
}

impl Producer for Guest {
    fn ready(&self) {
        self.ready.fetch_add(1, Ordering::Relaxed);
    }

    fn cancel(&self, reason: String) {
        *lock(&self.cancelled) = Some(reason);
    }
}

const RESPONSE: Frames = Frames::Response { request_id: 7 };

fn open(connection: &Arc<Connection>, frames: Frames) -> (Arc<Outgoing>, Box<BodySink>, Guest) {
    let guest = Guest::default();
    let body = Outgoing::open(connection, frames, Some(Box::new(guest.clone()))).unwrap();
    let sink = BodySink::new(Arc::clone(connection), Arc::clone(&body));
    (body, sink, guest)
}

/// Lengths of the chunks and names of the other messages.
fn names(messages: &[Message]) -> Vec<String> {
    let name = |message: &Message| match message {
        Message::ResponseStreamChunk(chunk) => chunk.chunk.len().to_string(),
        Message::StreamPush(push) => push.chunk.len().to_string(),
        Message::StreamError(error) => error.error.clone(),
        Message::StreamPull(pull) => format!("+{}", pull.max_bytes),
        other => other.name().to_owned(),
    };
    messages.iter().map(name).collect()
}

fn everything_is_gone(connection: &Connection) {
    assert_eq!(connection.streams.count(), 0);
    assert_eq!(connection.streams.budget().held(), 0);
}

#[tokio::test]
async fn a_response_spends_its_credit_and_waits() {
    let (connection, mut client) = connect(Limits::default()).await;
    let (body, mut sink, guest) = open(&connection, RESPONSE);
    assert!(body.id() >= 1 << 30);
    let room: Vec<_> = (0..4).map(|_| sink.write(b"x")).collect();
    assert_eq!(room, [true, true, true, false]);
    let pull_it = |max_bytes| {
        let stream_id = body.id();
        pull(
            &connection,
            &StreamPull {
                stream_id,
                max_bytes,
            },
        );
    };
    pull_it(STREAM_CHUNK as u64 - 1);
    assert_eq!(guest.ready(), 0);
    pull_it(1);
    pull_it(1);
    assert_eq!(guest.ready(), 1);
    // More than there is credit for: the rest goes out by itself, and then the end.
    assert!(!sink.write(&vec![0; 3 * STREAM_CHUNK + 1]));
    assert_eq!(connection.streams.budget().held(), 2 * STREAM_CHUNK + 1);
    sink.end();
    pull_it(1 << 53);
    let chunk = STREAM_CHUNK.to_string();
    let mut rest = vec!["1"; 4];
    rest.extend([&*chunk, &*chunk, &*chunk, "1", "RESPONSE_STREAM_END"]);
    let drained = connection.outbox.drain(Duration::from_secs(9), || ());
    let read = async {
        let mut arrived = Vec::new();
        while arrived.len() < rest.len() {
            arrived.extend(names(&client.read()));
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(arrived, rest);
    };
    tokio::select! { end = drained => panic!("{end}"), () = read => {} }
    everything_is_gone(&connection);
    assert_eq!(guest.ready(), 1);
}

#[tokio::test]
async fn no_credit_is_worth_more_than_the_outbox_has_room_for() {
    let (connection, mut client) = connect(Limits::default()).await;
    let body = Outgoing::open(&connection, RESPONSE, None).unwrap();
    body.grant(&connection, u64::MAX);
    assert!(!body.write(&connection, &vec![1; 20 << 20]));
    let (_, mut sink, guest) = open(&connection, RESPONSE);
    assert!(!sink.write(b"more"));
    body.end(&connection, Ok(()));
    // The socket and the outbox have some, most of it is parked.
    assert!(connection.streams.budget().held() > 15 << 20);
    let mut total = 0;
    let drained = connection
        .outbox
        .drain(Duration::from_secs(9), || resume(&connection));
    let read = async {
        loop {
            for message in client.read() {
                match message {
                    Message::ResponseStreamChunk(chunk) if chunk.chunk.len() > 4 => {
                        total += chunk.chunk.len();
                    }
                    Message::ResponseStreamEnd(_) => return,
                    _ => {}
                }
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! { end = drained => panic!("{end}"), () = read => {} }
    assert_eq!(total, 20 << 20);
    assert_eq!(guest.ready(), 1);
    drop(sink);
    everything_is_gone(&connection);
}

#[tokio::test]
async fn a_request_body_waits_for_credit() {
    let (connection, mut client) = connect(Limits::default()).await;
    let (body, mut sink, guest) = open(&connection, Frames::Request);
    assert!(!sink.write(b"first"));
    assert!(client.read().is_empty());
    body.grant(&connection, 1 << 20);
    assert_eq!(guest.ready(), 1);
    assert!(sink.write(b"second"));
    sink.end();
    assert_eq!(names(&client.read()), ["5", "6", "STREAM_CLOSE"]);
    everything_is_gone(&connection);
}

#[tokio::test]
async fn failures_wake_the_client_and_count_no_chunks() {
    let (connection, mut client) = connect(Limits::default()).await;
    let (_, mut sink, _) = open(&connection, RESPONSE);
    sink.write(b"abc");
    sink.fail("Error: midstream");
    assert_eq!(names(&client.read()), ["3", "0", "Error: midstream"]);
    // In the same write as a chunk.
    let (body, mut sink, _) = open(&connection, RESPONSE);
    connection.outbox.hold();
    body.announce(&connection, RESPONSE.end(1));
    sink.write(b"abc");
    sink.fail("Error: at once");
    connection.outbox.release();
    let expected = ["RESPONSE_STREAM_END", "3", "Error: at once"];
    assert_eq!(names(&client.read()), expected);
    // The runtime has ended.
    let (body, sink, _) = open(&connection, RESPONSE);
    drop(sink);
    let text = "The runtime was disposed before the body was complete";
    assert_eq!(names(&client.read()), ["0", text]);
    assert!(!body.write(&connection, b"late"));
    assert!(client.read().is_empty());
    everything_is_gone(&connection);
}

#[tokio::test]
async fn cancelled_bodies_say_no_more() {
    let (connection, mut client) = connect(Limits::default()).await;
    let (body, mut sink, guest) = open(&connection, RESPONSE);
    let text = "Stream cancelled by consumer".to_owned();
    let cancel = StreamError {
        stream_id: body.id(),
        error: text.clone(),
    };
    error(&connection, cancel.clone());
    error(&connection, cancel);
    assert_eq!(guest.cancelled(), Some(text));
    assert!(!sink.write(b"late"));
    sink.end();
    let (_, _sink, guest) = open(&connection, Frames::Request);
    disconnect(&connection);
    assert_eq!(guest.cancelled().as_deref(), Some("Connection closed"));
    let refused = Outgoing::open(&connection, RESPONSE, None).err();
    assert_eq!(refused, Some(StreamRefusal::Closed));
    assert!(client.read().is_empty());
    everything_is_gone(&connection);
}

#[tokio::test]
async fn bodies_from_the_client_are_granted_what_is_consumed() {
    let (connection, mut client) = connect(Limits::default()).await;
    let _upload = incoming::open(&connection, Origin::Upload, 5).unwrap();
    let credit = Origin::Fetch { credit: true };
    let _fetched = incoming::open(&connection, credit, 5).unwrap();
    let _other = incoming::open(&connection, FETCH, 6).unwrap();
    assert_eq!(
        names(&client.read()),
        ["+1048576"],
        "the client starts with the rest"
    );
    let chunk = Bytes::from(vec![0; STREAM_CHUNK]);
    push(
        &connection,
        &StreamPush {
            stream_id: 5,
            chunk: chunk.clone(),
        },
    );
    for stream_id in [5, 6] {
        fetched(
            &connection,
            &CallbackStreamChunk {
                request_id: 0,
                stream_id,
                chunk: chunk.clone(),
            },
        );
    }
    assert!(connection.streams.budget().held() > 3 * STREAM_CHUNK);
    for (origin, id, expected) in [(Origin::Upload, 5, 1), (FETCH, 5, 1), (FETCH, 6, 0)] {
        let body = connection.streams.incoming(origin, id).unwrap();
        body.flow().grant(&connection, id, STREAM_CHUNK);
        assert_eq!(names(&client.read()), vec!["+262144"; expected]);
    }
    // Nothing is granted after the end.
    let body = connection.streams.incoming(Origin::Upload, 5).unwrap();
    push(
        &connection,
        &StreamPush {
            stream_id: 5,
            chunk,
        },
    );
    close(&connection, &StreamClose { stream_id: 5 });
    body.flow().grant(&connection, 5, STREAM_CHUNK);
    assert!(client.read().is_empty());
    drop((_upload, _fetched, _other));
    let cancels = vec!["CALLBACK_STREAM_CANCEL"; 2];
    assert_eq!(names(&client.read()), cancels);
    everything_is_gone(&connection);
}

#[tokio::test]
async fn a_body_sent_too_fast_is_refused_once() {
    let (connection, mut client) = connect(Limits {
        stream_bytes: 1000,
        ..Limits::default()
    })
    .await;
    let body = incoming::open(&connection, Origin::Upload, 9).unwrap();
    let other = incoming::open(&connection, FETCH, 9).unwrap();
    client.read();
    for _ in 0..1000 {
        let chunk = Bytes::from_static(&[0; 100]);
        push(
            &connection,
            &StreamPush {
                stream_id: 9,
                chunk: chunk.clone(),
            },
        );
        fetched(
            &connection,
            &CallbackStreamChunk {
                request_id: 0,
                stream_id: 9,
                chunk,
            },
        );
    }
    let text = "The body is sent faster than it is read: 1148 bytes wait, which exceeds the limit of 1000 bytes";
    assert_eq!(names(&client.read()), [text, "CALLBACK_STREAM_CANCEL"]);
    drop((body, other));
    assert!(client.read().is_empty());
    everything_is_gone(&connection);
}

#[tokio::test]
async fn ids_are_what_they_are() {
    let (connection, mut client) = connect(Limits {
        streams: 2,
        ..Limits::default()
    })
    .await;
    let unknown = StreamPush {
        stream_id: 3,
        chunk: Bytes::new(),
    };
    push(&connection, &unknown);
    assert_eq!(names(&client.read()), ["Stream not found"]);
    let upload = incoming::open(&connection, Origin::Upload, 3).unwrap();
    let again = incoming::open(&connection, Origin::Upload, 3).unwrap_err();
    assert_eq!(again.to_string(), "Stream 3 is open already");
    let _fetched = incoming::open(&connection, FETCH, 3).unwrap();
    let full = Outgoing::open(&connection, RESPONSE, None).unwrap_err();
    assert_eq!(
        full.to_string(),
        "Too many streams: a connection may have 2 open"
    );
    client.read();
    // What arrives of a cancelled upload is ignored, until its end; then the id is as good as new.
    drop(upload);
    let text = "The body is not wanted any more";
    assert_eq!(names(&client.read()), [text]);
    push(&connection, &unknown);
    push(&connection, &unknown);
    assert!(client.read().is_empty());
    close(&connection, &StreamClose { stream_id: 3 });
    push(&connection, &unknown);
    assert_eq!(names(&client.read()), ["Stream not found"]);
    // For streams of fetches nothing is ever said.
    let chunk = Bytes::new();
    fetched(
        &connection,
        &CallbackStreamChunk {
            request_id: 1,
            stream_id: 4,
            chunk,
        },
    );
    fetched_all(
        &connection,
        &CallbackStreamEnd {
            request_id: 1,
            stream_id: 4,
        },
    );
    pull(
        &connection,
        &StreamPull {
            stream_id: 4,
            max_bytes: u64::MAX,
        },
    );
    assert!(client.read().is_empty());
}

#[tokio::test]
async fn the_budget_bounds_what_all_bodies_hold() {
    let (connection, mut client) = connect(Limits {
        body_bytes: 1 << 20,
        ..Limits::default()
    })
    .await;
    let (_, mut sink, guest) = open(&connection, Frames::Request);
    assert!(!sink.write(&vec![0; 1 << 20]));
    let _upload = incoming::open(&connection, Origin::Upload, 1).unwrap();
    client.read();
    push(
        &connection,
        &StreamPush {
            stream_id: 1,
            chunk: Bytes::from_static(b"x"),
        },
    );
    let text = "Bodies and answers on their way hold too much: a connection may have 1048576 bytes of them in memory";
    assert_eq!(names(&client.read()), [text]);
    assert!(!sink.write(b"x"));
    assert_eq!(names(&client.read()), [text]);
    assert_eq!(guest.cancelled().as_deref(), Some(text));
    everything_is_gone(&connection);
}

#[tokio::test]
async fn bodies_take_turns() {
    let (connection, mut client) = connect(Limits::default()).await;
    let bodies: Vec<_> = (0..4)
        .map(|_| {
            let body = Outgoing::open(&connection, RESPONSE, None).unwrap();
            body.grant(&connection, u64::MAX);
            body.write(&connection, &vec![0; 12 << 20]);
            body.end(&connection, Ok(()));
            body
        })
        .collect();
    let mut sent = vec![0_usize; bodies.len()];
    let drained = connection
        .outbox
        .drain(Duration::from_secs(9), || resume(&connection));
    let read = async {
        while sent.iter().sum::<usize>() < 24 << 20 {
            for message in client.read() {
                if let Message::ResponseStreamChunk(chunk) = message {
                    sent[(chunk.stream_id - bodies[0].id()) as usize] += chunk.chunk.len();
                }
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! { end = drained => panic!("{end}"), () = read => {} }
    assert!(sent.iter().all(|sent| *sent > 3 << 20), "{sent:?}");
    disconnect(&connection);
    everything_is_gone(&connection);
}
