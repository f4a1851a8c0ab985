//! Functions, promises and iterators inside of results (protocol.md, sections 4.3 to 4.5).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, Weak};

use isolate_protocol::Value;

use super::failure::CallbackError;
use super::handler::{BoxFuture, Handler, Outcome};
use super::iterator::HostIterator;
use super::session::Sessions;
use super::table::Table;
use crate::error::ClientError;
use crate::sync::lock;

/// Makes functions, promises and iterators into values that can be part of a callback's result.
///
/// Does not keep the connection open, so that callbacks may own one. A function stays registered until the client is
/// closed: the protocol has no message to release it. Promises are forgotten when they have been answered, iterators at
/// their end.
#[derive(Clone, Debug)]
pub struct Exports {
    table: Weak<Table>,
    promises: Arc<Promises>,
    iterators: Arc<Sessions>,
    /// The callbacks of all promises and iterators: which one is meant is in the arguments.
    ids: Ids,
}

#[derive(Clone, Copy, Debug)]
struct Ids {
    resolve: u64,
    next: u64,
    finish: u64,
    throw: u64,
}

impl Exports {
    pub(crate) fn new(callbacks: &Arc<Table>) -> Result<Self, ClientError> {
        let promises = Arc::new(Promises::default());
        let iterators = Sessions::new("Iterator");
        let ids = Ids {
            resolve: callbacks.add(promises.resolve())?,
            next: callbacks.add(iterators.next())?,
            finish: callbacks.add(iterators.finish())?,
            throw: callbacks.add(iterators.throw())?,
        };
        Ok(Self {
            table: Arc::downgrade(callbacks),
            promises,
            iterators,
            ids,
        })
    }

    /// A function the guest can call.
    ///
    /// # Errors
    ///
    /// [`ClientError::NotConnected`] and [`ClientError::CallbackIdsExhausted`].
    pub fn function<F, R>(
        &self,
        function: impl Fn(Vec<Value>) -> F + Send + Sync + 'static,
    ) -> Result<Value, ClientError>
    where
        F: Future<Output = Result<R, CallbackError>> + Send + 'static,
        R: Into<Value>,
    {
        let table = self.table.upgrade().ok_or(ClientError::NotConnected)?;
        let callback_id = table.add(Handler::asynchronous(function))?;
        Ok(Value::Callback {
            callback_id,
            kind: None,
        })
    }

    /// A promise. The future is polled when the value has reached the guest, whether the guest awaits it or not.
    pub fn promise<R: Into<Value>>(
        &self,
        future: impl Future<Output = Result<R, CallbackError>> + Send + 'static,
    ) -> Value {
        let future = Box::pin(async move { future.await.map(Into::into) });
        Value::Promise {
            promise_id: self.promises.add(future),
            resolve_callback_id: Some(self.ids.resolve),
        }
    }

    /// An async iterable.
    pub fn iterator(&self, iterator: impl HostIterator + 'static) -> Value {
        Value::AsyncIterator {
            iterator_id: self.iterators.open(Box::new(iterator)),
            next_callback_id: Some(self.ids.next),
            return_callback_id: Some(self.ids.finish),
            throw_callback_id: Some(self.ids.throw),
        }
    }
}

/// Promises nobody has asked for yet.
#[derive(Default)]
struct Promises {
    state: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    last_id: u64,
    futures: HashMap<u64, BoxFuture<'static, Outcome>>,
}

impl fmt::Debug for Promises {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Promises").finish_non_exhaustive()
    }
}

impl Promises {
    fn add(&self, future: BoxFuture<'static, Outcome>) -> u64 {
        let mut state = lock(&self.state);
        state.last_id += 1;
        let id = state.last_id;
        state.futures.insert(id, future);
        id
    }

    /// The callback that answers when a promise settles: `[promiseId]`.
    fn resolve(self: &Arc<Self>) -> Handler {
        let promises = Arc::clone(self);
        Handler::asynchronous(move |args| {
            let id = args.first().and_then(Value::as_f64).unwrap_or_default() as u64;
            let future = lock(&promises.state).futures.remove(&id);
            async move {
                match future {
                    Some(future) => future.await,
                    None => Err(CallbackError::new(format!("Promise {id} not found"))),
                }
            }
        })
    }
}
