//! Clients that say nonsense, and guests that have taken their realm apart.

use isolate_protocol::{Bytes, Value};

use super::player::{Player, fields};

/// Payloads that mean no socket: of every wrong type, and with every wrong id.
fn payloads() -> Vec<Value> {
    let wrong = || {
        [
            fields(&[]),
            Value::Nil,
            true.into(),
            1.into(),
            (-1).into(),
            Value::Float(f64::NAN),
            Value::Float(1.5),
            Value::Array(vec!["1".into()]),
            Value::Date(0.0),
            Value::Url("ws://h/".to_owned()),
            Value::BigInt("1".to_owned()),
        ]
    };
    let mut payloads: Vec<Value> = wrong().into();
    payloads.extend(["1".into(), Bytes::from_static(b"1").into()]);
    for id in wrong().into_iter().chain([
        "".into(),
        "0".into(),
        "01".into(),
        "2".into(),
        " 1".into(),
        "constructor".into(),
    ]) {
        payloads.push(fields(&[("socketId", id), ("data", "x".into())]));
    }
    payloads
}

const NAMES: [&str; 4] = [
    "ws:client-opened",
    "ws:client-message",
    "ws:client-error",
    "ws:client-closed",
];

#[test]
fn nonsense_is_ignored() {
    let mut player = Player::open(
        "for (const name of ['ws:client-opened', 'ws:client-message', 'ws:client-error', 'ws:client-closed', 'ws:client-']) __on(name, () => print('listened', name))",
    );
    player.eval("for (const type of ['open', 'message', 'error', 'close']) ws.addEventListener(type, () => print(type))");
    for payload in payloads() {
        for name in NAMES {
            player.say(name, payload.clone());
        }
    }
    for name in ["ws:client-", "ws:client-connect", "ws:client-nonsense"] {
        player.say(name, fields(&[("socketId", "1".into())]));
    }
    player.nothing_else();
    for data in payloads()
        .into_iter()
        .filter(|data| !matches!(data, Value::Str(_) | Value::Bin(_)))
    {
        player.message("1", data);
    }
    player.say("ws:client-message", fields(&[("socketId", "1".into())]));
    player.opened("1", "again", "");
    player.nothing_else();
    player.eval("ws.onmessage = ({ data }) => print(data, ws.protocol === '')");
    player.message("1", "works");
    player.printed("message");
    player.printed("works true");
}

#[test]
fn a_close_counts_whatever_it_says() {
    let code = "globalThis.ws = new WebSocket('ws://h/'); ws.onclose = (event) => print(event.code, `[${event.reason}]`, event.wasClean)";
    let mut player = Player::start();
    let cases: [(&[(&str, Value)], &str); 5] = [
        (&[], "1005 [] false"),
        (
            &[
                ("code", "x".into()),
                ("reason", 5.into()),
                ("wasClean", 1.into()),
            ],
            "1005 [] false",
        ),
        (
            &[("code", 65_536.into()), ("wasClean", true.into())],
            "1005 [] true",
        ),
        (&[("code", (-1).into())], "1005 [] false"),
        (
            &[("code", 65_535.into()), ("reason", "r".into())],
            "65535 [r] false",
        ),
    ];
    for (number, (fields_, expected)) in cases.into_iter().enumerate() {
        player.eval(code);
        let id = (number + 1).to_string();
        player.expect_connect(&id);
        let mut payload = vec![("socketId", Value::from(id.as_str()))];
        payload.extend_from_slice(fields_);
        player.say("ws:client-closed", fields(&payload));
        player.printed(expected);
    }
}

#[test]
fn events_in_the_wrong_order() {
    let mut player = Player::start();
    player.eval(
        "const ws = new WebSocket('ws://h/'); for (const type of ['open', 'message', 'error', 'close']) ws.addEventListener(type, () => print(type, ws.readyState, ws.protocol))",
    );
    player.expect_connect("1");
    player.message("1", "too early");
    player.opened("1", "a", "");
    player.opened("1", "b", "");
    player.printed("open 1 a");
    for _ in 0..2 {
        player.say("ws:client-error", fields(&[("socketId", "1".into())]));
    }
    player.message("1", "too late");
    player.opened("1", "c", "");
    player.closed("1", 1006, "", false);
    player.closed("1", 1006, "", false);
    player.printed("error 3 a");
    player.printed("close 3 a");
    player.nothing_else();
}

#[test]
fn what_a_guest_puts_on_prototypes_is_not_read() {
    let mut player = Player::open("ws.onmessage = ({ data }) => print('message', data)");
    player.eval(
        "for (const [name, value] of Object.entries({ socketId: '1', data: 'mine', code: 7, protocol: 'p', __proto__: null }))
           Object.defineProperty(Object.prototype, name, { configurable: true, get: () => { print('read', name); return value }, set() { print('set', name) } })",
    );
    for name in NAMES {
        player.say(name, fields(&[]));
        player.say(name, Value::Array(vec![]));
    }
    player.say("ws:client-message", fields(&[("socketId", "1".into())]));
    player.nothing_else();
    player.eval("for (const name of ['socketId', 'data', 'code', 'protocol']) delete Object.prototype[name]");
    player.message("1", "theirs");
    player.printed("message theirs");
}

#[test]
fn guests_that_have_replaced_everything() {
    let mut player = Player::start();
    player.eval(
        "const log = print, { WebSocket, Blob } = globalThis;
         const blob = new Blob(['b']), bytes = new Uint8Array([1, 2]), list = ['p'];
         const bad = () => { throw new Error('replaced') };
         const classes = [Promise, Map, WeakMap, Set, String, Number, RegExp, ArrayBuffer, DataView, URL, Symbol, Uint8Array, Object.getPrototypeOf(Uint8Array)];
         for (const each of classes) for (const object of [each, each.prototype]) for (const key of Reflect.ownKeys(object)) {
           const descriptor = Object.getOwnPropertyDescriptor(object, key);
           if (!descriptor.configurable || key === 'constructor' || key === 'prototype') continue;
           if (typeof descriptor.value === 'function') Object.defineProperty(object, key, { ...descriptor, value: bad });
           else if (descriptor.get) Object.defineProperty(object, key, { ...descriptor, get: bad });
         }
         for (const key of ['addEventListener', 'removeEventListener', 'dispatchEvent']) EventTarget.prototype[key] = WebSocket.prototype[key] = bad;
         Blob.prototype.bytes = Blob.prototype.arrayBuffer = Blob.prototype.stream = bad;
         for (const name of ['URL', 'Blob', 'Map', 'Uint8Array', 'Object', 'Event', 'EventTarget', 'DOMException', 'setTimeout', 'Reflect', 'JSON']) delete globalThis[name];
         Array.prototype.push = Array.prototype.values = Array.prototype[Symbol.iterator] = Array.prototype.join = bad;
         const ws = new WebSocket('ws://h/#x', 'p');
         ws.onopen = () => { ws.send('text'); ws.send(blob); ws.send(bytes); };
         ws.onmessage = (event) => { log2(typeof event.data === 'string' ? event.data : 'binary ' + event.data.size); };
         ws.onclose = (event) => log2('closed ' + event.code);
         const log2 = (text) => console.log(text);",
    );
    player.expect_connect("1");
    player.opened("1", "", "");
    player.expect_sent("1", "text");
    player.expect_sent("1", Bytes::from_static(b"b"));
    player.expect_sent("1", Bytes::from_static(&[1, 2]));
    player.message("1", "in");
    player.message("1", Bytes::from_static(b"abc"));
    player.printed("in");
    player.printed("binary 3");
    player.closed("1", 1000, "", true);
    player.printed("closed 1000");
}
