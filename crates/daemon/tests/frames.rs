//! What bad bytes get: a malformed frame costs its connection, a malformed message gets a typed error.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use common::{Process, RawClient};
use isolate_protocol::Message;
use isolate_protocol::limits::MAX_FRAME;
use isolate_protocol::message::{CreateRuntime, Eval, RuntimeOptions};

/// Sends the bytes on a connection of their own, which must end, and nothing else must.
fn costs_the_connection(daemon: &Process, neighbour: &mut RawClient, bytes: &[u8]) {
    let mut client = RawClient::unix(daemon.socket());
    client.expect_alive();
    client.write(bytes);
    client.expect_end();
    neighbour.expect_alive();
}

#[test]
fn a_bad_frame_costs_its_connection_and_nothing_else() {
    let daemon = Process::start(&[]);
    let mut neighbour = RawClient::unix(daemon.socket());
    let oversize = u32::try_from(MAX_FRAME + 1).unwrap().to_be_bytes();
    costs_the_connection(&daemon, &mut neighbour, &oversize);
    daemon.expect_log("frame of 10485761 bytes exceeds the limit of 10485760 bytes");
    for bytes in [
        &[0xff, 0xff, 0xff, 0xff][..],
        &[0, 0, 0, 0],
        &[0, 0, 0, 1, 0xf0],
        &[0, 0, 0, 2, 0xf0, 0xc1],
        // truncated: a map that announces an entry
        &[0, 0, 0, 2, 0x03, 0x81],
        // trailing bytes
        &[0, 0, 0, 3, 0xf0, 0x80, 0x80],
        // the key __proto__
        b"\0\0\0\x0d\xf0\x81\xa9__proto__\x01",
    ] {
        costs_the_connection(&daemon, &mut neighbour, bytes);
    }
}

#[test]
fn a_connection_may_end_anywhere() {
    let daemon = Process::start(&[]);
    let frame = Message::from(CreateRuntime {
        request_id: 1,
        options: RuntimeOptions::default(),
    });
    let frame = frame.encode().unwrap();
    for cut in 0..frame.len() {
        RawClient::unix(daemon.socket()).write(&frame[..cut]);
    }
    RawClient::unix(daemon.socket()).expect_alive();
}

#[test]
fn frames_may_be_split_and_coalesced() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let ping = Message::Ping.encode().unwrap();
    for byte in ping.iter() {
        client.write(&[*byte]);
    }
    client.write(&ping.repeat(1000));
    for _ in 0..1001 {
        assert_eq!(client.next(), Message::Pong);
    }
    // A payload that is no map counts as an empty one.
    client.send_frame(0xf0, &[0xc0]);
    assert_eq!(client.next(), Message::Pong);
}

#[test]
fn a_frame_of_the_maximum_size_is_legal() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let eval = |code: String| {
        Message::from(Eval {
            request_id: 1,
            isolate_id: "x".to_owned(),
            code,
            ..Eval::default()
        })
    };
    let rest = eval("x".repeat(100_000)).encode().unwrap().len() - 4 - 100_000;
    let frame = eval("x".repeat(MAX_FRAME - rest)).encode().unwrap();
    assert_eq!(frame.len(), MAX_FRAME + 4);
    client.write(&frame);
    client.expect_error(1, 2001, "Isolate not found: x");
}

#[test]
fn an_unusable_message_gets_a_typed_error() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    client.send_frame(0x07, b"\x81\xa9requestId\x05");
    client.expect_error(5, 1002, "Unknown message type: 7");
    client.send_frame(0x99, &[0x80]);
    client.expect_error(0, 1002, "Unknown message type: 153");
    client.send_frame(0x03, b"\x81\xa9requestId\x05");
    client.expect_error(5, 1003, "Missing required field `isolateId` in EVAL");
    client.send_frame(0x03, b"\x82\xa9requestId\x05\xa9isolateId\xc0");
    client.expect_error(5, 1003, "Missing required field `isolateId` in EVAL");
    client.send_frame(0x03, b"\x81\xa9isolateId\xa1x");
    client.expect_error(None, 1003, "Missing required field `requestId` in EVAL");
    client.send_frame(0x03, b"\x83\xa9requestId\x05\xa9isolateId\x01\xa4code\xa1x");
    client.expect_error(
        5,
        1001,
        "Invalid field `isolateId` in EVAL: expected a string",
    );
    let nested = b"\x82\xa9requestId\x05\xa7options\x81\xa9callbacks\x81\xa5fetch\x80";
    client.send_frame(0x01, nested);
    let text = "Missing required field `options.callbacks.fetch.callbackId` in CREATE_RUNTIME";
    client.expect_error(5, 1003, text);
    client.expect_alive();
}

#[test]
fn ids_of_other_spaces_are_never_answered_as_requests() {
    let daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    // A PONG, and a CALLBACK_RESPONSE and a STREAM_PUSH without their fields.
    client.send_frame(0xf1, b"\x81\xa9requestId\x05");
    client.expect_error(0, 1002, "Unknown message type: 241");
    client.send_frame(0x91, b"\x82\xa9requestId\x05\xa5error\x07");
    client.expect_error(
        None,
        1001,
        "Invalid field `error` in CALLBACK_RESPONSE: expected a map",
    );
    client.send_frame(0xa0, b"\x81\xa9requestId\x05");
    client.expect_error(
        None,
        1003,
        "Missing required field `streamId` in STREAM_PUSH",
    );
    client.expect_alive();
}
