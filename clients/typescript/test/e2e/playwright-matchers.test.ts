/** Matchers of locators and pages against a real browser: they wait, and their messages (runtime.md, section 20.7). */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BrowserPages } from "../support/browser-pages.ts";
import { rejection } from "../support/daemon.ts";
import { css, pair, regex, type LocatorTriple } from "../support/operator.ts";

/** Locator, matcher, an expected value that holds and one that does not, the message of each failure. */
type Case = [LocatorTriple, string, unknown, unknown, string, string];

const named = (name: string, value: unknown): object => ({ name, value });
const HEAD = css("#head");
const NAME = css("#name");

/** Matchers without a value: a locator for which it holds, one for which it does not, the messages. */
const STATES: [LocatorTriple, LocatorTriple, string, string, string][] = [
  [HEAD, css("#hidden"), "toBeVisible", "Expected element to be visible, but it was not", "Expected element to not be visible, but it was visible"],
  [css("#none"), HEAD, "toBeHidden", "Expected element to be hidden, but it was not", "Expected element to not be hidden, but it was hidden"],
  [css("#add"), css("#off"), "toBeEnabled", "Expected element to be enabled, but it was disabled", "Expected element to be disabled, but it was enabled"],
  [css("#off"), css("#add"), "toBeDisabled", "Expected element to be disabled, but it was not", "Expected element to not be disabled, but it was disabled"],
  [css("#agree"), css("#box"), "toBeChecked", "Expected element to be checked, but it was not", "Expected element to not be checked, but it was checked"],
  [NAME, css("#add"), "toBeFocused", "Expected element to be focused, but it was not", "Expected element to not be focused, but it was focused"],
  [css("#empty"), HEAD, "toBeEmpty", "Expected element to be empty, but it was not", "Expected element to not be empty, but it was"],
  [css("#hidden"), css("#none"), "toBeAttached", "Expected element to be attached to DOM, but it was not", "Expected element to not be attached to DOM, but it was"],
  [NAME, css("#readonly"), "toBeEditable", "Expected element to be editable, but it was not", "Expected element to not be editable, but it was"],
  [HEAD, css("#far"), "toBeInViewport", "Expected element to be in viewport, but it was not", "Expected element to not be in viewport, but it was"],
];

const VALUES: Case[] = [
  [HEAD, "toContainText", "wor", "none", 'Expected text to contain "none", but got "Hello world"', 'Expected text to not contain "wor", but got "Hello world"'],
  [HEAD, "toContainText", regex("W.R", "i"), regex("x"), 'Expected text to contain /x/, but got "Hello world"', 'Expected text to not contain /W.R/i, but got "Hello world"'],
  [HEAD, "toHaveText", "Hello world", "Hello", 'Expected text to be "Hello", but got "Hello world"', 'Expected text to not be "Hello world", but got "Hello world"'],
  [HEAD, "toHaveText", regex("^Hello"), regex("^world"), 'Expected text to be "/^world/", but got "Hello world"', 'Expected text to not be "/^Hello/", but got "Hello world"'],
  [NAME, "toHaveValue", "first", "last", 'Expected value to be "last", but got "first"', 'Expected value to not be "first", but it was'],
  [HEAD, "toHaveAttribute", named("title", "Headline"), named("title", "x"), 'Expected attribute "title" to be "x", but got "Headline"', 'Expected attribute "title" to not be "Headline", but it was'],
  [HEAD, "toHaveAttribute", named("title", regex("^Head")), named("title", regex("x", "g")), 'Expected attribute "title" to match /x/g, but got "Headline"', 'Expected attribute "title" to not match /^Head/, but got "Headline"'],
  [css(".item"), "toHaveCount", 3, 2, "Expected count to be 2, but got 3", "Expected count to not be 3, but it was"],
  [HEAD, "toHaveClass", "red", "blue", 'Expected class to match "blue", but got "big  red"', 'Expected class to not match "red", but got "big  red"'],
  [HEAD, "toHaveClass", "big  red", regex("^red"), 'Expected class to match /^red/, but got "big  red"', 'Expected class to not match "big  red", but got "big  red"'],
  [HEAD, "toHaveClass", ["red", "big"], ["red", "x"], 'Expected class to match ["red","x"], but got "big  red"', 'Expected class to not match ["red","big"], but got "big  red"'],
  [HEAD, "toContainClass", "red", "re", 'Expected element to contain class "re", but classes are "big  red"', 'Expected element to not contain class "red", but it does'],
  [HEAD, "toHaveId", "head", "foot", 'Expected id to be "foot", but got "head"', 'Expected id to not be "head", but it was'],
  [css("#hover"), "toHaveCSS", named("color", "rgb(255, 0, 0)"), named("color", "red"), 'Expected CSS "color" to be "red", but got "rgb(255, 0, 0)"', 'Expected CSS "color" to not be "rgb(255, 0, 0)", but it was'],
  [css("#hover"), "toHaveCSS", named("width", regex("px$")), named("width", regex("em$")), 'Expected CSS "width" to be "/em$/", but got "50px"', 'Expected CSS "width" to not be "/px$/", but it was'],
  [NAME, "toHaveJSProperty", named("data", { a: [1], b: null }), named("data", { a: [2] }), 'Expected JS property "data" to be {"a":[2]}, but got {"b":null,"a":[1]}', 'Expected JS property "data" to not be {"a":[1],"b":null}, but it was'],
  [css("#add"), "toHaveAccessibleName", "Add one", "Add", 'Expected accessible name to be "Add", but got "Add one"', 'Expected accessible name to not be "Add one", but it was'],
  [NAME, "toHaveAccessibleName", regex("name$"), regex("^name"), 'Expected accessible name to be "/^name/", but got "Your name"', 'Expected accessible name to not be "/name$/", but it was'],
  [css("#add"), "toHaveAccessibleDescription", "Counts up", "x", 'Expected accessible description to be "x", but got "Counts up"', 'Expected accessible description to not be "Counts up", but it was'],
  [HEAD, "toHaveRole", "heading", "button", 'Expected role to be "button", but got "heading"', 'Expected role to not be "heading", but it was'],
];

describe("matchers of a Playwright handler", () => {
  const pages = new BrowserPages();
  const short = { timeout: 100 };
  const not = { not: true, timeout: 100 };

  test("states of elements", () =>
    pages.on("/form", async (page) => {
      await page.run("evaluate", "agree.checked = true; const box = document.createElement('input'); box.type = 'checkbox'; box.id = 'box'; document.body.prepend(box); 1");
      await page.act(NAME, "focus");
      await page.run("evaluate", "scrollTo(0, 0)");
      for (const [holds, fails, matcher, message, negatedMessage] of STATES) {
        await page.expect(holds, matcher);
        await page.expect(fails, matcher, null, { not: true });
        assert.equal((await rejection(page.expect(fails, matcher, null, short))).message, message);
        assert.equal((await rejection(page.expect(holds, matcher, null, not))).message, negatedMessage);
      }
    }));

  test("values of elements", () =>
    pages.on("/form", async (page) => {
      await page.run("evaluate", "document.getElementById('name').data = { b: null, a: [1] }; 1");
      for (const [locator, matcher, right, wrong, message, negatedMessage] of VALUES) {
        await page.expect(locator, matcher, right);
        await page.expect(locator, matcher, wrong, { not: true });
        const failure = await rejection(page.expect(locator, matcher, wrong, short));
        assert.deepEqual([failure.name, failure.message], ["Error", message]);
        assert.equal((await rejection(page.expect(locator, matcher, right, not))).message, negatedMessage);
      }
      await page.expect(css("#twice"), "toHaveAttribute", named("title", "null"), { not: true });
    }));

  test("pages", () =>
    pages.on("/second", async (page) => {
      const expectPage = (matcher: string, expected: unknown, negated = false, timeout = 2_000): Promise<unknown> =>
        page.run("expectPage", matcher, expected, negated, timeout);
      const url = `${pages.origin}/second`;
      await expectPage("toHaveURL", url);
      await expectPage("toHaveURL", regex("/second$"));
      await expectPage("toHaveURL", "x", true);
      assert.equal((await rejection(expectPage("toHaveURL", "x", false, 50))).message, `Expected URL to be "x", but got "${url}"`);
      assert.equal((await rejection(expectPage("toHaveURL", regex("sec"), true, 50))).message, `Expected URL to not match "/sec/", but got "${url}"`);
      await expectPage("toHaveTitle", "Second");
      assert.equal((await rejection(expectPage("toHaveTitle", "x", false, 50))).message, 'Expected title to be "x", but got "Second"');
      assert.equal((await rejection(expectPage("toHaveTitle", "Second", true, 50))).message, 'Expected title to not match "Second", but got "Second"');
      await page.run("evaluate", "setTimeout(() => { document.title = 'Third' }, 250); 1");
      await expectPage("toHaveTitle", regex("third", "i"));
      assert.equal((await rejection(expectPage("toBeNice", ""))).message, "Unknown page matcher: toBeNice");
    }));

  test("they wait until the page has come so far, and no longer than they may", () =>
    pages.on("/form", async (page) => {
      await page.act(css("#later"), "click");
      await page.expect(css("#late"), "toHaveText", "late");
      await page.run("evaluate", "setTimeout(() => late.remove(), 250); 1");
      await page.expect(css("#late"), "toBeVisible", null, { not: true });
      const before = Date.now();
      const missing = await rejection(page.expect(css("#late"), "toHaveText", "late", { timeout: 300 }));
      const took = Date.now() - before;
      assert.ok(took >= 450 && took < 3_000, `${took} ms`);
      assert.equal(missing.name, "TimeoutError");
      assert.match((await rejection(page.expect(css(".item"), "toHaveText", "x", short))).message, /strict mode violation/);
      assert.equal((await rejection(page.expect(HEAD, "toBeNice"))).message, "Unknown locator matcher: toBeNice");
      assert.equal((await rejection(page.expect(HEAD, "toHaveText", regex("(")))).name, "SyntaxError");
      await page.expect(pair("chained", css("ul"), css("li")), "toHaveCount", 3);
    }));

  test("an expression that never ends costs the guest its assertion, not the host its thread", () =>
    pages.on("/form", async (page) => {
      await page.run("evaluate", "head.textContent = 'a'.repeat(60); 1");
      const before = Date.now();
      const slow = await rejection(page.expect(HEAD, "toHaveText", regex("^(a+)+$!"), { timeout: 20_000 }));
      assert.match(slow.message, /took more than 250 ms/);
      assert.ok(Date.now() - before < 10_000, "it is not tried again");
    }));
});
