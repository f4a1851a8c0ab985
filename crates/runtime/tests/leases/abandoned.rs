//! What ends with a lease, and that nothing of it goes on later.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use isolate_protocol::{Bytes, Form, Value};
use isolate_runtime::{
    Departure, DispatchRequest, Exchange, RequestBody, ResponseHead, Room, Runtime, RuntimeError,
    Sink, SocketEvent, Source, incoming,
};
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::fake_host::{FakeHost, code, eval, hand_over, map, start};

pub async fn all() {
    evals_and_dispatches_are_answered().await;
    timers_never_fire().await;
    promise_jobs_are_dropped().await;
    answers_that_come_late_reach_nobody().await;
    work_of_other_threads_reaches_nobody().await;
    calls_that_wait_fail_for_the_next_owner().await;
    a_blocked_guest_is_let_go().await;
    bodies_break_off().await;
    sockets_are_closed().await;
    outbound_sockets_are_closed().await;
}

/// Gives whatever is left of an earlier owner the time to show.
async fn ghosts(runtime: &Runtime, host: &FakeHost) -> Vec<String> {
    let mut said = host.said();
    for _ in 0..5 {
        said.extend(eval(runtime, host, "await 0").await);
        sleep(Duration::from_millis(10)).await;
    }
    said.extend(host.said());
    said
}

struct Expected(oneshot::Sender<RuntimeError>);

impl Exchange for Expected {
    fn respond(self: Box<Self>, head: ResponseHead, _: Option<&[u8]>) {
        panic!("a response: {head:?}");
    }

    fn respond_streaming(self: Box<Self>, head: ResponseHead, _: Room) -> Box<dyn Sink> {
        panic!("a response: {head:?}");
    }

    fn fail(self: Box<Self>, error: RuntimeError) {
        self.0.send(error).unwrap();
    }
}

async fn evals_and_dispatches_are_answered() {
    let (first, host) = start().await;
    let serve = "serve({ fetch: async () => { await get('x'); report('ghost') } })";
    eval(&first, &host, serve).await;
    let running = first.eval(code("try { await get('y') } catch { report('ghost') }"));
    let queued = first.eval(code("report('ghost')"));
    let dispatch = || {
        let (sender, failed) = oneshot::channel();
        let request = DispatchRequest {
            method: "GET".to_owned(),
            url: "http://x/".to_owned(),
            headers: Vec::new(),
            body: RequestBody::None,
            aborted: false,
            context: None,
        };
        first.dispatch(request, Box::new(Expected(sender)));
        failed
    };
    let dispatched = dispatch();
    let _calls = (host.next_call(), host.next_call());
    let parked = first.park(Departure::Disposed);
    let late = dispatch();
    parked.await.unwrap();
    assert_eq!(running.await, Err(RuntimeError::Abandoned));
    assert_eq!(queued.await, Err(RuntimeError::Disposed));
    assert_eq!(dispatched.await, Ok(RuntimeError::Abandoned));
    assert_eq!(late.await, Ok(RuntimeError::Disposed));
    let next = FakeHost::new();
    let second = first.resume(next.owner()).unwrap();
    assert_eq!(ghosts(&second, &next).await, [""; 0]);
    assert_eq!(host.said(), [""; 0]);
}

async fn timers_never_fire() {
    let (first, host) = start().await;
    let source = "setTimeout(() => report('ghost'), 5); setInterval(() => report('ghost'), 5);
        AbortSignal.timeout(5).addEventListener('abort', () => report('ghost'));
        AbortSignal.any([AbortSignal.timeout(5)]).addEventListener('abort', () => report('ghost'));
        globalThis.slept = new Promise((resolve) => setTimeout(resolve, 5)).then(() => report('ghost'));";
    eval(&first, &host, source).await;
    host.said();
    let (second, next) = hand_over(&first).await;
    let soon = "await new Promise((resolve) => setTimeout(resolve, 30)); report('on time')";
    let said = eval(&second, &next, soon).await;
    assert_eq!(said, ["on time"]);
    assert_eq!(ghosts(&second, &next).await, [""; 0]);
    assert_eq!(host.said(), [""; 0]);
    let timeout = "const signal = AbortSignal.timeout(5);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        report(signal.reason.name)";
    assert_eq!(eval(&second, &next, timeout).await, ["TimeoutError"]);
}

/// An answer arrives together with the end of the lease: the jobs it causes are queued, and must not run.
async fn promise_jobs_are_dropped() {
    for _ in 0..20 {
        let (first, host) = start().await;
        let source = "get('a').then(() => report('ghost'));
            (async () => { for (;;) { await get('b'); report('ghost') } })();
            try { hold() } catch {}";
        let running = first.eval(code(source));
        let calls = [host.next_call(), host.next_call(), host.next_call()];
        let (hold, gets): (Vec<_>, Vec<_>) =
            calls.into_iter().partition(|call| call.name == "hold");
        gets.into_iter().for_each(|get| get.answer(&Value::Nil));
        let parked = first.park(Departure::Disposed);
        parked.await.unwrap();
        let _ = (running.await, hold);
        let next = FakeHost::new();
        let second = first.resume(next.owner()).unwrap();
        assert_eq!(ghosts(&second, &next).await, [""; 0]);
        assert_eq!(host.said(), [""; 0]);
    }
}

async fn answers_that_come_late_reach_nobody() {
    let (first, host) = start().await;
    eval(
        &first,
        &host,
        "get(1).then(() => report('ghost'), () => report('ghost')); void 0",
    )
    .await;
    let call = host.next_call();
    let (second, next) = hand_over(&first).await;
    eval(&second, &next, "get(2).then(() => report('mine')); void 0").await;
    call.answer(&Value::Nil);
    assert_eq!(ghosts(&second, &next).await, [""; 0]);
    next.next_call().answer(&Value::Nil);
    assert_eq!(ghosts(&second, &next).await, ["mine"]);
}

/// Cryptography and the compiler of WebAssembly can not be stopped.
async fn work_of_other_threads_reaches_nobody() {
    let (first, host) = start().await;
    let source = "const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
        const params = { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(8), iterations: 300_000 };
        globalThis.bits = crypto.subtle.deriveBits(params, key, 256);
        bits.then(() => report('ghost'), () => report('ghost'));
        const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
        globalThis.compiled = WebAssembly.compile(bytes);
        compiled.then(() => report('ghost'));
        WebAssembly.instantiate(bytes).then(() => report('ghost')); void 0";
    let running = first.eval(code(source));
    sleep(Duration::from_millis(20)).await;
    let parked = first.park(Departure::Disposed).await;
    parked.unwrap();
    let _ = running.await;
    host.said();
    let next = FakeHost::new();
    let second = first.resume(next.owner()).unwrap();
    sleep(Duration::from_millis(500)).await;
    assert_eq!(ghosts(&second, &next).await, [""; 0]);
    let works = "report((await crypto.subtle.digest('SHA-256', new Uint8Array(1))).byteLength);
        const { instance } = await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
        report(typeof instance)";
    assert_eq!(eval(&second, &next, works).await, ["Int(32)", "object"]);
}

async fn calls_that_wait_fail_for_the_next_owner() {
    let (first, host) = start().await;
    let source = "globalThis.waiting = get(1); waiting.catch(() => report('ghost'));
        globalThis.loading = import('./never.js'); loading.catch(() => report('ghost')); void 0";
    eval(&first, &host, source).await;
    let _calls = (host.next_call(), host.next_call());
    let (second, next) = hand_over(&first).await;
    let source = "for (const promise of [waiting, loading]) {
            try { await promise } catch (error) { report(error.message) }
        }";
    let said = eval(&second, &next, source).await;
    assert_eq!(said, ["Runtime was soft-disposed"; 2]);
    assert_eq!(host.said(), [""; 0]);
}

async fn a_blocked_guest_is_let_go() {
    let (first, host) = start().await;
    let running = first.eval(code("hold(); report('ghost')"));
    let call = host.next_call();
    first.park(Departure::Disposed).await.unwrap();
    let answer = running.await;
    assert!(answer.is_err(), "{answer:?}");
    let next = FakeHost::new();
    let second = first.resume(next.owner()).unwrap();
    let waits = second.eval(code("report(hold())"));
    let fresh = next.next_call();
    call.answer(&Value::from("stale"));
    sleep(Duration::from_millis(20)).await;
    fresh.answer(&Value::from("fresh"));
    assert_eq!(waits.await, Ok(()));
    assert_eq!(next.said(), ["fresh"]);
}

#[derive(Clone, Default)]
struct Cancelled(Arc<AtomicUsize>);

impl Source for Cancelled {
    fn consumed(&mut self, _: usize) {}

    fn cancelled(&mut self, _: &str) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Two responses whose bodies have not ended: one is being read, the other one is not.
async fn bodies_break_off() {
    let (first, host) = start().await;
    let source = "globalThis.idle = await fetch('http://a/');
        globalThis.reader = (await fetch('http://b/')).body.getReader();
        await reader.read();
        globalThis.reading = reader.read(); reading.catch(() => report('ghost')); void 0";
    let running = first.eval(code(source));
    let cancelled = Cancelled::default();
    let mut senders = Vec::new();
    for _ in 0..2 {
        let (sender, body) = incoming(cancelled.clone());
        sender.push(Bytes::from_static(b"x"));
        senders.push(sender);
        let head = map([
            ("status", Value::Int(200)),
            ("headers", Value::Array(Vec::new())),
        ]);
        host.next_call().respond(&head, body);
    }
    assert_eq!(running.await, Ok(()));
    let (second, next) = hand_over(&first).await;
    assert_eq!(cancelled.0.load(Ordering::Relaxed), 2);
    let source = "for (const read of [() => idle.text(), () => reading, () => reader.read()]) {
            try { await read(); report('read') } catch (error) { report(error.message) }
        }";
    let said = eval(&second, &next, source).await;
    assert_eq!(said, ["Runtime was soft-disposed"; 3]);
}

async fn sockets_are_closed() {
    let (first, host) = start().await;
    let source = "serve({
            fetch(request, server) { server.upgrade(request, { data: 1 }); return new Response(null, { status: 101 }) },
            websocket: { open(socket) { globalThis.socket = socket }, message() { report('ghost') } },
        });";
    eval(&first, &host, source).await;
    for _ in 0..2 {
        struct Ignored;
        impl Exchange for Ignored {
            fn respond(self: Box<Self>, _: ResponseHead, _: Option<&[u8]>) {}
            fn respond_streaming(self: Box<Self>, _: ResponseHead, _: Room) -> Box<dyn Sink> {
                panic!("no body was expected");
            }
            fn fail(self: Box<Self>, error: RuntimeError) {
                panic!("{error}");
            }
        }
        let request = DispatchRequest {
            method: "GET".to_owned(),
            url: "http://x/".to_owned(),
            headers: Vec::new(),
            body: RequestBody::None,
            aborted: false,
            context: None,
        };
        first.dispatch(request, Box::new(Ignored));
    }
    first
        .websocket("1".to_owned(), SocketEvent::Open)
        .await
        .unwrap();
    let (second, next) = hand_over(&first).await;
    let opened = second.websocket("2".to_owned(), SocketEvent::Open).await;
    assert!(opened.is_err(), "a pending upgrade is dropped");
    let text = SocketEvent::Text("x".to_owned());
    second.websocket("1".to_owned(), text).await.unwrap();
    let source = "try { socket.send('x') } catch (error) { report(`${socket.readyState} ${error.message}`) }";
    let said = eval(&second, &next, source).await;
    assert_eq!(said, ["3 WebSocket is not open"]);
}

async fn outbound_sockets_are_closed() {
    let (first, host) = start().await;
    let source = "globalThis.socket = new WebSocket('ws://x/');
        for (const type of ['message', 'error', 'close']) socket.addEventListener(type, () => report('ghost'))";
    assert_eq!(eval(&first, &host, source).await, ["ws:client-connect"]);
    let payload = map([("socketId", Value::from("1")), ("data", Value::from("x"))]);
    let payload = payload.to_raw(Form::Native);
    assert!(first.emit("ws:client-opened".to_owned(), payload.clone()));
    assert_eq!(
        eval(&first, &host, "report(socket.readyState)").await,
        ["Int(1)"]
    );
    let (second, next) = hand_over(&first).await;
    for event in ["ws:client-message", "ws:client-closed"] {
        assert!(second.emit(event.to_owned(), payload.clone()));
    }
    let source = "socket.send('x'); socket.close(); report(socket.readyState)";
    assert_eq!(eval(&second, &next, source).await, ["Int(3)"]);
    assert_eq!(
        (ghosts(&second, &next).await, host.said()),
        (Vec::new(), Vec::new())
    );
}
