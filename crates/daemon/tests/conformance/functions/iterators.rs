//! Iterators of the host that are left, return and fail.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{BoxFuture, CallbackError, HostIterator, Step, Value, Values};

use crate::support::guest_with;

/// Yields numbers without end, and notes how it was left.
pub struct Endless {
    next: f64,
    log: Arc<Mutex<Vec<String>>>,
}

impl Endless {
    pub fn new(log: &Arc<Mutex<Vec<String>>>) -> Self {
        Self {
            next: 0.0,
            log: Arc::clone(log),
        }
    }
}

impl HostIterator for Endless {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        self.next += 1.0;
        let step = Step::Yield(Value::from(self.next));
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(step)
        })
    }

    fn finish(&mut self, value: Value) -> BoxFuture<'_, Result<Value, CallbackError>> {
        let log = Arc::clone(&self.log);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(30)).await;
            log.lock().unwrap().push(format!("returned {value:?}"));
            Ok(value)
        })
    }

    fn throw(&mut self, error: CallbackError) -> BoxFuture<'_, Result<Step, CallbackError>> {
        self.log.lock().unwrap().push(format!("threw {error}"));
        Box::pin(async move { Err(error) })
    }
}

/// Yields 1 and fails.
struct Failing(bool);

impl HostIterator for Failing {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        let first = std::mem::replace(&mut self.0, true);
        Box::pin(async move {
            if first {
                Err(CallbackError::named("RangeError", "midway"))
            } else {
                Ok(Step::Yield(Value::Int(1)))
            }
        })
    }
}

/// Yields 1 and returns 2.
struct Returning(bool);

impl HostIterator for Returning {
    fn next(&mut self) -> BoxFuture<'_, Result<Step, CallbackError>> {
        let first = std::mem::replace(&mut self.0, true);
        let step = if first {
            Step::Done(Value::Int(2))
        } else {
            Step::Yield(Value::Int(1))
        };
        Box::pin(async move { Ok(step) })
    }
}

#[tokio::test]
async fn iterators_can_be_left_and_can_fail() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let endless = Arc::clone(&log);
    let ends = Arc::clone(&log);
    let guest = guest_with(|options, client| {
        let exports = client.exports();
        let nested = Arc::clone(&endless);
        options
            .iterator_function("endless", move |_| Ok(Endless::new(&endless)))
            .iterator_function("failing", |_| Ok(Failing(false)))
            .iterator_function("returning", |_| Ok(Returning(false)))
            .iterator_function("args", |args| Ok(Values::new(args)))
            .sync_function("nested", move |_| {
                Ok(exports.iterator(Endless::new(&nested)))
            })
            .sync_function("ends", move |_| {
                let ends = std::mem::take(&mut *ends.lock().unwrap());
                Ok(Value::Array(ends.into_iter().map(Value::from).collect()))
            })
    })
    .await;
    guest.check(include_str!("../guest/iterators.js")).await;
    assert!(log.lock().unwrap().is_empty());
}
