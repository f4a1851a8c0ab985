//! Callbacks that listen to something, and the handles that end it.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::callbacks::guarded;
use crate::sync::lock;

type Callback<T> = Arc<dyn Fn(T) + Send + Sync>;

type Numbered<T> = (u64, Callback<T>);

/// Callbacks by number, in the order they were added. Replaced as a whole when it changes, so that it can be called
/// without holding the lock.
pub(crate) struct Subscribers<T> {
    /// The number given out last.
    last: AtomicU64,
    list: Mutex<Arc<[Numbered<T>]>>,
}

impl<T> Default for Subscribers<T> {
    fn default() -> Self {
        Self {
            last: AtomicU64::new(0),
            list: Mutex::default(),
        }
    }
}

impl<T: Clone + 'static> Subscribers<T> {
    pub(crate) fn add(self: &Arc<Self>, callback: Callback<T>) -> Subscription {
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        let mut list = lock(&self.list);
        *list = list.iter().cloned().chain([(number, callback)]).collect();
        drop(list);
        let subscribers = Arc::downgrade(self);
        Subscription {
            end: Some(Box::new(move || remove(&subscribers, number))),
        }
    }

    /// Calls everybody. One that panics does so for itself.
    pub(crate) fn call(&self, value: T) {
        let list = Arc::clone(&lock(&self.list));
        if let Some(((_, last), others)) = list.split_last() {
            for (_, callback) in others {
                let value = value.clone();
                let _ = guarded(|| callback(value));
            }
            let _ = guarded(|| last(value));
        }
    }

    pub(crate) fn clear(&self) {
        let list = std::mem::take(&mut *lock(&self.list));
        // Outside of the lock: what the callbacks hold may come here when it is dropped.
        drop(list);
    }
}

fn remove<T>(subscribers: &Weak<Subscribers<T>>, number: u64) {
    let Some(subscribers) = subscribers.upgrade() else {
        return;
    };
    let mut list = lock(&subscribers.list);
    let others = list.iter().filter(|(found, _)| *found != number);
    let others = others.cloned().collect();
    let old = std::mem::replace(&mut *list, others);
    drop(list);
    // Outside of the lock, as above.
    drop(old);
}

impl<T> fmt::Debug for Subscribers<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = lock(&self.list).len();
        f.debug_struct("Subscribers")
            .field("count", &count)
            .finish()
    }
}

/// Something that is listened to. Dropping it ends that.
#[must_use = "dropping it unsubscribes"]
pub struct Subscription {
    end: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Subscription {
    /// Goes on listening until the runtime is disposed.
    pub fn keep(mut self) {
        self.end = None;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            end();
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}
