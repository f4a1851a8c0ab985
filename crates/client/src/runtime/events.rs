//! Events between the program and the guest's code (client.md, section 4.8).

use std::sync::Arc;

use isolate_protocol::message::ClientEvent;
use isolate_protocol::{Form, Value};

use super::RemoteRuntime;
use crate::error::ClientError;
use crate::events::subscribers::Subscription;

impl RemoteRuntime {
    /// Receives the events that the guest emits under this name with `__emit`, in order. Called on the task that reads the
    /// connection, so it must not block. Nothing is kept for listeners that come later.
    pub fn on(
        &self,
        event: impl Into<String>,
        callback: impl Fn(Value) + Send + Sync + 'static,
    ) -> Subscription {
        self.inner.listeners.on(event.into(), Arc::new(callback))
    }

    /// Sends an event to what the guest registered with `__on`. There is no answer. The payload should be what JSON can
    /// express.
    ///
    /// # Errors
    ///
    /// [`ClientError::NotConnected`] and [`ClientError::TooLarge`].
    pub async fn emit(
        &self,
        event: impl Into<String>,
        payload: impl Into<Value>,
    ) -> Result<(), ClientError> {
        let connection = self.inner.client.shared().ready().await?;
        connection.send(ClientEvent {
            isolate_id: self.id(),
            event: event.into(),
            payload: payload.into().to_raw(Form::Native),
        })?;
        connection.outbox.room().await;
        Ok(())
    }
}
