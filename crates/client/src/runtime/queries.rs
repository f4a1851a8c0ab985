//! The small queries and resets of a runtime (client.md, section 4.5).

use std::collections::BTreeMap;

use isolate_protocol::message::{
    ConsoleGetCounters, ConsoleGetGroupDepth, ConsoleGetTimers, ConsoleReset,
    FetchGetUpgradeRequest, FetchHasActiveConnections, FetchHasServeHandler, TimersClearAll,
    UpgradeRequest,
};
use isolate_protocol::{Raw, Value};

use super::RemoteRuntime;
use crate::error::ClientError;

/// Sends a message that names the runtime and nothing else; gives the `data` of the answer.
macro_rules! query {
    ($runtime:ident, $message:ident) => {
        $runtime
            .request(|request_id, isolate_id| {
                $message {
                    request_id,
                    isolate_id,
                }
                .into()
            })
            .await?
    };
}
pub(super) use query;

impl RemoteRuntime {
    /// Drops all timers and intervals of the guest.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn clear_timers(&self) -> Result<(), ClientError> {
        query!(self, TimersClearAll);
        Ok(())
    }

    /// Clears console timers, counters and group depth.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn console_reset(&self) -> Result<(), ClientError> {
        query!(self, ConsoleReset);
        Ok(())
    }

    /// The running `console.time`s: label and start, in milliseconds on a clock of the daemon.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn console_timers(&self) -> Result<BTreeMap<String, f64>, ClientError> {
        numbers("CONSOLE_GET_TIMERS", &query!(self, ConsoleGetTimers))
    }

    /// The `console.count`s by label.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn console_counters(&self) -> Result<BTreeMap<String, u64>, ClientError> {
        let counters = numbers("CONSOLE_GET_COUNTERS", &query!(self, ConsoleGetCounters))?;
        Ok(counters
            .into_iter()
            .map(|(label, count)| (label, count as u64))
            .collect())
    }

    /// The current `console.group` depth.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn console_group_depth(&self) -> Result<u64, ClientError> {
        let depth = Value::decode(&query!(self, ConsoleGetGroupDepth))?.as_f64();
        depth
            .map(|depth| depth as u64)
            .ok_or(ClientError::UnexpectedAnswer {
                request: "CONSOLE_GET_GROUP_DEPTH",
                expected: "a number",
            })
    }

    /// Whether the guest has registered a handler with `serve()`.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn has_serve_handler(&self) -> Result<bool, ClientError> {
        boolean(
            "FETCH_HAS_SERVE_HANDLER",
            &query!(self, FetchHasServeHandler),
        )
    }

    /// Whether a socket of `serve()` is open.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn has_active_connections(&self) -> Result<bool, ClientError> {
        let data = query!(self, FetchHasActiveConnections);
        boolean("FETCH_HAS_ACTIVE_CONNECTIONS", &data)
    }

    /// The connection id of the upgrade that the last dispatch asked for, if it is not opened yet. With dispatches that
    /// overlap, look at [`Response::upgrade`](crate::Response::upgrade) instead.
    ///
    /// # Errors
    ///
    /// As any call.
    pub async fn upgrade_request(&self) -> Result<Option<String>, ClientError> {
        let data = query!(self, FetchGetUpgradeRequest);
        if data.is_nil() {
            return Ok(None);
        }
        let upgrade = UpgradeRequest::from_raw(&data)?;
        Ok(upgrade.requested.then_some(upgrade.connection_id))
    }
}

pub(super) fn boolean(request: &'static str, data: &Raw) -> Result<bool, ClientError> {
    let expected = ClientError::UnexpectedAnswer {
        request,
        expected: "a boolean",
    };
    Value::decode(data)?.as_bool().ok_or(expected)
}

/// Reads a map from labels to numbers.
fn numbers(request: &'static str, data: &Raw) -> Result<BTreeMap<String, f64>, ClientError> {
    let unexpected = || ClientError::UnexpectedAnswer {
        request,
        expected: "a map of numbers",
    };
    let Value::Map(entries) = Value::decode(data)? else {
        return Err(unexpected());
    };
    entries
        .into_iter()
        .map(|(label, value)| {
            let number = value.as_f64().ok_or_else(unexpected)?;
            Ok((label, number))
        })
        .collect()
}
