//! Properties of values and of the MessagePack layer, with generated input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use isolate_protocol::ext::{read_timestamp, write_timestamp};
use isolate_protocol::refs::{CodeProperty, FileRef, FormValue, RequestRef, ResponseRef};
use isolate_protocol::{Bytes, Form, Raw, Reader, Token, Value, check};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

const FORMS: [Form; 3] = [Form::Native, Form::Marshalled, Form::Newest];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => ".{0,40}", 1 => Just("__type".to_owned()), 1 => "[a-z]{300}"]
}

fn bytes() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..300).prop_map(Bytes::from)
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((text(), text()), 0..4)
}

/// A number that is no safe integer: those are read back as `Int`.
fn float() -> impl Strategy<Value = f64> {
    any::<f64>().prop_map(|value| {
        if value.fract() == 0.0 && value.abs() < 1e16 {
            0.5
        } else {
            value
        }
    })
}

/// A time every form can carry: whole milliseconds within the range of a Date.
fn time() -> impl Strategy<Value = f64> {
    (-8_640_000_000_000_000_i64..=8_640_000_000_000_000).prop_map(|ms| ms as f64)
}

fn file() -> impl Strategy<Value = FileRef> {
    (text(), text(), time(), bytes()).prop_map(|(name, kind, last_modified, data)| FileRef {
        name,
        kind,
        last_modified,
        data,
    })
}

fn scalar() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(Value::Nil),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (i64::MAX as u64 + 1..).prop_map(Value::Uint),
        float().prop_map(Value::Float),
        text().prop_map(Value::Str),
        bytes().prop_map(Value::Bin),
    ]
    .boxed()
}

fn rich() -> BoxedStrategy<Value> {
    let id = any::<u64>;
    let code = of(prop_oneof![
        text().prop_map(CodeProperty::Text),
        float().prop_map(CodeProperty::Number)
    ]);
    prop_oneof![
        time().prop_map(Value::Date),
        (text(), text()).prop_map(|(source, flags)| Value::RegExp { source, flags }),
        text().prop_map(Value::BigInt),
        text().prop_map(Value::Url),
        pairs().prop_map(Value::Headers),
        (text(), text(), of(text()), code).prop_map(|(name, message, stack, code)| Value::Error {
            name,
            message,
            stack,
            code
        }),
        (text(), text(), pairs(), of(bytes()), of(text())).prop_map(
            |(url, method, headers, body, mode)| {
                Value::Request(Box::new(RequestRef {
                    url,
                    method,
                    headers,
                    body,
                    mode,
                    ..Default::default()
                }))
            }
        ),
        (any::<u16>(), text(), pairs(), of(bytes())).prop_map(
            |(status, status_text, headers, body)| {
                Value::Response(Box::new(ResponseRef {
                    status,
                    status_text,
                    headers,
                    body,
                }))
            }
        ),
        file().prop_map(|file| Value::File(Box::new(file))),
        vec(
            (
                text(),
                prop_oneof![
                    text().prop_map(FormValue::Text),
                    file().prop_map(FormValue::File)
                ]
            ),
            0..3
        )
        .prop_map(Value::FormData),
        (id(), of(text())).prop_map(|(callback_id, kind)| Value::Callback { callback_id, kind }),
        (id(), of(id())).prop_map(|(promise_id, resolve_callback_id)| Value::Promise {
            promise_id,
            resolve_callback_id
        }),
        (id(), of(id()), of(id()), of(id())).prop_map(|(iterator_id, next, end, throw)| {
            Value::AsyncIterator {
                iterator_id,
                next_callback_id: next,
                return_callback_id: end,
                throw_callback_id: throw,
            }
        }),
        any::<bool>().prop_map(Value::AbortSignal),
        text().prop_map(Value::Isolate),
        (id(), text()).prop_map(|(stream_id, direction)| Value::Stream {
            stream_id,
            direction
        }),
        (id(), id(), text()).prop_map(|(blob_id, size, kind)| Value::Blob {
            blob_id,
            size,
            kind
        }),
        (20..=i8::MAX, bytes()).prop_map(|(kind, payload)| Value::Ext(kind, payload)),
    ]
    .boxed()
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![scalar(), rich()];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            vec((text(), inner), 0..6).prop_map(Value::Map),
        ]
    })
}

proptest! {
    #[test]
    fn values_survive_in_every_form(value in value()) {
        for form in FORMS {
            let raw = value.to_raw(form);
            prop_assert!(Raw::from_bytes(raw.bytes().clone()).is_ok(), "invalid in {:?}", form);
            prop_assert_eq!(&Value::decode(&raw).unwrap(), &value, "changed in {:?}", form);
        }
    }

    #[test]
    fn undefined_survives_marshalling_and_is_nil_natively(before in value(), after in value()) {
        let value = Value::Array(vec![before.clone(), Value::Undefined, after.clone()]);
        for form in [Form::Marshalled, Form::Newest] {
            prop_assert_eq!(&Value::decode(&value.to_raw(form)).unwrap(), &value);
        }
        let native = Value::Array(vec![before, Value::Nil, after]);
        prop_assert_eq!(Value::decode(&value.to_raw(Form::Native)).unwrap(), native);
    }

    #[test]
    fn the_order_of_keys_in_a_ref_map_does_not_matter(value in rich()) {
        prop_assume!(!matches!(value, Value::Ext(..)));
        let raw = value.to_raw(Form::Newest);
        let mut reader = raw.reader();
        let Ok(Token::Map(count)) = reader.next() else { panic!("{value:?} is no ref map") };
        let mut entries: Vec<&[u8]> = Vec::new();
        for _ in 0..count {
            let start = reader.remaining();
            reader.skip().unwrap();
            reader.skip().unwrap();
            entries.push(&start[..start.len() - reader.remaining().len()]);
        }
        entries.reverse();
        let reversed = [&raw.as_bytes()[..raw.as_bytes().len() - entries.concat().len()], &entries.concat()].concat();
        prop_assert_eq!(Value::decode(&Raw::from_bytes(reversed.into()).unwrap()).unwrap(), value);
    }

    #[test]
    fn every_truncation_and_extension_of_a_value_is_refused(value in value(), cut in any::<prop::sample::Index>()) {
        let raw = value.to_raw(Form::Marshalled);
        let bytes = raw.as_bytes();
        prop_assert!(Raw::from_bytes(raw.bytes().slice(..cut.index(bytes.len()))).is_err());
        prop_assert!(Raw::from_bytes([bytes, &[0xc0]].concat().into()).is_err());
    }

    #[test]
    fn skipping_ends_where_reading_ends(value in value()) {
        let raw = value.to_raw(Form::Marshalled);
        let mut reader = raw.reader();
        reader.skip().unwrap();
        prop_assert!(reader.is_empty());
        prop_assert_eq!(reader.position(), raw.as_bytes().len());
    }

    #[test]
    fn numbers_keep_their_value(number in any::<f64>(), int in any::<i64>(), uint in any::<u64>()) {
        let written = Raw::build(|writer| writer.number(number));
        let read = match written.reader().next().unwrap() {
            Token::Int(value) => value as f64,
            Token::Float(value) => value,
            other => panic!("{other:?}"),
        };
        prop_assert_eq!(read.to_bits(), number.to_bits());
        let token = Raw::build(|writer| writer.int(int));
        prop_assert_eq!(token.reader().next().unwrap(), Token::Int(int));
        let token = Raw::build(|writer| writer.uint(uint));
        prop_assert_eq!(token.reader().next().unwrap(), i64::try_from(uint).map_or(Token::Uint(uint), Token::Int));
    }

    #[test]
    fn timestamps_keep_every_millisecond(ms in time()) {
        let written = Raw::build(|writer| write_timestamp(writer, ms));
        let Token::Ext(-1, payload) = written.reader().next().unwrap() else { panic!() };
        prop_assert_eq!(read_timestamp(payload), Some(ms));
    }

    #[test]
    fn garbage_never_panics(data in vec(any::<u8>(), 0..600)) {
        check::frames(&data);
        let mut reader = Reader::new(&data);
        while reader.next().is_ok() {}
        let _ = Reader::new(&data).skip();
    }
}

#[test]
fn dates_have_whole_milliseconds() {
    for (ms, expected) in [
        (-1e-20, 0.0),
        (-0.5, 0.0),
        (1.999_999_999, 1.0),
        (-1.5, -1.0),
        (-1000.25, -1000.0),
        (8.64e15, 8.64e15),
        (8.64e15 + 1.0, 0.0),
        (f64::NAN, 0.0),
    ] {
        let written = Raw::build(|writer| write_timestamp(writer, ms));
        let Token::Ext(-1, payload) = written.reader().next().unwrap() else {
            panic!("{ms} is no timestamp")
        };
        assert_eq!(read_timestamp(payload), Some(expected), "{ms}");
    }
}

#[test]
fn numbers_take_their_smallest_form() {
    let written = |number: f64| {
        Raw::build(|writer| writer.number(number))
            .as_bytes()
            .to_vec()
    };
    assert_eq!(written(0.0), [0x00]);
    assert_eq!(written(-1.0), [0xff]);
    assert_eq!(written(200.0), [0xcc, 200]);
    assert_eq!(
        written(9_007_199_254_740_991.0),
        [0xcf, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
    );
    assert_eq!(written(9_007_199_254_740_992.0)[0], 0xcb);
    assert_eq!(written(-0.0), [0xcb, 0x80, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(written(0.5)[0], 0xcb);
    assert_eq!(written(f64::NAN)[0], 0xcb);
}

#[test]
fn impossible_dates_are_written_as_zero() {
    for ms in [f64::NAN, f64::INFINITY, 8.65e15, -8.65e15] {
        assert_eq!(
            Value::Date(ms).to_raw(Form::Native),
            common::raw("d6 ff 00 00 00 00")
        );
    }
    assert!(read_timestamp(&[0x7f; 12]).unwrap().is_nan());
    assert_eq!(read_timestamp(&[0; 5]), None);
}

#[test]
fn strings_that_are_not_utf8_are_read_lossily() {
    let raw = common::raw("82 a4 61 ed a0 80 a1 78 a3 61 ff 62 c0");
    let Value::Map(entries) = Value::decode(&raw).unwrap() else {
        panic!()
    };
    assert_eq!(entries[0].0, "a\u{fffd}\u{fffd}\u{fffd}");
    assert_eq!(entries[0].1, Value::Str("x".into()));
    assert_eq!(entries[1].0, "a\u{fffd}b");
}

#[test]
fn maps_that_only_look_like_refs_stay_maps() {
    for (name, field) in [
        ("URLRef", "url"),
        ("CallbackRef", "id"),
        ("Other", "href"),
        ("urlref", "href"),
    ] {
        let map = Value::Map(vec![
            ("__type".into(), name.into()),
            (field.into(), "x".into()),
        ]);
        assert_eq!(Value::decode(&map.to_raw(Form::Newest)).unwrap(), map);
    }
}

#[test]
fn bodies_may_be_binary_and_files_may_be_extensions_inside_forms() {
    let file = Value::File(Box::new(FileRef {
        data: Bytes::from_static(b"\x01"),
        ..Default::default()
    }));
    let entries = |file: &Raw| {
        Raw::build(|writer| {
            writer.map(2);
            writer.str("__type");
            writer.str("FormDataRef");
            writer.str("entries");
            writer.array(1);
            writer.array(2);
            writer.str("f");
            writer.raw(file);
        })
    };
    let as_map = Value::decode(&entries(&file.to_raw(Form::Newest))).unwrap();
    let as_ext = Value::decode(&entries(&file.to_raw(Form::Marshalled))).unwrap();
    assert!(matches!(as_map, Value::FormData(_)));
    assert_eq!(as_map, as_ext);
    let binary = Raw::build(|writer| {
        writer.map(2);
        writer.str("data");
        writer.bin(b"hi");
        writer.str("__type");
        writer.str("Uint8ArrayRef");
    });
    assert_eq!(
        Value::decode(&binary).unwrap(),
        Value::Bin(Bytes::from_static(b"hi"))
    );
}

#[test]
fn a_broken_extension_is_an_error() {
    let error = Value::decode(&common::raw("d4 09 80")).unwrap_err();
    assert_eq!(error.to_string(), "BigIntRef without a valid `value`");
    assert_eq!(
        Value::decode(&common::raw("d4 0f c1"))
            .unwrap_err()
            .to_string(),
        "URLRef without a valid ``"
    );
    assert!(Value::decode(&common::raw("d5 ff 00 00")).is_err());
}

#[test]
fn a_property_called_proto_is_never_written() {
    let value = Value::Map(vec![
        ("__proto__".into(), Value::Nil),
        ("a".into(), 1.into()),
    ]);
    for form in FORMS {
        assert_eq!(value.to_raw(form), common::raw("81 a1 61 01"));
    }
}

#[test]
fn nesting_refs_against_their_order_costs_bounded_time() {
    // Each level hides the next one in front of its own `__type`, so that every level is read again.
    let mut inner = vec![0xdd, 0x00, 0x40, 0x00, 0x00];
    inner.extend(std::iter::repeat_n(0xc0, 0x0040_0000));
    for _ in 0..200 {
        let tail = b"\xa6__type\xaeAbortSignalRef\xa7aborted\xc3";
        inner = [&[0x83, 0xa1, b'j'][..], &inner, tail].concat();
    }
    let raw = Raw::from_bytes(inner.into()).unwrap();
    let start = std::time::Instant::now();
    assert!(Value::decode(&raw).is_err());
    assert!(start.elapsed().as_secs() < 10);
}
