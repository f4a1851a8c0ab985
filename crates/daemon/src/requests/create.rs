//! `CREATE_RUNTIME` (protocol.md 3.2).

use std::sync::Arc;

use isolate_protocol::Form;
use isolate_protocol::limits::MIN_MEMORY_LIMIT_MB;
use isolate_protocol::message::{RuntimeCreated, RuntimeOptions};
use isolate_runtime::{Runtime, RuntimeError};
use uuid::Uuid;

use super::Responder;
use crate::connection::Connection;
use crate::failure::Failure;
use crate::host::RuntimeHost;
use crate::ledger::Ledger;
use crate::options::DaemonOptions;
use crate::registry::IsolateId;
use crate::runtimes::{Opening, Place, Tenant};
use crate::targets::{Targets, functions};

/// Creates a runtime, or finds the one of the connection's namespace.
pub fn create(responder: Responder, mut options: RuntimeOptions) {
    let connection = Arc::clone(responder.connection());
    let namespace = options.namespace_id.take();
    // Asked right here: of two creates for one namespace, or for the last place, the first to arrive wins.
    let opening = connection
        .shared
        .runtimes
        .try_open(connection.id, namespace.as_deref());
    tokio::spawn(async move {
        let created = match opening {
            Ok(Some(opening)) => enter(&connection, opening, options).await,
            Ok(None) => wait(&connection, namespace.as_deref(), options).await,
            Err(refusal) => Err(refusal.into()),
        };
        responder.finish(created.map(|created| created.to_raw()));
    });
}

async fn wait(
    connection: &Arc<Connection>,
    namespace: Option<&str>,
    options: RuntimeOptions,
) -> Result<RuntimeCreated, Failure> {
    let opening = connection
        .shared
        .runtimes
        .open(connection.id, namespace)
        .await?;
    enter(connection, opening, options).await
}

async fn enter(
    connection: &Arc<Connection>,
    opening: Opening,
    options: RuntimeOptions,
) -> Result<RuntimeCreated, Failure> {
    let (isolate_id, reused) = match opening {
        Opening::Reused(id) => (id, true),
        Opening::New(place) => (start(connection, place, options).await?, false),
    };
    let isolate_id = (*isolate_id).to_owned();
    Ok(RuntimeCreated {
        isolate_id,
        reused,
        binary_events: Some(true),
    })
}

async fn start(
    connection: &Arc<Connection>,
    place: Place,
    options: RuntimeOptions,
) -> Result<IsolateId, Failure> {
    let daemon = &connection.shared.options;
    let callbacks = options.callbacks.clone().unwrap_or_default();
    let id = IsolateId::from(Uuid::new_v4().to_string());
    let ledger = Arc::new(Ledger::new(Arc::clone(&id), daemon.limits.callbacks));
    let targets = Targets::from(&callbacks);
    let host = Arc::new(RuntimeHost::new(Arc::clone(connection), targets, ledger));
    let settings = isolate_runtime::RuntimeOptions {
        memory_limit_mb: memory_limit(options.memory_limit_mb, daemon)?,
        execution_timeout: options
            .execution_timeout
            .filter(|ms| ms.is_finite() && *ms > 0.0),
        cwd: options.cwd.unwrap_or_else(|| "/".to_owned()),
        functions: functions(&callbacks),
        argument_form: match options.argument_form.as_deref() {
            Some("newest") => Form::Newest,
            _ => daemon.argument_form,
        },
    };
    let runtime = Runtime::start(settings, host.clone()).await?;
    connection.shared.counters.count_isolate();
    place.fill(Arc::clone(&id), connection.id, Tenant { runtime, host })?;
    tracing::debug!(connection = connection.id.0, isolate = &*id, "created");
    Ok(id)
}

fn memory_limit(requested: Option<f64>, daemon: &DaemonOptions) -> Result<u32, RuntimeError> {
    match requested {
        None => Ok(daemon.memory_limit_mb),
        // The cast saturates.
        Some(mb) if mb >= f64::from(MIN_MEMORY_LIMIT_MB) => Ok(mb as u32),
        Some(_) => Err(RuntimeError::MemoryLimitTooLow),
    }
}
