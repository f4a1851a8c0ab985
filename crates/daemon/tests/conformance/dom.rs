//! `DOMParser` and the classes of the DOM (runtime.md 17.5).

use std::time::Duration;

use isolate_client::EvalOptions;

use crate::support::{guest, guest_on, guest_with};

/// One test per file of `guest/dom`.
macro_rules! areas {
    ($($name:ident)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                guest().await.check(include_str!(concat!("guest/dom/", stringify!($name), ".js"))).await;
            }
        )*
    };
}

areas! { classes hostile html lazy patched sabotaged xml }

#[tokio::test]
async fn runtimes_after_the_first_one_use_the_code_it_has_compiled() {
    let guest = guest().await;
    let code = "is(new DOMParser().parseFromString('<p>x', 'text/html').querySelector('p').textContent, 'x')";
    guest.check(code).await;
    for _ in 0..3 {
        let next = guest_on(&guest.daemon, |options, _| options).await;
        next.check(code).await;
    }
}

#[tokio::test]
async fn the_library_shows_in_no_stack() {
    let code = "let stack; try { new DOMParser().parseFromString('x', 'y') } catch (error) { stack = error.stack }
        is(stack.split('\\n').length, 2, stack);
        let found = []; Error.prepareStackTrace = (_, sites) => { found = sites.map(String); return ''; };
        const markup = { toString() { void new Error().stack; return '' } };
        new DOMParser().parseFromString(markup, 'text/html'); Error.prepareStackTrace = undefined;
        is(found.filter((site) => site.includes('dom/')).length, 0)";
    guest().await.check(code).await;
}

#[tokio::test]
async fn the_library_can_not_be_imported() {
    let error = guest()
        .await
        .failure("await import('ext:isolate/dom/loaded.js')")
        .await;
    assert!(
        error.message.contains("No module loader registered"),
        "{}",
        error.message
    );
}

#[tokio::test]
async fn a_custom_function_takes_the_place_of_a_class() {
    let guest = guest_with(|options, _| options.sync_function("Text", |_| Ok(7.0))).await;
    guest
        .check("is(Text(), 7); is(typeof Node, 'function')")
        .await;
}

#[tokio::test]
async fn markup_that_fills_the_memory_costs_its_own_runtime() {
    let guest = guest_with(|options, _| options.memory_limit_mb(32.0)).await;
    let neighbour = guest_on(&guest.daemon, |options, _| options).await;
    let code = "const all = []; for (;;) all.push(new DOMParser().parseFromString('<p>x</p>'.repeat(20000), 'text/html'))";
    let error = guest.failure(code).await;
    assert!(error.message.contains("memory"), "{}", error.message);
    neighbour
        .check("is(new DOMParser().parseFromString('<p>x', 'text/html').body.textContent, 'x')")
        .await;
}

#[tokio::test]
async fn a_selector_that_takes_long_ends_with_the_timeout() {
    let guest = guest().await;
    let code = "const doc = new DOMParser().parseFromString('<p>'.repeat(30000), 'text/html');
        doc.querySelectorAll('p:nth-last-child(2n+1) ~ p:nth-last-child(3n)')";
    let options = EvalOptions {
        execution_timeout: Some(Duration::from_millis(300)),
        ..EvalOptions::default()
    };
    let _ = guest.eval_with(code, options).await;
    let after = guest_on(&guest.daemon, |options, _| options).await;
    after.check("is(typeof Node, 'function')").await;
}
