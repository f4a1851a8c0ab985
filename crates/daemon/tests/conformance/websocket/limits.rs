//! How many sockets, and how long messages may be.

use isolate_protocol::Value;

use super::player::Player;

#[test]
fn a_runtime_has_at_most_a_thousand_sockets() {
    let mut player = Player::start();
    player.eval(
        "globalThis.sockets = Array.from({ length: 1000 }, () => new WebSocket('ws://h/'));
         globalThis.more = () => { const ws = new WebSocket('ws://h/'); print(ws.readyState);
           for (const type of ['open', 'error', 'close']) ws.addEventListener(type, (event) => print(type, event.code, event.reason, event.wasClean, ws.readyState));
           return ws };
         more()",
    );
    for id in 1..=1000 {
        player.expect_connect(&id.to_string());
    }
    player.printed("0");
    player.printed("error    3");
    player.printed("close 1006 Too many open WebSockets: the limit is 1000 false 3");
    // It can be closed meanwhile.
    player.eval("more().close()");
    player.printed("0");
    player.printed("error    3");
    player.next_line();
    // A socket that has closed makes room; one that only failed does not yet.
    player.closed("7", 1000, "", true);
    player.eval("more()");
    player.expect_connect("1001");
    player.printed("0");
    player.nothing_else();
}

#[test]
fn sockets_that_come_and_go_leave_nothing_behind() {
    let mut player = Player::start();
    player.eval("globalThis.open = 0; globalThis.churn = () => { for (let i = 0; i < 500; i++) new WebSocket('ws://h/').onclose = () => open-- ; open += 500 }");
    for round in 0..10 {
        player.eval("churn()");
        for id in round * 500 + 1..=round * 500 + 500 {
            player.expect_connect(&id.to_string());
            player.closed(&id.to_string(), 1000, "", true);
        }
    }
    player.eval("print(open)");
    player.printed("0");
}

#[test]
fn messages_too_long_for_a_frame_end_the_socket() {
    let limit = 10 * 1024 * 1024 - 4096;
    for (make, size) in [
        ("'x'.repeat(SIZE)", limit + 1),
        ("'é'.repeat(SIZE / 2)", limit + 2),
        ("new ArrayBuffer(SIZE)", limit + 1),
        ("new Blob([new Uint8Array(SIZE)])", limit + 1),
    ] {
        let mut player = Player::open(
            "for (const type of ['error', 'close']) ws.addEventListener(type, (event) => print(type, event.code, event.reason))",
        );
        let make = make.replace("SIZE", &size.to_string());
        player.eval(&format!(
            "ws.send({make}); print(ws.readyState, ws.bufferedAmount); ws.send('x'); ws.close()"
        ));
        let reason = format!("A message of {size} bytes exceeds the limit of {limit} bytes");
        player.expect_close("1", 1000, &reason);
        player.printed("2 0");
        player.printed("error  ");
        player.printed(&format!("close 1006 {reason}"));
        player.closed("1", 1000, "", true);
        player.nothing_else();
    }
}

#[test]
fn messages_as_long_as_a_frame_allows_cross() {
    let limit = 10 * 1024 * 1024 - 4096;
    let mut player = Player::open("ws.onmessage = ({ data }) => print(data.length)");
    player.eval(&format!("ws.send('x'.repeat({limit}))"));
    let text = "x".repeat(limit);
    player.expect_sent("1", Value::from(text.as_str()));
    player.message("1", text);
    player.printed(&limit.to_string());
}

#[test]
fn addresses_too_long_for_a_frame_fail() {
    let mut player = Player::start();
    player.eval(
        "const ws = new WebSocket('ws://h/' + 'x'.repeat(11e6)); for (const type of ['error', 'close']) ws.addEventListener(type, (event) => print(type, event.code, event.reason))",
    );
    player.printed("error  ");
    player.printed("close 1006 URL and protocols exceed the limit of 10481664 bytes");
    player.nothing_else();
}
