//! The guest's outbound sockets (runtime.md 8, protocol.md 5.9). The test is the client, and what the client would connect to.

mod hostile;
mod limits;
mod player;

use isolate_protocol::{Bytes, Value};

use player::{Player, fields};

#[test]
fn the_flow_of_the_protocol() {
    let mut player = Player::start();
    player.eval(
        "const ws = new WebSocket('ws://h:81/x#frag', ['p1', 'p2']);
         ws.onopen = () => { print('open', ws.readyState, ws.protocol, ws.extensions); ws.send('hello'); ws.send(new Uint8Array([1, 2, 250])) };
         ws.binaryType = 'arraybuffer';
         ws.onmessage = (event) => {
           const data = typeof event.data === 'string' ? event.data : [event.data.constructor.name, ...new Uint8Array(event.data)].join();
           print(event.constructor.name, data, event.origin, event.isTrusted);
           if (typeof event.data !== 'string') ws.close(); };
         ws.onclose = (event) => print(event.constructor.name, event.code, event.reason, event.wasClean, ws.readyState)",
    );
    let protocols: Value = vec![Value::from("p1"), "p2".into()].into();
    player.expect(
        "ws:client-connect",
        &[
            ("socketId", "1".into()),
            ("url", "ws://h:81/x".into()),
            ("protocols", protocols),
        ],
    );
    player.opened("1", "p1", "x-e");
    let bytes = Bytes::from_static(&[1, 2, 250]);
    player.expect_sent("1", "hello");
    player.expect_sent("1", bytes.clone());
    player.printed("open 1 p1 x-e");
    player.message("1", "hello");
    player.printed("MessageEvent hello ws://h:81 true");
    player.message("1", bytes);
    player.printed("MessageEvent ArrayBuffer,1,2,250 ws://h:81 true");
    player.expect_close("1", 1000, "");
    player.closed("1", 1000, "", true);
    player.printed("CloseEvent 1000  true 3");
    player.nothing_else();
}

#[test]
fn without_protocols_the_list_is_empty_and_a_string_is_a_list_of_one() {
    let mut player = Player::start();
    player.eval("new WebSocket('wss://h'); new WebSocket('ws://h/', 'chat')");
    for (id, url, protocols) in [
        ("1", "wss://h/", vec![]),
        ("2", "ws://h/", vec![Value::from("chat")]),
    ] {
        player.expect(
            "ws:client-connect",
            &[
                ("socketId", id.into()),
                ("url", url.into()),
                ("protocols", protocols.into()),
            ],
        );
    }
}

#[test]
fn constructors_that_throw_leave_no_trace() {
    let mut player = Player::start();
    player.eval(
        "for (const args of [['x'], ['http://h/'], ['ws://h/', ['a', 'a']], ['ws://h/', 'a b']])
           try { new WebSocket(...args) } catch {}
         new WebSocket('ws://h/')",
    );
    player.expect_connect("1");
    player.nothing_else();
}

#[test]
fn binary_messages_are_blobs_unless_wanted_otherwise() {
    let mut player = Player::open(
        "ws.onmessage = async ({ data }) => print(data instanceof Blob, data.size, data.type, ...await data.bytes())",
    );
    player.message("1", Bytes::from_static(b"\x00\xff__BINARY__"));
    player.printed("true 12  0 255 95 95 66 73 78 65 82 89 95 95");
    player.message("1", Bytes::new());
    player.printed("true 0 ");
    player.eval("ws.onmessage = ({ data }) => print(typeof data, data)");
    // A text is a text, however it begins.
    player.message("1", "__BINARY__AQL6");
    player.printed("string __BINARY__AQL6");
}

#[test]
fn everything_that_can_be_sent() {
    let mut player = Player::open("");
    player.eval(
        "const bytes = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]);
         ws.send(bytes.buffer); ws.send(bytes.subarray(2, 4)); ws.send(new DataView(bytes.buffer, 6)); ws.send(new Uint16Array(bytes.buffer, 2, 1));
         ws.send(Buffer.from('hi')); ws.send(new ArrayBuffer(0)); ws.send(''); ws.send(5); ws.send(null); ws.send({}); ws.send('a\\ud800b');
         ws.send('__BINARY__AQL6'); ws.send(new SharedArrayBuffer(1)); ws.send(['x', 'y']);
         const gone = new ArrayBuffer(4); structuredClone(gone, { transfer: [gone] }); ws.send(gone)",
    );
    for bytes in [
        &[0u8, 1, 2, 3, 4, 5, 6, 7][..],
        &[2, 3],
        &[6, 7],
        &[2, 3],
        b"hi",
        &[],
    ] {
        player.expect_sent("1", Bytes::copy_from_slice(bytes));
    }
    for text in [
        "",
        "5",
        "null",
        "[object Object]",
        "a\u{fffd}b",
        "__BINARY__AQL6",
        "[object SharedArrayBuffer]",
        "x,y",
    ] {
        player.expect_sent("1", text);
    }
    player.expect_sent("1", Bytes::new());
    player.nothing_else();
}

#[test]
fn a_blob_is_not_overtaken() {
    let mut player = Player::open("");
    player.eval(
        "const bytes = new Uint8Array([1, 2]);
         ws.send('before'); ws.send(new Blob(['blob', new Blob(['s'])])); ws.send('text'); ws.send(bytes); ws.send(new Blob([])); ws.send(new File(['f'], 'f'));
         bytes.fill(9);
         print(ws.bufferedAmount); ws.close(3001, 'done'); print(ws.readyState); ws.send('dropped')",
    );
    player.expect_sent("1", "before");
    player.expect_sent("1", Bytes::from_static(b"blobs"));
    player.expect_sent("1", "text");
    player.expect_sent("1", Bytes::from_static(&[1, 2]));
    player.expect_sent("1", Bytes::new());
    player.expect_sent("1", Bytes::from_static(b"f"));
    player.expect_close("1", 3001, "done");
    player.printed("12");
    player.printed("2");
    player.eval("print(ws.bufferedAmount)");
    player.printed("0");
    player.nothing_else();
}

#[test]
fn what_waits_for_a_blob_ends_with_the_socket() {
    let mut player = Player::open("");
    player.eval("ws.onclose = () => { ws.send(new Blob(['y'])); print('closed') }; ws.onmessage = () => { ws.send(new Blob(['x'.repeat(1e6)])); ws.send('after') }");
    // Both arrive before the Blob can have been read, or the first one has been read in between.
    player.message("1", "go");
    player.closed("1", 1000, "", true);
    player.printed("closed");
    player.eval("await new Promise((resolve) => setTimeout(resolve, 30))");
    let sent = player.waiting_events();
    assert!(sent == 0 || sent == 2, "{sent}");
}

#[test]
fn closing() {
    let mut player = Player::open("");
    player.eval("for (const type of ['open', 'message', 'error', 'close']) ws.addEventListener(type, (event) => print(type, event.code, event.reason, event.wasClean, ws.readyState))");
    player.eval("ws.close(4999, 'why'); ws.close(); ws.close(3000); ws.send('x'); print(ws.readyState, ws.bufferedAmount)");
    player.expect_close("1", 4999, "why");
    player.printed("2 0");
    // Messages that were on their way come too late.
    player.message("1", "late");
    player.closed("1", 4999, "why", true);
    player.printed("close 4999 why true 3");
    player.eval("ws.close(); ws.send('x')");
    player.nothing_else();
}

#[test]
fn the_server_closes() {
    let mut player = Player::open(
        "ws.onclose = (event) => print(event, event.code, event.reason, event.wasClean)",
    );
    player.closed("1", 1012, "restart", true);
    player.printed("[object CloseEvent] 1012 restart true");
    // The id means nothing any more.
    player.opened("1", "", "");
    player.closed("1", 1000, "", true);
    player.nothing_else();
}

#[test]
fn connections_that_fail() {
    for reason in ["Connection blocked", "Callback error", "Connection failed"] {
        let mut player = Player::start();
        player.eval(
            "const ws = new WebSocket('ws://h/');
             for (const type of ['open', 'error', 'close']) ws.addEventListener(type, (event) => print(event.constructor.name, type, event.code, event.reason, event.wasClean, ws.readyState))",
        );
        player.expect_connect("1");
        player.say("ws:client-error", fields(&[("socketId", "1".into())]));
        player.closed("1", 1006, reason, false);
        player.printed("Event error    3");
        player.printed(&format!("CloseEvent close 1006 {reason} false 3"));
        player.nothing_else();
    }
}

#[test]
fn closing_before_the_socket_is_open() {
    let code = "globalThis.ws = new WebSocket('ws://h/'); ws.onopen = () => print('open'); ws.onclose = (event) => print('close', event.code); ws.close(3000, 'x')";
    let mut player = Player::start();
    player.eval(code);
    player.expect_connect("1");
    player.expect_close("1", 3000, "x");
    player.closed("1", 1006, "", false);
    player.printed("close 1006");
    // A client that ignored the close, because nothing was open, is told again.
    player.eval(code);
    player.expect_connect("2");
    player.expect_close("2", 3000, "x");
    player.opened("2", "", "");
    player.expect_close("2", 3000, "x");
    player.closed("2", 3000, "x", true);
    player.printed("close 3000");
    player.nothing_else();
}

#[test]
fn handlers_set_after_an_await_miss_nothing() {
    let mut player = Player::start();
    player.eval("globalThis.ws = new WebSocket('ws://h/')");
    player.expect_connect("1");
    player.eval("ws.onopen = () => print('open')");
    player.opened("1", "", "");
    player.printed("open");
}

#[test]
fn exceptions_are_printed_and_stop_nobody() {
    let mut player = Player::open("ws.onmessage = () => { throw new RangeError('h') }");
    player.eval(
        "ws.addEventListener('message', () => { throw new Error('l') });
         ws.addEventListener('message', { handleEvent() { throw 'o' } });
         ws.addEventListener('message', () => print('third'))",
    );
    player.message("1", "x");
    player.printed_first("WebSocket event listener error: Error: l");
    player.printed("WebSocket event listener error: o");
    player.printed("third");
    player.printed_first("WebSocket handler error: RangeError: h");
    // Those of other targets stay silent, even within a listener of a socket.
    player.eval(
        "const target = new EventTarget(); target.addEventListener('x', () => { throw 1 });
         ws.addEventListener('message', () => { target.dispatchEvent(new Event('x')); print('fourth') })",
    );
    player.message("1", "x");
    for text in [
        "WebSocket event listener error: Error: l",
        "WebSocket event listener error: o",
        "third",
        "fourth",
        "WebSocket handler error: RangeError: h",
    ] {
        player.printed_first(text);
    }
}

#[test]
fn sockets_live_without_being_held_and_are_told_apart() {
    let mut player = Player::start();
    player.eval("for (const name of ['a', 'b', 'c']) { new WebSocket('ws://h/' + name).onmessage = ({ data }) => print(name, data) }");
    for id in ["1", "2", "3"] {
        player.expect_connect(id);
        player.opened(id, "", "");
    }
    player.eval("for (let i = 0; i < 50; i++) new Array(1e5).fill({})");
    for (id, name) in [("2", "b"), ("3", "c"), ("1", "a")] {
        player.message(id, "x");
        player.printed(&format!("{name} x"));
    }
}

#[test]
fn a_runtime_is_disposed_with_open_sockets() {
    let mut player = Player::open("ws.onmessage = ws.onclose = () => print('late')");
    player.eval("new WebSocket('ws://h/2'); ws.send(new Blob(['x'.repeat(1e6)]))");
    player.dispose();
    player.message("1", "x");
    player.closed("1", 1000, "Isolate disposed", true);
    player.still_there();
}
