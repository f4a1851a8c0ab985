//! Sockets of `serve()` and outbound ones.

use isolate_protocol::message::*;
use isolate_protocol::{Message, Value};

use crate::common::Process;
use crate::support::Guest;

const ECHO: &str = r"serve({
    fetch(request, server) {
        if (server.upgrade(request, { data: { n: 1 } })) return new Response(null, { status: 101 });
        return new Response('no upgrade');
    },
    websocket: {
        open(ws) { ws.send('hi'); },
        message(ws, data) {
            if (data === 'throw') throw new Error('handler failed');
            ws.send(data);
        },
        close(ws, code, reason) { note('close', code, reason); },
        error(ws, error) { note('error', error.message); },
    },
})";

impl Guest {
    /// A guest whose socket `1` is open.
    fn with_socket(daemon: &Process) -> Self {
        let mut guest = Self::new(daemon, ECHO);
        guest.get("/");
        let id = guest.open("1");
        guest.expect_command();
        guest.expect_ok(id);
        guest
    }

    fn query<T: Into<Message>>(&mut self, make: impl FnOnce(u64, String) -> T) -> Value {
        let (id, isolate) = (self.request_id(), self.isolate.clone());
        self.send(make(id, isolate));
        self.expect_ok(id)
    }

    fn open(&mut self, connection_id: &str) -> u64 {
        let request_id = self.request_id();
        let isolate_id = self.isolate.clone();
        let connection_id = connection_id.to_owned();
        self.send(WsOpen {
            request_id,
            isolate_id,
            connection_id,
        });
        request_id
    }

    fn message(&mut self, connection_id: &str, data: WsData) -> u64 {
        let request_id = self.request_id();
        let isolate_id = self.isolate.clone();
        let connection_id = connection_id.to_owned();
        self.send(WsMessage {
            request_id,
            isolate_id,
            connection_id,
            data,
        });
        request_id
    }

    /// The next `ws:command`: its type and data.
    fn expect_command(&mut self) -> (String, Value) {
        let Message::IsolateEvent(event) = self.next() else {
            panic!("no event")
        };
        assert_eq!(
            (event.event.as_str(), &event.isolate_id),
            ("ws:command", &self.isolate)
        );
        let Value::Map(entries) = Value::decode(&event.payload).unwrap() else {
            panic!("no map")
        };
        let get = |name: &str| {
            let found = entries.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone()).unwrap()
        };
        let Value::Str(kind) = get("type") else {
            panic!("no type")
        };
        (kind, get("data"))
    }
}

#[test]
fn an_upgrade_belongs_to_its_response() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ECHO);
    let has_handler = guest.query(|request_id, isolate_id| FetchHasServeHandler {
        request_id,
        isolate_id,
    });
    assert_eq!(has_handler, Value::Bool(true));
    let first = guest.get("/");
    assert_eq!((first.status, first.upgrade.as_deref()), (200, Some("1")));
    let second = guest.get("/");
    assert_eq!(second.upgrade.as_deref(), Some("2"));
    let pending = guest.query(|request_id, isolate_id| FetchGetUpgradeRequest {
        request_id,
        isolate_id,
    });
    let expected = [
        ("requested".to_owned(), Value::Bool(true)),
        ("connectionId".to_owned(), Value::from("2")),
    ];
    assert_eq!(pending, Value::Map(expected.into()));
    // Both can be opened; frames that a handler causes come before the answer.
    for connection in ["1", "2"] {
        let id = guest.open(connection);
        assert_eq!(
            guest.expect_command(),
            ("message".to_owned(), Value::from("hi"))
        );
        assert_eq!(guest.expect_ok(id), Value::Nil);
    }
    let active = guest.query(|request_id, isolate_id| FetchHasActiveConnections {
        request_id,
        isolate_id,
    });
    assert_eq!(active, Value::Bool(true));
}

#[test]
fn messages_are_data() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::with_socket(&daemon);
    let texts = ["a", "\r\n'\"`${}\\", "__BINARY__AQL6", "\u{2028}ä"];
    let messages = texts.map(|text| (WsData::Text(text.to_owned()), Value::from(text)));
    let binary = (
        WsData::Binary([0, 255][..].into()),
        Value::Bin([0, 255][..].into()),
    );
    for (data, expected) in messages.into_iter().chain([binary]) {
        let id = guest.message("1", data);
        assert_eq!(guest.expect_command(), ("message".to_owned(), expected));
        guest.expect_ok(id);
    }
    let id = guest.message("1", WsData::Text("throw".to_owned()));
    guest.expect_error(id, 3001, "handler failed");
    let (request_id, isolate_id) = (guest.request_id(), guest.isolate.clone());
    guest.send(FetchWsError {
        request_id,
        isolate_id: isolate_id.clone(),
        connection_id: "1".to_owned(),
        error: "broken".to_owned(),
    });
    let (call, _, args) = guest.expect_call();
    assert_eq!(args[1], Value::from("broken"));
    guest.expect_ok(request_id);
    guest.answer(call, isolate_protocol::Raw::nil());
    let request_id = guest.request_id();
    guest.send(WsClose {
        request_id,
        isolate_id,
        connection_id: "1".to_owned(),
        code: 4000,
        reason: "bye".to_owned(),
    });
    let (_, _, args) = guest.expect_call();
    assert_eq!(
        args,
        [Value::from("close"), Value::from(4000), Value::from("bye")]
    );
    guest.expect_ok(request_id);
    let id = guest.message("1", WsData::Text("late".to_owned()));
    assert_eq!(
        guest.expect_ok(id),
        Value::Nil,
        "unknown sockets are silently accepted"
    );
}

#[test]
fn ids_are_numbers() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, ECHO);
    for bad in ["", "1x", "-1", "1\n", "'); throw 1; ('", "１"] {
        let id = guest.message(bad, WsData::default());
        let text = "Invalid field `connectionId`: expected a decimal number";
        guest.expect_error(id, 1001, text);
    }
}

#[test]
fn pipelined_messages_are_echoed_in_order() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::with_socket(&daemon);
    let ids: Vec<_> = (0..2000)
        .map(|n| guest.message("1", WsData::Text(n.to_string())))
        .collect();
    for (n, id) in ids.iter().enumerate() {
        assert_eq!(guest.expect_command().1, Value::from(n.to_string()));
        assert_eq!(guest.expect_ok(*id), Value::Nil);
    }
}

#[test]
fn outbound_sockets_hear_from_their_client() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(
        &daemon,
        r"setTimeout(() => { const ws = new WebSocket('ws://h/x', ['p1']);
        for (const type of ['open', 'message', 'close', 'error'])
            ws.addEventListener(type, (event) => note(type, event.data ?? event.code ?? null)); }, 5)",
    );
    let socket = |rest: Vec<(&str, Value)>| {
        let id = [("socketId".to_owned(), Value::from("1"))];
        let rest = rest
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Value::Map(id.into_iter().chain(rest).collect())
    };
    assert!(
        matches!(guest.next(), Message::IsolateEvent(event) if event.event == "ws:client-connect")
    );
    // Reserved, but not for guests.
    guest.emit("ws:command", socket(vec![]));
    guest.emit("ws:client-connect", socket(vec![]));
    let opened = vec![
        ("protocol", Value::from("p1")),
        ("extensions", Value::from("")),
    ];
    guest.emit("ws:client-opened", socket(opened));
    assert_eq!(guest.expect_note()[0], Value::from("open"));
    guest.emit(
        "ws:client-message",
        socket(vec![("data", Value::from("hello"))]),
    );
    assert_eq!(
        guest.expect_note(),
        [Value::from("message"), Value::from("hello")]
    );
    let closed = vec![
        ("code", Value::from(1000)),
        ("reason", Value::from("")),
        ("wasClean", Value::Bool(true)),
    ];
    guest.emit("ws:client-closed", socket(closed));
    assert_eq!(
        guest.expect_note(),
        [Value::from("close"), Value::from(1000)]
    );
}

#[test]
fn a_guest_that_does_not_take_its_messages_loses_the_socket_and_not_a_message() {
    let daemon = Process::start(&[]);
    let mut guest = Guest::new(&daemon, "");
    let isolate = guest.isolate.clone();
    guest.start_eval(&isolate, "block()");
    let (call, ..) = guest.expect_call();
    let big = "x".repeat(1 << 20);
    for _ in 0..20 {
        let payload = vec![
            ("data".to_owned(), Value::from(big.as_str())),
            ("socketId".to_owned(), Value::from("7")),
        ];
        guest.emit("ws:client-message", Value::Map(payload));
    }
    let Message::IsolateEvent(event) = guest.next() else {
        panic!("silently lost")
    };
    assert_eq!(event.event, "ws:client-close");
    let expected = [
        ("socketId".to_owned(), Value::from("7")),
        ("code".to_owned(), Value::from(4009)),
        (
            "reason".to_owned(),
            Value::from("The guest is too slow: more than 16777216 bytes of events wait for it"),
        ),
    ];
    assert_eq!(
        Value::decode(&event.payload).unwrap(),
        Value::Map(expected.into())
    );
    guest.answer(call, isolate_protocol::Raw::nil());
}
