//! One sample of every message, with every field set.

use isolate_protocol::message::*;
use isolate_protocol::refs::CodeProperty;
use isolate_protocol::{Bytes, Form, Message, Raw, Value};

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn raw(value: impl Into<Value>) -> Raw {
    value.into().to_raw(Form::Native)
}

fn registration(callback_id: u64, name: &str, kind: &str) -> Registration {
    Registration {
        callback_id,
        name: text(name),
        kind: text(kind),
        request_streams: Some(true),
        response_credit: Some(false),
    }
}

fn headers() -> Vec<(String, String)> {
    vec![
        ("set-cookie".into(), "a=1".into()),
        ("set-cookie".into(), "b=2".into()),
    ]
}

fn create_runtime() -> CreateRuntime {
    let fs = |id, name: &str| Some(registration(id, name, "async"));
    CreateRuntime {
        request_id: 1,
        options: RuntimeOptions {
            memory_limit_mb: Some(64.0),
            execution_timeout: Some(1.5),
            cwd: text("/app"),
            callbacks: Some(Callbacks {
                console: Some(ConsoleCallbacks {
                    on_entry: Some(registration(1, "onEntry", "sync")),
                }),
                fetch: Some(registration(2, "fetch", "async")),
                fs: Some(FsCallbacks {
                    read_file: fs(3, "readFile"),
                    write_file: fs(4, "writeFile"),
                    unlink: fs(5, "unlink"),
                    readdir: fs(6, "readdir"),
                    mkdir: fs(7, "mkdir"),
                    rmdir: fs(8, "rmdir"),
                    stat: fs(9, "stat"),
                    rename: fs(10, "rename"),
                }),
                module_loader: Some(registration(11, "moduleLoader", "async")),
                custom: vec![
                    ("zebra".into(), registration(12, "zebra", "sync")),
                    ("ant".into(), registration(13, "ant", "asyncIterator")),
                ],
                playwright: Some(PlaywrightCallbacks {
                    handler_callback_id: 14,
                    console: Some(true),
                    on_browser_console_log_callback_id: Some(15),
                    on_network_request_callback_id: Some(16),
                    on_network_response_callback_id: Some(17),
                }),
            }),
            test_environment: Some(TestEnvironment {
                on_event: Some(registration(18, "testEnvironment.onEvent", "sync")),
                test_timeout: Some(5000.0),
            }),
            playwright: Some(PlaywrightOptions {
                timeout: Some(100.0),
                has_default_page: Some(true),
            }),
            namespace_id: text(""),
            argument_form: text("newest"),
        },
    }
}

/// The messages that call into a runtime.
fn requests() -> Vec<Message> {
    let isolate_id = || "2f1c".to_owned();
    let connection_id = || "1".to_owned();
    vec![
        create_runtime().into(),
        DisposeRuntime {
            request_id: 2,
            isolate_id: isolate_id(),
            hard: Some(true),
            reason: text("done"),
        }
        .into(),
        Eval {
            request_id: u64::MAX,
            isolate_id: isolate_id(),
            code: "export default 1".into(),
            filename: text("a.ts"),
            execution_timeout: Some(-1.0),
        }
        .into(),
        DispatchRequest {
            request_id: 4,
            isolate_id: isolate_id(),
            request: SerializedRequest {
                method: "POST".into(),
                url: "http://a/".into(),
                headers: headers(),
                body: Some(Bytes::from_static(b"\0\xff")),
                body_stream_id: Some(5),
                signal_aborted: Some(false),
            },
            context: Some(Raw::nil()),
        }
        .into(),
        DispatchRequestAbort {
            isolate_id: isolate_id(),
            target_request_id: 4,
        }
        .into(),
        DisposeNamespace {
            request_id: 6,
            namespace_id: "ns".into(),
            reason: text("bye"),
        }
        .into(),
        WsOpen {
            request_id: 7,
            isolate_id: isolate_id(),
            connection_id: connection_id(),
        }
        .into(),
        WsMessage {
            request_id: 8,
            isolate_id: isolate_id(),
            connection_id: connection_id(),
            data: WsData::Binary(Bytes::from_static(b"hi")),
        }
        .into(),
        WsClose {
            request_id: 9,
            isolate_id: isolate_id(),
            connection_id: connection_id(),
            code: 1000,
            reason: String::new(),
        }
        .into(),
        FetchWsError {
            request_id: 10,
            isolate_id: isolate_id(),
            connection_id: connection_id(),
            error: "e".into(),
        }
        .into(),
        GetStatus { request_id: 10 }.into(),
        RunTests {
            request_id: 11,
            isolate_id: isolate_id(),
            timeout: Some(1e9),
        }
        .into(),
    ]
}

/// The messages that consist of a request id and a runtime.
fn queries() -> Vec<Message> {
    macro_rules! queries {
        ($($name:ident),*) => {
            vec![$($name { request_id: 12, isolate_id: "2f1c".into() }.into()),*]
        };
    }
    queries![
        FetchGetUpgradeRequest,
        FetchHasServeHandler,
        FetchHasActiveConnections,
        TimersClearAll,
        ConsoleReset,
        ConsoleGetTimers,
        ConsoleGetCounters,
        ConsoleGetGroupDepth,
        ResetTestEnv,
        HasTests,
        GetTestCount,
        GetCollectedData,
        ClearCollectedData
    ]
}

/// The answers, streams, callbacks and events.
fn replies() -> Vec<Message> {
    let chunk = || Bytes::from_static(b"chunk");
    let metadata = || ResponseMetadata {
        status: Some(201),
        status_text: text("OK"),
        headers: Some(headers()),
        url: text("u"),
        redirected: Some(true),
        upgrade: Some(UpgradeRequest {
            requested: true,
            connection_id: "7".into(),
        }),
    };
    vec![
        ResponseOk {
            request_id: 13,
            data: raw(vec![("reused".to_owned(), Value::Bool(true))]),
        }
        .into(),
        ResponseError {
            request_id: Some(14),
            code: 3001,
            message: text("boom"),
            details: Some(ErrorDetails {
                name: text("TypeError"),
                stack: text("at x"),
                cause: Some(raw("why")),
            }),
        }
        .into(),
        ResponseStreamStart {
            request_id: 15,
            stream_id: 1 << 30,
            metadata: Some(metadata()),
        }
        .into(),
        ResponseStreamChunk {
            request_id: 15,
            stream_id: 1 << 30,
            chunk: chunk(),
        }
        .into(),
        ResponseStreamEnd {
            request_id: 15,
            stream_id: 1 << 30,
        }
        .into(),
        CallbackInvoke {
            request_id: 16,
            callback_id: 17,
            args: raw(vec![Value::Nil, Value::Date(0.0)]),
            context: Some(raw(vec![("requestId".to_owned(), Value::from("r"))])),
        }
        .into(),
        CallbackResponse {
            request_id: 16,
            result: Some(raw(Value::BigInt("-1".into()))),
            error: Some(CallbackError {
                name: text("Error"),
                message: text("no"),
                stack: text("at y"),
                code: Some(CodeProperty::Text("ENOENT".into())),
            }),
        }
        .into(),
        CallbackStreamStart {
            request_id: 16,
            stream_id: 18,
            metadata: metadata(),
        }
        .into(),
        CallbackStreamChunk {
            request_id: 16,
            stream_id: 18,
            chunk: chunk(),
        }
        .into(),
        CallbackStreamEnd {
            request_id: 16,
            stream_id: 18,
        }
        .into(),
        CallbackStreamCancel { stream_id: 18 }.into(),
        CallbackAbort {
            request_id: 19,
            target_request_id: 16,
            reason: text("Callback aborted"),
        }
        .into(),
        StreamPush {
            stream_id: 20,
            chunk: chunk(),
        }
        .into(),
        StreamPull {
            stream_id: 20,
            max_bytes: 1_048_576,
        }
        .into(),
        StreamClose { stream_id: 20 }.into(),
        StreamError {
            stream_id: 20,
            error: "Stream not found".into(),
        }
        .into(),
        IsolateEvent {
            isolate_id: "2f1c".into(),
            event: "tick".into(),
            payload: raw(1),
        }
        .into(),
        ClientEvent {
            isolate_id: "2f1c".into(),
            event: "tock".into(),
            payload: raw(2),
        }
        .into(),
        Message::Ping,
        Message::Pong,
    ]
}

/// One sample of every message, in no particular order.
pub fn samples() -> Vec<Message> {
    [requests(), queries(), replies()].concat()
}
