//! A client that is played by the test.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use isolate_protocol::{Form, Raw, Value};
use isolate_runtime::{
    Callee, Departure, EvalOptions, FunctionKind, Host, Owner, Reply, Runtime, RuntimeError,
    RuntimeOptions,
};

/// Answers what it has an answer for, and keeps the other calls.
#[derive(Default)]
pub struct FakeHost {
    answers: Mutex<HashMap<String, Raw>>,
    calls: Mutex<Vec<Call>>,
    said: Mutex<Vec<String>>,
}

/// A call that has not been answered.
pub struct Call {
    /// The callee in a word.
    pub name: String,
    reply: Reply,
}

impl Call {
    pub fn answer(self, value: &Value) {
        self.reply.send(Ok(value.to_raw(Form::Native)));
    }

    pub fn respond(self, head: &Value, body: isolate_runtime::IncomingBody) {
        self.reply.send_response(head.to_raw(Form::Native), body);
    }
}

impl FakeHost {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn owner(self: &Arc<Self>) -> Owner {
        Owner { host: self.clone() }
    }

    /// Answers calls of this name with this value from now on.
    pub fn set(&self, name: &str, value: &Value) {
        let value = value.to_raw(Form::Native);
        self.answers.lock().unwrap().insert(name.to_owned(), value);
    }

    /// A module for the loader; dynamic unless it says otherwise.
    pub fn set_module(&self, specifier: &str, code: &str, is_static: bool) {
        let file = specifier.trim_start_matches("./").to_owned();
        let module = map([
            ("code", Value::from(code)),
            ("filename", Value::from(file)),
            ("resolveDir", Value::from("/")),
            ("static", Value::Bool(is_static)),
        ]);
        self.set(&format!("load {specifier}"), &module);
    }

    /// What `report` was called with and what went to the console, since the last time.
    pub fn said(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().unwrap())
    }

    /// Waits until the guest has reported something.
    pub fn hears(&self) {
        let start = Instant::now();
        while self.said.lock().unwrap().is_empty() {
            assert!(start.elapsed() < Duration::from_secs(5), "nothing comes");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits for a call that is not answered by itself.
    pub fn next_call(&self) -> Call {
        let start = Instant::now();
        loop {
            if let Some(call) = self.calls.lock().unwrap().pop() {
                return call;
            }
            assert!(start.elapsed() < Duration::from_secs(5), "no call comes");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Host for FakeHost {
    fn call(&self, callee: Callee, args: Raw, _: Option<Raw>, reply: Reply) -> Option<u64> {
        let args = Value::decode(&args).unwrap();
        let name = match callee {
            Callee::Function(name) => name,
            Callee::ModuleLoader => format!("load {}", text(&args)),
            other => format!("{other:?}"),
        };
        if name == "report" {
            self.said.lock().unwrap().push(text(&args));
            reply.send(Ok(Raw::nil()));
        } else if let Some(answer) = self.answers.lock().unwrap().get(&name) {
            reply.send(Ok(answer.clone()));
        } else {
            self.calls.lock().unwrap().push(Call { name, reply });
        }
        Some(1)
    }

    fn abort(&self, _: u64, _: &str) {}

    fn console(&self, entry: Raw) {
        let entry = Value::decode(&entry).unwrap();
        let stdout = entry.get("stdout").and_then(Value::as_str);
        let text = stdout.unwrap_or_default().to_owned();
        self.said.lock().unwrap().push(text);
    }

    fn event(&self, event: &str, _: Raw) {
        self.said.lock().unwrap().push(event.to_owned());
    }
}

fn text(args: &Value) -> String {
    let first = args.as_array().and_then(|args| args.first());
    match first {
        Some(Value::Str(text)) => text.clone(),
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}

pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries.map(|(key, value)| (key.to_owned(), value));
    Value::Map(entries.into())
}

/// `report` is there in every guest: it goes to [`FakeHost::said`].
pub fn options() -> RuntimeOptions {
    let functions = [
        ("report", FunctionKind::Sync),
        ("hold", FunctionKind::Sync),
        ("get", FunctionKind::Async),
        ("items", FunctionKind::AsyncIterator),
    ];
    RuntimeOptions {
        functions: functions.map(|(name, kind)| (name.to_owned(), kind)).into(),
        ..RuntimeOptions::default()
    }
}

pub fn code(code: &str) -> EvalOptions {
    EvalOptions {
        code: code.to_owned(),
        ..EvalOptions::default()
    }
}

pub async fn start() -> (Runtime, Arc<FakeHost>) {
    let host = FakeHost::new();
    let runtime = Runtime::start(options(), host.clone()).await.unwrap();
    (runtime, host)
}

/// Evaluates, and gives what the guest reported meanwhile.
pub async fn eval(runtime: &Runtime, host: &FakeHost, source: &str) -> Vec<String> {
    host.said();
    let result: Result<(), RuntimeError> = runtime.eval(code(source)).await;
    assert_eq!(result, Ok(()), "{source}");
    host.said()
}

/// Parks the runtime and gives it to somebody new.
pub async fn hand_over(runtime: &Runtime) -> (Runtime, Arc<FakeHost>) {
    runtime.park(Departure::Disposed).await.unwrap();
    let host = FakeHost::new();
    (runtime.resume(host.owner()).unwrap(), host)
}
