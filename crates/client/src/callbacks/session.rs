//! Iterators the guest is running through, and the callbacks that step them (protocol.md, sections 4.5 and 4.6).

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex};

use isolate_protocol::Value;

use super::failure::CallbackError;
use super::handler::{Handler, Outcome};
use super::iterator::{HostIterator, Step};
use crate::sync::lock;

/// An iterator; the lock keeps its steps apart and in order.
type Session = Arc<tokio::sync::Mutex<Box<dyn HostIterator>>>;

/// Open iterators by id.
pub(crate) struct Sessions {
    /// What the guest knows them as, for errors: `Iterator` or `Iterator session`.
    label: &'static str,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_id: u64,
    open: HashMap<u64, Session>,
    /// Those of `open` that nobody has come back to since the last break.
    idle: HashSet<u64>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("open", &lock(&self.state).open.len())
            .finish_non_exhaustive()
    }
}

impl Sessions {
    pub(crate) fn new(label: &'static str) -> Arc<Self> {
        Arc::new(Self {
            label,
            state: Mutex::default(),
        })
    }

    pub(crate) fn open(&self, iterator: Box<dyn HostIterator>) -> u64 {
        let mut state = lock(&self.state);
        state.last_id += 1;
        let id = state.last_id;
        let session = Arc::new(tokio::sync::Mutex::new(iterator));
        state.open.insert(id, session);
        id
    }

    /// The callback behind `next()`: `[id]`.
    pub(crate) fn next(self: &Arc<Self>) -> Handler {
        let sessions = Arc::clone(self);
        Handler::asynchronous(move |args| {
            let session = sessions.find(&args);
            let sessions = Arc::clone(&sessions);
            async move {
                let (id, session) = session?;
                let step = session.lock().await.next().await;
                sessions.answer(id, step)
            }
        })
    }

    /// The callback behind `return()`: `[id, value?]`. An unknown iterator is at its end already.
    pub(crate) fn finish(self: &Arc<Self>) -> Handler {
        let sessions = Arc::clone(self);
        Handler::asynchronous(move |mut args| {
            let session = sessions.find(&args).ok();
            let value = args.drain(..).nth(1).unwrap_or_default();
            let sessions = Arc::clone(&sessions);
            async move {
                let Some((id, session)) = session else {
                    return Ok(record(true, Value::Undefined));
                };
                sessions.close(id);
                let value = session.lock().await.finish(value).await?;
                Ok(record(true, value))
            }
        })
    }

    /// The callback behind `throw()`: `[id, {name, message}]`.
    pub(crate) fn throw(self: &Arc<Self>) -> Handler {
        let sessions = Arc::clone(self);
        Handler::asynchronous(move |args| {
            let session = sessions.find(&args);
            let error = thrown(args.get(1));
            let sessions = Arc::clone(&sessions);
            async move {
                let (id, session) = session?;
                let step = session.lock().await.throw(error).await;
                sessions.answer(id, step)
            }
        })
    }

    fn find(&self, args: &[Value]) -> Result<(u64, Session), CallbackError> {
        let id = args.first().and_then(Value::as_f64);
        let id = id.ok_or("expected the id of an iterator as the first argument")? as u64;
        let session = {
            let mut state = lock(&self.state);
            state.idle.remove(&id);
            state.open.get(&id).cloned()
        };
        match session {
            Some(session) => Ok((id, session)),
            None => Err(format!("{} {id} not found", self.label).into()),
        }
    }

    fn close(&self, id: u64) {
        let session = {
            let mut state = lock(&self.state);
            state.idle.remove(&id);
            state.open.remove(&id)
        };
        // Outside of the lock: it is the program's.
        drop(session);
    }

    /// The connection broke. A guest may or may not come back to its iterators then, as its daemon has it: those that it
    /// has not come back to since the break before are dropped, so that breaks do not make them pile up.
    pub(crate) fn age(&self) {
        let forgotten: Vec<_> = {
            let mut state = lock(&self.state);
            let idle = std::mem::take(&mut state.idle);
            let forgotten = idle.iter().map(|id| state.open.remove(id)).collect();
            state.idle = state.open.keys().copied().collect();
            forgotten
        };
        drop(forgotten);
    }

    /// Nobody comes back to any of them.
    pub(crate) fn close_all(&self) {
        let open = {
            let mut state = lock(&self.state);
            state.idle.clear();
            std::mem::take(&mut state.open)
        };
        drop(open);
    }

    /// The answer to a step. The end and an error close the session.
    fn answer(&self, id: u64, step: Result<Step, CallbackError>) -> Outcome {
        if !matches!(step, Ok(Step::Yield(_))) {
            self.close(id);
        }
        step.map(|step| match step {
            Step::Yield(value) => record(false, value),
            Step::Done(value) => record(true, value),
        })
    }
}

/// What JavaScript iterators answer with.
fn record(done: bool, value: Value) -> Value {
    Value::Map(vec![
        ("done".to_owned(), Value::Bool(done)),
        ("value".to_owned(), value),
    ])
}

/// The error in the arguments of `throw()`.
fn thrown(value: Option<&Value>) -> CallbackError {
    let text = |key| value?.get(key)?.as_str();
    CallbackError::named(
        text("name").unwrap_or("Error"),
        text("message").unwrap_or_default(),
    )
}
