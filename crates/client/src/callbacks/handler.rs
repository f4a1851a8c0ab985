//! A callback in the form it is kept in: arguments in, value or error out.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use isolate_protocol::Value;

use super::failure::CallbackError;
use crate::http::fetch::{FetchRequest, FetchResponse};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a callback answers.
pub(crate) type Outcome = Result<Value, CallbackError>;

/// What answers the fetches of a guest.
pub(crate) type FetchCallback =
    dyn Fn(FetchRequest) -> BoxFuture<'static, Result<FetchResponse, CallbackError>> + Send + Sync;

/// How the guest calls a function (client.md, section 3.6). On the host's side there is no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// The guest's thread stands still until the answer is there.
    Sync,
    /// The guest gets a promise.
    Async,
}

impl FunctionKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
        }
    }
}

/// A callback. Called on the task that reads the connection: what it does before it first waits, it does there.
#[derive(Clone)]
pub(crate) enum Handler {
    /// Answers without waiting.
    Plain(Arc<dyn Fn(Vec<Value>) -> Outcome + Send + Sync>),
    /// Answers when its future is done.
    Async(Arc<dyn Fn(Vec<Value>) -> BoxFuture<'static, Outcome> + Send + Sync>),
    /// Takes a request and gives a response, whose bodies may be streams.
    Fetch(Arc<FetchCallback>),
}

impl Handler {
    pub(crate) fn plain<R: Into<Value>>(
        function: impl Fn(Vec<Value>) -> Result<R, CallbackError> + Send + Sync + 'static,
    ) -> Self {
        Self::Plain(Arc::new(move |args| function(args).map(Into::into)))
    }

    pub(crate) fn asynchronous<F, R>(
        function: impl Fn(Vec<Value>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<R, CallbackError>> + Send + 'static,
        R: Into<Value>,
    {
        Self::Async(Arc::new(move |args| {
            let future = function(args);
            Box::pin(async move { future.await.map(Into::into) })
        }))
    }
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Async(_) => "Async",
            Self::Fetch(_) => "Fetch",
        })
    }
}
