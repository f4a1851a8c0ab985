//! `fetch` (runtime.md 6.6): the guest's requests go to a host that answers by path.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream;
use isolate_client::{Body, CallbackError, FetchRequest, FetchResponse, RuntimeOptions};
use tokio::sync::{Barrier, Notify};

use crate::support::{Guest, guest, guest_with, soon};

/// What the host has seen, and what it waits for.
#[derive(Clone)]
struct Host {
    calls: Arc<Mutex<usize>>,
    events: Arc<Mutex<Vec<String>>>,
    go: Arc<Notify>,
    pair: Arc<Barrier>,
}

/// Notes when it is dropped.
struct Noted(Arc<Mutex<Vec<String>>>, String);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.lock().unwrap().push(std::mem::take(&mut self.1));
    }
}

impl Host {
    fn new() -> Self {
        Self {
            calls: Arc::default(),
            events: Arc::default(),
            go: Arc::default(),
            pair: Arc::new(Barrier::new(2)),
        }
    }

    fn attach(&self, options: RuntimeOptions) -> RuntimeOptions {
        let host = self.clone();
        options.fetch(move |request| {
            let host = host.clone();
            async move { host.answer(request).await }
        })
    }

    async fn answer(&self, request: FetchRequest) -> Result<FetchResponse, CallbackError> {
        match request.header_value_of("x-do").as_deref() {
            Some("echo") => return echo(request).await,
            Some("mirror") => {
                let kind = request.header_value_of("content-type").unwrap_or_default();
                return Ok(FetchResponse::ok(Body::from(request.body)).header("content-type", kind));
            }
            _ => {}
        }
        *self.calls.lock().unwrap() += 1;
        let path = request
            .url
            .strip_prefix("http://h/")
            .unwrap_or("?")
            .to_owned();
        let steps: Vec<&str> = path.split('/').collect();
        match steps.as_slice() {
            ["plain"] => {
                let mut response = FetchResponse::new(201, "plain");
                response.status_text = "Made".to_owned();
                Ok(response
                    .header("X-Many", "1")
                    .header("Content-Type", "text/plain")
                    .header("Set-Cookie", "a=1")
                    .header("set-cookie", "b=2")
                    .header("x-many", "2"))
            }
            ["elsewhere"] => {
                let mut response = FetchResponse::ok("there");
                response.url = Some("http://other/place".to_owned());
                response.redirected = true;
                Ok(response)
            }
            ["status", status, how] => {
                let body = match *how {
                    "streamed" => Body::stream(stream::pending::<Vec<u8>>()),
                    _ => Body::empty(),
                };
                Ok(FetchResponse::new(
                    status.parse::<u32>().unwrap() as u16,
                    body,
                ))
            }
            ["empty"] => Ok(FetchResponse::ok("")),
            ["slow"] => {
                let go = Arc::clone(&self.go);
                let pieces = stream::unfold(0, move |step| {
                    let go = Arc::clone(&go);
                    async move {
                        match step {
                            0 => Some(("first", 1)),
                            1 => {
                                go.notified().await;
                                Some(("second", 2))
                            }
                            _ => None,
                        }
                    }
                });
                Ok(FetchResponse::ok(Body::stream(pieces)))
            }
            ["go"] => {
                self.go.notify_one();
                Ok(FetchResponse::ok(""))
            }
            ["large"] => {
                let bytes: Vec<u8> = (0..3_000_000_u32)
                    .map(|index| (index % 251) as u8)
                    .collect();
                Ok(FetchResponse::ok(bytes))
            }
            ["breaks"] => {
                let pieces = [Ok("some"), Err(CallbackError::new("terminated"))];
                Ok(FetchResponse::ok(Body::try_stream(stream::iter(pieces))))
            }
            ["pair"] => {
                self.pair.wait().await;
                Ok(FetchResponse::ok("met"))
            }
            ["error", kind] => Err(match *kind {
                "named" => named("CustomError", "with a name"),
                "type" => CallbackError::new("[TypeError]bad type"),
                "range" => CallbackError::new("[RangeError]too far"),
                "error" => CallbackError::new("[Error]just so"),
                "abort" => CallbackError::new("[AbortError]stop"),
                "named_abort" => named("AbortError", "whatever"),
                _ => CallbackError::new("no route"),
            }),
            ["count"] => Ok(FetchResponse::ok(self.calls.lock().unwrap().to_string())),
            ["seen"] => Ok(FetchResponse::ok(format!(
                "{:?}",
                self.events.lock().unwrap()
            ))),
            ["hangs"] => {
                self.note("hangs started");
                // The client drops what nobody waits for.
                let _noted = Noted(Arc::clone(&self.events), "hangs aborted".to_owned());
                std::future::pending().await
            }
            [name] if name.starts_with("endless") => {
                let noted = Noted(Arc::clone(&self.events), format!("{name} dropped"));
                let pieces = stream::repeat_with(move || {
                    let _ = &noted;
                    vec![7_u8; 65_536]
                });
                Ok(FetchResponse::ok(Body::stream(pieces)))
            }
            _ => Err(CallbackError::new(format!("no route to {path}"))),
        }
    }

    fn note(&self, event: &str) {
        self.events.lock().unwrap().push(event.to_owned());
    }
}

fn named(name: &str, message: &str) -> CallbackError {
    let mut error = CallbackError::new(message);
    error.name = name.to_owned();
    error
}

trait HeaderValue {
    fn header_value_of(&self, name: &str) -> Option<String>;
}

impl HeaderValue for FetchRequest {
    fn header_value_of(&self, name: &str) -> Option<String> {
        self.header(name).map(str::to_owned)
    }
}

/// The request as JSON; the body in hexadecimal.
async fn echo(request: FetchRequest) -> Result<FetchResponse, CallbackError> {
    let (url, method, headers) = (request.url, request.method, request.headers);
    let body = request
        .body
        .bytes()
        .await
        .map_err(|error| CallbackError::new(error.to_string()))?;
    let body: String = body.iter().map(|byte| format!("{byte:02x}")).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| [name, value]).collect();
    Ok(FetchResponse::ok(format!(
        r#"{{"url":{url:?},"method":{method:?},"headers":{headers:?},"body":"{body}"}}"#
    )))
}

async fn fetching() -> (Guest, Host) {
    let host = Host::new();
    let guest = guest_with(|options, _| host.attach(options)).await;
    (guest, host)
}

#[tokio::test]
async fn requests_and_responses_cross() {
    let (guest, _) = fetching().await;
    guest.check(include_str!("guest/http/fetch.js")).await;
}

#[tokio::test]
async fn a_fetch_can_be_given_up() {
    let (guest, _) = fetching().await;
    guest.check(include_str!("guest/http/fetch_abort.js")).await;
}

#[tokio::test]
async fn without_a_host_there_is_no_fetch() {
    let message = "Fetch callback not available";
    guest()
        .await
        .fails("await fetch('http://h/')", "Error", message)
        .await;
}

#[tokio::test]
async fn a_body_nobody_reads_ends_with_the_runtime() {
    let (guest, host) = fetching().await;
    guest
        .eval("globalThis.kept = await fetch('http://h/endless')")
        .await
        .unwrap();
    guest.runtime.dispose().await.unwrap();
    soon(async {
        while !host
            .events
            .lock()
            .unwrap()
            .iter()
            .any(|event| event == "endless dropped")
        {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_request_body_streams_while_the_host_reads_it() {
    let (guest, _) = fetching().await;
    let code = "
        let produced = 0, cancelled;
        const body = new ReadableStream({
          async pull(c) { c.enqueue(new Uint8Array(65_536).fill(produced++)); if (produced === 400) c.close(); },
        });
        const back = await fetch('http://h/', { method: 'POST', body, duplex: 'half', headers: { 'x-do': 'mirror' } });
        ok(produced < 400, 'the host answered while the request was under way: ' + produced);
        let size = 0;
        for await (const chunk of back.body) size += chunk.length;
        is(size, 400 * 65_536);
        // A host that does not read the body cancels it.
        const endless = new ReadableStream({
          pull(c) { c.enqueue(new Uint8Array(65_536)); },
          cancel(reason) { cancelled = reason; },
        });
        is((await fetch('http://h/plain', { method: 'POST', body: endless, duplex: 'half' })).status, 201);
        for (let i = 0; i < 500 && cancelled === undefined; i++) await sleep(5);
        ok(cancelled !== undefined, 'the unread body was cancelled');
        // One that fails fails the fetch.
        const broken = new ReadableStream({ pull() { throw new RangeError('source') } });
        await rejects(() => soon(fetch('http://h/', { method: 'POST', body: broken, duplex: 'half', headers: { 'x-do': 'echo' } })), 'RangeError', 'source');
    ";
    guest.check(code).await;
}
