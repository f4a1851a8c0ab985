//! Async iterators of the host, as the guest's `for await` runs through them.

use isolate_protocol::Value;

use super::failure::CallbackError;
use super::handler::BoxFuture;

/// What one step of an iterator gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A value; more may follow.
    Yield(Value),
    /// The end, with the value `return` gave.
    Done(Value),
}

/// An async iterator. One call at a time; after the end, an error or [`finish`](Self::finish) it is dropped.
pub trait HostIterator: Send {
    /// The next step.
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>>;

    /// The guest left the loop early. The answer is the value of the guest's `return()`; default: what it was given.
    fn finish(&mut self, value: Value) -> BoxFuture<'_, Result<Value, CallbackError>> {
        Box::pin(async move { Ok(value) })
    }

    /// The guest called `throw()`. Default: the error comes straight back.
    fn throw(&mut self, error: CallbackError) -> BoxFuture<'_, Result<Step, CallbackError>> {
        Box::pin(async move { Err(error) })
    }
}

/// A [`HostIterator`] over values that are there without waiting.
#[derive(Clone, Debug)]
pub struct Values<I>(I);

impl<I: Iterator> Values<I> {
    /// Over anything that can be iterated.
    pub fn new(values: impl IntoIterator<IntoIter = I>) -> Self {
        Self(values.into_iter())
    }
}

impl<I> HostIterator for Values<I>
where
    I: Iterator + Send,
    I::Item: Into<Value>,
{
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        let step = self.0.next().map(|value| Step::Yield(value.into()));
        Box::pin(async move { Ok(step.unwrap_or(Step::Done(Value::Undefined))) })
    }
}
