//! What a runtime is created with (client.md, section 3).

use std::sync::Arc;
use std::time::Duration;

use isolate_protocol::Value;
use isolate_protocol::message::{self, Callbacks, ConsoleCallbacks};

use crate::callbacks::failure::CallbackError;
use crate::callbacks::handler::{FunctionKind, Handler};
use crate::callbacks::iterator::HostIterator;
use crate::callbacks::session::Sessions;
use crate::callbacks::table::Registered;
use crate::error::ClientError;
use crate::events::listeners::Listeners;
use crate::fs::file_system::FileSystem;
use crate::http::fetch::{FetchRequest, FetchResponse};
use crate::module::{Importer, question};
use crate::playwright::Playwright;
use crate::testing::TestEnvironment;
use crate::websocket::command::WebSocketCommand;
use crate::websocket::request::SocketRequest;
use crate::websocket::sockets::ConnectCallback;

/// Makes the iterator of one call.
type StartIterator =
    Arc<dyn Fn(Vec<Value>) -> Result<Box<dyn HostIterator>, CallbackError> + Send + Sync>;

/// Receives the commands of sockets.
type CommandCallback = Arc<dyn Fn(WebSocketCommand) + Send + Sync>;

/// A custom function.
#[derive(Clone)]
enum Function {
    Plain(FunctionKind, Handler),
    Iterator(StartIterator),
}

/// What a runtime is to be like, and the callbacks it is served with. Can be used for any number of runtimes.
///
/// Callbacks are called on the task that reads the connection: what they do before they first wait, they do there, so
/// they must not block. A callback that owns a [`Client`](crate::Client) or a [`RemoteRuntime`](crate::RemoteRuntime)
/// keeps the connection open until it is closed by hand.
#[derive(Clone, Default)]
#[must_use]
pub struct RuntimeOptions {
    memory_limit_mb: Option<f64>,
    execution_timeout: Option<f64>,
    cwd: Option<String>,
    namespace: Option<String>,
    console: Option<Handler>,
    module_loader: Option<Handler>,
    fetch: Option<Handler>,
    fs: Option<FileSystem>,
    connect: Option<ConnectCallback>,
    commands: Option<CommandCallback>,
    functions: Vec<(String, Function)>,
    tests: Option<TestEnvironment>,
    playwright: Option<Playwright>,
}

impl RuntimeOptions {
    /// No callbacks, and the daemon's limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limit of the runtime's memory in megabytes, at least 8. Default: the daemon's setting.
    pub fn memory_limit_mb(mut self, megabytes: f64) -> Self {
        self.memory_limit_mb = Some(megabytes);
        self
    }

    /// Limit of each evaluation that has none of its own. Default: none; zero means none, too.
    pub fn execution_timeout(mut self, limit: Duration) -> Self {
        self.execution_timeout = Some(milliseconds(limit));
        self
    }

    /// Current directory of the guest's `path` module. Default: `/`.
    pub fn cwd(mut self, directory: impl Into<String>) -> Self {
        self.cwd = Some(directory.into());
        self
    }

    /// The namespace the runtime belongs to. Any string is valid, also the empty one.
    pub fn namespace(mut self, id: impl Into<String>) -> Self {
        self.namespace = Some(id.into());
        self
    }

    /// Receives console entries (runtime.md, section 4.2) one by one and in order; those of an evaluation before its
    /// result.
    pub fn console(mut self, on_entry: impl Fn(Value) + Send + Sync + 'static) -> Self {
        self.console = Some(Handler::plain(move |args| {
            args.into_iter().for_each(&on_entry);
            Ok(Value::Nil)
        }));
        self
    }

    /// Loads the modules the guest imports. Called with the specifier as written, once per module and runtime.
    ///
    /// It answers with a [`Module`](crate::Module). An error becomes the import's error.
    pub fn module_loader<F, M>(
        mut self,
        load: impl Fn(String, Importer) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<M, CallbackError>> + Send + 'static,
        M: Into<Value>,
    {
        self.module_loader = Some(Handler::asynchronous(move |args| {
            let (specifier, importer) = question(args);
            load(specifier, importer)
        }));
        self
    }

    /// Answers the guest's `fetch` (client.md, section 3.2). Without it `fetch` fails.
    ///
    /// Bodies are streams in both directions. When the guest gives up, the callback's future or the response's body is
    /// dropped, and the request's signal fires. An error rejects the guest's promise with its message; one called
    /// `AbortError` becomes the guest's own.
    pub fn fetch<F>(mut self, fetch: impl Fn(FetchRequest) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<FetchResponse, CallbackError>> + Send + 'static,
    {
        self.fetch = Some(Handler::Fetch(Arc::new(move |request| {
            Box::pin(fetch(request))
        })));
        self
    }

    /// Serves the guest's files (client.md, section 3.4). Without it `getDirectory()` is there, and what is done with its
    /// handles fails.
    pub fn fs(mut self, files: FileSystem) -> Self {
        self.fs = Some(files);
        self
    }

    /// Serves the WebSockets that the guest opens (client.md, section 3.3): the future accepts or refuses the connection
    /// and then, on a task of its own, is the other end of it. Without this, all are refused.
    pub fn web_socket<F>(
        mut self,
        connect: impl Fn(SocketRequest) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.connect = Some(Arc::new(move |request| Box::pin(connect(request))));
        self
    }

    /// Receives the commands of the sockets of `serve()` from the first moment (client.md, section 3.9).
    pub fn on_web_socket_command(
        mut self,
        callback: impl Fn(WebSocketCommand) + Send + Sync + 'static,
    ) -> Self {
        self.commands = Some(Arc::new(callback));
        self
    }

    /// A global function of the guest. `name` should be a JavaScript identifier.
    pub fn function<F, R>(
        mut self,
        name: impl Into<String>,
        kind: FunctionKind,
        function: impl Fn(Vec<Value>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<R, CallbackError>> + Send + 'static,
        R: Into<Value>,
    {
        let function = Function::Plain(kind, Handler::asynchronous(function));
        self.functions.push((name.into(), function));
        self
    }

    /// A global function of the guest that blocks it, and that answers without waiting for anything.
    pub fn sync_function<R: Into<Value>>(
        mut self,
        name: impl Into<String>,
        function: impl Fn(Vec<Value>) -> Result<R, CallbackError> + Send + Sync + 'static,
    ) -> Self {
        let function = Function::Plain(FunctionKind::Sync, Handler::plain(function));
        self.functions.push((name.into(), function));
        self
    }

    /// A global function of the guest that gives an async iterator. Called when the guest asks for the first value.
    pub fn iterator_function<I: HostIterator + 'static>(
        mut self,
        name: impl Into<String>,
        start: impl Fn(Vec<Value>) -> Result<I, CallbackError> + Send + Sync + 'static,
    ) -> Self {
        let start: StartIterator = Arc::new(move |args| {
            let iterator = start(args)?;
            Ok(Box::new(iterator))
        });
        self.functions
            .push((name.into(), Function::Iterator(start)));
        self
    }

    /// Switches the test environment on: `describe`, `test`, `expect` and so on become globals of the guest.
    pub fn test_environment(mut self, tests: TestEnvironment) -> Self {
        self.tests = Some(tests);
        self
    }

    /// Gives the guest a browser: `page`, `context`, `browser` and so on become its globals.
    pub fn playwright(mut self, playwright: Playwright) -> Self {
        self.playwright = Some(playwright);
        self
    }

    /// What is to be done with the runtime's events.
    pub(crate) fn listeners(&self) -> Listeners {
        let listeners = Listeners::new(self.connect.clone());
        if let Some(callback) = &self.commands {
            listeners.commands.add(Arc::clone(callback)).keep();
        }
        listeners
    }

    /// Registers the callbacks, and says what to tell the daemon.
    pub(crate) fn register(
        self,
        callbacks: &mut Registered,
    ) -> Result<message::RuntimeOptions, ClientError> {
        let console = match self.console {
            Some(handler) => Some(ConsoleCallbacks {
                on_entry: Some(callbacks.add(handler, "onEntry", "sync")?),
            }),
            None => None,
        };
        let module_loader = match self.module_loader {
            Some(handler) => Some(callbacks.add(handler, "moduleLoader", "async")?),
            None => None,
        };
        let fetch = match self.fetch {
            Some(handler) => Some(message::Registration {
                request_streams: Some(true),
                response_credit: Some(true),
                ..callbacks.add(handler, "fetch", "async")?
            }),
            None => None,
        };
        let fs = match self.fs {
            Some(files) => Some(files.register(callbacks)?),
            None => None,
        };
        let test_environment = match self.tests {
            Some(tests) => Some(tests.register(callbacks)?),
            None => None,
        };
        let (playwright, playwright_options) = match self.playwright {
            Some(playwright) => {
                let (callbacks, options) = playwright.register(callbacks)?;
                (Some(callbacks), Some(options))
            }
            None => (None, None),
        };
        let mut custom = Vec::new();
        for (name, function) in self.functions {
            match function {
                Function::Plain(kind, handler) => {
                    let registration = callbacks.add(handler, &name, kind.name())?;
                    custom.push((name, registration));
                }
                Function::Iterator(start) => add_iterator(callbacks, &mut custom, &name, start)?,
            }
        }
        Ok(message::RuntimeOptions {
            memory_limit_mb: self.memory_limit_mb,
            execution_timeout: self.execution_timeout,
            cwd: self.cwd,
            callbacks: Some(Callbacks {
                console,
                fetch,
                fs,
                module_loader,
                custom,
                playwright,
            }),
            test_environment,
            playwright: playwright_options,
            namespace_id: self.namespace,
            // Tells `undefined` from `null`; a daemon that does not know the key ignores it.
            argument_form: Some("newest".to_owned()),
        })
    }
}

/// Adds the five entries of an iterator function (protocol.md, section 4.1).
fn add_iterator(
    callbacks: &mut Registered,
    custom: &mut Vec<(String, message::Registration)>,
    name: &str,
    start: StartIterator,
) -> Result<(), ClientError> {
    let sessions = Sessions::new("Iterator session");
    callbacks.add_sessions(&sessions);
    let opener = Arc::clone(&sessions);
    let open = Handler::plain(move |args| {
        let id = opener.open(start(args)?);
        Ok(vec![("iteratorId".to_owned(), Value::from(id))])
    });
    let started = callbacks.add(open, name, "asyncIterator")?;
    let companions = [
        ("next", sessions.next()),
        ("return", sessions.finish()),
        ("throw", sessions.throw()),
    ];
    let start_name = format!("{name}:start");
    let start = message::Registration {
        callback_id: started.callback_id,
        name: Some(start_name.clone()),
        kind: Some("async".to_owned()),
        ..message::Registration::default()
    };
    custom.push((name.to_owned(), started));
    custom.push((start_name, start));
    for (step, handler) in companions {
        let name = format!("{name}:{step}");
        let registration = callbacks.add(handler, &name, "async")?;
        custom.push((name, registration));
    }
    Ok(())
}

/// A duration as the protocol wants it.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
