//! `serve()` (runtime.md section 7): requests into a guest, and its responses.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use isolate_client::{Body, ClientError, Request, Response};
use tokio::sync::mpsc;

use crate::support::{Failures, Guest, guest, soon};

/// A guest that serves with this handler: the body of `async fetch(request, server)`.
async fn serving(handler: &str) -> Guest {
    let guest = guest().await;
    serve(&guest, handler).await;
    guest
}

async fn serve(guest: &Guest, handler: &str) {
    let code = format!("serve({{ async fetch(request, server) {{ {handler} }} }})");
    guest.eval(&code).await.unwrap();
}

pub async fn dispatch(guest: &Guest, request: Request) -> Result<Response, ClientError> {
    soon(guest.runtime.dispatch(request)).await
}

/// Status, headers and body of a response, or name and message of the error.
async fn outcome(guest: &Guest, request: Request) -> String {
    match dispatch(guest, request).await {
        Ok(response) => {
            let mut text = response.status.to_string();
            if !response.status_text.is_empty() {
                text += &format!(" {}", response.status_text);
            }
            for (name, value) in &response.headers {
                text += &format!(" {name}={value}");
            }
            match soon(response.text()).await {
                Ok(body) => text + " | " + &body,
                Err(error) => text + " ! " + &error.to_string(),
            }
        }
        Err(error) => match error.remote() {
            Some(error) => format!(
                "{}: {}",
                error.name.as_deref().unwrap_or("-"),
                error.message
            ),
            None => error.to_string(),
        },
    }
}

fn get() -> Request {
    Request::get("http://host/path?q=1")
}

#[tokio::test]
async fn responses_follow_the_table() {
    let text = "content-type=text/plain;charset=UTF-8";
    let cases = [
        (
            "return new Response('hello')",
            format!("200 {text} | hello"),
        ),
        (
            "return new Response('x', { status: 418, statusText: 'Tea' })",
            format!("418 Tea {text} | x"),
        ),
        (
            "return Response.json({ a: 1 })",
            "200 content-type=application/json | {\"a\":1}".into(),
        ),
        (
            "return new Response(new Uint8Array([104, 105]))",
            "200 | hi".into(),
        ),
        (
            "return new Response(new Blob(['bl', 'ob'], { type: 'x/y' }))",
            "200 content-type=x/y | blob".into(),
        ),
        ("return new Response('')", format!("200 {text} | ")),
        (
            "return new Response(null, { status: 204 })",
            "204 | ".into(),
        ),
        (
            "return new Response(null, { status: 304, headers: { ETag: 'x' } })",
            "304 etag=x | ".into(),
        ),
        (
            "return new Response(null, { status: 101 })",
            "200 | ".into(),
        ),
        (
            "return Response.redirect('http://other/', 307)",
            "307 location=http://other/ | ".into(),
        ),
        (
            "return new Response(null, { headers: [['B', '1'], ['Set-Cookie', 'x'], ['a', '2'], ['set-cookie', 'y'], ['b', '3']] })",
            "200 a=2 b=1, 3 set-cookie=x set-cookie=y | ".into(),
        ),
        (
            "return new Response(new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue(new TextEncoder().encode('b').buffer); c.enqueue(new Uint8Array([99])); c.close(); } }))",
            "200 | abc".into(),
        ),
        (
            "return new Response('x').clone()",
            format!("200 {text} | x"),
        ),
        (
            "const r = new Response('x'); r.headers.set('k', 'v'); return r",
            format!("200 {text} k=v | x"),
        ),
        (
            "return null",
            "TypeError: fetch handler did not return a Response object (got null)".into(),
        ),
        (
            "",
            "TypeError: fetch handler did not return a Response object (got undefined)".into(),
        ),
        (
            "return 'text'",
            "TypeError: fetch handler must return a Response object (got string)".into(),
        ),
        (
            "return Object.create(Response.prototype)",
            "TypeError: fetch handler must return a Response object (got object)".into(),
        ),
        ("throw new RangeError('mine')", "RangeError: mine".into()),
        (
            "await null; throw new Error('later')",
            "Error: later".into(),
        ),
        ("throw 'a string'", "Error: a string".into()),
        (
            "const r = new Response('x'); await r.text(); return r",
            "TypeError: Body has already been consumed".into(),
        ),
        (
            "return Response.error()",
            "RangeError: fetch handler returned Response.error(), which has no status".into(),
        ),
        (
            "return new Response(new ReadableStream({ pull(c) { c.enqueue(5) } }))",
            "200 ! TypeError: A body is made of strings, ArrayBuffers and views of them".into(),
        ),
    ];
    let guest = guest().await;
    let mut failures = Failures::default();
    for (handler, expected) in cases {
        serve(&guest, handler).await;
        failures.compare(handler, &outcome(&guest, get()).await, &expected);
    }
}

#[tokio::test]
async fn a_request_arrives_as_it_was_sent() {
    let handler = "
        const names = ['method', 'url', 'mode', 'credentials', 'cache', 'redirect', 'referrer', 'integrity', 'bodyUsed'];
        return Response.json([names.map((name) => request[name]), [...request.headers], request.body === null,
          request.signal instanceof AbortSignal, request.signal.aborted, request instanceof Request, await request.text()]);
    ";
    let guest = serving(handler).await;
    let get = Request::get("http://User@Host:80/a b/../c?ä#f")
        .header("X-B", "2")
        .header("x-a", "1")
        .header("X-B", "3");
    assert_eq!(
        outcome(&guest, get).await,
        r#"200 content-type=application/json | [["GET","http://User@host/c?%C3%A4#f","cors","same-origin","default","follow","about:client","",false],[["x-a","1"],["x-b","2, 3"]],true,true,false,true,""]"#
    );
    let post = Request::post("http://h/", "body").header("content-type", "x/y");
    assert_eq!(
        outcome(&guest, post).await,
        r#"200 content-type=application/json | [["POST","http://h/","cors","same-origin","default","follow","about:client","",false],[["content-type","x/y"]],false,true,false,true,"body"]"#
    );
    let bad = Request::get("not a url");
    assert_eq!(
        outcome(&guest, bad).await,
        "TypeError: Failed to parse URL from not a url"
    );
    let with_body = Request::get("http://h/").body("x");
    assert_eq!(
        outcome(&guest, with_body).await,
        "TypeError: Request with GET/HEAD method cannot have body."
    );
}

#[tokio::test]
async fn the_last_handler_counts_and_is_looked_up_at_each_request() {
    let guest = guest().await;
    assert!(!guest.runtime.has_serve_handler().await.unwrap());
    assert_eq!(
        outcome(&guest, get()).await,
        "Error: No serve() handler registered"
    );
    guest.eval("serve({})").await.unwrap();
    assert!(!guest.runtime.has_serve_handler().await.unwrap());
    guest
        .eval("globalThis.options = { name: 'first', fetch() { return new Response(this.name) } }; serve(options)")
        .await
        .unwrap();
    assert!(guest.runtime.has_serve_handler().await.unwrap());
    assert!(outcome(&guest, get()).await.ends_with("| first"));
    guest
        .eval("options.fetch = () => new Response('second')")
        .await
        .unwrap();
    assert!(outcome(&guest, get()).await.ends_with("| second"));
    guest
        .eval("if (serve({ fetch: () => new Response('third') }) !== undefined) throw 1")
        .await
        .unwrap();
    assert!(outcome(&guest, get()).await.ends_with("| third"));
    guest
        .check("throws(() => serve(), 'TypeError'); throws(() => serve(5), 'TypeError')")
        .await;
}

#[tokio::test]
async fn head_has_no_body() {
    let guest =
        serving("return new Response('body', { headers: { 'content-length': '4' } })").await;
    let head = Request::new("HEAD", "http://h/");
    assert_eq!(
        outcome(&guest, head).await,
        "200 content-length=4 content-type=text/plain;charset=UTF-8 | "
    );
}

#[tokio::test]
async fn requests_overlap() {
    let handler = "
        globalThis.waiting ??= [];
        if (new URL(request.url).pathname === '/go') { waiting.forEach((go) => go()); return new Response('gone'); }
        await new Promise((resolve) => waiting.push(resolve));
        return new Response(request.url);
    ";
    let guest = serving(handler).await;
    let urls: Vec<_> = (0..20).map(|n| format!("http://h/{n}")).collect();
    let waiting = urls.iter().map(|url| outcome(&guest, Request::get(url)));
    let all = futures_util::future::join_all(waiting);
    let go = async {
        guest.check("for (let i = 0; i < 1000 && (globalThis.waiting?.length ?? 0) < 20; i++) await sleep(2)").await;
        outcome(&guest, Request::get("http://h/go")).await
    };
    let (answers, _) = tokio::join!(all, go);
    for (url, answer) in urls.iter().zip(answers) {
        assert!(answer.ends_with(url.as_str()), "{url}: {answer}");
    }
}

#[tokio::test]
async fn the_handler_runs_while_the_request_is_under_way() {
    let guest = serving("return new Response(request.body)").await;
    let (pieces, body) = mpsc::channel::<Vec<u8>>(1);
    let body = Body::stream(stream::unfold(body, |mut body| async move {
        body.recv().await.map(|piece| (piece, body))
    }));
    let mut response = dispatch(&guest, Request::post("http://h/", body))
        .await
        .unwrap();
    for round in 0..10_u8 {
        pieces.send(vec![round; 1000]).await.unwrap();
        let mut got = Vec::new();
        while got.len() < 1000 {
            got.extend(soon(response.body.next()).await.unwrap().unwrap());
        }
        assert_eq!(got, vec![round; 1000], "round {round}");
    }
    drop(pieces);
    assert!(soon(response.body.next()).await.is_none(), "the echo ends");
}

#[tokio::test]
async fn large_bodies_cross_whole_and_in_order() {
    let handler = "
        const bytes = await request.bytes();
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        globalThis.size = bytes.length;
        if (new URL(request.url).pathname === '/static') return new Response(bytes, { headers: { hash: hash.join() } });
        let at = 0;
        return new Response(new ReadableStream({ pull(c) {
          if (at === bytes.length) return c.close();
          c.enqueue(bytes.slice(at, at += Math.min(100_000, bytes.length - at)));
        } }), { headers: { hash: hash.join() } });
    ";
    let guest = serving(handler).await;
    let bytes: Vec<u8> = (0..20_000_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    for path in ["static", "streamed"] {
        let request = Request::post(format!("http://h/{path}"), bytes.clone());
        let response = dispatch(&guest, request).await.unwrap();
        let back = soon(response.bytes()).await.unwrap();
        assert!(back == bytes, "{path}: {} bytes came back", back.len());
    }
}

#[tokio::test]
async fn a_stream_that_fails_delivers_what_it_had() {
    let handler = "
        let n = 0;
        return new Response(new ReadableStream({ async pull(c) {
          if (n++ < 3) return c.enqueue('piece ' + n + ';');
          await new Promise((resolve) => setTimeout(resolve, 20));
          throw new Error('midstream');
        } }));
    ";
    let guest = serving(handler).await;
    let mut response = dispatch(&guest, get()).await.unwrap();
    let mut got = String::new();
    let error = loop {
        match soon(response.body.next())
            .await
            .expect("an error before the end")
        {
            Ok(piece) => got += std::str::from_utf8(&piece).unwrap(),
            Err(error) => break error,
        }
    };
    assert_eq!(got, "piece 1;piece 2;piece 3;");
    assert_eq!(error.to_string(), "Error: midstream");
}

#[tokio::test]
async fn an_upload_that_fails_fails_its_reader() {
    let guest = serving("return new Response(await request.text())").await;
    let pieces = [
        Ok("some"),
        Err(isolate_client::CallbackError::new("client failed")),
    ];
    let request = Request::post("http://h/", Body::try_stream(stream::iter(pieces)));
    assert_eq!(outcome(&guest, request).await, "Error: client failed");
}

/// Waits until the guest's `name` is set, and gives it.
async fn global(guest: &Guest, name: &str) -> String {
    let code = format!(
        "for (let i = 0; i < 2000 && globalThis.{name} === undefined; i++) await sleep(2); console.log(String(globalThis.{name}))"
    );
    guest.console.take();
    guest.check(&code).await;
    guest.console.wait_for(1).await.remove(0)
}

/// A guest whose response was let go of after its first piece; its stream has noted that it is `cancelled`.
async fn cancelled(handler: &str) -> Guest {
    let guest = serving(handler).await;
    let mut response = dispatch(&guest, get()).await.unwrap();
    soon(response.body.next()).await.unwrap().unwrap();
    drop(response);
    assert_eq!(
        global(&guest, "cancelled").await,
        "Stream cancelled by consumer"
    );
    guest
}

#[tokio::test]
async fn a_client_that_wants_no_more_cancels_the_guests_stream() {
    let handler = "
        request.signal.addEventListener('abort', () => globalThis.aborted = request.signal.reason.name);
        return new Response(new ReadableStream({ pull(c) { c.enqueue('x'); }, cancel(reason) { globalThis.cancelled = reason; } }));
    ";
    let guest = cancelled(handler).await;
    assert_eq!(global(&guest, "aborted").await, "AbortError");
}

#[tokio::test]
async fn a_source_that_waits_is_cancelled_at_once() {
    let handler = "
        return new Response(new ReadableStream({
          start(c) { c.enqueue('x'); }, pull() { return new Promise(() => {}); },
          cancel(reason) { globalThis.cancelled = reason; },
        }));
    ";
    cancelled(handler).await;
}

#[tokio::test]
async fn an_aborted_request_is_answered_all_the_same() {
    let handler = "
        globalThis.started = true;
        const events = [];
        request.signal.onabort = (event) => events.push(event.type, event.target === request.signal);
        await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
        return Response.json([...events, request.signal.aborted]);
    ";
    let guest = Arc::new(serving(handler).await);
    let pending = guest.runtime.dispatch(get());
    let handle = pending.abort_handle();
    let abort = async {
        global(&guest, "started").await;
        handle.abort();
    };
    let (response, ()) = tokio::join!(soon(pending), abort);
    assert_eq!(
        soon(response.unwrap().text()).await.unwrap(),
        "[\"abort\",true,true]"
    );
}

#[tokio::test]
async fn a_slow_reader_stops_the_producer() {
    let handler = "
        globalThis.produced = 0;
        return new Response(new ReadableStream({ pull(c) { produced++; c.enqueue(new Uint8Array(65_536)); } }));
    ";
    let guest = serving(handler).await;
    let response = dispatch(&guest, get()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    guest
        .check("ok(produced < 100, 'produced ' + produced)")
        .await;
    drop(response);
}

#[tokio::test]
async fn requests_end_with_their_runtime() {
    let guest = serving("globalThis.started = true; await new Promise(() => {})").await;
    let pending = guest.runtime.dispatch(get());
    let dispose = async {
        global(&guest, "started").await;
        guest.runtime.dispose().await.unwrap();
    };
    let (answer, ()) = tokio::join!(soon(pending), dispose);
    let error = answer.map(|response| response.status).unwrap_err();
    assert_eq!(
        error.remote().map(|error| error.message.as_str()),
        Some("Promise was abandoned")
    );
}
