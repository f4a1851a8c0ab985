//! What each method says to the handler.

use super::scripted;
use crate::support::Failures;

/// Answers that methods need to go on.
const SCRIPT: [(&str, &str); 5] = [
    ("\"count\"", r#"{"ok":true,"value":2}"#),
    (
        "Start\"",
        r#"{"ok":true,"value":{"listenerId":"listener_3"}}"#,
    ),
    (
        "Finish\"",
        r#"{"ok":true,"value":{"url":"u","status":200,"headers":{}}}"#,
    ),
    ("\"request\"", r#"{"ok":true,"value":{"status":200}}"#),
    (
        "\"newContext\"",
        r#"{"ok":true,"value":{"contextId":"ctx_7"}}"#,
    ),
];

/// A method of the page, and its operation without the page's id.
const OF_PAGES: &[(&str, &str)] = &[
    (
        "goto('http://x', { waitUntil: 'commit' })",
        r#""goto","args":["http://x","commit"]"#,
    ),
    (
        "goto('http://x', { timeout: 5 })",
        r#""goto","args":["http://x",null,5]"#,
    ),
    ("reload()", r#""reload","args":[]"#),
    (
        "reload({ waitUntil: 'load', timeout: 5 })",
        r#""reload","args":["load",5]"#,
    ),
    ("goBack()", r#""goBack","args":[null]"#),
    (
        "goForward({ waitUntil: 'load' })",
        r#""goForward","args":["load"]"#,
    ),
    ("url()", r#""url","args":[]"#),
    ("title()", r#""title","args":[]"#),
    ("content()", r#""content","args":[]"#),
    (
        "waitForSelector('#a', { state: 'hidden' })",
        r##""waitForSelector","args":["#a","{\"state\":\"hidden\"}"]"##,
    ),
    (
        "waitForSelector('#a')",
        r##""waitForSelector","args":["#a",null]"##,
    ),
    ("waitForTimeout(5)", r#""waitForTimeout","args":[5]"#),
    ("waitForLoadState()", r#""waitForLoadState","args":[null]"#),
    (
        "waitForLoadState('networkidle')",
        r#""waitForLoadState","args":["networkidle"]"#,
    ),
    (
        "waitForURL('**/a')",
        r#""waitForURL","args":[{"type":"string","value":"**/a"},null,null]"#,
    ),
    (
        "waitForURL(/a\\/b/gi, { timeout: 9, waitUntil: 'load' })",
        r#""waitForURL","args":[{"type":"regex","value":{"$regex":"a\\/b","$flags":"gi"}},9,"load"]"#,
    ),
    ("evaluate('1 + 1')", r#""evaluate","args":["1 + 1"]"#),
    ("evaluate(() => 1)", r#""evaluate","args":["(() => 1)()"]"#),
    (
        "evaluate((a) => a, { b: [1] })",
        r#""evaluate","args":["(a) => a",{"b":[1]}]"#,
    ),
    (
        "evaluate((a) => a, null)",
        r#""evaluate","args":["(a) => a",null]"#,
    ),
    (
        "request.fetch('/a')",
        r#""request","args":["/a","GET",null,null]"#,
    ),
    (
        "request.fetch('/a', { method: 'PATCH', data: { b: 1 }, headers: { c: 'd' } })",
        r#""request","args":["/a","PATCH",{"b":1},{"c":"d"}]"#,
    ),
    (
        "request.get('/a')",
        r#""request","args":["/a","GET",null,null]"#,
    ),
    (
        "request.post('/a', { data: 'x' })",
        r#""request","args":["/a","POST","x",null]"#,
    ),
    (
        "request.put('/a')",
        r#""request","args":["/a","PUT",null,null]"#,
    ),
    (
        "request.delete('/a')",
        r#""request","args":["/a","DELETE",null,null]"#,
    ),
    ("screenshot()", r#""screenshot","args":[{}]"#),
    (
        "screenshot({ path: 'a.png', fullPage: true })",
        r#""screenshot","args":[{"path":"a.png","fullPage":true}]"#,
    ),
    ("pdf({ format: 'A4' })", r#""pdf","args":[{"format":"A4"}]"#),
    (
        "setViewportSize({ width: 1, height: 2 })",
        r#""setViewportSize","args":[{"width":1,"height":2}]"#,
    ),
    ("viewportSize()", r#""viewportSize","args":[]"#),
    (
        "emulateMedia({ media: 'print' })",
        r#""emulateMedia","args":[{"media":"print"}]"#,
    ),
    (
        "setExtraHTTPHeaders({ a: 'b' })",
        r#""setExtraHTTPHeaders","args":[{"a":"b"}]"#,
    ),
    (
        "keyboard.type('ab', { delay: 1 })",
        r#""keyboardType","args":["ab",{"delay":1}]"#,
    ),
    (
        "keyboard.press('Enter')",
        r#""keyboardPress","args":["Enter",{}]"#,
    ),
    (
        "keyboard.down('Shift')",
        r#""keyboardDown","args":["Shift"]"#,
    ),
    ("keyboard.up('Shift')", r#""keyboardUp","args":["Shift"]"#),
    (
        "keyboard.insertText('é')",
        r#""keyboardInsertText","args":["é"]"#,
    ),
    (
        "mouse.move(1, 2, { steps: 3 })",
        r#""mouseMove","args":[1,2,{"steps":3}]"#,
    ),
    ("mouse.click(1, 2)", r#""mouseClick","args":[1,2,{}]"#),
    (
        "mouse.down({ button: 'right' })",
        r#""mouseDown","args":[{"button":"right"}]"#,
    ),
    ("mouse.up()", r#""mouseUp","args":[{}]"#),
    ("mouse.wheel(0, 10)", r#""mouseWheel","args":[0,10]"#),
    ("frames()", r#""frames","args":[]"#),
    ("mainFrame()", r#""mainFrame","args":[]"#),
    ("bringToFront()", r#""bringToFront","args":[]"#),
    ("close()", r#""close","args":[]"#),
    ("pause()", r#""pause","args":[]"#),
    ("isClosed()", r#""isClosed","args":[]"#),
    (
        "click('#a')",
        r##""locatorAction","args":["css","#a",null,"click",null]"##,
    ),
    (
        "fill('#a', 1)",
        r##""locatorAction","args":["css","#a",null,"fill","1"]"##,
    ),
    (
        "textContent('#a')",
        r##""locatorAction","args":["css","#a",null,"getText",null]"##,
    ),
    (
        "inputValue('#a')",
        r##""locatorAction","args":["css","#a",null,"getValue",null]"##,
    ),
    (
        "isHidden('#a')",
        r##""locatorAction","args":["css","#a",null,"isHidden",null]"##,
    ),
    (
        "getAttribute('#a', 'b')",
        r##""locatorAction","args":["css","#a",null,"getAttribute","b"]"##,
    ),
];

/// A method of `page.locator('a')`, and its action with the argument.
const OF_LOCATORS: &[(&str, &str)] = &[
    ("click()", r#""click",null"#),
    ("click({ force: true })", r#""click",null,{"force":true}"#),
    ("dblclick()", r#""dblclick",null"#),
    ("fill('x')", r#""fill","x""#),
    ("type('x', { delay: 2 })", r#""type","x",{"delay":2}"#),
    ("check()", r#""check",null"#),
    ("uncheck()", r#""uncheck",null"#),
    ("selectOption('x')", r#""selectOption","x""#),
    ("clear()", r#""clear",null"#),
    ("press('Enter')", r#""press","Enter""#),
    ("hover()", r#""hover",null"#),
    ("focus()", r#""focus",null"#),
    (
        "dragTo(page.getByText('t'))",
        r#""dragTo",{"$locator":["text","t",null]}"#,
    ),
    (
        "scrollIntoViewIfNeeded()",
        r#""scrollIntoViewIfNeeded",null"#,
    ),
    ("highlight()", r#""highlight",null"#),
    ("setInputFiles('/a.txt')", r#""setInputFiles","/a.txt""#),
    (
        "setInputFiles(['/a', '/b'])",
        r#""setInputFiles",["/a","/b"]"#,
    ),
    ("setInputFiles([])", r#""setInputFiles",[]"#),
    (
        "setInputFiles({ name: 'a', mimeType: 'm', buffer: new Uint8Array([1, 2]).subarray(1) })",
        r#""setInputFiles",{"name":"a","mimeType":"m","buffer":"Ag=="}"#,
    ),
    (
        "setInputFiles([{ name: 'a', mimeType: 'm', buffer: new ArrayBuffer(1) }, { name: 'b', mimeType: 'm', buffer: 'AQ==' }])",
        r#""setInputFiles",[{"name":"a","mimeType":"m","buffer":"AA=="},{"name":"b","mimeType":"m","buffer":"AQ=="}]"#,
    ),
    ("textContent()", r#""getText",null"#),
    ("innerText()", r#""innerText",null"#),
    ("innerHTML()", r#""innerHTML",null"#),
    ("inputValue()", r#""getValue",null"#),
    ("getAttribute('x')", r#""getAttribute","x""#),
    ("isVisible()", r#""isVisible",null"#),
    ("isHidden()", r#""isHidden",null"#),
    ("isEnabled()", r#""isEnabled",null"#),
    ("isDisabled()", r#""isDisabled",null"#),
    ("isChecked()", r#""isChecked",null"#),
    ("count()", r#""count",null"#),
    ("boundingBox()", r#""boundingBox",null"#),
    ("allTextContents()", r#""allTextContents",null"#),
    ("allInnerTexts()", r#""allInnerTexts",null"#),
    ("waitFor()", r#""waitFor",null"#),
    (
        "waitFor({ state: 'hidden', timeout: 5 })",
        r#""waitFor",{"state":"hidden","timeout":5}"#,
    ),
    (
        "evaluate((e, a) => e.id + a, 'x')",
        r#""evaluate",["(e, a) => e.id + a","x"]"#,
    ),
    (
        "evaluateAll((all) => all.length)",
        r#""evaluateAll",["(all) => all.length",null]"#,
    ),
    (
        "screenshot({ type: 'png' })",
        r#""screenshot",{"type":"png"}"#,
    ),
];

/// What makes a locator of `page`, and its description.
const DESCRIPTIONS: &[(&str, &str)] = &[
    ("locator('#a')", r##""css","#a",null"##),
    ("getByRole('link')", r#""role","link",null"#),
    (
        "getByRole('link', { name: 'x', exact: true })",
        r#""role","link","{\"name\":\"x\",\"exact\":true}""#,
    ),
    ("getByText('x')", r#""text","x",null"#),
    (
        "getByText(/x/)",
        r#""text",{"$regex":"x","$flags":""},null"#,
    ),
    (
        "getByLabel('x', { exact: true })",
        r#""label","x","{\"exact\":true}""#,
    ),
    ("getByPlaceholder('x')", r#""placeholder","x",null"#),
    ("getByTestId('x')", r#""testId","x",null"#),
    ("getByAltText('x')", r#""altText","x",null"#),
    ("getByTitle('x')", r#""title","x",null"#),
    ("locator('a').nth(2)", r#""css","a","{\"nth\":2}""#),
    (
        "locator('a').filter({ visible: true })",
        r#""css","a","{\"filter\":{\"visible\":true}}""#,
    ),
    ("locator('a').last()", r#""css","a","{\"nth\":-1}""#),
    (
        "locator('a').filter({ hasText: /x/u, hasNotText: 'y', has: page.getByText('z') }).first()",
        r#""css","a","{\"filter\":{\"hasText\":{\"$regex\":\"x\",\"$flags\":\"u\"},\"hasNotText\":\"y\",\"has\":{\"$locator\":[\"text\",\"z\",null]}},\"nth\":0}""#,
    ),
    (
        "locator('a').nth(1).filter({ hasText: 'x' })",
        r#""chained","[[\"css\",\"a\",\"{\\\"nth\\\":1}\"],[\"css\",\":scope\",null]]","{\"filter\":{\"hasText\":\"x\"}}""#,
    ),
    (
        "locator('a').getByText('b')",
        r#""chained","[[\"css\",\"a\",null],[\"text\",\"b\",null]]",null"#,
    ),
    (
        "locator('a').locator('b').first()",
        r#""chained","[[\"css\",\"a\",null],[\"css\",\"b\",null]]","{\"nth\":0}""#,
    ),
    (
        "locator('a').or(page.locator('b'))",
        r#""or","[[\"css\",\"a\",null],[\"css\",\"b\",null]]",null"#,
    ),
    (
        "locator('a').and(page.locator('b'))",
        r#""and","[[\"css\",\"a\",null],[\"css\",\"b\",null]]",null"#,
    ),
    (
        "frameLocator('#f').getByText('b')",
        r##""frame","[[\"css\",\"#f\",null],[\"text\",\"b\",null]]",null"##,
    ),
];

#[tokio::test]
async fn each_method_is_one_operation() {
    let (guest, operations) = scripted(&SCRIPT).await;
    let mut failures = Failures::default();
    let pages = OF_PAGES.iter().map(|(code, operation)| {
        let operation = format!(r#"{{"type":{operation},"pageId":"page_0"}}"#);
        (format!("page.{code}"), operation)
    });
    let action = |locator: &str, action: &str| {
        format!(r#"{{"type":"locatorAction","args":[{locator},{action}],"pageId":"page_0"}}"#)
    };
    let actions = OF_LOCATORS.iter().map(|(code, what)| {
        let operation = action(r#""css","a",null"#, what);
        (format!("page.locator('a').{code}"), operation)
    });
    let descriptions = DESCRIPTIONS.iter().map(|(code, locator)| {
        let operation = action(locator, r#""click",null"#);
        (format!("page.{code}.click()"), operation)
    });
    for (code, expected) in pages.chain(actions).chain(descriptions) {
        if let Err(error) = guest.eval(&format!("await {code}")).await {
            failures.compare(&code, &error.message, "no error");
        }
        failures.compare(&code, &operations.take().join("\n"), &expected);
    }
}

#[tokio::test]
async fn contexts_and_their_pages_have_ids() {
    let script = [
        ("newContext", r#"{"ok":true,"value":{"contextId":"ctx_7"}}"#),
        ("newPage", r#"{"ok":true,"value":{"pageId":"page_9"}}"#),
        ("\"cookies\"", r#"{"ok":true,"value":[{"name":"a"}]}"#),
    ];
    let (guest, operations) = scripted(&script).await;
    guest
        .check(
            "is(page.context(), context);
             const other = await browser.newContext({ locale: 'de' });
             ok(other instanceof IsolateContext);
             const there = await other.newPage();
             ok(there instanceof IsolatePage);
             is(there.context(), other);
             await there.reload();
             await other.addCookies([{ name: 'a', value: 'b' }]);
             same(await other.cookies('http://x'), [{ name: 'a' }]);
             await context.cookies();
             await other.clearCookies();
             await other.close();
             await browser.newContext();",
        )
        .await;
    assert_eq!(
        operations.take(),
        [
            r#"{"type":"newContext","args":[{"locale":"de"}]}"#,
            r#"{"type":"newPage","args":[],"contextId":"ctx_7"}"#,
            r#"{"type":"reload","args":[],"pageId":"page_9"}"#,
            r#"{"type":"addCookies","args":[[{"name":"a","value":"b"}]],"contextId":"ctx_7"}"#,
            r#"{"type":"cookies","args":[["http://x"]],"contextId":"ctx_7"}"#,
            r#"{"type":"cookies","args":[null],"contextId":"ctx_0"}"#,
            r#"{"type":"clearCookies","args":[],"contextId":"ctx_7"}"#,
            r#"{"type":"closeContext","args":[],"contextId":"ctx_7"}"#,
            r#"{"type":"newContext","args":[null]}"#,
        ]
    );
}

#[tokio::test]
async fn one_locator_for_each_element() {
    let (guest, operations) = scripted(&SCRIPT).await;
    guest
        .check(
            "const all = await page.locator('li').all();
             same(all.map((one) => one instanceof Locator), [true, true]);
             await all[1].click();",
        )
        .await;
    let expected = r#"{"type":"locatorAction","args":["css","li","{\"nth\":1}","click",null],"pageId":"page_0"}"#;
    assert_eq!(operations.take().last().unwrap(), expected);
}

#[tokio::test]
async fn answers_of_the_browsers_own_requests() {
    let answer = r#"{"ok":true,"value":{"status":404,"ok":false,"headers":{"a":"b"},"text":"no","json":null}}"#;
    let (guest, _) = scripted(&[("\"request\"", answer)]).await;
    guest
        .check(
            "const answer = await page.request.get('/');
             same([answer.status(), answer.ok(), answer.headers()], [404, false, { a: 'b' }]);
             same([await answer.text(), await answer.json(), await answer.body()], ['no', null, null]);",
        )
        .await;
}

#[tokio::test]
async fn files_that_are_none() {
    let (guest, operations) = scripted(&[]).await;
    let wrong = "setInputFiles() expects a file path string, an array of file path strings, a single inline file object ({ name, mimeType, buffer }), or an array of inline file objects.";
    let mixed = "setInputFiles() does not support mixing file paths and inline file objects in the same array.";
    let buffer =
        "setInputFiles() inline file buffer must be a base64 string, ArrayBuffer, or TypedArray.";
    for (files, message) in [
        ("", wrong),
        ("7", wrong),
        ("{}", wrong),
        ("[7]", wrong),
        ("['/a', { name: 'a', mimeType: 'm', buffer: '' }]", mixed),
        ("{ name: 'a', mimeType: 'm', buffer: 7 }", buffer),
        ("[{ name: 'a', mimeType: 'm', buffer: [1] }]", buffer),
    ] {
        let code = format!("await page.locator('a').setInputFiles({files})");
        guest.fails(&code, "Error", message).await;
    }
    assert_eq!(operations.take().len(), 0);
}
