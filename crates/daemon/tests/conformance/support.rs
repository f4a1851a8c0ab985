//! A guest on a daemon of its own, what it has written to its console, and checks in its own language.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{
    Address, Client, EvalOptions, RemoteError, RemoteRuntime, RuntimeOptions, Value,
};

use crate::common::Process;

/// How long anything may take. The machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

const PRELUDE: &str = include_str!("guest/prelude.js");

/// What a runtime has written to its console.
#[derive(Clone, Default)]
pub struct Console(Arc<Mutex<Vec<Value>>>);

impl Console {
    pub fn attach(&self, options: RuntimeOptions) -> RuntimeOptions {
        let entries = Arc::clone(&self.0);
        options.console(move |entry| entries.lock().unwrap().push(entry))
    }

    pub fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    /// The texts of the entries so far; entries without one count as their type.
    pub fn texts(&self) -> Vec<String> {
        let text = |entry: &Value| {
            let field = entry.get("stdout").or(entry.get("type"));
            field.and_then(Value::as_str).unwrap_or("?").to_owned()
        };
        self.take().iter().map(text).collect()
    }

    /// Waits until so many entries are there.
    pub async fn wait_for(&self, count: usize) -> Vec<String> {
        let there = async {
            while self.0.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, there).await;
        let texts = self.texts();
        assert!(waited.is_ok(), "waited for {count} entries, got {texts:?}");
        texts
    }
}

/// A runtime, and everything it needs.
pub struct Guest {
    pub daemon: Arc<Process>,
    /// Keeps the connection.
    _client: Client,
    pub runtime: RemoteRuntime,
    pub console: Console,
}

pub async fn connect(daemon: &Process) -> Client {
    Client::connect(&Address::unix(daemon.socket()))
        .await
        .unwrap()
}

pub async fn guest() -> Guest {
    guest_with(|options, _| options).await
}

/// A guest whose options are `configure`d.
pub async fn guest_with(
    configure: impl FnOnce(RuntimeOptions, &Client) -> RuntimeOptions,
) -> Guest {
    let daemon = Arc::new(Process::start(&[]));
    guest_on(&daemon, configure).await
}

/// A guest, with a connection of its own.
pub async fn guest_on(
    daemon: &Arc<Process>,
    configure: impl FnOnce(RuntimeOptions, &Client) -> RuntimeOptions,
) -> Guest {
    let client = connect(daemon).await;
    let console = Console::default();
    let options = configure(console.attach(RuntimeOptions::new()), &client);
    let runtime = client.create_runtime(options).await.unwrap();
    Guest {
        daemon: Arc::clone(daemon),
        _client: client,
        runtime,
        console,
    }
}

/// The answer, within [`PATIENCE`].
pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    let answer = tokio::time::timeout(PATIENCE, future).await;
    answer.unwrap_or_else(|_| panic!("no answer within {PATIENCE:?}"))
}

/// A map with these fields.
pub fn map(fields: &[(&str, Value)]) -> Value {
    Value::Map(
        fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

impl Guest {
    pub async fn eval(&self, code: &str) -> Result<(), RemoteError> {
        self.eval_with(code, EvalOptions::default()).await
    }

    pub async fn eval_as(&self, filename: &str, code: &str) -> Result<(), RemoteError> {
        let options = EvalOptions {
            filename: Some(filename.to_owned()),
            ..EvalOptions::default()
        };
        self.eval_with(code, options).await
    }

    pub async fn eval_with(&self, code: &str, options: EvalOptions) -> Result<(), RemoteError> {
        let eval = self.runtime.eval_with(code, options);
        match soon(eval).await {
            Ok(()) => Ok(()),
            Err(error) => match error.remote() {
                Some(error) => Err(error.clone()),
                None => panic!("{error}, evaluating {code}"),
            },
        }
    }

    /// The error that the code fails with.
    pub async fn failure(&self, code: &str) -> RemoteError {
        match self.eval(code).await {
            Ok(()) => panic!("expected a failure of {code}"),
            Err(error) => error,
        }
    }

    /// The code fails with this name and message.
    pub async fn fails(&self, code: &str, name: &str, message: &str) {
        let error = self.failure(code).await;
        let found = (error.name.as_deref().unwrap_or("-"), error.message.as_str());
        assert_eq!(found, (name, message), "{code}");
    }

    /// Runs code that uses the words of `guest/prelude.js`, and panics with everything that did not hold.
    pub async fn check(&self, code: &str) {
        self.eval(PRELUDE).await.expect("the prelude");
        let ended = self.eval_as("/check.js", code).await;
        let verdict = self.eval("verdict()").await;
        let text = |error: RemoteError| error.stack.unwrap_or(error.message);
        let broken = ended.err().map(text);
        let failures = verdict.err().map(|error| error.message);
        let all: Vec<String> = failures.into_iter().chain(broken).collect();
        assert!(all.is_empty(), "in the guest:\n{}", all.join("\n"));
    }
}

/// Keeps going through a table of cases and panics with all that did not hold.
#[derive(Default)]
pub struct Failures(Vec<String>);

impl Failures {
    pub fn compare(&mut self, what: &str, actual: &str, expected: &str) {
        if actual != expected {
            self.0
                .push(format!("{what}\n     got: {actual}\n expected: {expected}"));
        }
    }

    pub fn expect(&mut self, holds: bool, text: impl FnOnce() -> String) {
        if !holds {
            self.0.push(text());
        }
    }
}

impl Drop for Failures {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "\n{}", self.0.join("\n"));
        }
    }
}
