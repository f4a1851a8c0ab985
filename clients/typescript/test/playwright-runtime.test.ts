/** The option `playwright` on the wire (protocol.md, sections 3.2 and 4.10) and its handle, without a browser. */

import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { ConsoleEntry, PlaywrightEvent, PlaywrightOperation } from "../src/index.ts";
import { defaultPlaywrightHandler } from "../src/playwright/index.ts";
import { boundedWait } from "../src/playwright/deadline.ts";
import { pick } from "../src/playwright/picking.ts";
import { globExpression } from "../src/playwright/url-matcher.ts";
import { parseAriaLine } from "../src/playwright/aria.ts";
import { withFakeDaemon } from "./support/fake-daemon.ts";

/** As much of a page as the client listens to. */
class FakePage extends EventEmitter {
  context(): object {
    return {};
  }

  url(): string {
    return "about:blank";
  }

  print(type: string, text: string): void {
    const location = { url: "http://x/", lineNumber: 0, columnNumber: 4 };
    this.emit("console", { type: () => type, text: () => text, location: () => location });
  }
}

test("operations reach the handler as JSON, and its result goes back as JSON", () =>
  withFakeDaemon(async (connection, peer) => {
    const calls: PlaywrightOperation[] = [];
    const handler = async (operation: PlaywrightOperation) => {
      calls.push(operation);
      if (operation.type === "title") {
        return { ok: true as const, value: "T" };
      }
      throw new RangeError("no such thing");
    };
    const creating = connection.createRuntime({ playwright: { handler, timeout: 700, console: true } });
    const options = await peer.create();
    const runtime = await creating;
    assert.deepEqual(options.playwright, { timeout: 700 });
    const { handlerCallbackId, ...rest } = options.callbacks.playwright;
    assert.deepEqual(rest, { console: true });
    const operation = { type: "title", args: [], pageId: "page_0" };
    const { result } = await peer.invoke(handlerCallbackId, [JSON.stringify(operation)]);
    assert.deepEqual(JSON.parse(result), { ok: true, value: "T" });
    assert.deepEqual(calls, [operation]);
    const failed = await peer.invoke(handlerCallbackId, ['{"type":"x","args":[]}'], 2);
    assert.deepEqual(JSON.parse(failed.result), { ok: false, error: { name: "RangeError", message: "no such thing" } });
    assert.equal(JSON.parse((await peer.invoke(handlerCallbackId, ["{"], 3)).result).error.name, "SyntaxError");
    assert.deepEqual(runtime.playwright.getCollectedData().networkRequests, []);
  }));

test("without the option the handle throws, and without a handler there is no runtime", () =>
  withFakeDaemon(async (connection, peer) => {
    const creating = connection.createRuntime();
    const options = await peer.create();
    assert.ok(!("playwright" in options) && !("playwright" in options.callbacks));
    const { playwright } = await creating;
    const message = "Playwright not configured. Provide playwright.handler in createRuntime options.";
    assert.throws(() => playwright.getCollectedData(), { message });
    assert.throws(() => playwright.clearCollectedData(), { message });
    await assert.rejects(connection.createRuntime({ playwright: {} as never }), {
      message: "playwright.handler is required when using playwright options",
    });
  }));

test("what pages print is collected, within bounds, reported, and ends with the runtime", () =>
  withFakeDaemon(async (connection, peer) => {
    const page = new FakePage();
    const entries: ConsoleEntry[] = [];
    const events: PlaywrightEvent[] = [];
    const creating = connection.createRuntime({
      console: { onEntry: (entry) => void entries.push(entry) },
      playwright: {
        handler: defaultPlaywrightHandler(page as unknown as Page),
        timeout: 100,
        console: true,
        onEvent: (event) => {
          events.push(event);
          throw new Error("a listener's own fault");
        },
      },
    });
    const options = await peer.create();
    const runtime = await creating;
    page.print("warning", "careful");
    const location = { url: "http://x/", lineNumber: 1, columnNumber: 5 };
    const { timestamp, ...log } = runtime.playwright.getCollectedData().browserConsoleLogs[0]!;
    assert.ok(Math.abs(Date.now() - timestamp) < 10_000);
    assert.deepEqual(log, { level: "warn", stdout: "careful", location, pageId: "page_0", contextId: "ctx_0" });
    assert.deepEqual(events, [{ type: "browserConsoleLog", timestamp, ...log }]);
    assert.deepEqual(entries, [{ type: "browserOutput", level: "warn", stdout: "careful", location, timestamp }]);

    for (let n = 0; n < 1_005; n++) {
      page.print("log", `${n}`);
    }
    page.print("error", "x".repeat(20_000));
    const logs = runtime.playwright.getCollectedData().browserConsoleLogs;
    assert.deepEqual([logs.length, logs[0]?.stdout, logs.at(-1)?.stdout.length], [1_000, "6", 10_000]);
    runtime.playwright.clearCollectedData();
    assert.deepEqual(runtime.playwright.getCollectedData().browserConsoleLogs, []);

    const { result } = await peer.invoke(options.callbacks.playwright.handlerCallbackId, ['{"type":"url","args":[]}']);
    assert.equal(result, '{"ok":true,"value":"about:blank"}');
    const disposing = runtime.dispose();
    const { requestId } = await peer.receiveType(0x02);
    peer.send(0x80, { requestId, data: null });
    await disposing;
    assert.deepEqual(page.eventNames(), []);
  }));

test("globs of URLs", () => {
  const cases: [string, string, boolean][] = [
    ["**/api", "http://x/a/api", true],
    ["**/api", "http://x/a/apis", false],
    ["http://x/*/c", "http://x/b/c", true],
    ["http://x/*/c", "http://x/b/b/c", false],
    ["http://x/**/c", "http://x/c", true],
    ["http://x/**/c", "http://x/a/b/c", true],
    ["**/*.{png,jpg}", "http://x/a.jpg", true],
    ["**/*.{png,jpg}", "http://x/a.gif", false],
    ["http://x/?a=(1)", "http://x/?a=(1)", true],
    ["http://x/?a", "http://x/ba", false],
  ];
  for (const [glob, url, expected] of cases) {
    const { source, flags } = globExpression(glob);
    assert.equal(new RegExp(source, flags).test(url), expected, `${glob} ${url}`);
  }
});

test("role and name from the first line of a snapshot", () => {
  const cases: [string, string, string][] = [
    ['- button "Save \\"all\\"" [disabled]', "button", 'Save "all"'],
    ["- 'heading \"a: b''s\" [level=1]'", "heading", "a: b's"],
    ["- paragraph: text", "paragraph", ""],
    ["- text: hello", "", ""],
    ["", "", ""],
  ];
  for (const [line, role, name] of cases) {
    assert.deepEqual(parseAriaLine(line), { role, name });
  }
});

test("whatever a guest asks for, it ends", () => {
  assert.deepEqual([5, 0, -1, NaN, Infinity, 1e9, "x", null].map(boundedWait), [5, ...Array.from({ length: 7 }, () => 120_000)]);
  assert.deepEqual(pick({ timeout: 0, state: "visible", path: "/x" }, ["state", "timeout"]), { timeout: 120_000, state: "visible" });
  assert.deepEqual(pick({ steps: 1e9, clickCount: 1e9, delay: 1e9 }, ["steps", "clickCount", "delay"]), { steps: 1_000, clickCount: 10, delay: 10_000 });
});

test("what a guest asks for more often than it may does not end the client", async () => {
  const handler = defaultPlaywrightHandler(new FakePage().setMaxListeners(1_000) as unknown as Page);
  const start = (value: object | string) => handler({ type: "waitForRequestStart", args: [{ value }, 1_000] });
  for (let n = 0; n < 100; n++) {
    assert.ok((await start("x")).ok);
  }
  // An expression that is none, where there is no room for the wait: nobody would hear of it.
  const refused = await start({ $regex: "(", $flags: "" });
  assert.ok(!refused.ok && refused.error.message.startsWith("Too many waits"));
  await new Promise((resolve) => setTimeout(resolve, 20));
});

test("the expressions of a guest take only so much of the client's time", async () => {
  const page = Object.assign(new FakePage(), { url: () => `${"a".repeat(40)}!` });
  const handler = defaultPlaywrightHandler(page as unknown as Page);
  const start = performance.now();
  const slow = Array.from({ length: 100 }, (_, n) =>
    handler({ type: "expectPage", args: ["toHaveURL", { $regex: `^(a+)+${n}$`, $flags: "" }, false, 5_000] }),
  );
  for (const result of await Promise.all(slow)) {
    assert.ok(!result.ok && /took more than 250 ms|try again later/.test(result.error.message), JSON.stringify(result));
  }
  // Each for itself they would have taken 25 s.
  assert.ok(performance.now() - start < 10_000);
  const other = defaultPlaywrightHandler(page as unknown as Page);
  assert.ok((await other({ type: "expectPage", args: ["toHaveURL", { $regex: "^a", $flags: "" }, false, 1_000] })).ok);
});

test("matchers of pages are those that there are", async () => {
  const handler = defaultPlaywrightHandler(new FakePage() as unknown as Page);
  for (const name of ["constructor", "toString", "__proto__"]) {
    const result = await handler({ type: "expectPage", args: [name, { $regex: "object", $flags: "" }, false, 100] });
    assert.deepEqual(result, { ok: false, error: { name: "Error", message: `Unknown page matcher: ${name}` } });
  }
});

test("long lists of classes are compared in no time", async () => {
  const names = Array.from({ length: 50_000 }, (_, n) => `c${n}`);
  const page = Object.assign(new FakePage(), { locator: () => ({ getAttribute: async () => names.join(" ") }) });
  const handler = defaultPlaywrightHandler(page as unknown as Page);
  const start = performance.now();
  for (const [matcher, expected] of [["toHaveClass", names], ["toContainClass", names.join(" ")]]) {
    const result = await handler({ type: "expectLocator", args: ["css", "p", null, matcher, expected, false, 1_000] });
    assert.deepEqual(result, { ok: true });
  }
  assert.ok(performance.now() - start < 5_000);
});

test("what is kept of headers has a bound", () =>
  withFakeDaemon(async (connection, peer) => {
    const page = new FakePage();
    const creating = connection.createRuntime({ playwright: { handler: defaultPlaywrightHandler(page as unknown as Page) } });
    await peer.create();
    const runtime = await creating;
    const headers = { a: "b", long: "x".repeat(1 << 20), c: "d" };
    page.emit("request", { url: () => "http://x/", resourceType: () => "fetch", postData: () => null, method: () => "GET", headers: () => headers });
    const [request] = runtime.playwright.getCollectedData().networkRequests;
    assert.deepEqual(request?.headers, { a: "b" });
  }));
