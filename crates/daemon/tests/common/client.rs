//! A client without any cleverness: it writes bytes and reads frames.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use isolate_protocol::message::*;
use isolate_protocol::{BytesMut, FrameDecoder, Message, Raw, Value};

trait Socket: Read + Write + Send {}
impl<T: Read + Write + Send> Socket for T {}

/// How long anything may take. The machine may be busy.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct RawClient {
    socket: Box<dyn Socket>,
    decoder: FrameDecoder,
    buffer: BytesMut,
    next_request: u64,
}

impl RawClient {
    pub fn unix(path: &Path) -> Self {
        let socket = UnixStream::connect(path).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self::new(socket)
    }

    pub fn tcp(address: &str) -> Self {
        let socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self::new(socket)
    }

    fn new(socket: impl Socket + 'static) -> Self {
        Self {
            socket: Box::new(socket),
            decoder: FrameDecoder::new(),
            buffer: BytesMut::new(),
            next_request: 1,
        }
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).unwrap();
    }

    pub fn send(&mut self, message: impl Into<Message>) {
        let frame = message.into().encode().unwrap();
        self.write(&frame);
    }

    /// A frame with this type and payload, whatever they are.
    pub fn send_frame(&mut self, kind: u8, payload: &[u8]) {
        let length = u32::try_from(payload.len() + 1).unwrap();
        let mut frame = length.to_be_bytes().to_vec();
        frame.push(kind);
        frame.extend_from_slice(payload);
        self.write(&frame);
    }

    /// The next message; `None` at the end of the connection.
    pub fn try_next(&mut self) -> Option<Message> {
        loop {
            if let Some(frame) = self.decoder.decode(&mut self.buffer).unwrap() {
                return Some(Message::decode(&frame).unwrap());
            }
            let mut part = [0; 65_536];
            match self.socket.read(&mut part) {
                Ok(0) => return None,
                Ok(count) => self.buffer.extend_from_slice(&part[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("waited for a message: {error}"),
            }
        }
    }

    pub fn next(&mut self) -> Message {
        self.try_next().expect("the connection has ended")
    }

    /// Names of the messages that have arrived with the one before: no more is read. They stay to be taken.
    pub fn buffered(&self) -> Vec<&'static str> {
        let mut rest = self.buffer.clone();
        let mut decoder = FrameDecoder::new();
        let mut names = Vec::new();
        while let Some(frame) = decoder.decode(&mut rest).unwrap() {
            names.push(Message::decode(&frame).unwrap().name());
        }
        names
    }

    /// Takes what has arrived by now; names of the messages.
    pub fn drain(&mut self) -> Vec<&'static str> {
        self.send(Message::Ping);
        let mut names = Vec::new();
        loop {
            match self.next() {
                Message::Pong => return names,
                message => names.push(message.name()),
            }
        }
    }

    /// Reads what is left, and then the end.
    pub fn expect_end(&mut self) {
        while self.try_next().is_some() {}
    }

    pub fn request_id(&mut self) -> u64 {
        self.next_request += 1;
        self.next_request
    }

    pub fn expect_ok(&mut self, id: u64) -> Value {
        match self.next() {
            Message::ResponseOk(ok) if ok.request_id == id => Value::decode(&ok.data).unwrap(),
            other => panic!("expected an answer to {id}: {other:?}"),
        }
    }

    pub fn expect_error(&mut self, id: impl Into<Option<u64>>, code: u16, message: &str) {
        let id = id.into();
        match self.next() {
            Message::ResponseError(error) => {
                let text = error.message.unwrap_or_default();
                assert_eq!(
                    (error.request_id, error.code, text.as_str()),
                    (id, code, message)
                );
            }
            other => panic!("expected error {message:?}: {other:?}"),
        }
    }

    /// The connection still works.
    pub fn expect_alive(&mut self) {
        self.send(Message::Ping);
        assert_eq!(self.next(), Message::Pong);
    }

    /// Creates a runtime; its id.
    pub fn create(&mut self, options: RuntimeOptions) -> String {
        let request_id = self.request_id();
        self.send(CreateRuntime {
            request_id,
            options,
        });
        match self.next() {
            Message::ResponseOk(ok) => {
                assert_eq!(ok.request_id, request_id);
                RuntimeCreated::from_raw(&ok.data).unwrap().isolate_id
            }
            other => panic!("no runtime: {other:?}"),
        }
    }

    /// Sends an eval without waiting; its id.
    pub fn start_eval(&mut self, isolate_id: &str, code: &str) -> u64 {
        let request_id = self.request_id();
        self.send(Eval {
            request_id,
            isolate_id: isolate_id.to_owned(),
            code: code.to_owned(),
            ..Eval::default()
        });
        request_id
    }

    pub fn eval(&mut self, isolate_id: &str, code: &str) {
        let id = self.start_eval(isolate_id, code);
        let value = Value::Map(vec![("value".to_owned(), Value::Nil)]);
        assert_eq!(self.expect_ok(id), value);
    }

    pub fn start_dispose(&mut self, isolate_id: &str) -> u64 {
        let request_id = self.request_id();
        let isolate_id = isolate_id.to_owned();
        self.send(DisposeRuntime {
            request_id,
            isolate_id,
            ..DisposeRuntime::default()
        });
        request_id
    }

    /// The next callback invocation: its request id, callback id and arguments.
    pub fn expect_call(&mut self) -> (u64, u64, Vec<Value>) {
        match self.next() {
            Message::CallbackInvoke(call) => match Value::decode(&call.args).unwrap() {
                Value::Array(args) => (call.request_id, call.callback_id, args),
                other => panic!("arguments are no array: {other:?}"),
            },
            other => panic!("expected a call: {other:?}"),
        }
    }

    pub fn answer(&mut self, request_id: u64, result: Raw) {
        self.send(CallbackResponse {
            request_id,
            result: Some(result),
            error: None,
        });
    }
}

/// Options with a console callback 1 and custom functions.
pub fn options(functions: &[(&str, u64, &str)]) -> RuntimeOptions {
    let registration = |callback_id, kind: &str| Registration {
        callback_id,
        name: None,
        kind: Some(kind.to_owned()),
        ..Registration::default()
    };
    let console = ConsoleCallbacks {
        on_entry: Some(registration(1, "sync")),
    };
    let custom = functions.iter();
    let custom = custom.map(|(name, id, kind)| ((*name).to_owned(), registration(*id, kind)));
    RuntimeOptions {
        callbacks: Some(Callbacks {
            console: Some(console),
            custom: custom.collect(),
            ..Callbacks::default()
        }),
        ..RuntimeOptions::default()
    }
}
