//! `isolate-daemon status`: how a daemon that runs elsewhere fares.

use std::fmt::Write as _;
use std::time::Duration;

use isolate_client::{Address, Client, ClientError, DaemonStatus};
use serde_json::{Value, json};
use thiserror::Error;
use tokio::time::timeout;

use crate::options::Listen;

/// How long the daemon may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no status.
#[derive(Debug, Error)]
pub enum StatusError {
    /// Nobody listens there, or it is no daemon of this kind.
    #[error("no daemon answers at {0}: {1}")]
    Client(String, ClientError),
    /// Somebody listens, but does not answer.
    #[error("the daemon at {0} did not answer within {patience} s", patience = PATIENCE.as_secs())]
    Silent(String),
}

/// Asks the daemon; gives a text for people, or one line of JSON.
///
/// # Errors
///
/// [`StatusError`].
pub async fn status(listen: &Listen, json: bool) -> Result<String, StatusError> {
    let (address, name) = match listen {
        Listen::Unix(path) => (Address::unix(path), path.display().to_string()),
        Listen::Tcp(host, port) => (Address::tcp(host, *port), format!("{host}:{port}")),
    };
    let ask = async {
        let client = Client::connect(&address).await?;
        client.status().await
    };
    match timeout(PATIENCE, ask).await {
        Ok(Ok(status)) if json => Ok(format!("{}\n", as_json(&status))),
        Ok(Ok(status)) => Ok(as_text(&status, &name)),
        Ok(Err(error)) => Err(StatusError::Client(name, error)),
        Err(_) => Err(StatusError::Silent(name)),
    }
}

fn as_json(status: &DaemonStatus) -> Value {
    let DaemonStatus {
        isolates,
        pool,
        spares,
        ..
    } = status;
    json!({
        "version": status.version,
        "pid": status.pid,
        "uptimeMs": status.uptime_ms,
        "connections": status.connections,
        "requests": status.requests,
        "isolates": {
            "limit": isolates.limit,
            "active": isolates.active,
            "pooled": isolates.pooled,
            "pooledBytes": isolates.pooled_bytes,
            "parking": isolates.parking,
            "creating": isolates.creating,
            "waiting": isolates.waiting,
            "ending": isolates.ending,
            "created": isolates.created,
        },
        "pool": {
            "hits": pool.hits,
            "misses": pool.misses,
            "poisoned": pool.poisoned,
            "evictedForPlace": pool.evicted_for_place,
            "evictedForMemory": pool.evicted_for_memory,
            "evictedForAge": pool.evicted_for_age,
        },
        "spares": {
            "ready": spares.ready,
            "starting": spares.starting,
            "hits": spares.hits,
            "misses": spares.misses,
        },
    })
}

fn as_text(status: &DaemonStatus, address: &str) -> String {
    let DaemonStatus {
        isolates,
        pool,
        spares,
        ..
    } = status;
    let rows = [
        (
            "daemon",
            format!(
                "{} at {address}, pid {}, up {}",
                status.version,
                status.pid,
                duration(status.uptime_ms / 1000)
            ),
        ),
        (
            "connections",
            format!(
                "{}; {} requests so far",
                status.connections, status.requests
            ),
        ),
        (
            "isolates",
            format!(
                "{} active, {} pooled ({:.1} MB), {} being created, {} waiting for a place, {} being parked, {} ending; at most {}; {} created so far",
                isolates.active,
                isolates.pooled,
                isolates.pooled_bytes as f64 / 1e6,
                isolates.creating,
                isolates.waiting,
                isolates.parking,
                isolates.ending,
                isolates.limit,
                isolates.created,
            ),
        ),
        (
            "pool",
            format!(
                "{} hits, {} misses; evicted: {} for their place, {} for memory, {} for age; {} poisoned",
                pool.hits,
                pool.misses,
                pool.evicted_for_place,
                pool.evicted_for_memory,
                pool.evicted_for_age,
                pool.poisoned,
            ),
        ),
        (
            "spares",
            format!(
                "{} ready, {} starting; {} hits, {} misses",
                spares.ready, spares.starting, spares.hits, spares.misses
            ),
        ),
    ];
    rows.iter().fold(String::new(), |mut text, (name, row)| {
        // Writing to a string can not fail.
        let _ = writeln!(text, "{name:<12} {row}");
        text
    })
}

fn duration(seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {} s", seconds % 60),
        _ => format!("{hours} h {} min", minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units() {
        let texts = [59, 61, 3600 + 125].map(duration);
        assert_eq!(texts, ["59 s", "1 min 1 s", "1 h 2 min"]);
    }
}
