//! One attempt to have the runtimes of a broken connection again (client.md, section 7.2; protocol.md, section 5.15).

use std::sync::{Arc, Weak};
use std::time::Duration;

use isolate_protocol::Message;
use isolate_protocol::message::CreateRuntime;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::connection::Connection;
use crate::error::ClientError;
use crate::pending::Waiter;
use crate::runtime::Inner;
use crate::shared::Shared;
use crate::socket::{Address, Socket};

/// How long connecting and creating may take together: as long as a daemon keeps calls of the guest waiting.
const LIMIT: Duration = Duration::from_secs(30);

/// How long to wait until the daemon has noticed that the connection has ended, and how often to ask.
const TAKEOVER: Duration = Duration::from_secs(5);
const TAKEOVER_STEP: Duration = Duration::from_millis(20);

pub(crate) async fn run(shared: Arc<Shared>, address: Address, runtimes: Vec<Weak<Inner>>) {
    let attempt = attempt(&shared, &address, runtimes);
    match timeout(LIMIT, attempt).await {
        Ok(Ok(runtimes)) => shared.recovered(runtimes),
        Ok(Err(error)) => shared.failed(error),
        Err(_) => shared.failed(ClientError::ConnectTimeout),
    }
}

/// Gives the runtimes that could be had again.
async fn attempt(
    shared: &Arc<Shared>,
    address: &Address,
    runtimes: Vec<Weak<Inner>>,
) -> Result<Vec<Weak<Inner>>, ClientError> {
    let socket = Socket::connect(address).await;
    let socket = socket.map_err(ClientError::Connect)?;
    let connection = shared.attach(socket).ok_or(ClientError::ConnectionClosed)?;
    // All at the same time. Of those that share a namespace the daemon takes one after the other.
    let mut restoring = JoinSet::new();
    for runtime in runtimes {
        let connection = Arc::clone(&connection);
        restoring.spawn(async move {
            // Given up meanwhile, if it cannot be upgraded.
            let restored = match runtime.upgrade() {
                Some(live) => restore(&connection, &live).await?,
                None => false,
            };
            Ok(restored.then_some(runtime))
        });
    }
    let mut restored = Vec::new();
    while let Some(done) = restoring.join_next().await {
        restored.extend(done.unwrap_or(Err(ClientError::ConnectionClosed))?);
    }
    Ok(restored)
}

/// False if the daemon refuses: somebody else has the namespace now, or there is no room. Others need not suffer for it.
async fn restore(connection: &Connection, runtime: &Inner) -> Result<bool, ClientError> {
    let patient_until = Instant::now() + TAKEOVER;
    loop {
        let (sender, answer) = oneshot::channel();
        let waiter = Waiter::Runtime(sender, Arc::clone(&runtime.listeners));
        connection.ask(waiter, |request_id| {
            let options = runtime.sent.clone();
            let create = CreateRuntime {
                request_id,
                options,
            };
            Ok(Message::from(create).encode()?)
        })?;
        match answer.await.unwrap_or(Err(ClientError::ConnectionClosed)) {
            Ok(created) => {
                runtime.recreated(created);
                return Ok(true);
            }
            Err(error) if is_in_use(&error) && Instant::now() < patient_until => {
                sleep(TAKEOVER_STEP).await;
            }
            Err(ClientError::Remote(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

fn is_in_use(error: &ClientError) -> bool {
    error.remote().is_some_and(|error| {
        let text = &error.message;
        text.ends_with(" already has an active runtime")
            || text.ends_with(" creation already in progress")
    })
}
