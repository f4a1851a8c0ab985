//! What the browser of a runtime has produced (client.md, section 4.7).

use isolate_protocol::Value;
use isolate_protocol::message::{ClearCollectedData, GetCollectedData};

use super::RemoteRuntime;
use super::queries::query;
use crate::error::ClientError;

impl RemoteRuntime {
    /// What the daemon has collected, a map of five lists (protocol.md, section 3.5). They are empty: the browser, and what
    /// it produces, is at the client.
    ///
    /// # Errors
    ///
    /// As any call, and `Playwright not configured...` without the option.
    pub async fn collected_data(&self) -> Result<Value, ClientError> {
        Ok(Value::decode(&query!(self, GetCollectedData))?)
    }

    /// Empties the lists.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn clear_collected_data(&self) -> Result<(), ClientError> {
        query!(self, ClearCollectedData);
        Ok(())
    }
}
