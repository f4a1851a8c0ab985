//! Which callback of the client a runtime's call goes to (protocol.md 4.1).

use std::collections::HashMap;

use isolate_protocol::message::{Callbacks, FsCallbacks, Registration, RuntimeOptions};
use isolate_protocol::{Raw, Token, lossy};
use isolate_runtime::{Callee, FsCall, FunctionKind, HostError};

/// The callbacks that a client registered for a runtime.
#[derive(Debug, Default)]
pub struct Targets {
    /// Receives console entries.
    pub console: Option<u64>,
    /// Receives the events of test runs.
    pub test_events: Option<u64>,
    /// Makes outgoing HTTP requests.
    pub fetch: Option<FetchTarget>,
    module_loader: Option<u64>,
    fs: FsCallbacks,
    playwright: Option<u64>,
    /// By name, iterator companions included.
    custom: HashMap<String, u64>,
}

/// The fetch callback, and what its client can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchTarget {
    callback_id: u64,
    /// It takes request bodies as streams.
    pub request_streams: bool,
    /// It waits for credit when it streams the body of a response.
    pub response_credit: bool,
}

impl From<&Registration> for FetchTarget {
    fn from(registration: &Registration) -> Self {
        Self {
            callback_id: registration.callback_id,
            request_streams: registration.request_streams.unwrap_or_default(),
            response_credit: registration.response_credit.unwrap_or_default(),
        }
    }
}

impl From<&RuntimeOptions> for Targets {
    fn from(options: &RuntimeOptions) -> Self {
        let tests = options.test_environment.as_ref();
        let on_event = tests.and_then(|tests| tests.on_event.as_ref());
        Self {
            test_events: on_event.map(|callback| callback.callback_id),
            ..options
                .callbacks
                .as_ref()
                .map(Self::from)
                .unwrap_or_default()
        }
    }
}

impl From<&Callbacks> for Targets {
    fn from(callbacks: &Callbacks) -> Self {
        let on_entry = callbacks
            .console
            .as_ref()
            .and_then(|console| console.on_entry.as_ref());
        let custom = callbacks.custom.iter();
        Self {
            console: on_entry.map(|callback| callback.callback_id),
            test_events: None,
            fetch: callbacks.fetch.as_ref().map(FetchTarget::from),
            module_loader: callbacks
                .module_loader
                .as_ref()
                .map(|callback| callback.callback_id),
            fs: callbacks.fs.clone().unwrap_or_default(),
            playwright: callbacks
                .playwright
                .as_ref()
                .map(|playwright| playwright.handler_callback_id),
            custom: custom
                .map(|(name, callback)| (name.clone(), callback.callback_id))
                .collect(),
        }
    }
}

impl Targets {
    /// The callback id of a file operation.
    pub fn fs(&self, call: FsCall) -> Option<u64> {
        let fs = &self.fs;
        let registration = match call {
            FsCall::ReadFile => &fs.read_file,
            FsCall::WriteFile => &fs.write_file,
            FsCall::Unlink => &fs.unlink,
            FsCall::Readdir => &fs.readdir,
            FsCall::Mkdir => &fs.mkdir,
            FsCall::Rmdir => &fs.rmdir,
            FsCall::Stat => &fs.stat,
            FsCall::Rename => &fs.rename,
            FsCall::ReadAt => &fs.read_at,
            FsCall::WriteAt => &fs.write_at,
            FsCall::Truncate => &fs.truncate,
            FsCall::RemoveTree => &fs.remove_tree,
        };
        (registration.as_ref()).map(|registration| registration.callback_id)
    }

    /// The callback id for a call, which must not be [`Callee::Returned`]: those are not registered.
    pub fn find(&self, callee: &Callee, args: &Raw) -> Result<u64, HostError> {
        let (key, missing) = match callee {
            Callee::ModuleLoader => {
                return self.module_loader.ok_or_else(|| no_loader(args));
            }
            Callee::Fetch => {
                let missing = || HostError::new("Fetch callback not available");
                return (self.fetch.map(|fetch| fetch.callback_id)).ok_or_else(missing);
            }
            Callee::Fs(call) => {
                let missing = || HostError::new(not_supported(*call));
                return self.fs(*call).ok_or_else(missing);
            }
            Callee::Playwright => {
                let missing = || HostError::new("Playwright handler callback not available");
                return self.playwright.ok_or_else(missing);
            }
            Callee::Returned(id) => return Err(unknown(*id)),
            Callee::Function(name) => (
                name.clone(),
                format!("Custom function '{name}' callback not available"),
            ),
            Callee::IteratorStart(name) => iterator_step(name, "start"),
            Callee::IteratorNext(name) => iterator_step(name, "next"),
            Callee::IteratorReturn(name) => iterator_step(name, "return"),
            Callee::IteratorThrow(name) => iterator_step(name, "throw"),
        };
        self.custom
            .get(&key)
            .copied()
            .ok_or_else(|| HostError::new(missing))
    }
}

/// What the guest reads when the client did not register a file operation (protocol.md 4.9).
fn not_supported(call: FsCall) -> String {
    let what = match call {
        FsCall::ReadFile | FsCall::ReadAt => "File reading",
        FsCall::WriteFile | FsCall::WriteAt => "File writing",
        FsCall::Unlink => "File deletion",
        FsCall::Readdir => "Directory reading",
        FsCall::Mkdir => "Directory creation",
        FsCall::Rmdir | FsCall::RemoveTree => "Directory deletion",
        FsCall::Stat => "File stat",
        FsCall::Rename => "Renaming",
        FsCall::Truncate => "File truncation",
    };
    format!("[NotAllowedError]{what} not supported")
}

/// The text for an id that this runtime was never given.
pub fn unknown(callback_id: u64) -> HostError {
    HostError::new(format!("Unknown callback: {callback_id}"))
}

fn iterator_step(name: &str, step: &str) -> (String, String) {
    (
        format!("{name}:{step}"),
        format!("AsyncIterator '{name}' {step} callback not available"),
    )
}

/// The text for a call that the runtime's last client was lost with, and that its next one does not know (protocol.md
/// 4.12).
pub fn missing_after_reconnection(callee: &Callee) -> HostError {
    let label = match callee {
        Callee::Fetch => "Fetch".to_owned(),
        Callee::ModuleLoader => "Module loader".to_owned(),
        Callee::Playwright => "Playwright handler".to_owned(),
        Callee::Function(name) => format!("Custom function '{name}'"),
        Callee::IteratorStart(name) => format!("AsyncIterator '{name}' start"),
        Callee::IteratorNext(name) => format!("AsyncIterator '{name}' next"),
        Callee::IteratorReturn(name) => format!("AsyncIterator '{name}' return"),
        Callee::IteratorThrow(name) => format!("AsyncIterator '{name}' throw"),
        Callee::Fs(call) => return HostError::new(not_supported(*call)),
        Callee::Returned(id) => return unknown(*id),
    };
    HostError::new(format!("{label} callback not available after reconnection"))
}

fn no_loader(args: &Raw) -> HostError {
    let mut reader = args.reader();
    let _ = reader.next();
    let specifier = match reader.next() {
        Ok(Token::Str(specifier)) => lossy(specifier),
        _ => "?".into(),
    };
    HostError::new(format!(
        "No module loader registered. Cannot import: {specifier}"
    ))
}

/// The functions that become globals of the guest. Companions of iterators and unknown kinds do not; of a name that
/// comes twice the last one counts.
pub fn functions(callbacks: &Callbacks) -> Vec<(String, FunctionKind)> {
    let kinds: HashMap<_, _> = callbacks
        .custom
        .iter()
        .filter(|(name, _)| !name.contains(':'))
        .filter_map(|(name, callback)| Some((name, kind(callback.kind.as_deref()?)?)))
        .collect();
    kinds
        .into_iter()
        .map(|(name, kind)| (name.clone(), kind))
        .collect()
}

fn kind(text: &str) -> Option<FunctionKind> {
    match text {
        "sync" => Some(FunctionKind::Sync),
        "async" => Some(FunctionKind::Async),
        "asyncIterator" => Some(FunctionKind::AsyncIterator),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn callbacks() -> Callbacks {
        let custom = [
            ("f", 1, "sync"),
            ("g", 2, "asyncIterator"),
            ("g:start", 3, "async"),
            ("h", 4, "?"),
        ];
        let custom = custom.map(|(name, callback_id, kind)| {
            let kind = Some(kind.to_owned());
            (
                name.to_owned(),
                Registration {
                    callback_id,
                    kind,
                    ..Registration::default()
                },
            )
        });
        Callbacks {
            custom: custom.into(),
            ..Callbacks::default()
        }
    }

    #[test]
    fn calls_go_to_what_was_registered() {
        let targets = Targets::from(&callbacks());
        let find = |callee: Callee| {
            let args = Raw::build(|writer| {
                writer.array(1);
                writer.str("./a.js");
            });
            targets.find(&callee, &args).map_err(|error| error.message)
        };
        let name = |name: &str| name.to_owned();
        assert_eq!(find(Callee::Function(name("f"))), Ok(1));
        assert_eq!(find(Callee::IteratorStart(name("g"))), Ok(3));
        let text = name("Custom function 'x' callback not available");
        assert_eq!(find(Callee::Function(name("x"))), Err(text));
        let text = name("AsyncIterator 'g' next callback not available");
        assert_eq!(find(Callee::IteratorNext(name("g"))), Err(text));
        let text = name("No module loader registered. Cannot import: ./a.js");
        assert_eq!(find(Callee::ModuleLoader), Err(text));
        let text = name("Fetch callback not available");
        assert_eq!(find(Callee::Fetch), Err(text));
        assert_eq!(find(Callee::Returned(1)), Err(name("Unknown callback: 1")));
    }

    #[test]
    fn only_functions_of_known_kinds_become_globals() {
        let mut functions = functions(&callbacks());
        functions.sort_by(|a, b| a.0.cmp(&b.0));
        let expected = [
            ("f", FunctionKind::Sync),
            ("g", FunctionKind::AsyncIterator),
        ];
        assert_eq!(
            functions,
            expected.map(|(name, kind)| (name.to_owned(), kind))
        );
    }
}
