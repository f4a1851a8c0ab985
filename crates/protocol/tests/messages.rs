//! Every message: round trips, optional and required fields, foreign keys, wrong types, errors that name the field.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::collections::BTreeSet;

use common::{fields, frame_of, one_frame, samples, with_fields};
use isolate_protocol::message::*;
use isolate_protocol::{
    Bytes, DecodeError, ErrorCode, Frame, Message, Raw, Value, limits::MAX_FRAME, write_frame,
};

/// Keys whose mere presence says something, so that nil is not the same as absent.
const PRESENCE: &[&str] = &["context"];

#[test]
fn every_type_has_a_sample_and_every_other_type_is_unknown() {
    let kinds: BTreeSet<u8> = samples().iter().map(Message::kind).collect();
    assert_eq!(kinds.len(), samples().len(), "one sample per type");
    assert_eq!(kinds.len(), 45);
    for kind in (0..=u8::MAX).filter(|kind| !kinds.contains(kind)) {
        let frame = with_fields(kind, &[("requestId".into(), 7.into())]);
        let error = Message::decode(&frame).unwrap_err();
        assert_eq!(
            error,
            DecodeError::UnknownType {
                kind,
                request_id: Some(7)
            }
        );
        assert_eq!(error.to_string(), format!("Unknown message type: {kind}"));
        assert_eq!(error.code(), ErrorCode::UnknownMessageType);
    }
}

#[test]
fn error_codes_have_the_numbers_of_the_specification() {
    let numbers: Vec<u16> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(
        numbers,
        [
            1001, 1002, 1003, 2001, 2002, 2003, 2004, 3001, 3002, 4001, 4002, 5001
        ]
    );
    for code in ErrorCode::ALL {
        assert_eq!(ErrorCode::from_number(code.number()), Some(*code));
    }
    assert_eq!(ErrorCode::from_number(1000), None);
    assert_eq!(ErrorCode::ScriptError.to_string(), "3001 (SCRIPT_ERROR)");
}

#[test]
fn every_message_survives() {
    for message in samples() {
        let frame = frame_of(&message);
        assert_eq!(frame.kind, message.kind());
        assert_eq!(Message::decode(&frame).unwrap(), message);
    }
}

#[test]
fn order_and_foreign_keys_do_not_matter() {
    for message in samples() {
        let mut fields = fields(&frame_of(&message));
        fields.reverse();
        fields.insert(0, ("type".into(), 99.into()));
        fields.push((
            "later".into(),
            Value::Array(vec![Value::Map(vec![("requestId".into(), 5.into())])]),
        ));
        let frame = with_fields(message.kind(), &fields);
        assert_eq!(Message::decode(&frame).unwrap(), message);
    }
}

#[test]
fn a_field_left_out_is_nil_or_missing() {
    for message in samples() {
        let (kind, fields) = (message.kind(), fields(&frame_of(&message)));
        for index in 0..fields.len() {
            let (mut without, mut nil) = (fields.clone(), fields.clone());
            let (key, _) = without.remove(index);
            nil[index].1 = Value::Nil;
            let absent = Message::decode(&with_fields(kind, &without));
            if !PRESENCE.contains(&key.as_str()) {
                assert_eq!(
                    absent,
                    Message::decode(&with_fields(kind, &nil)),
                    "{} {key}",
                    message.name()
                );
            }
            if let Err(error) = absent {
                let request_id = message.request_id().filter(|_| key != "requestId");
                assert_eq!(error.code(), ErrorCode::MissingRequiredField);
                assert_eq!(
                    error,
                    DecodeError::MissingField {
                        message: message.name(),
                        field: key,
                        request_id
                    }
                );
            }
        }
    }
}

#[test]
fn a_field_of_the_wrong_type_is_named() {
    for message in samples() {
        let (kind, fields) = (message.kind(), fields(&frame_of(&message)));
        for (index, (key, _)) in fields.iter().enumerate() {
            let mut wrong = fields.clone();
            wrong[index].1 = Value::Ext(100, Bytes::from_static(b"?"));
            match Message::decode(&with_fields(kind, &wrong)) {
                // The fields that take anything.
                Ok(_) => assert!(
                    ["data", "result", "payload", "context"].contains(&key.as_str()),
                    "{key}"
                ),
                Err(DecodeError::InvalidField {
                    field,
                    message: name,
                    ..
                }) => {
                    assert_eq!((field.as_str(), name), (key.as_str(), message.name()));
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn errors_name_nested_fields_by_their_path() {
    let decode = |options: Value| {
        let fields = [
            ("requestId".to_owned(), Value::Int(3)),
            ("options".to_owned(), options),
        ];
        Message::decode(&with_fields(0x01, &fields)).unwrap_err()
    };
    let map = |key: &str, value: Value| Value::Map(vec![(key.to_owned(), value)]);
    let error = decode(map("callbacks", map("fetch", map("name", "fetch".into()))));
    assert_eq!(error.code(), ErrorCode::MissingRequiredField);
    assert_eq!(error.request_id(), Some(3));
    assert_eq!(
        error.to_string(),
        "Missing required field `options.callbacks.fetch.callbackId` in CREATE_RUNTIME"
    );
    let error = decode(map(
        "callbacks",
        map("custom", map("f", map("callbackId", "1".into()))),
    ));
    assert_eq!(error.code(), ErrorCode::InvalidMessage);
    assert_eq!(
        error.to_string(),
        "Invalid field `options.callbacks.custom.f.callbackId` in CREATE_RUNTIME: expected a non-negative integer"
    );
    let long = decode(map(
        "callbacks",
        map("custom", map(&"é".repeat(1_000_000), true.into())),
    ));
    assert!(
        long.to_string().len() < 300,
        "a name of the sender is quoted in full"
    );
}

#[test]
fn ids_may_be_floats_and_request_ids_are_found_in_wrecks() {
    let dispatch = |id: Value| {
        Message::decode(&with_fields(
            0x84,
            &[("requestId".into(), id), ("streamId".into(), 2.into())],
        ))
    };
    let expected = ResponseStreamEnd {
        request_id: 1,
        stream_id: 2,
    };
    let float = one_frame(
        &write_frame(0x84, |writer| {
            writer.map(2);
            writer.str("requestId");
            writer.float(1.0);
            writer.str("streamId");
            writer.float(2.0);
        })
        .unwrap(),
    );
    assert_eq!(Message::decode(&float).unwrap(), expected.into());
    for bad in [
        Value::Int(-1),
        Value::Float(1.5),
        Value::Float(f64::NAN),
        Value::Float(1e300),
        "1".into(),
    ] {
        let error = dispatch(bad).unwrap_err();
        assert_eq!(
            (error.code(), error.request_id()),
            (ErrorCode::InvalidMessage, None)
        );
    }
    let error = Message::decode(&with_fields(
        0x03,
        &[("code".into(), 5.into()), ("requestId".into(), 9.into())],
    ));
    assert_eq!(error.unwrap_err().request_id(), Some(9));
}

#[test]
fn the_test_environment_is_a_bool_or_a_map() {
    let decode = |value: Value| {
        let options = Value::Map(vec![("testEnvironment".into(), value)]);
        match Message::decode(&with_fields(
            0x01,
            &[("requestId".into(), 1.into()), ("options".into(), options)],
        )) {
            Ok(Message::CreateRuntime(create)) => Ok(create.options.test_environment),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.to_string()),
        }
    };
    assert_eq!(decode(false.into()), Ok(None));
    assert_eq!(decode(true.into()), Ok(Some(TestEnvironment::default())));
    assert_eq!(
        decode(Value::Map(vec![])),
        Ok(Some(TestEnvironment::default()))
    );
    assert!(
        decode("yes".into())
            .unwrap_err()
            .contains("options.testEnvironment")
    );
}

#[test]
fn presence_and_omission_are_kept_apart() {
    let mut request = DispatchRequest {
        request_id: 1,
        isolate_id: "i".into(),
        ..Default::default()
    };
    let keys = |request: &DispatchRequest| {
        let fields = fields(&frame_of(&request.clone().into()));
        fields.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(keys(&request), ["requestId", "isolateId", "request"]);
    request.context = Some(Raw::nil());
    assert_eq!(
        keys(&request),
        ["requestId", "isolateId", "request", "context"]
    );
    let Value::Map(inner) = Value::decode(&request.request.to_raw()).unwrap() else {
        panic!()
    };
    assert!(
        inner.iter().all(|(key, _)| key != "bodyStreamId"),
        "nil there hangs the reference"
    );
    let nil = RuntimeOptions::from_raw(
        &Value::Map(vec![(
            "playwright".into(),
            Value::Map(vec![("hasDefaultPage".into(), Value::Nil)]),
        )])
        .to_raw(isolate_protocol::Form::Native),
    );
    assert_eq!(
        nil.unwrap().playwright.unwrap().has_default_page,
        Some(false)
    );
}

fn is_within(bytes: &[u8], frame: &Frame) -> bool {
    let memory = frame.payload.as_bytes().as_ptr_range();
    memory.contains(&bytes.as_ptr())
}

#[test]
fn binary_and_untyped_fields_share_the_memory_of_the_frame() {
    let chunk = Bytes::from(vec![7; 100_000]);
    let frame = frame_of(
        &StreamPush {
            stream_id: 1,
            chunk,
        }
        .into(),
    );
    let Ok(Message::StreamPush(push)) = Message::decode(&frame) else {
        panic!()
    };
    assert!(is_within(&push.chunk, &frame));
    let frame = frame_of(
        &ResponseOk {
            request_id: 1,
            data: Value::from("data").to_raw(isolate_protocol::Form::Native),
        }
        .into(),
    );
    let Ok(Message::ResponseOk(ok)) = Message::decode(&frame) else {
        panic!()
    };
    assert!(is_within(ok.data.as_bytes(), &frame));
}

#[test]
fn an_oversize_message_is_refused_by_its_sender() {
    let push = |len: usize| {
        Message::from(StreamPush {
            stream_id: 1,
            chunk: vec![0; len].into(),
        })
    };
    let overhead = push(MAX_FRAME / 2).encode().unwrap().len() - MAX_FRAME / 2;
    let largest = push(MAX_FRAME + 4 - overhead).encode().unwrap();
    assert_eq!(largest.len(), MAX_FRAME + 4);
    assert!(Message::decode(&one_frame(&largest)).is_ok());
    let error = push(MAX_FRAME + 5 - overhead).encode().unwrap_err();
    assert_eq!((error.len, error.max), (MAX_FRAME + 1, MAX_FRAME));
    assert_eq!(
        error.to_string(),
        "message of 10485761 bytes exceeds the frame limit of 10485760 bytes"
    );
}

#[test]
fn lists_are_bounded() {
    let request = |count: usize| {
        let pair = Value::Array(vec!["a".into(), "b".into()]);
        let request = Value::Map(vec![
            ("method".into(), "GET".into()),
            ("url".into(), "http://a/".into()),
            ("headers".into(), Value::Array(vec![pair; count])),
        ]);
        let fields = [
            ("requestId".into(), 1.into()),
            ("isolateId".into(), "i".into()),
            ("request".into(), request),
        ];
        Message::decode(&with_fields(0x04, &fields))
    };
    assert!(request(65_536).is_ok());
    let error = request(65_537).unwrap_err().to_string();
    assert!(error.contains("request.headers"), "{error}");
    assert!(
        error.contains("a list of at most 65536 elements"),
        "{error}"
    );
}
