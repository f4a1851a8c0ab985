/** Locators and their actions against a real browser (protocol.md, section 4.10; runtime.md, section 20.6). */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BrowserPages } from "../support/browser-pages.ts";
import { rejection } from "../support/daemon.ts";
import { css, pair, regex, type LocatorTriple } from "../support/operator.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("locators of a Playwright handler", () => {
  const pages = new BrowserPages();

  test("locators that Playwright writes into one another have an end", () =>
    pages.on("/form", async (page) => {
      let nested: LocatorTriple = css("a:not('\"')");
      for (let depth = 0; depth < 40; depth++) {
        nested = ["or", [css("b"), nested]];
      }
      const error = await rejection(page.act(nested, "count"));
      assert.match(error.message, /^Locator is too long: its selector has \d+ characters, and may have 1048576$/);
      const filtered = css("b", { filter: { has: nested } });
      assert.match((await rejection(page.act(filtered, "count"))).message, /^Locator is too long/);
    }));

  test("every kind finds its elements", () =>
    pages.on("/form", async (page) => {
      const item = css(".item");
      const idOf = (locator: LocatorTriple): Promise<string> => page.act(locator, "getAttribute", "id");
      const textOf = (locator: LocatorTriple): Promise<string> => page.act(locator, "getText");
      const found: [LocatorTriple, string][] = [
        [css("button:not([disabled])", { nth: 0 }), "add"],
        [["role", "button", { name: "Add one", exact: true }], "add"],
        [["role", "heading", { level: 1, name: regex("^hello", "i") }], "head"],
        [["role", "button", { disabled: true }], "off"],
        [["text", "far away"], "far"],
        [["text", regex("^FAR", "i")], "far"],
        [["text", "far", { exact: false }], "far"],
        [["label", "Your name"], "name"],
        [["label", regex("agree", "i")], "agree"],
        [["placeholder", "Ada"], "name"],
        [["testId", "counter"], "count"],
        [["altText", "A dot"], "dot"],
        [["title", "Headline"], "head"],
        [pair("or", css("#nothing"), css("#add")), "add"],
        [pair("and", css("button"), ["text", "Add one"]), "add"],
        [pair("chained", css("h1"), pair("or", css("b"), css("i"))), ""],
      ];
      for (const [locator, id] of found) {
        assert.equal((await idOf(locator)) ?? "", id, JSON.stringify(locator));
      }
      assert.equal(await textOf(css(".item", { nth: -1 })), "plum");
      assert.equal(await textOf(css(".item", { nth: 1, filter: { hasNotText: "apple" } })), "plum");
      assert.equal(await textOf(css(".item", { filter: { hasText: regex("PEAR", "i") } })), "pear green");
      assert.equal(await textOf(css(".item", { filter: { has: { $locator: css("i") } } })), "pear green");
      assert.equal(await page.act(css(".item", { filter: { hasNot: { $locator: css("i") } } }), "count"), 2);
      // What elements of a chain must have is looked for in them, not in the chain.
      assert.equal(await textOf(pair("chained", css("ul"), css("li", { filter: { has: { $locator: css("i") } } }))), "pear green");
      assert.equal(await textOf(pair("chained", pair("chained", css("ul"), item, { nth: 1 }), css("i"))), "green");
      assert.match((await rejection(page.act(item, "getText"))).message, /strict mode violation/);
      assert.equal((await rejection(page.act(["shape", "x"], "click"))).message, "Unknown locator kind: shape");
      assert.equal((await rejection(page.act(css("p"), "explode"))).message, "Unknown locator action: explode");
      assert.equal((await rejection(page.act(css("p"), "constructor"))).message, "Unknown locator action: constructor");
    }));

  test("frames", () =>
    pages.on("/frames", async (page) => {
      await page.act(pair("frame", css("iframe"), ["role", "button", { name: "Press" }]), "click");
      assert.equal(await page.act(pair("frame", css("iframe"), css("#p")), "getText"), "pressed");
      assert.equal(await page.act(pair("frame", css("iframe"), css("body", { filter: { has: { $locator: css("#p") } } })), "count"), 1);
      await page.expect(pair("frame", css("iframe"), css("#p")), "toHaveText", "pressed");
    }));

  test("actions", () =>
    pages.on("/form", async (page) => {
      const name = css("#name");
      await page.act(css("#add"), "click");
      await page.act(css("#add"), "click", null, { clickCount: 2 });
      assert.equal(await page.act(css("#count"), "getText"), "3");
      await page.act(css("#twice"), "dblclick");
      assert.equal(await page.act(css("#twice"), "innerText"), "twice!");
      await page.act(name, "fill", "Grace");
      await page.act(name, "type", " H");
      await page.act(name, "press", "Shift+KeyO");
      assert.equal(await page.act(name, "getValue"), "Grace HO");
      await page.act(name, "clear");
      assert.equal(await page.act(name, "getValue"), "");
      await page.act(css("#agree"), "check");
      assert.equal(await page.act(css("#agree"), "isChecked"), true);
      await page.act(css("#agree"), "uncheck");
      assert.equal(await page.act(css("#agree"), "isChecked"), false);
      await page.act(css("#color"), "selectOption", "g");
      assert.equal(await page.act(css("#color"), "getValue"), "g");
      await page.act(css("#hover"), "hover");
      assert.equal(await page.act(css("#hover"), "getText"), "over");
      await page.act(name, "focus");
      await page.expect(name, "toBeFocused");
      await page.act(css("#from"), "dragTo", { $locator: ["css", "#to", null] });
      await page.expect(css("#to"), "toHaveText", "dropped");
      await page.act(css("#far"), "scrollIntoViewIfNeeded");
      await page.expect(css("#far"), "toBeInViewport");
      await page.act(name, "highlight");
      await page.act(css("#later"), "click");
      await page.act(css("#late"), "waitFor", { state: "visible", timeout: 3_000 });
      await page.act(css("#late"), "waitFor");
      const late = await rejection(page.act(css("#off"), "click", null, { timeout: 150 }));
      assert.equal(late.name, "TimeoutError");
      assert.match(late.message, /Timeout 150ms exceeded/);
      assert.doesNotMatch(late.message, /\u001b/);
    }));

  test("readings", () =>
    pages.on("/form", async (page) => {
      assert.equal(await page.act(css("#head"), "getText"), "Hello world");
      assert.equal(await page.act(css("#head"), "innerHTML"), "Hello <b>world</b>");
      assert.equal(await page.act(css("#head"), "innerText"), "Hello world");
      assert.equal(await page.act(css("#head"), "getAttribute", "nothing"), null);
      const states: [string, boolean, boolean, boolean, boolean][] = [
        ["#add", true, true, false, false],
        ["#off", true, false, true, false],
        ["#hidden", false, true, false, true],
      ];
      for (const [selector, ...expected] of states) {
        const actions = ["isVisible", "isEnabled", "isDisabled", "isHidden"];
        assert.deepEqual(await Promise.all(actions.map((action) => page.act(css(selector), action))), expected, selector);
      }
      assert.equal(await page.act(css(".item"), "count"), 3);
      assert.deepEqual(await page.act(css(".item"), "allTextContents"), ["apple", "pear green", "plum"]);
      assert.deepEqual(await page.act(css(".item"), "allInnerTexts"), ["apple", "pear green", "plum"]);
      const box = await page.act(css("#from"), "boundingBox");
      assert.deepEqual([box.width, box.height], [40, 40]);
      assert.equal(await page.act(css("#hidden"), "boundingBox"), null);
      const png = Buffer.from(await page.act(css("#from"), "screenshot"), "base64");
      assert.equal(png.subarray(1, 4).toString(), "PNG");
      assert.equal(png.readUInt32BE(16), 40);
      assert.equal(await page.act(css("#add"), "evaluate", ["(element, more) => element.id + more", "!"]), "add!");
      assert.equal(await page.act(css(".item"), "evaluateAll", ["(all, n) => all.length * n", 2]), 6);
    }));

  test("files to upload come from the guest as bytes, or through readFile", async () => {
    const asked: string[] = [];
    const readFile = (path: string) => {
      asked.push(path);
      return { name: `read-${path.slice(1)}`, mimeType: "text/x-read", buffer: new TextEncoder().encode(`of ${path}`) };
    };
    const hello = { name: "hello.txt", mimeType: "text/plain", buffer: base64("hello") };
    await pages.on("/form", async (page) => {
      const upload = (files: unknown): Promise<unknown> => page.act(css("#file"), "setInputFiles", files);
      const shows = (text: string): Promise<unknown> => page.expect(css("#files"), "toHaveText", text);
      await upload(hello);
      await shows("hello.txt:text/plain:hello");
      await upload([hello, { ...hello, name: "2.txt", buffer: "" }]);
      await shows("hello.txt:text/plain:hello,2.txt:text/plain:");
      await upload("/etc");
      await shows("read-etc:text/x-read:of /etc");
      await upload(["/a", "/b"]);
      assert.deepEqual(asked, ["/etc", "/a", "/b"]);
      await upload([]);
      await shows("");
    }, { readFile });
    await pages.on("/form", async (page) => {
      const refusal = async (files: unknown): Promise<string> =>
        (await rejection(page.act(css("#file"), "setInputFiles", files))).message;
      assert.match(await refusal("/etc/passwd"), /^setInputFiles\(\) with file paths requires a readFile callback to be provided\. /);
      assert.match(await refusal(["/a", hello]), /^setInputFiles\(\) does not support mixing file paths and inline/);
      assert.match(await refusal([7]), /^setInputFiles\(\) expects a file path string, an array/);
      assert.match(await refusal({ name: "x", mimeType: "y", buffer: {} }), /^setInputFiles\(\) inline file buffer must be/);
      assert.match(await refusal({ path: "/etc/passwd" }), /^setInputFiles\(\) expects/);
    });
  });
});
