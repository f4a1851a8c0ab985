//! The guest's half of Playwright (runtime.md section 20), with a handler that answers from a script.

mod hostile;
mod matchers;
mod operations;
mod waits;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use isolate_client::{Playwright, TestEnvironment, Value};

use crate::support::{Guest, guest, guest_with, soon};

const OFF: &str = "Playwright not configured. Provide playwright.handler in createRuntime options.";

/// The operations that a handler was asked for, as JSON text.
#[derive(Clone, Default)]
struct Operations(Arc<Mutex<Vec<String>>>);

impl Operations {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// A guest whose operations are answered with the first text whose key is in the operation, or else with `{"ok":true}`.
async fn scripted(script: &[(&str, &str)]) -> (Guest, Operations) {
    let script = script
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned()));
    let script: Vec<(String, String)> = script.collect();
    answered(move |operation, _| {
        let found = script.iter().find(|(key, _)| operation.contains(key));
        found
            .map_or(r#"{"ok":true}"#, |(_, answer)| answer)
            .to_owned()
    })
    .await
}

/// A guest whose operations are answered by a function, which is also told how many there were before.
async fn answered(
    answer: impl Fn(&str, usize) -> String + Send + Sync + 'static,
) -> (Guest, Operations) {
    let operations = Operations::default();
    let seen = operations.clone();
    let playwright = Playwright::new(move |operation| {
        let mut seen = seen.0.lock().unwrap();
        let answer = answer(&operation, seen.len());
        seen.push(operation);
        std::future::ready(Ok(answer))
    });
    let playwright = playwright.timeout(Duration::from_secs(10));
    let guest = guest_with(|options, _| {
        options
            .playwright(playwright)
            .test_environment(TestEnvironment::new())
    })
    .await;
    (guest, operations)
}

#[tokio::test]
async fn operations_reach_the_handler_and_values_come_back() {
    let (guest, operations) = scripted(&[
        (r#""type":"title""#, r#"{"ok":true,"value":"Hello"}"#),
        ("getText", r#"{"ok":true,"value":"text"}"#),
    ])
    .await;
    guest
        .check(
            "await page.goto('http://x/');
             is(await page.title(), 'Hello');
             is(await page.getByRole('button', { name: /Add/i }).first().click(), undefined);
             is(await page.locator('#a').textContent(), 'text');",
        )
        .await;
    assert_eq!(
        operations.take(),
        [
            r#"{"type":"goto","args":["http://x/",null],"pageId":"page_0"}"#,
            r#"{"type":"title","args":[],"pageId":"page_0"}"#,
            r#"{"type":"locatorAction","args":["role","button","{\"name\":{\"$regex\":\"Add\",\"$flags\":\"i\"},\"nth\":0}","click",null],"pageId":"page_0"}"#,
            r##"{"type":"locatorAction","args":["css","#a",null,"getText",null],"pageId":"page_0"}"##,
        ]
    );
}

#[tokio::test]
async fn collected_data_are_empty_lists() {
    let (guest, _) = scripted(&[]).await;
    let data = soon(guest.runtime.collected_data()).await.unwrap();
    let lists = [
        "browserConsoleLogs",
        "pageErrors",
        "networkRequests",
        "networkResponses",
        "requestFailures",
    ];
    for list in lists {
        assert_eq!(data.get(list), Some(&Value::Array(Vec::new())), "{list}");
    }
    soon(guest.runtime.clear_collected_data()).await.unwrap();
}

#[tokio::test]
async fn without_the_option_there_is_no_browser() {
    let guest = guest().await;
    let failed = soon(guest.runtime.collected_data()).await.unwrap_err();
    assert_eq!(failed.remote().unwrap().message, OFF);
    soon(guest.runtime.clear_collected_data()).await.unwrap();
}

#[tokio::test]
async fn the_globals_of_the_option() {
    let names = "['page', 'context', 'browser', 'IsolatePage', 'IsolateContext', 'Locator']";
    let code = format!("console.log({names}.filter((name) => name in globalThis).join())");
    let silent = || Playwright::new(|_| async { Ok(String::new()) });
    let with = guest_with(|options, _| options.playwright(silent())).await;
    with.eval(&code).await.unwrap();
    let all = "page,context,browser,IsolatePage,IsolateContext,Locator";
    assert_eq!(with.console.texts(), [all]);
    with.eval("if (typeof expect !== 'undefined') throw 1")
        .await
        .unwrap();
    let bare = guest_with(|options, _| options.playwright(silent().without_default_page())).await;
    bare.eval(&code).await.unwrap();
    assert_eq!(
        bare.console.texts(),
        ["browser,IsolatePage,IsolateContext,Locator"]
    );
    let none = guest().await;
    none.eval(&code).await.unwrap();
    assert_eq!(none.console.texts(), [""]);
}
