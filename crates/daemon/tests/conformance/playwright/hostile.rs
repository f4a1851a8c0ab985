//! Handlers whose answers are none, handlers that fail, and guests that have replaced what they could.

use super::{answered, scripted};
use crate::support::guest_with;

#[tokio::test]
async fn answers_that_are_none() {
    for answer in [
        "",
        "null",
        "[]",
        "7",
        "{}",
        r#"{"ok":"true"}"#,
        r#"{"ok":false}"#,
        r#"{"ok":false,"error":"x"}"#,
        r#"{"ok":false,"error":{"message":7}}"#,
        r#"{"__proto__":{"ok":true}}"#,
    ] {
        let (guest, _) = scripted(&[("", answer)]).await;
        let message = "Playwright handler gave no valid answer to title";
        guest.fails("await page.title()", "Error", message).await;
    }
}

#[tokio::test]
async fn values_that_are_none() {
    for value in ["null", "7", "{}", r#"{"listenerId":7}"#, "-1", "1.5"] {
        let answer = format!(r#"{{"ok":true,"value":{value}}}"#);
        let (guest, _) = answered(move |_, _| answer.clone()).await;
        for (code, operation) in [
            ("page.waitForRequest('a')", "waitForRequestStart"),
            ("browser.newContext()", "newContext"),
            ("context.newPage()", "newPage"),
            ("page.waitForURL(() => true)", "url"),
        ] {
            let message = format!("Playwright handler gave no valid answer to {operation}");
            guest
                .fails(&format!("await {code}"), "Error", &message)
                .await;
        }
    }
    let (guest, _) = scripted(&[("", r#"{"ok":true,"value":1e9}"#)]).await;
    let message = "Too many elements: all() gives at most 10000, and there are 1000000000";
    guest
        .fails("await page.locator('a').all()", "Error", message)
        .await;
}

#[tokio::test]
async fn failures_keep_name_and_message() {
    let failed = r#"{"ok":false,"error":{"name":"TimeoutError","message":"goto failed"}}"#;
    let (guest, _) = scripted(&[("goto", failed)]).await;
    guest
        .fails("await page.goto('x')", "TimeoutError", "goto failed")
        .await;
    guest
        .check("const error = await page.goto('x').catch((error) => error); ok(error instanceof Error); same(Object.keys(error), []);")
        .await;
    let playwright = isolate_client::Playwright::new(|_| async {
        Err::<String, _>(isolate_client::CallbackError::new("no browser"))
    });
    let guest = guest_with(|options, _| options.playwright(playwright)).await;
    guest
        .fails("await page.title()", "Error", "no browser")
        .await;
}

#[tokio::test]
async fn locators_that_grow_without_end() {
    let (guest, _) = scripted(&[]).await;
    let error = guest
        .failure("let all = page.locator('a'); for (;;) all = all.or(all);")
        .await;
    assert!(
        error.message.starts_with("Locator is too long: "),
        "{}",
        error.message
    );
    let code = "page.locator('a').filter({ hasText: 'x'.repeat(300_000) })";
    assert!(
        guest
            .failure(code)
            .await
            .message
            .starts_with("Locator is too long: ")
    );
}

#[tokio::test]
async fn what_is_no_locator() {
    let (guest, _) = scripted(&[]).await;
    guest
        .check(
            "throws(() => new Locator({}, {}, ['css', 'a', null]), 'TypeError', 'Illegal constructor');
             throws(() => new IsolatePage(), 'TypeError', 'Illegal constructor');
             throws(() => new IsolateContext(), 'TypeError', 'Illegal constructor');
             throws(() => page.locator('a').or({}), 'TypeError', 'or() requires a Locator');
             throws(() => page.locator('a').filter({ has: 'a' }), 'TypeError', 'filter() with has requires a Locator');
             await rejects(page.locator('a').dragTo('b'), 'TypeError', 'dragTo() requires a Locator');
             await rejects(page.title.call({}), 'TypeError');
             await rejects(Locator.prototype.click.call(Object.create(page.locator('a'))), 'TypeError');
             await rejects(page.evaluate('a', 1n), 'TypeError');
             const circular = {}; circular.circular = circular;
             await rejects(page.evaluate('a', circular), 'TypeError');
             await rejects(page.evaluate('a', { get b() { throw new RangeError('mine'); } }), 'RangeError', 'mine');",
        )
        .await;
}

#[tokio::test]
async fn guests_that_have_replaced_everything() {
    let (guest, operations) = scripted(&[("getText", r#"{"ok":true,"value":"x"}"#)]).await;
    guest
        .eval(
            "const { stringify, parse } = JSON;
             JSON.stringify = JSON.parse = () => { throw new Error('mine'); };
             Array.prototype.toJSON = String.prototype.toJSON = Object.prototype.toJSON = () => 'mine';
             Array.prototype[Symbol.iterator] = () => { throw new Error('mine'); };
             Object.defineProperty(Object.prototype, 'ok', { get() { return true; }, set() { throw new Error('mine'); } });
             Object.defineProperty(Object.prototype, 'type', { set() { throw new Error('mine'); } });
             Object.prototype.nth = 7;
             RegExp.prototype.exec = RegExp.prototype.toString = String.prototype.startsWith = () => 'mine';
             Promise.prototype.then = () => { throw new Error('mine'); };
             Map.prototype.set = Set.prototype.add = WeakSet.prototype.add = () => { throw new Error('mine'); };
             const text = await page.getByRole('x', { name: /y/ }).filter({ hasText: 'a' }).first().textContent();
             if (text !== 'x') throw new Error('no text');
             await expect(page.locator('a')).toHaveClass(['b', 'c']);",
        )
        .await
        .unwrap();
    let operations = operations.take();
    assert_eq!(
        operations[0],
        r#"{"type":"locatorAction","args":["role","x","{\"name\":{\"$regex\":\"y\",\"$flags\":\"\"},\"filter\":{\"hasText\":\"a\"},\"nth\":0}","getText",null],"pageId":"page_0"}"#
    );
    assert!(
        operations[1].contains(r#""toHaveClass",["b","c"],false,"#),
        "{operations:?}"
    );
}
