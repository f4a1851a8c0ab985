//! Invocations whose handlers are waiting for something.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::task::AbortHandle;

use crate::abort::Abort;
use crate::sync::lock;

#[derive(Debug, Default)]
pub(crate) struct Running {
    tasks: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    tasks: HashMap<u64, Task>,
}

/// A handler's task, and what else tells it that nobody waits for it.
#[derive(Debug)]
struct Task {
    handle: AbortHandle,
    abort: Option<Arc<Abort>>,
}

impl Task {
    fn stop(&self) {
        self.abort.iter().for_each(|abort| abort.fire());
        self.handle.abort();
    }
}

impl Running {
    /// Runs a handler to its end on a task of its own. The task must call [`finish`](Self::finish) before it answers.
    pub(crate) fn spawn(
        &self,
        id: u64,
        abort: Option<Arc<Abort>>,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        // Under the lock, so that the task cannot finish before it is known.
        let mut state = lock(&self.tasks);
        if !state.closed {
            let handle = tokio::spawn(task).abort_handle();
            state.tasks.insert(id, Task { handle, abort });
        }
    }

    /// True if the answer is still wanted.
    pub(crate) fn finish(&self, id: u64) -> bool {
        lock(&self.tasks).tasks.remove(&id).is_some()
    }

    /// The daemon gave up on the invocation: its handler is stopped, and nothing is answered.
    pub(crate) fn abort(&self, id: u64) {
        let task = lock(&self.tasks).tasks.remove(&id);
        if let Some(task) = task {
            task.stop();
        }
    }

    /// Stops everything, and everything to come.
    pub(crate) fn close(&self) {
        let tasks = {
            let mut state = lock(&self.tasks);
            state.closed = true;
            std::mem::take(&mut state.tasks)
        };
        tasks.values().for_each(Task::stop);
    }
}
