//! Properties of messages on a byte stream, with generated messages and generated splits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use isolate_protocol::message::*;
use isolate_protocol::refs::CodeProperty;
use isolate_protocol::{Bytes, BytesMut, Form, FrameDecoder, Message, Raw, Value};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    ".{0,30}"
}

fn bytes() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..2000).prop_map(Bytes::from)
}

fn number() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("NaN differs from itself", |number| !number.is_nan())
}

fn raw() -> impl Strategy<Value = Raw> {
    vec(
        prop_oneof![text().prop_map(Value::Str), bytes().prop_map(Value::Bin)],
        0..4,
    )
    .prop_map(|values| Value::Array(values).to_raw(Form::Native))
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((text(), text()), 0..5)
}

fn registration() -> impl Strategy<Value = Registration> {
    (any::<u64>(), of(text()), of(text())).prop_map(|(callback_id, name, kind)| Registration {
        callback_id,
        name,
        kind,
        ..Registration::default()
    })
}

fn create() -> impl Strategy<Value = Message> {
    let callbacks =
        (of(registration()), vec((text(), registration()), 0..4)).prop_map(|(fetch, custom)| {
            Callbacks {
                fetch,
                custom,
                ..Default::default()
            }
        });
    let tests =
        (of(registration()), of(number())).prop_map(|(on_event, test_timeout)| TestEnvironment {
            on_event,
            test_timeout,
        });
    (
        any::<u64>(),
        of(number()),
        of(callbacks),
        of(tests),
        of(text()),
    )
        .prop_map(
            |(request_id, memory_limit_mb, callbacks, test_environment, namespace_id)| {
                let options = RuntimeOptions {
                    memory_limit_mb,
                    callbacks,
                    test_environment,
                    namespace_id,
                    ..Default::default()
                };
                CreateRuntime {
                    request_id,
                    options,
                }
                .into()
            },
        )
}

fn dispatch() -> impl Strategy<Value = Message> {
    let request = (
        text(),
        text(),
        pairs(),
        of(bytes()),
        of(any::<u64>()),
        of(any::<bool>()),
    )
        .prop_map(
            |(method, url, headers, body, body_stream_id, signal_aborted)| SerializedRequest {
                method,
                url,
                headers,
                body,
                body_stream_id,
                signal_aborted,
            },
        );
    (any::<u64>(), text(), request, of(raw())).prop_map(
        |(request_id, isolate_id, request, context)| {
            DispatchRequest {
                request_id,
                isolate_id,
                request,
                context,
            }
            .into()
        },
    )
}

fn failure() -> impl Strategy<Value = Message> {
    let code = prop_oneof![
        text().prop_map(CodeProperty::Text),
        number().prop_map(CodeProperty::Number)
    ];
    let error =
        (of(text()), of(text()), of(text()), of(code)).prop_map(|(name, message, stack, code)| {
            CallbackError {
                name,
                message,
                stack,
                code,
            }
        });
    (any::<u64>(), of(raw()), of(error)).prop_map(|(request_id, result, error)| {
        CallbackResponse {
            request_id,
            result,
            error,
        }
        .into()
    })
}

fn small() -> impl Strategy<Value = Message> {
    prop_oneof![
        (any::<u64>(), bytes())
            .prop_map(|(stream_id, chunk)| StreamPush { stream_id, chunk }.into()),
        (any::<u64>(), any::<u64>()).prop_map(|(stream_id, max_bytes)| StreamPull {
            stream_id,
            max_bytes
        }
        .into()),
        (any::<u64>(), any::<u64>(), raw(), of(raw())).prop_map(
            |(request_id, callback_id, args, context)| {
                CallbackInvoke {
                    request_id,
                    callback_id,
                    args,
                    context,
                }
                .into()
            }
        ),
        (of(any::<u64>()), any::<u16>(), of(text())).prop_map(|(request_id, code, message)| {
            ResponseError {
                request_id,
                code,
                message,
                details: None,
            }
            .into()
        }),
        (text(), text(), raw()).prop_map(|(isolate_id, event, payload)| ClientEvent {
            isolate_id,
            event,
            payload
        }
        .into()),
        Just(Message::Ping),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![create(), dispatch(), failure(), small(), small()]
}

proptest! {
    #[test]
    fn messages_arrive_as_sent_however_the_stream_is_split(
        messages in vec(message(), 1..8),
        cuts in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let stream: Vec<u8> = messages.iter().flat_map(|message| message.encode().unwrap()).collect();
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len())).collect();
        ends.push(stream.len());
        ends.sort_unstable();
        let (mut decoder, mut buffer) = (FrameDecoder::new(), BytesMut::new());
        let (mut received, mut start) = (Vec::new(), 0);
        for end in ends {
            buffer.extend_from_slice(&stream[start..end]);
            start = end;
            while let Some(frame) = decoder.decode(&mut buffer).unwrap() {
                received.push(Message::decode(&frame).unwrap());
            }
        }
        prop_assert_eq!(received, messages);
    }

    #[test]
    fn a_message_cut_short_never_arrives(message in message(), cut in any::<prop::sample::Index>()) {
        let bytes = message.encode().unwrap();
        prop_assert_eq!(common::decode_frame(&bytes[..cut.index(bytes.len())]), Ok(None));
    }
}
