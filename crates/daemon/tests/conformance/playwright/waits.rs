//! Waits for addresses, requests and responses (runtime.md 20.4).

use super::{answered, scripted};

#[tokio::test]
async fn the_listener_starts_at_the_call() {
    let (guest, operations) = scripted(&[
        ("Start\"", r#"{"ok":true,"value":{"listenerId":"l1"}}"#),
        (
            "waitForResponseFinish",
            r#"{"ok":true,"value":{"url":"u","status":201,"statusText":"s","headers":{"a":"b"},"headersArray":[{"name":"a","value":"b"}],"ok":true,"text":"{}","json":{},"body":null}}"#,
        ),
        (
            "waitForRequestFinish",
            r#"{"ok":true,"value":{"url":"u","method":"POST","headers":{"a":"b"},"postData":null}}"#,
        ),
    ])
    .await;
    guest
        .check(
            "const response = page.waitForResponse('**/api', { timeout: 7 });
             ok(response instanceof Promise);
             await page.click('#go');
             const answer = await response;
             same([answer.url(), answer.status(), answer.statusText(), answer.headers(), answer.headersArray(), answer.ok()],
               ['u', 201, 's', { a: 'b' }, [{ name: 'a', value: 'b' }], true]);
             same([await answer.json(), await answer.text(), await answer.body()], [{}, '{}', null]);
             const request = await page.waitForRequest(/api/);
             same([request.url(), request.method(), request.headers(), request.postData()], ['u', 'POST', { a: 'b' }, null]);",
        )
        .await;
    let operations = operations.take();
    assert_eq!(
        operations[0],
        r#"{"type":"waitForResponseStart","args":[{"type":"string","value":"**/api"},7],"pageId":"page_0"}"#
    );
    assert!(operations[1].contains("\"click\""));
    assert_eq!(
        operations[2..],
        [
            r#"{"type":"waitForResponseFinish","args":["l1"],"pageId":"page_0"}"#,
            r#"{"type":"waitForRequestStart","args":[{"type":"regex","value":{"$regex":"api","$flags":""}},null],"pageId":"page_0"}"#,
            r#"{"type":"waitForRequestFinish","args":["l1"],"pageId":"page_0"}"#,
        ]
    );
}

#[tokio::test]
async fn predicates_are_asked_in_the_guest() {
    let (guest, operations) = answered(|operation, before| {
        if operation.contains("\"url\"") {
            format!(r#"{{"ok":true,"value":"http://x/{before}"}}"#)
        } else if operation.contains("Start") {
            format!(r#"{{"ok":true,"value":{{"listenerId":"l{before}"}}}}"#)
        } else {
            format!(r#"{{"ok":true,"value":{{"url":"{before}","method":"GET","headers":{{}}}}}}"#)
        }
    })
    .await;
    guest
        .eval("await page.waitForURL((url) => url === 'http://x/2')")
        .await
        .unwrap();
    assert_eq!(operations.take().len(), 3);
    guest
        .check(
            "const found = await page.waitForRequest((request) => request.url() === '3' && request.headersArray().length === 0);
             is(found.url(), '3');",
        )
        .await;
    let operations = operations.take();
    assert_eq!(operations.len(), 4);
    let start = r#"{"type":"waitForRequestStart","args":[{"type":"regex","value":{"$regex":".*","$flags":""}},"#;
    assert!(operations[0].starts_with(start), "{operations:?}");
    assert!(operations[2].starts_with(start), "{operations:?}");
}

#[tokio::test]
async fn nothing_is_lost_while_a_predicate_is_asked() {
    let (guest, operations) = answered(|operation, before| {
        if operation.contains("Start") {
            r#"{"ok":true,"value":{"listenerId":"l1"}}"#.to_owned()
        } else if operation.contains("next") {
            format!(r#"{{"ok":true,"value":{{"url":"{before}","more":true}}}}"#)
        } else {
            r#"{"ok":true,"value":{"url":"all","text":"body"}}"#.to_owned()
        }
    })
    .await;
    guest
        .check(
            "const found = await page.waitForResponse((response) => response.url() === '2');
             same([found.url(), await found.text()], ['all', 'body']);",
        )
        .await;
    let operations = operations.take();
    assert_eq!(operations.len(), 4, "{operations:?}");
    let next = r#"{"type":"waitForResponseFinish","args":["l1",{"next":true}],"pageId":"page_0"}"#;
    assert_eq!(operations[1..3], [next, next]);
    assert_eq!(operations[3], next.replace("next", "last"));
}

#[tokio::test]
async fn waits_that_fail() {
    let (guest, _) = answered(|operation, _| {
        let late = operation.contains("Finish");
        if late {
            std::thread::sleep(std::time::Duration::from_millis(60));
            r#"{"ok":false,"error":{"name":"TimeoutError","message":"Timeout 50ms exceeded"}}"#
        } else if operation.contains("Start") {
            r#"{"ok":true,"value":{"listenerId":"l"}}"#
        } else {
            r#"{"ok":true,"value":"http://x/"}"#
        }
        .to_owned()
    })
    .await;
    let asynchronous = "Async predicates are not supported. Use a synchronous predicate function.";
    for (code, message) in [
        (
            "waitForRequest(7)",
            "waitForRequest requires a URL string, RegExp, or predicate function",
        ),
        (
            "waitForResponse()",
            "waitForResponse requires a URL string, RegExp, or predicate function",
        ),
        (
            "waitForURL({})",
            "waitForURL requires a URL string, RegExp, or predicate function",
        ),
        ("waitForURL(async () => { throw 1; })", asynchronous),
        ("waitForURL(() => ({ then() {} }))", asynchronous),
        ("waitForURL(() => { throw new Error('mine') })", "mine"),
        (
            "waitForURL(() => false, { timeout: 50 })",
            "Timeout 50ms exceeded waiting for URL",
        ),
        (
            "waitForRequest(() => false, { timeout: 50 })",
            "Timeout 50ms exceeded waiting for request",
        ),
        (
            "waitForResponse(() => false, { timeout: 50 })",
            "Timeout 50ms exceeded waiting for response",
        ),
    ] {
        guest
            .fails(&format!("await page.{code}"), "Error", message)
            .await;
    }
    let code = "await page.waitForRequest('x')";
    guest
        .fails(code, "TimeoutError", "Timeout 50ms exceeded")
        .await;
}
