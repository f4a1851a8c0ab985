//! A raw client with a guest that serves and fetches.

use std::ops::{Deref, DerefMut};

use isolate_protocol::message::*;
use isolate_protocol::{Bytes, Form, Message, Value};

use crate::common::client::options;
use crate::common::{Process, RawClient};

/// The id of the fetch callback.
pub const FETCH: u64 = 7;

/// A client with one runtime.
pub struct Guest {
    client: RawClient,
    pub isolate: String,
}

impl Deref for Guest {
    type Target = RawClient;

    fn deref(&self) -> &RawClient {
        &self.client
    }
}

impl DerefMut for Guest {
    fn deref_mut(&mut self) -> &mut RawClient {
        &mut self.client
    }
}

/// A response as it came, with its body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub chunks: Vec<Bytes>,
    pub upgrade: Option<String>,
    pub end: End,
}

#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// There was no stream.
    Inline,
    Complete,
    Failed(String),
}

impl Guest {
    /// A guest that has run this code.
    pub fn new(daemon: &Process, code: &str) -> Self {
        Self::with(daemon, code, &Registration::default())
    }

    /// The same; the fetch callback is registered with what `like` says beside the id.
    pub fn with(daemon: &Process, code: &str, like: &Registration) -> Self {
        let mut client = RawClient::unix(daemon.socket());
        let mut options = options(&[("note", 6, "async"), ("block", 8, "sync")]);
        if let Some(callbacks) = &mut options.callbacks {
            callbacks.fetch = Some(Registration {
                callback_id: FETCH,
                ..like.clone()
            });
        }
        let isolate = client.create(options);
        if !code.is_empty() {
            client.eval(&isolate, code);
        }
        Self { client, isolate }
    }

    /// A guest whose `serve()` handler this is.
    pub fn serving(daemon: &Process, handler: &str) -> Self {
        Self::new(daemon, &format!("serve({{ fetch: {handler} }})"))
    }

    pub fn eval(&mut self, code: &str) {
        self.client.eval(&self.isolate, code);
    }

    /// Sends a request without waiting; its id.
    pub fn start(&mut self, method: &str, path: &str) -> u64 {
        self.start_with(method, path, |_| {})
    }

    pub fn start_with(
        &mut self,
        method: &str,
        path: &str,
        change: impl FnOnce(&mut SerializedRequest),
    ) -> u64 {
        let request_id = self.client.request_id();
        let mut request = SerializedRequest {
            method: method.to_owned(),
            url: format!("http://host{path}"),
            ..SerializedRequest::default()
        };
        change(&mut request);
        let isolate_id = self.isolate.clone();
        self.client.send(DispatchRequest {
            request_id,
            isolate_id,
            request,
            context: None,
        });
        request_id
    }

    pub fn get(&mut self, path: &str) -> Answer {
        let id = self.start("GET", path);
        self.answer_to(id)
    }

    /// Sends a request whose body is this upload.
    pub fn upload(&mut self, path: &str, stream: u64) -> u64 {
        self.start_with("POST", path, |request| {
            request.body_stream_id = Some(stream)
        })
    }

    /// Reads a whole response, granting what existing clients grant.
    pub fn answer_to(&mut self, id: u64) -> Answer {
        let mut answer = match self.next() {
            Message::ResponseOk(ok) if ok.request_id == id => {
                let result = DispatchResult::from_raw(&ok.data).unwrap();
                assert_eq!(result.response.body, None);
                return Answer {
                    status: result.response.status,
                    chunks: Vec::new(),
                    upgrade: result.upgrade.map(|upgrade| upgrade.connection_id),
                    end: End::Inline,
                };
            }
            Message::ResponseStreamStart(start) if start.request_id == id => {
                assert!(start.stream_id >= 1 << 30);
                let metadata = start.metadata.unwrap();
                let answer = Answer {
                    status: metadata.status.unwrap(),
                    chunks: Vec::new(),
                    upgrade: metadata.upgrade.map(|upgrade| upgrade.connection_id),
                    end: End::Complete,
                };
                self.pull(start.stream_id);
                (answer, start.stream_id)
            }
            other => panic!("expected a response to {id}: {other:?}"),
        };
        let stream = answer.1;
        loop {
            match self.next() {
                Message::ResponseStreamChunk(chunk) => {
                    assert_eq!((chunk.request_id, chunk.stream_id), (id, stream));
                    assert!(chunk.chunk.len() <= 262_144);
                    answer.0.chunks.push(chunk.chunk);
                    self.pull(stream);
                }
                Message::ResponseStreamEnd(end) => {
                    assert_eq!((end.request_id, end.stream_id), (id, stream));
                    return answer.0;
                }
                Message::StreamError(error) => {
                    assert_eq!(error.stream_id, stream);
                    answer.0.end = End::Failed(error.error);
                    return answer.0;
                }
                other => panic!("expected the body of {id}: {other:?}"),
            }
        }
    }

    pub fn pull(&mut self, stream_id: u64) {
        self.send(StreamPull {
            stream_id,
            max_bytes: 1 << 20,
        });
    }

    pub fn push(&mut self, stream_id: u64, chunk: &[u8]) {
        let chunk = Bytes::copy_from_slice(chunk);
        self.send(StreamPush { stream_id, chunk });
    }

    pub fn close(&mut self, stream_id: u64) {
        self.send(StreamClose { stream_id });
    }

    pub fn stream_error(&mut self, stream_id: u64, error: &str) {
        let error = error.to_owned();
        self.send(StreamError { stream_id, error });
    }

    pub fn expect_grant(&mut self, stream: u64) -> u64 {
        match self.next() {
            Message::StreamPull(pull) if pull.stream_id == stream => pull.max_bytes,
            other => panic!("expected credit for {stream}: {other:?}"),
        }
    }

    /// Starts to answer a fetch with a body that follows.
    pub fn start_answer(&mut self, request_id: u64, stream_id: u64, status: u16) {
        self.send(CallbackStreamStart {
            request_id,
            stream_id,
            metadata: ResponseMetadata {
                status: Some(status),
                status_text: Some("fine".to_owned()),
                headers: Some(vec![("x-a".to_owned(), "1".to_owned())]),
                url: Some("http://there/".to_owned()),
                ..ResponseMetadata::default()
            },
        });
    }

    pub fn send_piece(&mut self, stream_id: u64, chunk: &[u8]) {
        self.send(CallbackStreamChunk {
            request_id: 0,
            stream_id,
            chunk: Bytes::copy_from_slice(chunk),
        });
    }

    /// The next call of the fetch callback: its id and the request.
    pub fn expect_fetch(&mut self) -> (u64, SerializedRequest) {
        let (id, callback, args) = self.expect_call();
        assert_eq!(callback, FETCH);
        let request = args.into_iter().next().unwrap().to_raw(Form::Native);
        (id, SerializedRequest::from_raw(&request).unwrap())
    }

    /// The next call of `note`: its arguments. It is answered.
    pub fn expect_note(&mut self) -> Vec<Value> {
        let (id, callback, args) = self.expect_call();
        assert_eq!(callback, 6, "{args:?}");
        self.answer(id, isolate_protocol::Raw::nil());
        args
    }

    /// The text of an event of the client's outbound sockets, or of any other.
    pub fn emit(&mut self, event: &str, payload: Value) {
        let isolate_id = self.isolate.clone();
        self.send(ClientEvent {
            isolate_id,
            event: event.to_owned(),
            payload: payload.to_raw(Form::Native),
        });
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.chunks.concat()).unwrap()
    }
}
