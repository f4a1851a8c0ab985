//! A client by hand, which plays the part of the servers that sockets connect to.

use std::collections::VecDeque;

use isolate_protocol::message::*;
use isolate_protocol::{Form, Message, Raw, Value};

use crate::common::client::options;
use crate::common::{Process, RawClient};

/// Prints its arguments as one text.
const PRINT: &str = "globalThis.print = (...values) => console.log(values.join(' '))";

pub struct Player {
    _daemon: Process,
    client: RawClient,
    isolate: String,
    events: VecDeque<(String, Value)>,
    lines: VecDeque<String>,
}

pub fn fields(fields: &[(&str, Value)]) -> Value {
    let field = |(name, value): &(&str, Value)| ((*name).to_owned(), value.clone());
    Value::Map(fields.iter().map(field).collect())
}

impl Player {
    pub fn start() -> Self {
        let daemon = Process::start(&[]);
        let mut client = RawClient::unix(daemon.socket());
        let isolate = client.create(options(&[]));
        let mut player = Self {
            _daemon: daemon,
            client,
            isolate,
            events: VecDeque::new(),
            lines: VecDeque::new(),
        };
        player.eval(PRINT);
        player
    }

    /// With the open socket 1, the global `ws`.
    pub fn open(code: &str) -> Self {
        let mut player = Self::start();
        player.eval(&format!(
            "globalThis.ws = new WebSocket('ws://h/');\n{code}"
        ));
        player.expect_connect("1");
        player.opened("1", "", "");
        player.eval("if (ws.readyState !== 1) throw new Error('not open')");
        player
    }

    /// Takes the next message and keeps it, if it is none that answers a request; those are given.
    fn pump(&mut self) -> Option<Message> {
        match self.client.next() {
            Message::IsolateEvent(event) => {
                assert_eq!(event.isolate_id, self.isolate);
                let payload = Value::decode(&event.payload).unwrap();
                self.events.push_back((event.event, payload));
            }
            Message::CallbackInvoke(call) => {
                let args = Value::decode(&call.args).unwrap();
                let entry = args.as_array().and_then(|args| args.first()).unwrap();
                let text = entry.get("stdout").and_then(Value::as_str).unwrap();
                self.lines.push_back(text.to_owned());
                self.client.answer(call.request_id, Raw::nil());
            }
            message => return Some(message),
        }
        None
    }

    fn answer(&mut self, id: u64) {
        loop {
            match self.pump() {
                None => {}
                Some(Message::ResponseOk(ok)) if ok.request_id == id => return,
                Some(other) => panic!("{other:?}"),
            }
        }
    }

    /// Evaluates, which also waits until everything said before has been dealt with.
    pub fn eval(&mut self, code: &str) {
        let id = self.client.start_eval(&self.isolate, code);
        self.answer(id);
    }

    pub fn dispose(&mut self) {
        let id = self.client.start_dispose(&self.isolate);
        self.answer(id);
        self.events.clear();
    }

    /// The connection works, and nothing has come over it.
    pub fn still_there(&mut self) {
        self.client.expect_alive();
        assert!(self.lines.is_empty() && self.events.is_empty());
    }

    pub fn say(&mut self, event: &str, payload: Value) {
        self.say_raw(event, payload.to_raw(Form::Native));
    }

    pub fn say_raw(&mut self, event: &str, payload: Raw) {
        self.client.send(ClientEvent {
            isolate_id: self.isolate.clone(),
            event: event.to_owned(),
            payload,
        });
    }

    pub fn opened(&mut self, id: &str, protocol: &str, extensions: &str) {
        let payload = fields(&[
            ("socketId", id.into()),
            ("protocol", protocol.into()),
            ("extensions", extensions.into()),
        ]);
        self.say("ws:client-opened", payload);
    }

    pub fn message(&mut self, id: &str, data: impl Into<Value>) {
        let payload = fields(&[("socketId", id.into()), ("data", data.into())]);
        self.say("ws:client-message", payload);
    }

    pub fn closed(&mut self, id: &str, code: i32, reason: &str, clean: bool) {
        let payload = fields(&[
            ("socketId", id.into()),
            ("code", code.into()),
            ("reason", reason.into()),
            ("wasClean", clean.into()),
        ]);
        self.say("ws:client-closed", payload);
    }

    fn next_event(&mut self) -> (String, Value) {
        while self.events.is_empty() {
            if let Some(other) = self.pump() {
                panic!("waited for an event: {other:?}");
            }
        }
        self.events.pop_front().unwrap()
    }

    pub fn next_line(&mut self) -> String {
        while self.lines.is_empty() {
            if let Some(other) = self.pump() {
                panic!("waited for a line: {other:?}");
            }
        }
        self.lines.pop_front().unwrap()
    }

    pub fn expect(&mut self, event: &str, payload: &[(&str, Value)]) {
        assert_eq!(self.next_event(), (event.to_owned(), fields(payload)));
    }

    pub fn expect_connect(&mut self, id: &str) {
        let (event, payload) = self.next_event();
        let found = payload.get("socketId").and_then(Value::as_str);
        assert_eq!((event.as_str(), found), ("ws:client-connect", Some(id)));
    }

    pub fn expect_sent(&mut self, id: &str, data: impl Into<Value>) {
        let payload = [("socketId", id.into()), ("data", data.into())];
        self.expect("ws:client-send", &payload);
    }

    pub fn expect_close(&mut self, id: &str, code: i32, reason: &str) {
        let payload = [
            ("socketId", id.into()),
            ("code", code.into()),
            ("reason", reason.into()),
        ];
        self.expect("ws:client-close", &payload);
    }

    pub fn printed(&mut self, text: &str) {
        assert_eq!(self.next_line(), text);
    }

    /// The first line of what was printed.
    pub fn printed_first(&mut self, text: &str) {
        let printed = self.next_line();
        assert_eq!(printed.lines().next(), Some(text));
    }

    pub fn waiting_events(&mut self) -> usize {
        std::mem::take(&mut self.events).len()
    }

    /// No event and no line has come beside those that were expected.
    pub fn nothing_else(&mut self) {
        self.eval("0");
        assert!(self.events.is_empty(), "{:?}", self.events);
        assert!(self.lines.is_empty(), "{:?}", self.lines);
    }
}
