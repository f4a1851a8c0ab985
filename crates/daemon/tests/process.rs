//! The binary: command line, socket file, signals.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use common::process::{command, run};
use common::{Process, RawClient, TempDir};
use isolate_protocol::message::RuntimeOptions;

#[test]
fn help_and_mistakes() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8(help.stdout).unwrap();
    for option in [
        "--socket",
        "--host",
        "--port",
        "--max-isolates",
        "--memory-limit",
        "--help",
    ] {
        assert!(text.contains(option), "{option} is missing in {text}");
    }
    let unknown = run(&["--bogus"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&unknown.stderr),
        "Unknown option: --bogus\n"
    );
    assert!(unknown.stdout.is_empty());
    let filter = run(&["--log", "a=b=c"]);
    assert_eq!(filter.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&filter.stderr).contains("invalid log filter"));
}

#[test]
fn tcp_prints_the_real_port() {
    let directory = TempDir::new();
    let daemon = Process::start_at(command().args(["--port", "0"]), &directory);
    assert!(
        daemon.address().starts_with("127.0.0.1:"),
        "{}",
        daemon.address()
    );
    let mut client = RawClient::tcp(daemon.address());
    let isolate = client.create(RuntimeOptions::default());
    client.eval(&isolate, "1");
    let taken = run(&["--port", daemon.address().rsplit(':').next().unwrap()]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&taken.stderr).contains("cannot listen on 127.0.0.1:"));
}

#[test]
fn the_environment_configures_what_the_command_line_does_not() {
    let directory = TempDir::new();
    let socket = directory.join("socket");
    let daemon = {
        let mut command = command();
        command
            .env("ISOLATE_DAEMON_SOCKET", &socket)
            .env("ISOLATE_DAEMON_LOG_FORMAT", "json");
        Process::start_at(&mut command, &directory)
    };
    assert_eq!(daemon.socket(), socket);
    assert!(daemon.log().starts_with('{'), "{}", daemon.log());
    let mut command = command();
    command
        .env("ISOLATE_DAEMON_SOCKET", &socket)
        .args(["--host", "127.0.0.1", "--port", "0"]);
    let second = Process::start_at(&mut command, &TempDir::new());
    assert!(second.address().starts_with("127.0.0.1:"));
}

#[test]
fn the_socket_is_for_its_owner_and_goes_with_the_daemon() {
    for signal in ["TERM", "INT"] {
        let directory = TempDir::new();
        let socket = directory.join("socket");
        let mut daemon = Process::start_at(command().arg("--socket").arg(&socket), &directory);
        let mode = std::fs::metadata(&socket).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        daemon.signal(signal);
        assert!(daemon.wait().success());
        assert!(!socket.exists());
    }
}

#[test]
fn a_stale_socket_is_replaced_and_a_live_one_is_not() {
    let directory = TempDir::new();
    let socket = directory.join("socket");
    drop(UnixListener::bind(&socket).unwrap());
    let daemon = Process::start_at(command().arg("--socket").arg(&socket), &directory);
    let second = command().arg("--socket").arg(&socket).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let text = String::from_utf8_lossy(&second.stderr).into_owned();
    let expected = format!(
        "isolate-daemon: another daemon is listening on {}",
        socket.display()
    );
    assert!(text.contains(&expected), "{text}");
    RawClient::unix(daemon.socket()).expect_alive();
}

#[test]
fn closing_answers_what_is_pending() {
    let mut daemon = Process::start(&[]);
    let mut client = RawClient::unix(daemon.socket());
    let mut isolates = Vec::new();
    for code in ["for (;;) ;", "await new Promise(() => {})"] {
        let isolate = client.create(RuntimeOptions::default());
        isolates.push(client.start_eval(&isolate, code));
    }
    std::thread::sleep(Duration::from_millis(50));
    let start = Instant::now();
    daemon.signal("TERM");
    for _ in isolates {
        let answer = client.next();
        let text = format!("{answer:?}");
        assert!(text.contains("Promise was abandoned"), "{text}");
    }
    client.expect_end();
    assert!(daemon.wait().success());
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn the_status_of_a_daemon_can_be_asked_for() {
    let daemon = Process::start(&["--spares", "0", "--max-isolates", "7"]);
    let mut client = RawClient::unix(daemon.socket());
    let namespace = RuntimeOptions {
        namespace_id: Some("n".to_owned()),
        ..RuntimeOptions::default()
    };
    let pooled = client.create(namespace);
    let id = client.start_dispose(&pooled);
    client.expect_ok(id);
    let isolate = client.create(RuntimeOptions::default());
    client.eval(&isolate, "1");

    let socket = daemon.socket().to_str().unwrap();
    let output = run(&["status", "--socket", socket, "--json"]);
    assert!(output.status.success(), "{output:?}");
    let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(status["connections"], 2, "{status}");
    assert_eq!(status["requests"], 5, "{status}");
    let isolates = &status["isolates"];
    assert_eq!(isolates["limit"], 7, "{status}");
    assert_eq!(isolates["active"], 1, "{status}");
    assert_eq!(isolates["pooled"], 1, "{status}");
    assert!(isolates["pooledBytes"].as_u64() > Some(500_000), "{status}");
    assert_eq!(isolates["created"], 2, "{status}");
    assert_eq!(status["pool"]["misses"], 1, "{status}");
    assert_eq!(status["pool"]["hits"], 0, "{status}");
    assert_eq!(status["spares"]["ready"], 0, "{status}");

    let output = run(&["--socket", socket, "status"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("1 active, 1 pooled"), "{text}");
    assert!(text.contains("0 hits, 1 misses"), "{text}");

    let output = run(&["status", "--socket", "/nowhere/at/all"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("no daemon answers at /nowhere/at/all"),
        "{text}"
    );
}
