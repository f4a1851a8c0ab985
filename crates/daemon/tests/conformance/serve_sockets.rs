//! WebSockets of `serve()` (runtime.md 7.4 and 7.5).

use isolate_client::{Request, SocketData, WebSocketCommand};
use tokio::sync::mpsc;

use crate::serve::dispatch;
use crate::support::{Guest, guest, soon};

const ECHO: &str = "
    globalThis.log = [];
    serve({
      fetch(request, server) {
        const data = new URL(request.url).pathname.slice(1);
        if (data === 'plain') return new Response('plain');
        if (!server.upgrade(request, { data: { name: data } })) throw new Error('not true');
        return new Response(null, { status: 101 });
      },
      websocket: {
        open(ws) { globalThis.last = ws; log.push('open ' + ws.data.name + ' ' + ws.readyState); ws.send('hello ' + ws.data.name); },
        message(ws, message) {
          if (ws !== globalThis.last && ws.data.name === 'one') log.push('another object');
          if (message === 'throw') throw new RangeError('in message');
          if (message === 'close') return ws.close(4000, 'bye');
          ws.data.count = (ws.data.count ?? 0) + 1;
          ws.send(message);
        },
        close(ws, code, reason) { log.push(`close ${ws.data.name} ${code} ${reason} ${ws.readyState} ${ws.data.count}`); },
        error(ws, error) { log.push(`error ${error.name} ${error.message}`); },
      },
    });
";

/// What the guest does with its sockets.
fn commands(guest: &Guest) -> mpsc::Receiver<WebSocketCommand> {
    let (sender, commands) = mpsc::channel(1000);
    let subscription = guest.runtime.on_web_socket_command(move |command| {
        sender.try_send(command).expect("room for a command");
    });
    subscription.keep();
    commands
}

#[tokio::test]
async fn sockets_follow_the_table() {
    let guest = guest().await;
    guest.eval(ECHO).await.unwrap();
    let runtime = &guest.runtime;
    let mut commands = commands(&guest);
    assert_eq!(soon(runtime.upgrade_request()).await.unwrap(), None);
    let response = dispatch(&guest, Request::get("http://h/one"))
        .await
        .unwrap();
    assert_eq!(response.status, 200);
    let id = response
        .upgrade
        .expect("the response says that it is an upgrade");
    assert_eq!(id, "1");
    for _ in 0..2 {
        assert_eq!(
            soon(runtime.upgrade_request()).await.unwrap().as_deref(),
            Some("1")
        );
    }
    assert!(!runtime.has_active_connections().await.unwrap());
    soon(runtime.web_socket_open(&id)).await.unwrap();
    assert!(runtime.has_active_connections().await.unwrap());
    assert_eq!(
        soon(runtime.upgrade_request()).await.unwrap(),
        None,
        "opening clears it"
    );
    let mut sent = Vec::new();
    let mut next = async || {
        let command = soon(commands.recv()).await.expect("a command");
        sent.push(format!("{command:?}"));
        command
    };
    let message = |data: SocketData| WebSocketCommand::Message {
        connection_id: id.clone(),
        data,
    };
    assert_eq!(next().await, message("hello one".into()));
    let awkward = "line\r\nline \u{2028} \u{1F600} __BINARY__ `${x}` \" ' \\ \0";
    for data in [
        SocketData::from(awkward),
        SocketData::from(""),
        SocketData::from(vec![0_u8, 255, 13]),
        SocketData::from(Vec::<u8>::new()),
    ] {
        soon(runtime.web_socket_message(&id, data.clone()))
            .await
            .unwrap();
        assert_eq!(next().await, message(data));
    }
    let error = soon(runtime.web_socket_message(&id, "throw"))
        .await
        .unwrap_err();
    assert_eq!(
        error.remote().map(|error| error.message.as_str()),
        Some("in message")
    );
    soon(runtime.web_socket_error(&id, "broken pipe"))
        .await
        .unwrap();
    soon(runtime.web_socket_message(&id, "close"))
        .await
        .unwrap();
    let close = WebSocketCommand::Close {
        connection_id: id.clone(),
        code: Some(4000),
        reason: "bye".to_owned(),
    };
    assert_eq!(next().await, close);
    guest.check("is(last.readyState, 2); throws(() => last.send('x'), 'Error', 'WebSocket is not open'); last.close()").await;
    soon(runtime.web_socket_close(&id, 4000, "bye"))
        .await
        .unwrap();
    assert!(!runtime.has_active_connections().await.unwrap());
    // What comes for a connection that is gone is nobody's.
    soon(runtime.web_socket_message(&id, "late")).await.unwrap();
    soon(runtime.web_socket_close(&id, 1000, "")).await.unwrap();
    soon(runtime.web_socket_error("77", "late")).await.unwrap();
    soon(runtime.web_socket_open(&id)).await.unwrap_err();
    guest.check("same(log, ['open one 1', 'error Error broken pipe', 'close one 4000 bye 3 4']); is(last.readyState, 3)").await;
}

#[tokio::test]
async fn only_the_last_dispatch_is_asked_about_but_every_upgrade_can_be_opened() {
    let guest = guest().await;
    guest.eval(ECHO).await.unwrap();
    let runtime = &guest.runtime;
    let upgrade = dispatch(&guest, Request::get("http://h/one"))
        .await
        .unwrap()
        .upgrade
        .unwrap();
    let plain = dispatch(&guest, Request::get("http://h/plain"))
        .await
        .unwrap();
    assert_eq!(plain.upgrade, None);
    assert_eq!(soon(runtime.upgrade_request()).await.unwrap(), None);
    soon(runtime.web_socket_open(&upgrade)).await.unwrap();
    guest.check("same(log, ['open one 1'])").await;
}

#[tokio::test]
async fn concurrent_upgrades_do_not_race() {
    let guest = guest().await;
    guest.eval(ECHO).await.unwrap();
    let runtime = &guest.runtime;
    let mut commands = commands(&guest);
    let names: Vec<_> = (0..50).map(|n| format!("n{n}")).collect();
    let guest = &guest;
    let upgrades = names.iter().map(|name| async move {
        let response = dispatch(guest, Request::get(format!("http://h/{name}")))
            .await
            .unwrap();
        let id = response.upgrade.unwrap();
        soon(runtime.web_socket_open(&id)).await.unwrap();
        (id, name.clone())
    });
    let by_id: std::collections::HashMap<_, _> = futures_util::future::join_all(upgrades)
        .await
        .into_iter()
        .collect();
    assert_eq!(by_id.len(), 50);
    for _ in 0..50 {
        let WebSocketCommand::Message {
            connection_id,
            data,
        } = soon(commands.recv()).await.unwrap()
        else {
            panic!("a close");
        };
        assert_eq!(
            data.as_text(),
            Some(format!("hello {}", by_id[&connection_id]).as_str())
        );
    }
}

#[tokio::test]
async fn closing_says_what_may_be_said() {
    let guest = guest().await;
    guest.eval(ECHO).await.unwrap();
    let id = dispatch(&guest, Request::get("http://h/one"))
        .await
        .unwrap()
        .upgrade
        .unwrap();
    soon(guest.runtime.web_socket_open(&id)).await.unwrap();
    let code = "
        for (const code of [999, 1005, 1006, 1015, 5000, 1000.5, NaN, '1000', {}]) throws(() => last.close(code), 'RangeError', undefined, String(code));
        throws(() => last.close(1000, 'x'.repeat(124)), 'RangeError');
        throws(() => last.close(1000, 'ä'.repeat(62)), 'RangeError');
        for (const data of [undefined, null, 5, {}, [], new Blob(['x'])]) throws(() => last.send(data), 'TypeError');
        last.send(new Uint16Array([1, 2]).subarray(1)); last.send(new DataView(new ArrayBuffer(1)));
        is(last.readyState, 1);
        last.close(1000, 'ä'.repeat(61));
        is(last.readyState, 2);
    ";
    guest.check(code).await;
}
