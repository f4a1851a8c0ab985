/** Page operations of the Playwright handler against a real browser (protocol.md, section 4.10; runtime.md, sections 20.3 to 20.5). */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BrowserPages } from "../support/browser-pages.ts";
import { rejection } from "../support/daemon.ts";
import { css, regex } from "../support/operator.ts";

const glob = (value: string): object => ({ type: "string", value });
const expression = (source: string, flags = ""): object => ({ type: "regex", value: regex(source, flags) });

describe("the page of a Playwright handler", () => {
  const pages = new BrowserPages();

  test("navigation", () =>
    pages.on("/form", async (page) => {
      assert.equal(await page.run("title"), "Form");
      assert.equal(await page.run("url"), `${pages.origin}/form`);
      assert.match(await page.run("content"), /<button id="add"/);
      assert.equal(await page.run("goto", `${pages.origin}/second`, "domcontentloaded"), undefined);
      await page.run("goBack", null);
      assert.equal(await page.run("title"), "Form");
      await page.run("goForward", "load");
      assert.equal(await page.run("title"), "Second");
      await page.run("evaluate", "document.title = 'changed'");
      await page.run("reload");
      assert.equal(await page.run("title"), "Second");
      await page.run("goto", "data:text/html,<title>Data</title>", null);
      assert.equal(await page.run("title"), "Data");
      await page.run("goto", "about:blank", null);
      assert.equal(await page.run("url"), "about:blank");
    }));

  test("the browser is not sent to files, and does not go there from a page", () =>
    pages.on("/second", async (page) => {
      for (const url of ["file:///etc/passwd", " \tFILE:///etc/passwd", "view-source:file:///etc", "chrome://version", "about:version", "javascript:1"]) {
        assert.match((await rejection(page.run("goto", url, null))).message, /^page\.goto refused: .* is not an http, https or data URL/);
      }
      assert.match((await rejection(page.run("request", "file:///etc/passwd", "GET", null, null))).message, /^page\.request refused/);
      await rejection(page.run("request", `${pages.origin}/to-file`, "GET", null, null));
      await rejection(page.run("goto", "/etc/passwd", null));
      const starts = [`${pages.origin}/second`, "about:blank", "data:text/html,<p>x"];
      const ways = [
        "location.href = FILE",
        "document.body.innerHTML = '<a href=' + FILE + '>x</a>'; document.querySelector('a').click()",
        "open(FILE, '_self')",
        "const frame = document.createElement('iframe'); frame.src = FILE; document.body.append(frame)",
      ];
      for (const start of starts) {
        await page.run("goto", start, null);
        await rejection(page.run("evaluate", "fetch('file:///etc/hosts').then((answer) => answer.text())"));
        for (const way of ways) {
          await page.run("evaluate", `{ ${way.replaceAll("FILE", "'file:///etc/hosts'")} } 1`);
        }
        await page.run("waitForTimeout", 150);
        assert.equal(await page.run("url"), start);
        const frames: { url: string }[] = await page.run("frames");
        assert.ok(frames.every(({ url }) => !url.startsWith("file:")), JSON.stringify(frames));
      }
      assert.equal((await rejection(page.run("goto", 7, null))).message, "page.goto expects a URL string");
      assert.match((await rejection(page.run("goto", `${pages.origin}/to-file`, null))).message, /ERR_UNSAFE_REDIRECT/);
    }));

  test("other schemes are allowed by an option", () =>
    pages.on("/second", (page) => page.run("goto", "file:///", null), { allowSchemes: ["file:"] }));

  test("waits", () =>
    pages.on("/form", async (page) => {
      await page.act(css("#later"), "click");
      assert.equal(await page.run("waitForSelector", "#late", JSON.stringify({ state: "attached" })), undefined);
      await page.run("waitForSelector", "#late", null);
      await page.run("waitForLoadState", null);
      await page.run("waitForLoadState", "networkidle");
      const before = Date.now();
      await page.run("waitForTimeout", 120);
      assert.ok(Date.now() - before >= 110);
      await page.run("waitForURL", glob("**/form"), null, null);
      await page.run("evaluate", "setTimeout(() => location.href = '/second?a=1', 100); 1");
      await page.run("waitForURL", expression("/SECOND\\?a", "i"), 3_000, "load");
      assert.equal(await page.run("title"), "Second");
      const late = await rejection(page.run("waitForURL", glob("**/never"), 200, null));
      assert.equal(late.name, "TimeoutError");
      assert.match(late.message, /Timeout 200ms exceeded/);
      assert.equal((await rejection(page.run("waitForSelector", "#never", JSON.stringify({ timeout: 100 })))).name, "TimeoutError");
    }));

  test("requests and responses, waited for from before they are made", () =>
    pages.on("/form", async (page) => {
      const { listenerId: request } = await page.run("waitForRequestStart", glob("**/api"), null);
      const { listenerId: response } = await page.run("waitForResponseStart", expression("/api$"), 2_000);
      await page.act(css("#fetch"), "click");
      const sent = await page.run("waitForRequestFinish", request);
      assert.deepEqual([sent.url, sent.method, sent.postData], [`${pages.origin}/api`, "POST", "q=1"]);
      assert.equal(typeof sent.headers["user-agent"], "string");
      const got = await page.run("waitForResponseFinish", response);
      assert.deepEqual([got.url, got.status, got.statusText, got.ok, got.body], [`${pages.origin}/api`, 201, "Created", true, null]);
      assert.equal(got.headers["x-made"], "here");
      assert.ok(got.headersArray.some(({ name, value }: { name: string; value: string }) => name.toLowerCase() === "x-made" && value === "here"));
      assert.deepEqual(got.json, { method: "POST", body: "q=1", header: null });
      assert.deepEqual(JSON.parse(got.text), got.json);
      assert.match((await rejection(page.run("waitForResponseFinish", response))).message, /^Listener .* not found$/);
      const { listenerId: never } = await page.run("waitForRequestStart", glob("**/never"), 100);
      assert.equal((await rejection(page.run("waitForRequestFinish", never))).name, "TimeoutError");
    }));

  test("a wait sees requests one after the other, and misses none that comes meanwhile", () =>
    pages.on("/form", async (page) => {
      const { listenerId: requests } = await page.run("waitForRequestStart", expression(".*"), 3_000);
      const { listenerId: responses } = await page.run("waitForResponseStart", expression(".*"), 3_000);
      await page.run("evaluate", "Promise.all(['/api?1', '/api?2', '/api?3'].map((url) => fetch(url))).then(() => 1)");
      for (const number of [1, 2, 3]) {
        const seen = await page.run("waitForRequestFinish", requests, { next: true });
        assert.deepEqual([seen.url, seen.more], [`${pages.origin}/api?${number}`, true]);
      }
      assert.equal((await page.run("waitForRequestFinish", requests, { last: true })).url, `${pages.origin}/api?3`);
      assert.match((await rejection(page.run("waitForRequestFinish", requests, { last: true }))).message, /^Listener .* not found$/);
      assert.match((await rejection(page.run("waitForResponseFinish", responses, { last: true }))).message, /has not seen anything yet$/);
      const head = await page.run("waitForResponseFinish", responses, { next: true });
      assert.deepEqual([head.status, head.more, "text" in head], [201, true, false]);
      const whole = await page.run("waitForResponseFinish", responses, { last: true });
      assert.deepEqual([whole.url, whole.json.method, "more" in whole], [head.url, "GET", false]);
      // The wait is there as soon as it has been begun, whatever comes right behind.
      const begun = page.run("waitForResponseStart", expression("/api[?]4$"), 3_000);
      await page.run("evaluate", "fetch('/api?4').then(() => 1)");
      assert.equal((await page.run("waitForResponseFinish", (await begun).listenerId)).url, `${pages.origin}/api?4`);
    }));

  test("waits that nobody asks about are bounded, and expressions take no time of the host's", () =>
    pages.on("/second", async (page) => {
      for (let n = 0; n < 100; n++) {
        await page.run("waitForRequestStart", glob("**/x"), 5_000);
      }
      assert.match((await rejection(page.run("waitForRequestStart", glob("**/x"), 100))).message, /the limit is 100$/);
      await rejection(page.run("waitForURL", expression("("), 100, null));
      await page.run("goto", `${pages.origin}/second?${"a".repeat(40)}`, null);
      const slow = await rejection(page.run("waitForURL", expression("(a+)+$|(a+)+!"), 1_000, null).then(() => page.run("waitForURL", expression("^.*(a+)+!"), 1_000, null)));
      assert.match(slow.message, /took more than 250 ms/);
    }));

  test("scripts", () =>
    pages.on("/second", async (page) => {
      assert.equal(await page.run("evaluate", "1 + 2"), 3);
      assert.equal(await page.run("evaluate", "document.title"), "Second");
      assert.equal(await page.run("evaluate", "(() => document.title.length)()"), 6);
      assert.deepEqual(await page.run("evaluate", "async ({ n }) => ({ twice: n * 2 })", { n: 21 }), { twice: 42 });
      assert.equal(await page.run("evaluate", "function (x) { return x === null }", null), true);
      assert.match((await rejection(page.run("evaluate", "(() => { throw new TypeError('in the page') })()"))).message, /in the page/);
      const hanging = pages.on("/second", (other) => other.run("evaluate", "new Promise(() => {})"), { timeout: 1_000 });
      assert.equal((await rejection(hanging)).name, "TimeoutError");
    }));

  test("pictures, and the host's writeFile", async () => {
    const written: [string, number][] = [];
    const writeFile = (path: string, data: Uint8Array): void => void written.push([path, data.length]);
    await pages.on("/form", async (page) => {
      const png = Buffer.from(await page.run("screenshot", {}), "base64");
      assert.equal(png.subarray(0, 8).toString("hex"), "89504e470d0a1a0a");
      assert.equal(png.subarray(12, 16).toString(), "IHDR");
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1280, 720]);
      const clip = Buffer.from(await page.run("screenshot", { clip: { x: 0, y: 0, width: 30, height: 20 }, path: "clip.png" }), "base64");
      assert.deepEqual([clip.readUInt32BE(16), clip.readUInt32BE(20)], [30, 20]);
      const jpeg = Buffer.from(await page.run("screenshot", { type: "jpeg", quality: 50, fullPage: true }), "base64");
      assert.equal(jpeg.subarray(0, 2).toString("hex"), "ffd8");
      const pdf = Buffer.from(await page.run("pdf", { format: "A4", path: "page.pdf" }), "base64");
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      await page.act(css("#head"), "screenshot", { path: "head.png" });
      assert.deepEqual(written.map(([path]) => path), ["clip.png", "page.pdf", "head.png"]);
      assert.deepEqual([written[0]?.[1], written[1]?.[1]], [clip.length, pdf.length]);
    }, { writeFile });
    await pages.on("/second", async (page) => {
      const message = (what: string): string =>
        `${what}() with path option requires a writeFile callback to be provided. Either provide a writeFile callback in defaultPlaywrightHandler options, or omit the path option and handle the returned base64 data yourself.`;
      assert.equal((await rejection(page.run("screenshot", { path: "/tmp/x.png" }))).message, message("screenshot"));
      assert.equal((await rejection(page.run("pdf", { path: "/tmp/x.pdf" }))).message, message("pdf"));
      assert.equal((await rejection(page.act(css("p"), "screenshot", { path: "x" }))).message, message("screenshot"));
    });
  });

  test("viewport, media, headers, frames", () =>
    pages.on("/media", async (page) => {
      await page.run("setViewportSize", { width: 300, height: 200 });
      assert.deepEqual(await page.run("viewportSize"), { width: 300, height: 200 });
      assert.equal(await page.run("evaluate", "innerWidth"), 300);
      await page.run("emulateMedia", { media: "print" });
      assert.equal(await page.run("evaluate", "matchMedia('print').matches"), true);
      await page.run("emulateMedia", { media: null, colorScheme: "dark" });
      assert.equal(await page.run("evaluate", "matchMedia('print').matches || !matchMedia('(prefers-color-scheme: dark)').matches"), false);
      await page.run("setExtraHTTPHeaders", { "x-mine": "yes" });
      await page.run("goto", `${pages.origin}/api`, null);
      assert.equal(JSON.parse(await page.run("evaluate", "document.body.textContent")).header, "yes");
      await page.run("goto", `${pages.origin}/frames`, null);
      assert.deepEqual(await page.run("mainFrame"), { name: "", url: `${pages.origin}/frames` });
      assert.deepEqual(await page.run("frames"), [{ name: "", url: `${pages.origin}/frames` }, { name: "inner", url: "about:srcdoc" }]);
      await page.run("bringToFront");
      await page.run("pause");
    }));

  test("keyboard and mouse", () =>
    pages.on("/keys", async (page) => {
      const text = (): Promise<string> => page.act(css("#text"), "getValue");
      const log = (): Promise<string> => page.act(css("#log"), "getText");
      await page.act(css("#text"), "focus");
      await page.run("keyboardType", "abc", { delay: 1 });
      await page.run("keyboardPress", "Backspace", {});
      await page.run("keyboardDown", "Shift");
      await page.run("keyboardPress", "KeyD", null);
      await page.run("keyboardUp", "Shift");
      await page.run("keyboardInsertText", "ü");
      assert.equal(await text(), "abDü");
      await page.run("mouseMove", 400, 300, { steps: 3 });
      await page.run("mouseDown", {});
      await page.run("mouseUp", {});
      await page.run("mouseClick", 410, 300, { clickCount: 2 });
      assert.equal(await log(), "mousedown400 mouseup400 mousedown410 mouseup410 mousedown410 mouseup410 dblclick410 ");
      await page.run("mouseWheel", 0, 500);
      await page.expect(css("#log"), "toContainText", "wheel410");
    }));

  test("requests through the page share its cookies", () =>
    pages.on("/second", async (page) => {
      const answer = await page.run("request", `${pages.origin}/api`, "POST", { a: 1 }, { "x-mine": "h" });
      assert.deepEqual([answer.status, answer.ok, answer.body, answer.headers["x-made"]], [201, true, null, "here"]);
      assert.deepEqual(answer.json, { method: "POST", body: '{"a":1}', header: "h" });
      const missing = await page.run("request", `${pages.origin}/nowhere`, "GET", null, null);
      assert.deepEqual([missing.status, missing.ok, missing.json, missing.text], [404, false, null, "not here"]);
    }));

  test("dialogs are dismissed", () =>
    pages.on("/form", async (page) => {
      await page.act(css("#dialog"), "click");
      await page.expect(css("#dialog"), "toHaveText", "false");
      assert.equal(await page.run("evaluate", "alert('x'); prompt('y')"), null);
      await page.run("evaluate", "addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; }); 1");
      await page.run("goto", `${pages.origin}/second`, null);
      assert.equal(await page.run("title"), "Second");
    }));

  test("closing, and what is unknown", () =>
    pages.on("/second", async (page) => {
      assert.equal(await page.run("isClosed"), false);
      await page.run("close");
      assert.equal(await page.run("isClosed"), true);
      assert.match((await rejection(page.run("title"))).message, /closed/);
      assert.equal((await rejection(page.run("nonsense"))).message, "Unknown operation: nonsense");
      assert.equal((await rejection(page.run("toString"))).message, "Unknown operation: toString");
      assert.equal((await rejection(page.at({ pageId: "page_7" }).run("url"))).message, "Page page_7 not found");
      assert.equal((await rejection(page.at({ contextId: "ctx_7" }).run("cookies", null))).message, "Context ctx_7 not found");
    }));
});
