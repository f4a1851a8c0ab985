//! [`Pipe`]: a queue from the task that reads the connection to one consumer.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use crate::sync::lock;

/// What comes out of a pipe.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next<T, E> {
    /// The next item. True if more is to come: the end is not known yet.
    Item(T, bool),
    /// There is nothing more. The first time it may come with how the pipe ended.
    End(Option<E>),
}

/// Items in order, then an end. How much may be queued is for the filling side to bound.
#[derive(Debug)]
pub(crate) struct Pipe<T, E> {
    state: Mutex<State<T, E>>,
}

#[derive(Debug)]
struct State<T, E> {
    items: VecDeque<T>,
    /// Nothing more is put in.
    ended: bool,
    /// How it ended, until it has been taken out.
    end: Option<E>,
    /// The consumer, if it has found nothing.
    waker: Option<Waker>,
}

impl<T, E> Default for Pipe<T, E> {
    fn default() -> Self {
        let state = State {
            items: VecDeque::new(),
            ended: false,
            end: None,
            waker: None,
        };
        Self {
            state: Mutex::new(state),
        }
    }
}

impl<T, E> Pipe<T, E> {
    /// Puts an item in; false, and the item is dropped, if the pipe has ended.
    pub(crate) fn push(&self, item: T) -> bool {
        let mut state = lock(&self.state);
        if state.ended {
            return false;
        }
        state.items.push_back(item);
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
        true
    }

    /// Ends it. What is in it still comes out. Only the first end counts.
    pub(crate) fn finish(&self, end: Option<E>) {
        let mut state = lock(&self.state);
        if state.ended {
            return;
        }
        state.ended = true;
        state.end = end;
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }

    /// Ends it at once: what is in it is dropped.
    pub(crate) fn abandon(&self) {
        let items = {
            let mut state = lock(&self.state);
            state.ended = true;
            std::mem::take(&mut state.items)
        };
        drop(items);
    }

    pub(crate) fn has_ended(&self) -> bool {
        lock(&self.state).ended
    }

    /// Takes out what comes next.
    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<Next<T, E>> {
        let mut state = lock(&self.state);
        if let Some(item) = state.items.pop_front() {
            return Poll::Ready(Next::Item(item, !state.ended));
        }
        if state.ended {
            return Poll::Ready(Next::End(state.end.take()));
        }
        match &mut state.waker {
            Some(waker) => waker.clone_from(context.waker()),
            empty => *empty = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::{Next, Pipe};

    #[test]
    fn items_come_out_before_the_end() {
        let pipe = Pipe::default();
        let context = Context::from_waker(Waker::noop());
        assert_eq!(pipe.poll(&context), Poll::Pending);
        assert!(pipe.push(1));
        assert!(pipe.push(2));
        assert_eq!(pipe.poll(&context), Poll::Ready(Next::Item(1, true)));
        pipe.finish(Some("end"));
        assert!(!pipe.push(3));
        pipe.finish(None);
        assert_eq!(pipe.poll(&context), Poll::Ready(Next::Item(2, false)));
        assert_eq!(pipe.poll(&context), Poll::Ready(Next::End(Some("end"))));
        assert_eq!(pipe.poll(&context), Poll::Ready(Next::End(None)));
    }

    #[test]
    fn what_is_abandoned_is_dropped() {
        let pipe = Pipe::<_, ()>::default();
        assert!(pipe.push("a"));
        pipe.abandon();
        assert!(pipe.has_ended() && !pipe.push("b"));
        let context = Context::from_waker(Waker::noop());
        assert_eq!(pipe.poll(&context), Poll::Ready(Next::End(None)));
    }
}
