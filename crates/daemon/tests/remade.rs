//! The Rust client behind a proxy that breaks its connections (client.md, section 7.2).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Process, TempDir};
use isolate_client::{Address, Client, ClientError, FunctionKind, Request, RuntimeOptions, Value};
use tokio::io::copy_bidirectional;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// Passes everything on until it is told to break off.
struct Proxy {
    directory: TempDir,
    breaks: watch::Sender<usize>,
    accepted: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Proxy {
    fn start(daemon: &Path) -> Self {
        let directory = TempDir::new();
        let listener = UnixListener::bind(directory.join("proxy.sock")).unwrap();
        let (breaks, broken) = watch::channel(0);
        let accepted = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&accepted);
        let daemon = PathBuf::from(daemon);
        let task = tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let (daemon, mut broken) = (daemon.clone(), broken.clone());
                broken.mark_unchanged();
                tokio::spawn(async move {
                    let mut daemon = UnixStream::connect(daemon).await.unwrap();
                    tokio::select! {
                        _ = copy_bidirectional(&mut client, &mut daemon) => {}
                        _ = broken.changed() => {}
                    }
                });
            }
        });
        Self {
            directory,
            breaks,
            accepted,
            task,
        }
    }

    async fn connect(&self) -> Client {
        let address = Address::unix(self.directory.join("proxy.sock"));
        Client::connect(&address).await.unwrap()
    }

    /// Breaks every connection, and waits until the client has noticed and made another one, or given up.
    async fn cut(&self, client: &Client) {
        let before = self.accepted.load(Ordering::Relaxed);
        self.breaks.send_modify(|breaks| *breaks += 1);
        let noticed = async {
            while client.is_connected() && self.accepted.load(Ordering::Relaxed) == before {
                sleep(Duration::from_millis(1)).await;
            }
            while client.is_recovering() {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(Duration::from_secs(10), noticed).await.unwrap();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn named() -> RuntimeOptions {
    RuntimeOptions::new().namespace("n")
}

#[tokio::test]
async fn runtimes_of_namespaces_survive_and_others_are_lost() {
    let daemon = Process::start(&[]);
    let proxy = Proxy::start(daemon.socket());
    let client = proxy.connect().await;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&lines);
    let options = named()
        .console(move |entry| {
            let line = entry
                .get("stdout")
                .and_then(Value::as_str)
                .map(str::to_owned);
            sink.lock().unwrap().push(line.unwrap_or_default());
        })
        .function("twice", FunctionKind::Sync, |args| async move {
            Ok(2.0 * args[0].as_f64().unwrap_or_default())
        });
    let runtime = client.create_runtime(options).await.unwrap();
    let other = client.create_runtime(RuntimeOptions::new()).await.unwrap();
    let id = runtime.id();
    runtime
        .eval("globalThis.n = 21; serve({ fetch: async (r) => new Response(await r.text()) })")
        .await
        .unwrap();
    for _ in 0..20 {
        proxy.cut(&client).await;
        runtime.eval("console.log(twice(n))").await.unwrap();
        assert_eq!((runtime.id(), runtime.reused()), (id.clone(), true));
    }
    assert_eq!(*lines.lock().unwrap(), vec!["42"; 20]);
    assert_eq!(proxy.accepted.load(Ordering::Relaxed), 21);
    let response = runtime
        .dispatch(Request::post("http://h/", "it"))
        .await
        .unwrap();
    assert_eq!(response.text().await.unwrap(), "it");
    let error = other.eval("1").await.unwrap_err().to_string();
    assert_eq!(error, format!("Isolate not found: {}", other.id()));
    other.dispose().await.unwrap();
    runtime.dispose().await.unwrap();
}

#[tokio::test]
async fn what_was_under_way_breaks_off_and_the_next_call_works() {
    let daemon = Process::start(&[]);
    let proxy = Proxy::start(daemon.socket());
    let client = proxy.connect().await;
    let runtime = client.create_runtime(named()).await.unwrap();
    let guest = "serve({ fetch: () => new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(100_000)); } })) })";
    runtime.eval(guest).await.unwrap();
    let mut body = runtime
        .dispatch(Request::get("http://h/"))
        .await
        .unwrap()
        .body;
    assert!(body.chunk().await.unwrap().is_some());
    let pending = runtime.eval("await new Promise(() => {})");
    let (failed, ()) = tokio::join!(pending, async {
        runtime.console_group_depth().await.unwrap();
        proxy.cut(&client).await;
    });
    assert!(matches!(failed, Err(ClientError::ConnectionClosed)));
    let rest = async {
        while body.chunk().await?.is_some() {}
        Ok::<_, ClientError>(())
    };
    assert!(matches!(rest.await, Err(ClientError::ConnectionClosed)));
    runtime.eval("globalThis.fine = true").await.unwrap();
}

#[tokio::test]
async fn an_isolate_that_the_daemon_had_to_give_up_comes_back_as_another() {
    let daemon = Process::start(&[]);
    let proxy = Proxy::start(daemon.socket());
    let client = proxy.connect().await;
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let options = named().function("call", FunctionKind::Async, move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        async { Ok(Value::Nil) }
    });
    let runtime = client.create_runtime(options).await.unwrap();
    let id = runtime.id();
    let (looping, ()) = tokio::join!(runtime.eval("call(); while (true);"), async {
        while calls.load(Ordering::Relaxed) == 0 {
            sleep(Duration::from_millis(1)).await;
        }
        proxy.cut(&client).await;
    });
    looping.unwrap_err();
    runtime.eval("await call()").await.unwrap();
    assert_ne!(runtime.id(), id);
    assert!(!runtime.reused());
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_daemon_that_is_gone_is_not_waited_for() {
    let daemon = Process::start(&[]);
    let address = Address::unix(daemon.socket());
    let client = Client::connect(&address).await.unwrap();
    let runtime = client.create_runtime(named()).await.unwrap();
    drop(daemon);
    let gone = async {
        while client.is_connected() || client.is_recovering() {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(10), gone).await.unwrap();
    let error = runtime.eval("1").await.unwrap_err().to_string();
    assert!(
        error.starts_with("Not connected: Failed to reconnect"),
        "{error}"
    );
    runtime.dispose().await.unwrap();
}
