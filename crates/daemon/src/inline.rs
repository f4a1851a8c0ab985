//! Futures that go on where they are woken: on the thread of whoever has the news, without a hop to another one.
//!
//! The answer to an eval is written to the socket by the runtime's own thread this way. That saves the time another
//! thread takes to wake up, and nothing the runtime does next can get ahead of the answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

use tokio::task::coop::unconstrained;

use crate::sync::lock;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Starts the future here and now; whoever wakes it continues it. It must not block, and must not take long.
pub fn start(future: impl Future<Output = ()> + Send + 'static) {
    // Unconstrained: a future that yields out of politeness would only be continued at once.
    let work = Box::pin(unconstrained(future));
    Arc::new(Task(Mutex::new(State::Waiting(work)))).run();
}

struct Task(Mutex<State>);

enum State {
    /// Nobody is at it.
    Waiting(Work),
    /// Some thread is.
    Running,
    /// Some thread is, and has to look again.
    Woken,
    Done,
}

impl Task {
    fn run(self: &Arc<Self>) {
        let Some(mut work) = self.take() else { return };
        let waker = Waker::from(Arc::clone(self));
        let mut context = Context::from_waker(&waker);
        loop {
            let ready = work.as_mut().poll(&mut context).is_ready();
            let mut state = lock(&self.0);
            if ready {
                *state = State::Done;
                return;
            }
            if !matches!(*state, State::Woken) {
                *state = State::Waiting(work);
                return;
            }
            *state = State::Running;
        }
    }

    /// The work, unless some thread is at it; that one will look again.
    fn take(&self) -> Option<Work> {
        let mut state = lock(&self.0);
        match std::mem::replace(&mut *state, State::Running) {
            State::Waiting(work) => return Some(work),
            State::Running | State::Woken => *state = State::Woken,
            State::Done => *state = State::Done,
        }
        None
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.run();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;
    use std::thread;

    use tokio::sync::oneshot;

    use super::*;

    #[test]
    fn work_goes_on_where_it_is_woken() {
        let (waker, woken) = oneshot::channel();
        let (report, reported) = sync_channel(1);
        start(async move {
            let before = thread::current().id();
            woken.await.unwrap();
            report.send((before, thread::current().id())).unwrap();
        });
        let other = thread::Builder::new().spawn(move || {
            waker.send(()).unwrap();
            thread::current().id()
        });
        let other = other.unwrap().join().unwrap();
        assert_eq!(reported.recv(), Ok((thread::current().id(), other)));
    }

    #[test]
    fn a_future_that_wakes_itself_is_continued() {
        let (report, reported) = sync_channel(1);
        start(async move {
            for _ in 0..1000 {
                tokio::task::yield_now().await;
            }
            report.send(()).unwrap();
        });
        assert_eq!(reported.recv(), Ok(()));
    }

    #[test]
    fn no_wake_is_lost() {
        for _ in 0..1000 {
            let (waker, woken) = oneshot::channel();
            let (report, reported) = sync_channel(1);
            let other = thread::Builder::new().spawn(move || waker.send(()).unwrap());
            start(async move {
                woken.await.unwrap();
                report.send(()).unwrap();
            });
            assert_eq!(reported.recv(), Ok(()));
            other.unwrap().join().unwrap();
        }
    }
}
