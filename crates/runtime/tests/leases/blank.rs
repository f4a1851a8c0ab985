//! Isolates that were started before anybody asked for them.

use isolate_runtime::{Blank, EvalOptions, RuntimeError, RuntimeOptions};

use crate::fake_host::{FakeHost, code, eval, hand_over, options};

pub async fn all() {
    a_blank_takes_options().await;
    limits_hold_in_a_blank().await;
    a_blank_that_is_not_wanted_ends().await;
}

async fn a_blank_takes_options() {
    let blank = Blank::start(64).await.unwrap();
    assert!(!blank.suits(&options()));
    let options = RuntimeOptions {
        memory_limit_mb: 64,
        cwd: "/home".to_owned(),
        ..options()
    };
    assert!(blank.suits(&options) && blank.is_ready());
    let host = FakeHost::new();
    let runtime = blank.equip(options, host.clone()).await.unwrap();
    let source = "report(path.resolve('x')); report(typeof hold); console.log('heard')";
    let said = eval(&runtime, &host, source).await;
    assert_eq!(said, ["/home/x", "function", "heard"]);
    let young = eval(&runtime, &host, "report(performance.now() < 10_000)").await;
    assert_eq!(young, ["Bool(true)"]);
    let (next, host) = hand_over(&runtime).await;
    assert_eq!(
        eval(&next, &host, "report(path.resolve('x'))").await,
        ["/home/x"]
    );
}

async fn limits_hold_in_a_blank() {
    let blank = Blank::start(32).await.unwrap();
    let options = RuntimeOptions {
        memory_limit_mb: 32,
        execution_timeout: Some(500.0),
        ..options()
    };
    let runtime = blank.equip(options, FakeHost::new()).await.unwrap();
    let large = runtime.eval(code("new Uint8Array(33 << 20)")).await;
    assert!(matches!(large, Err(RuntimeError::Guest(_))), "{large:?}");
    let endless = runtime.eval(code("for (;;) {}")).await;
    assert_eq!(endless, Err(RuntimeError::TimedOut(500.0)));
    let blank = Blank::start(32).await.unwrap();
    let options = RuntimeOptions {
        memory_limit_mb: 32,
        ..RuntimeOptions::default()
    };
    let runtime = blank.equip(options, FakeHost::new()).await.unwrap();
    let bomb = "const all = []; for (;;) all.push(new Array(1000).fill({}))";
    let bomb: EvalOptions = code(bomb);
    assert_eq!(runtime.eval(bomb).await, Err(RuntimeError::OutOfMemory));
}

async fn a_blank_that_is_not_wanted_ends() {
    for _ in 0..3 {
        drop(Blank::start(16).await.unwrap());
    }
    assert!(matches!(
        Blank::start(7).await,
        Err(RuntimeError::MemoryLimitTooLow)
    ));
}
