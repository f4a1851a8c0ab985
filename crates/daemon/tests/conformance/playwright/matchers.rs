//! `expect` of locators and pages (runtime.md 20.7).

use super::{answered, scripted};
use crate::support::Failures;

/// A matcher of `page.locator('a')`, its name and what it expects.
const OF_LOCATORS: &[(&str, &str)] = &[
    ("toBeVisible()", r#""toBeVisible",null"#),
    ("toBeHidden()", r#""toBeHidden",null"#),
    ("toBeEnabled()", r#""toBeEnabled",null"#),
    ("toBeDisabled()", r#""toBeDisabled",null"#),
    ("toBeChecked()", r#""toBeChecked",null"#),
    ("toBeFocused()", r#""toBeFocused",null"#),
    ("toBeEmpty()", r#""toBeEmpty",null"#),
    ("toBeAttached()", r#""toBeAttached",null"#),
    ("toBeEditable()", r#""toBeEditable",null"#),
    ("toBeInViewport()", r#""toBeInViewport",null"#),
    ("toContainText('x')", r#""toContainText","x""#),
    (
        "toHaveText(/x/i)",
        r#""toHaveText",{"$regex":"x","$flags":"i"}"#,
    ),
    ("toHaveValue('x')", r#""toHaveValue","x""#),
    ("toHaveCount(3)", r#""toHaveCount",3"#),
    ("toHaveId('x')", r#""toHaveId","x""#),
    ("toHaveClass(['x', 'y'])", r#""toHaveClass",["x","y"]"#),
    ("toContainClass('x')", r#""toContainClass","x""#),
    ("toHaveRole('x')", r#""toHaveRole","x""#),
    ("toHaveAccessibleName('x')", r#""toHaveAccessibleName","x""#),
    (
        "toHaveAccessibleDescription(/x/)",
        r#""toHaveAccessibleDescription",{"$regex":"x","$flags":""}"#,
    ),
    (
        "toHaveAttribute('n', /x/)",
        r#""toHaveAttribute",{"name":"n","value":{"$regex":"x","$flags":""}}"#,
    ),
    (
        "toHaveCSS('n', 'x')",
        r#""toHaveCSS",{"name":"n","value":"x"}"#,
    ),
    (
        "toHaveJSProperty('n', { a: 1 })",
        r#""toHaveJSProperty",{"name":"n","value":{"a":1}}"#,
    ),
];

/// The operation, but for the time that is left.
fn without_time(operations: &[String]) -> String {
    let [operation] = operations else {
        return format!("{} operations", operations.len());
    };
    match operation.rsplit_once(',').and_then(|(rest, page)| {
        let (rest, left) = rest.rsplit_once(',')?;
        let left: f64 = left.strip_suffix(']')?.parse().ok()?;
        (left > 0.0 && left <= 10_000.0).then(|| format!("{rest},_],{page}"))
    }) {
        Some(text) => text,
        None => operation.clone(),
    }
}

#[tokio::test]
async fn each_matcher_is_one_operation_if_it_holds() {
    let (guest, operations) = scripted(&[]).await;
    let mut failures = Failures::default();
    for (code, what) in OF_LOCATORS {
        for (not, negated) in [("", false), (".not", true)] {
            let code = format!("expect(page.locator('a')){not}.{code}");
            guest.eval(&format!("await {code}")).await.unwrap();
            let expected = format!(
                r#"{{"type":"expectLocator","args":["css","a",null,{what},{negated},_],"pageId":"page_0"}}"#
            );
            failures.compare(&code, &without_time(&operations.take()), &expected);
        }
    }
    for (code, what) in [
        ("toHaveURL('x')", r#""toHaveURL","x",false"#),
        (
            "not.toHaveURL(/x/)",
            r#""toHaveURL",{"$regex":"x","$flags":""},true"#,
        ),
        (
            "toHaveTitle(/x/)",
            r#""toHaveTitle",{"$regex":"x","$flags":""},false"#,
        ),
    ] {
        guest
            .eval(&format!("await expect(page).{code}"))
            .await
            .unwrap();
        let expected = format!(r#"{{"type":"expectPage","args":[{what},_],"pageId":"page_0"}}"#);
        failures.compare(code, &without_time(&operations.take()), &expected);
    }
}

#[tokio::test]
async fn they_look_again_until_it_holds() {
    let (guest, operations) = answered(|_, before| match before {
        0 => r#"{"ok":false,"error":{"name":"TimeoutError","message":"nothing there"}}"#.to_owned(),
        1 | 2 => {
            r#"{"ok":false,"error":{"name":"Error","message":"Expected element to be visible, but it was not"}}"#.to_owned()
        }
        _ => r#"{"ok":true}"#.to_owned(),
    })
    .await;
    guest
        .eval("await expect(page.locator('a')).toBeVisible()")
        .await
        .unwrap();
    assert_eq!(operations.take().len(), 4);
}

#[tokio::test]
async fn they_fail_with_the_last_finding() {
    let answer =
        |text: &str| format!(r#"{{"ok":false,"error":{{"name":"Error","message":"{text}"}}}}"#);
    let expected = "Expected count to be 3, but got 2";
    let said = answer(expected);
    let (guest, operations) = answered(move |_, before| match before {
        0 => said.clone(),
        _ => r#"{"ok":false,"error":{"name":"TimeoutError","message":"Timeout 1ms exceeded."}}"#
            .to_owned(),
    })
    .await;
    guest
        .check(
            "const began = performance.now();
             const error = await expect(page.locator('a')).toHaveCount(3, { timeout: 250 }).then(() => null, (error) => error);
             same([error.name, error.message, 'matcherName' in error], ['Error', 'Expected count to be 3, but got 2', false]);
             ok(performance.now() - began >= 245);",
        )
        .await;
    let looks = operations.take();
    assert!(looks.len() >= 2, "{looks:?}");
    assert!(
        looks[0].ends_with(r#"3,false,250],"pageId":"page_0"}"#),
        "{looks:?}"
    );
}

#[tokio::test]
async fn no_looking_again_where_it_would_not_help() {
    let answer = r#"{"ok":false,"error":{"name":"Error","message":"Page page_0 not found"}}"#;
    let (guest, operations) = scripted(&[("", answer)]).await;
    let code = "await expect(page).not.toHaveTitle('x')";
    guest.fails(code, "Error", "Page page_0 not found").await;
    assert_eq!(operations.take().len(), 1);
}

#[tokio::test]
async fn matchers_of_values_stay() {
    let (guest, _) = scripted(&[]).await;
    guest
        .check(
            "expect(page).toBe(page);
             expect(page.locator('a')).not.toBe(page.locator('a'));
             expect(page.locator('a')).toBeInstanceOf(Locator);
             is(typeof expect({}).toBeVisible, 'undefined');
             is(typeof expect(page).toBeVisible, 'undefined');
             is(typeof expect.any, 'function');",
        )
        .await;
}
