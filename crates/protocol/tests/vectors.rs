//! Every byte example of the specification: appendix C (complete frames), sections 2.3, 2.4 and A.3 (values).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use common::{decode_frame, hex, one_frame, raw};
use isolate_protocol::message::*;
use isolate_protocol::refs::{FileRef, FormValue, RequestRef, ResponseRef, Uint8ArrayRef};
use isolate_protocol::{
    Bytes, ErrorCode, Form, FrameError, Message, Raw, Ref, Value, WireError, Writer,
};

/// The frame decodes to the message, and the message encodes to the frame.
fn frame(message: impl Into<Message>, bytes: &str) {
    let message = message.into();
    let bytes = hex(bytes);
    assert_eq!(Message::decode(&one_frame(&bytes)).unwrap(), message);
    assert_eq!(message.encode().unwrap(), bytes, "{}", message.name());
}

fn data(value: &[(&str, Value)]) -> Raw {
    let entries = value
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()))
        .collect();
    Value::Map(entries).to_raw(Form::Native)
}

#[test]
fn frames_of_runtime_management() {
    frame(Message::Ping, "00 00 00 02 f0 80");
    frame(Message::Pong, "00 00 00 02 f1 80");
    frame(
        CreateRuntime {
            request_id: 1,
            options: RuntimeOptions { callbacks: Some(Callbacks::default()), ..Default::default() },
        },
        "00 00 00 71 01 82 a9 72 65 71 75 65 73 74 49 64 01 a7 6f 70 74 69 6f 6e 73 87 ad 6d 65 6d 6f 72 79 4c 69 6d 69
         74 4d 42 c0 b0 65 78 65 63 75 74 69 6f 6e 54 69 6d 65 6f 75 74 c0 a3 63 77 64 c0 a9 63 61 6c 6c 62 61 63 6b 73
         80 af 74 65 73 74 45 6e 76 69 72 6f 6e 6d 65 6e 74 c0 aa 70 6c 61 79 77 72 69 67 68 74 c0 ab 6e 61 6d 65 73 70
         61 63 65 49 64 c0",
    );
    let created = RuntimeCreated {
        isolate_id: "i1".into(),
        reused: false,
        binary_events: None,
    };
    frame(
        ResponseOk { request_id: 1, data: created.to_raw() },
        "00 00 00 28 80 82 a9 72 65 71 75 65 73 74 49 64 01 a4 64 61 74 61 82 a9 69 73 6f 6c 61 74 65 49 64 a2 69 31 a6
         72 65 75 73 65 64 c2",
    );
    frame(
        Eval { request_id: 2, isolate_id: "i1".into(), code: "1".into(), ..Default::default() },
        "00 00 00 3d 03 85 a9 72 65 71 75 65 73 74 49 64 02 a9 69 73 6f 6c 61 74 65 49 64 a2 69 31 a4 63 6f 64 65 a1 31
         a8 66 69 6c 65 6e 61 6d 65 c0 b0 65 78 65 63 75 74 69 6f 6e 54 69 6d 65 6f 75 74 c0",
    );
    frame(
        ResponseOk {
            request_id: 3,
            data: data(&[("value", Value::Nil)]),
        },
        "00 00 00 1a 80 82 a9 72 65 71 75 65 73 74 49 64 03 a4 64 61 74 61 81 a5 76 61 6c 75 65 c0",
    );
    frame(
        ResponseOk {
            request_id: 1,
            data: Raw::nil(),
        },
        "00 00 00 13 80 82 a9 72 65 71 75 65 73 74 49 64 01 a4 64 61 74 61 c0",
    );
    frame(
        ResponseError {
            request_id: Some(2),
            code: ErrorCode::IsolateNotFound.number(),
            message: Some("Isolate not found: x".into()),
            details: None,
        },
        "00 00 00 3b 81 84 a9 72 65 71 75 65 73 74 49 64 02 a4 63 6f 64 65 cd 07 d1 a7 6d 65 73 73 61 67 65 b4 49 73 6f
         6c 61 74 65 20 6e 6f 74 20 66 6f 75 6e 64 3a 20 78 a7 64 65 74 61 69 6c 73 c0",
    );
    frame(
        DisposeRuntime { request_id: 5, isolate_id: "i1".into(), ..Default::default() },
        "00 00 00 28 02 84 a9 72 65 71 75 65 73 74 49 64 05 a9 69 73 6f 6c 61 74 65 49 64 a2 69 31 a4 68 61 72 64 c0 a6
         72 65 61 73 6f 6e c0",
    );
    frame(
        DispatchRequestAbort {
            isolate_id: "i1".into(),
            target_request_id: 4,
        },
        "00 00 00 20 05 82 a9 69 73 6f 6c 61 74 65 49 64 a2 69 31 af 74 61 72 67 65 74 52 65 71 75 65 73 74 49 64 04",
    );
}

#[test]
fn frames_of_callbacks_and_streams() {
    let entry = Value::Map(vec![
        ("type".into(), "output".into()),
        ("level".into(), "log".into()),
        ("stdout".into(), "hi".into()),
        ("groupDepth".into(), 0.into()),
    ]);
    frame(
        CallbackInvoke {
            request_id: 1,
            callback_id: 1,
            args: Value::Array(vec![entry]).to_raw(Form::Native),
            context: None,
        },
        "00 00 00 4c 90 83 a9 72 65 71 75 65 73 74 49 64 01 aa 63 61 6c 6c 62 61 63 6b 49 64 01 a4 61 72 67 73 91 84 a4
         74 79 70 65 a6 6f 75 74 70 75 74 a5 6c 65 76 65 6c a3 6c 6f 67 a6 73 74 64 6f 75 74 a2 68 69 aa 67 72 6f 75 70
         44 65 70 74 68 00",
    );
    frame(
        CallbackResponse {
            request_id: 1,
            result: None,
            error: None,
        },
        "00 00 00 15 91 82 a9 72 65 71 75 65 73 74 49 64 01 a6 72 65 73 75 6c 74 c0",
    );
    frame(
        CallbackAbort { request_id: 1, target_request_id: 5, reason: Some("fetch callback aborted".into()) },
        "00 00 00 3c 96 83 a9 72 65 71 75 65 73 74 49 64 01 af 74 61 72 67 65 74 52 65 71 75 65 73 74 49 64 05 a6 72 65
         61 73 6f 6e b6 66 65 74 63 68 20 63 61 6c 6c 62 61 63 6b 20 61 62 6f 72 74 65 64",
    );
    frame(
        CallbackStreamCancel { stream_id: 3 },
        "00 00 00 0c 95 81 a8 73 74 72 65 61 6d 49 64 03",
    );
    frame(
        StreamPush {
            stream_id: 1,
            chunk: Bytes::from_static(b"hi"),
        },
        "00 00 00 16 a0 82 a8 73 74 72 65 61 6d 49 64 01 a5 63 68 75 6e 6b c4 02 68 69",
    );
    frame(
        StreamPull {
            stream_id: 1,
            max_bytes: 1_048_576,
        },
        "00 00 00 1a a1 82 a8 73 74 72 65 61 6d 49 64 01 a8 6d 61 78 42 79 74 65 73 ce 00 10 00 00",
    );
    frame(
        StreamClose { stream_id: 1 },
        "00 00 00 0c a2 81 a8 73 74 72 65 61 6d 49 64 01",
    );
    frame(
        StreamError { stream_id: 1, error: "Stream not found".into() },
        "00 00 00 23 a3 82 a8 73 74 72 65 61 6d 49 64 01 a5 65 72 72 6f 72 b0 53 74 72 65 61 6d 20 6e 6f 74 20 66 6f 75
         6e 64",
    );
}

#[test]
fn frames_that_must_close_the_connection_and_their_neighbours() {
    let oversize = FrameError::TooLarge {
        len: 10_485_761,
        max: 10_485_760,
    };
    assert_eq!(decode_frame(&hex("00 a0 00 01")), Err(oversize));
    assert_eq!(decode_frame(&hex("00 a0 00 00")), Ok(None));
    let trailing = FrameError::Malformed(WireError::Trailing { count: 1 });
    assert_eq!(decode_frame(&hex("00 00 00 03 f0 80 80")), Err(trailing));
    assert_eq!(decode_frame(&hex("00 00 00 00")), Err(FrameError::Empty));
    assert_eq!(decode_frame(&hex("00 00 00 01 f0")), Err(FrameError::Empty));
    let ping = one_frame(&hex("00 00 00 02 f0 c0"));
    assert_eq!(Message::decode(&ping), Ok(Message::Ping));
}

/// The bytes decode to the value; if a form is given, the value encodes to the bytes in that form.
fn value(value: Value, form: Option<Form>, bytes: &str) {
    let bytes = raw(bytes);
    assert_eq!(Value::decode(&bytes).unwrap(), value);
    if let Some(form) = form {
        assert_eq!(value.to_raw(form), bytes, "{value:?}");
    }
}

#[test]
fn extensions_of_plain_values() {
    let native = Some(Form::Native);
    value(
        Value::Date(1_705_320_000_000.0),
        native,
        "d6 ff 65 a5 1e 40",
    );
    value(
        Value::Date(1_705_320_000_001.0),
        native,
        "d7 ff 00 3d 09 00 65 a5 1e 40",
    );
    value(
        Value::Date(-1.0),
        native,
        "c7 0c ff 3b 8b 87 c0 ff ff ff ff ff ff ff ff",
    );
    let by_number = "c7 14 06 81 a9 74 69 6d 65 73 74 61 6d 70 cf 00 00 01 8d 0c fe 2a 00";
    value(Value::Date(1_705_320_000_000.0), None, by_number);
    value(
        Value::RegExp {
            source: "a+".into(),
            flags: "gi".into(),
        },
        native,
        "c7 14 07 82 a6 73 6f 75 72 63 65 a2 61 2b a5 66 6c 61 67 73 a2 67 69",
    );
    value(Value::Undefined, None, "d4 08 80");
    value(
        Value::BigInt("9007199254740993".into()),
        native,
        "c7 18 09 81 a5 76 61 6c 75 65 b0 39 30 30 37 31 39 39 32 35 34 37 34 30 39 39 33",
    );
    let headers = "c7 0f 0c 81 a5 70 61 69 72 73 91 92 a3 78 2d 61 a1 31";
    value(
        Value::Headers(vec![("x-a".into(), "1".into())]),
        native,
        headers,
    );
    value(
        Value::Url("http://a/".into()),
        native,
        "d8 0f 81 a4 68 72 65 66 a9 68 74 74 70 3a 2f 2f 61 2f",
    );
}

#[test]
fn extensions_of_handles() {
    let form = Some(Form::Marshalled);
    value(
        Value::Isolate("iso".into()),
        form,
        "c7 0f 01 81 a9 69 73 6f 6c 61 74 65 49 64 a3 69 73 6f",
    );
    value(
        Value::Callback {
            callback_id: 42,
            kind: None,
        },
        form,
        "c7 0d 02 81 aa 63 61 6c 6c 62 61 63 6b 49 64 2a",
    );
    value(
        Value::Callback {
            callback_id: 42,
            kind: None,
        },
        None,
        "c7 1b 02 82 aa 63 61 6c 6c 62 61 63 6b 49 64 2a ac 63 61 6c 6c 62 61 63 6b 4b 69 6e 64 c0",
    );
    value(
        Value::Stream {
            stream_id: 1,
            direction: "upload".into(),
        },
        form,
        "c7 1c 03 82 a8 73 74 72 65 61 6d 49 64 01 a9 64 69 72 65 63 74 69 6f 6e a6 75 70 6c 6f 61 64",
    );
    value(
        Value::Error { name: "TypeError".into(), message: "bad".into(), stack: None, code: None },
        form,
        "c7 29 04 84 a4 6e 61 6d 65 a9 54 79 70 65 45 72 72 6f 72 a7 6d 65 73 73 61 67 65 a3 62 61 64 a5 73 74 61 63 6b
         c0 a4 63 6f 64 65 c0",
    );
    value(
        Value::Blob {
            blob_id: 1,
            size: 3,
            kind: "a/b".into(),
        },
        form,
        "c7 18 05 83 a6 62 6c 6f 62 49 64 01 a4 73 69 7a 65 03 a4 74 79 70 65 a3 61 2f 62",
    );
    value(
        Value::Promise {
            promise_id: 7,
            resolve_callback_id: Some(8),
        },
        form,
        "c7 21 10 82 a9 70 72 6f 6d 69 73 65 49 64 07 b3 5f 5f 72 65 73 6f 6c 76 65 43 61 6c 6c 62 61 63 6b 49 64 08",
    );
    value(
        Value::AsyncIterator {
            iterator_id: 7,
            next_callback_id: Some(8),
            return_callback_id: Some(9),
            throw_callback_id: None,
        },
        form,
        "c7 33 11 83 aa 69 74 65 72 61 74 6f 72 49 64 07 b0 5f 5f 6e 65 78 74 43 61 6c 6c 62 61 63 6b 49 64 08 b2 5f 5f
         72 65 74 75 72 6e 43 61 6c 6c 62 61 63 6b 49 64 09",
    );
}

#[test]
fn extensions_of_bodies() {
    let form = Some(Form::Marshalled);
    value(
        Value::Request(Box::new(RequestRef { url: "http://a/".into(), method: "GET".into(), ..Default::default() })),
        form,
        "c7 72 0a 8b a3 75 72 6c a9 68 74 74 70 3a 2f 2f 61 2f a6 6d 65 74 68 6f 64 a3 47 45 54 a7 68 65 61 64 65 72 73
         90 a4 62 6f 64 79 c0 a4 6d 6f 64 65 c0 ab 63 72 65 64 65 6e 74 69 61 6c 73 c0 a5 63 61 63 68 65 c0 a8 72 65 64
         69 72 65 63 74 c0 a8 72 65 66 65 72 72 65 72 c0 ae 72 65 66 65 72 72 65 72 50 6f 6c 69 63 79 c0 a9 69 6e 74 65
         67 72 69 74 79 c0",
    );
    value(
        Value::Response(Box::new(ResponseRef {
            status: 200,
            status_text: "OK".into(),
            headers: vec![("a".into(), "b".into())],
            body: Some(Bytes::from_static(b"hi")),
        })),
        form,
        "c7 2e 0b 84 a6 73 74 61 74 75 73 cc c8 aa 73 74 61 74 75 73 54 65 78 74 a2 4f 4b a7 68 65 61 64 65 72 73 91 92
         a1 61 a1 62 a4 62 6f 64 79 92 68 69",
    );
    value(
        Value::File(Box::new(FileRef {
            name: "a.txt".into(),
            kind: "text/plain".into(),
            last_modified: 1.0,
            data: Bytes::from_static(b"hi"),
        })),
        form,
        "c7 32 0d 84 a4 6e 61 6d 65 a5 61 2e 74 78 74 a4 74 79 70 65 aa 74 65 78 74 2f 70 6c 61 69 6e ac 6c 61 73 74 4d
         6f 64 69 66 69 65 64 01 a4 64 61 74 61 92 68 69",
    );
    let entries = vec![("k".into(), FormValue::Text("v".into()))];
    value(
        Value::FormData(entries),
        form,
        "c7 0f 0e 81 a7 65 6e 74 72 69 65 73 91 92 a1 6b a1 76",
    );
    let file = FileRef {
        name: "a".into(),
        kind: String::new(),
        last_modified: 1.0,
        data: Bytes::from_static(&[1]),
    };
    value(
        Value::FormData(vec![("f".into(), FormValue::File(file))]),
        form,
        "c7 3f 0e 81 a7 65 6e 74 72 69 65 73 91 92 a1 66 85 a6 5f 5f 74 79 70 65 a7 46 69 6c 65 52 65 66 a4 6e 61 6d 65
         a1 61 a4 74 79 70 65 a0 ac 6c 61 73 74 4d 6f 64 69 66 69 65 64 01 a4 64 61 74 61 91 01",
    );
}

#[test]
fn ref_maps() {
    let form = Some(Form::Marshalled);
    value(
        Value::Undefined,
        form,
        "81 a6 5f 5f 74 79 70 65 ac 55 6e 64 65 66 69 6e 65 64 52 65 66",
    );
    value(
        Value::Date(1_705_320_000_000.0),
        form,
        "82 a6 5f 5f 74 79 70 65 a7 44 61 74 65 52 65 66 a9 74 69 6d 65 73 74 61 6d 70 cf 00 00 01 8d 0c fe 2a 00",
    );
    value(
        Value::RegExp { source: "a+".into(), flags: "gi".into() },
        form,
        "83 a6 5f 5f 74 79 70 65 a9 52 65 67 45 78 70 52 65 66 a6 73 6f 75 72 63 65 a2 61 2b a5 66 6c 61 67 73 a2 67
         69",
    );
    value(
        Value::BigInt("9007199254740993".into()),
        form,
        "82 a6 5f 5f 74 79 70 65 a9 42 69 67 49 6e 74 52 65 66 a5 76 61 6c 75 65 b0 39 30 30 37 31 39 39 32 35 34 37 34
         30 39 39 33",
    );
    let numbers = "82 a6 5f 5f 74 79 70 65 ad 55 69 6e 74 38 41 72 72 61 79 52 65 66 a4 64 61 74 61 93 01 02 cc ff";
    value(Value::Bin(Bytes::from_static(&[1, 2, 255])), None, numbers);
    let mut writer = Writer::new();
    Ref::from(Uint8ArrayRef {
        data: Bytes::from_static(&[1, 2, 255]),
    })
    .write_map(&mut writer);
    assert_eq!(writer.finish(), raw(numbers));
    value(
        Value::AbortSignal(true),
        form,
        "82 a6 5f 5f 74 79 70 65 ae 41 62 6f 72 74 53 69 67 6e 61 6c 52 65 66 a7 61 62 6f 72 74 65 64 c3",
    );
}
