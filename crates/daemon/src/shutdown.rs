//! The word that the daemon closes, and those who wait for it.

use tokio::sync::watch;

/// Gives the word. Dropping it is as good.
#[derive(Debug)]
pub struct Trigger(watch::Sender<bool>);

/// Waits for the word; one for each task.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Receiver<bool>);

/// The two ends.
pub fn channel() -> (Trigger, Shutdown) {
    let (sender, receiver) = watch::channel(false);
    (Trigger(sender), Shutdown(receiver))
}

impl Trigger {
    /// Gives the word.
    pub fn request(&self) {
        self.0.send_replace(true);
    }
}

impl Shutdown {
    /// Ready once the daemon closes.
    pub async fn requested(&mut self) {
        // An error means that the trigger was dropped.
        let _ = self.0.wait_for(|requested| *requested).await;
    }
}
