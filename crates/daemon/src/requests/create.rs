//! `CREATE_RUNTIME` (protocol.md 3.2).

use std::sync::Arc;

use isolate_protocol::Form;
use isolate_protocol::limits::MIN_MEMORY_LIMIT_MB;
use isolate_protocol::message::{RuntimeCreated, RuntimeOptions};
use isolate_runtime::{Owner, PlaywrightOptions, Runtime, RuntimeError, TestOptions};
use uuid::Uuid;

use super::Responder;
use crate::connection::Connection;
use crate::failure::Failure;
use crate::host::RuntimeHost;
use crate::ledger::Ledger;
use crate::options::DaemonOptions;
use crate::pool::IsolateId;
use crate::runtimes::{Kept, Opening, Place, Tenant};
use crate::targets::{Targets, functions};

/// Creates a runtime, or finds the one of the namespace.
pub fn create(responder: Responder, mut options: RuntimeOptions) {
    let namespace = options.namespace_id.take();
    let create = Create {
        connection: Arc::clone(responder.connection()),
        options,
    };
    // Asked right here: of two creates for one namespace, or for the last place, the first to arrive wins.
    let runtimes = &create.connection.shared.runtimes;
    let opening = runtimes.open(create.connection.id, namespace.as_deref());
    match opening
        .map_err(Failure::from)
        .map(|opening| create.enter(opening))
    {
        Err(failure) => responder.finish(Err(failure)),
        Ok(Step::Done(created)) => responder.finish(created.map(|created| created.to_raw())),
        Ok(Step::Later(later)) => {
            tokio::spawn(async move {
                let created = create.finish(later).await;
                responder.finish(created.map(|created| created.to_raw()));
            });
        }
    }
}

/// Who wants what.
struct Create {
    connection: Arc<Connection>,
    options: RuntimeOptions,
}

/// How far a create has come.
enum Step {
    Done(Result<RuntimeCreated, Failure>),
    Later(Later),
}

/// What takes time.
enum Later {
    Build(Place),
    Wait(Place),
}

impl Create {
    /// A runtime that is there already is taken over at once.
    fn enter(&self, opening: Opening) -> Step {
        match opening {
            Opening::Build(place) => Step::Later(Later::Build(place)),
            Opening::Wait(place) => Step::Later(Later::Wait(place)),
            Opening::Reuse(place, id, kept) => self.reuse(place, id, kept),
            Opening::Rebind(id, tenant) => {
                self.rebind(&id, &tenant);
                Step::Done(Ok(created(&id, true)))
            }
        }
    }

    async fn finish(&self, mut later: Later) -> Result<RuntimeCreated, Failure> {
        loop {
            let place = match later {
                Later::Build(place) => return self.build(place).await,
                Later::Wait(place) => place,
            };
            match self.enter(place.wait().await?) {
                Step::Done(created) => return created,
                Step::Later(next) => later = next,
            }
        }
    }

    async fn build(&self, place: Place) -> Result<RuntimeCreated, Failure> {
        let shared = &self.connection.shared;
        let callbacks = self.options.callbacks.as_ref();
        let id = IsolateId::from(Uuid::new_v4().to_string());
        let host = self.host(self.ledger(&id));
        let limit = self.options.execution_timeout;
        let cwd = self.options.cwd.as_deref();
        let settings = isolate_runtime::RuntimeOptions {
            memory_limit_mb: memory_limit(self.options.memory_limit_mb, &shared.options)?,
            execution_timeout: limit.filter(|ms| ms.is_finite() && *ms > 0.0),
            cwd: cwd.unwrap_or("/").to_owned(),
            functions: callbacks.map(functions).unwrap_or_default(),
            tests: self
                .options
                .test_environment
                .as_ref()
                .map(|tests| TestOptions {
                    timeout: tests.test_timeout,
                }),
            playwright: self.playwright()?,
        };
        let runtime = match place.spare(&settings, &host).await {
            Some(runtime) => runtime,
            None => Runtime::start(settings, host.clone()).await?,
        };
        shared.counters.count_isolate();
        place.fill(Arc::clone(&id), Tenant { runtime, host })?;
        shared.runtimes.refill();
        tracing::debug!(connection = self.connection.id.0, isolate = &*id, "created");
        Ok(created(&id, false))
    }

    /// The callback switches the browser on, the options say more about it.
    fn playwright(&self) -> Result<Option<PlaywrightOptions>, Failure> {
        let callbacks = self.options.callbacks.as_ref();
        let handler = callbacks.and_then(|callbacks| callbacks.playwright.as_ref());
        let options = self.options.playwright.as_ref();
        match (handler, options) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(RuntimeError::NoPlaywrightHandler.into()),
            (Some(_), options) => Ok(Some(PlaywrightOptions {
                timeout: options.and_then(|options| options.timeout),
                default_page: options.and_then(|options| options.has_default_page) != Some(false),
            })),
        }
    }

    /// Nothing of the last owner's is left: the books are new, and so are the callbacks.
    fn reuse(&self, place: Place, id: IsolateId, kept: Kept) -> Step {
        let host = self.host(self.ledger(&id));
        let owner = self.owner(&host);
        match place.resume(Arc::clone(&id), kept, host, owner) {
            Ok(Ok(())) => {
                tracing::debug!(connection = self.connection.id.0, isolate = &*id, "reused");
                Step::Done(Ok(created(&id, true)))
            }
            Ok(Err(refusal)) => Step::Done(Err(refusal.into())),
            Err(place) => Step::Later(Later::Wait(place)),
        }
    }

    /// The owner has new callbacks. Calls in flight, and what was handed out, stay.
    fn rebind(&self, id: &IsolateId, tenant: &Tenant) {
        let host = self.host(Arc::clone(tenant.host.ledger()));
        let runtime = tenant.runtime.clone();
        runtime.rebind(self.owner(&host));
        let runtimes = &self.connection.shared.runtimes;
        runtimes.replace(id, Tenant { runtime, host });
    }

    fn ledger(&self, id: &IsolateId) -> Arc<Ledger> {
        let limit = self.connection.shared.options.limits.callbacks;
        Arc::new(Ledger::new(Arc::clone(id), limit))
    }

    fn host(&self, ledger: Arc<Ledger>) -> Arc<RuntimeHost> {
        let targets = Targets::from(&self.options);
        let connection = Arc::clone(&self.connection);
        let playwright = self.options.playwright.as_ref();
        if playwright.is_some_and(|options| options.has_default_page.is_some()) {
            connection.note_newest();
        }
        let newest = self.options.argument_form.as_deref() == Some("newest");
        let form = newest.then_some(Form::Newest);
        Arc::new(RuntimeHost::new(connection, targets, ledger, form))
    }

    fn owner(&self, host: &Arc<RuntimeHost>) -> Owner {
        Owner { host: host.clone() }
    }
}

fn created(id: &IsolateId, reused: bool) -> RuntimeCreated {
    RuntimeCreated {
        isolate_id: (**id).to_owned(),
        reused,
        binary_events: Some(true),
    }
}

fn memory_limit(requested: Option<f64>, daemon: &DaemonOptions) -> Result<u32, RuntimeError> {
    match requested {
        None => Ok(daemon.memory_limit_mb),
        // The cast saturates.
        Some(mb) if mb >= f64::from(MIN_MEMORY_LIMIT_MB) => Ok(mb as u32),
        Some(_) => Err(RuntimeError::MemoryLimitTooLow),
    }
}
