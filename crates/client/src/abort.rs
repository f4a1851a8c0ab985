//! [`AbortSignal`]: tells whoever works on something that nobody wants it any more.

use std::future::pending;

use tokio::sync::watch;

/// Fires at most once. Clones fire together.
#[derive(Clone, Debug)]
pub struct AbortSignal {
    fired: watch::Receiver<bool>,
}

impl AbortSignal {
    /// A signal and what fires it. If that is dropped, the signal never fires.
    pub(crate) fn new() -> (Abort, Self) {
        let (sender, fired) = watch::channel(false);
        (Abort(sender), Self { fired })
    }

    /// Whether it has fired.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        *self.fired.borrow()
    }

    /// Waits until it fires; forever if it never does.
    pub async fn aborted(&self) {
        if self.fired.clone().wait_for(|fired| *fired).await.is_err() {
            pending().await
        }
    }
}

/// Fires a signal.
#[derive(Debug)]
pub(crate) struct Abort(watch::Sender<bool>);

impl Abort {
    pub(crate) fn fire(&self) {
        self.0.send_replace(true);
    }
}
