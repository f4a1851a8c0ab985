/** What the client gathers from the pages of a handler: console, errors, network (runtime.md, section 20.8). */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { defaultPlaywrightHandler } from "../../src/playwright/index.ts";
import type { PlaywrightEvent, RemotePlaywrightHandle } from "../../src/index.ts";
import { until } from "../support/bodies.ts";
import { BrowserPages } from "../support/browser-pages.ts";
import { withFakeDaemon } from "../support/fake-daemon.ts";
import { css, Operator } from "../support/operator.ts";

describe("what pages of a Playwright handler report", () => {
  const pages = new BrowserPages();

  /** Runs `body` with a runtime whose handler has a page at /form, and with all that is reported. */
  async function withEvents(
    body: (page: Operator, handle: RemotePlaywrightHandle, events: PlaywrightEvent[]) => Promise<void>,
  ): Promise<void> {
    const context = await pages.browser.newContext();
    const events: PlaywrightEvent[] = [];
    const handler = defaultPlaywrightHandler(await context.newPage(), { createPage: (context) => context.newPage() });
    await withFakeDaemon(async (connection, peer) => {
      const creating = connection.createRuntime({ playwright: { handler, onEvent: (event) => void events.push(event) } });
      await peer.create();
      const { playwright } = await creating;
      const page = new Operator(handler);
      await page.run("goto", `${pages.origin}/form`, null);
      await body(page, playwright, events);
    });
    await context.close();
  }

  test("console and errors", () =>
    withEvents(async (page, handle, events) => {
      await page.act(css("#noise"), "click");
      await until(() => handle.getCollectedData().pageErrors.length > 0, "the page's error");
      const { browserConsoleLogs, pageErrors } = handle.getCollectedData();
      const log = browserConsoleLogs.find(({ stdout }) => stdout.startsWith("careful"));
      assert.deepEqual([log?.level, log?.stdout, log?.pageId], ["warn", "careful 7", "page_0"]);
      assert.equal(log?.location?.url, `${pages.origin}/form`);
      assert.ok((log?.location?.lineNumber ?? 0) >= 1 && (log?.location?.columnNumber ?? 0) >= 1);
      assert.deepEqual([pageErrors[0]?.name, pageErrors[0]?.message], ["TypeError", "bang"]);
      assert.match(pageErrors[0]?.stack ?? "", /bang/);
      assert.deepEqual(events.filter(({ type }) => type === "pageError").length, 1);
      handle.clearCollectedData();
      assert.deepEqual(handle.getCollectedData().pageErrors, []);
    }));

  test("requests, responses and failures, tied together by their ids", () =>
    withEvents(async (page, handle, events) => {
      await page.act(css("#fetch"), "click");
      await page.act(css("#fail"), "click");
      await until(() => handle.getCollectedData().requestFailures.length > 0, "the failure");
      await until(() => handle.getCollectedData().networkResponses.some(({ url }) => url.endsWith("/api")), "the response");
      const { networkRequests, networkResponses, requestFailures } = handle.getCollectedData();
      const document = networkRequests[0];
      assert.deepEqual([document?.requestId, document?.url, document?.method, document?.resourceType], ["req_0", `${pages.origin}/form`, "GET", "document"]);
      assert.equal(networkResponses.find(({ requestId }) => requestId === "req_0")?.status, 200);
      const request = networkRequests.find(({ url }) => url.endsWith("/api"));
      assert.deepEqual([request?.method, request?.postData, request?.resourceType], ["POST", "q=1", "fetch"]);
      const response = networkResponses.find(({ url }) => url.endsWith("/api"));
      assert.deepEqual([response?.requestId, response?.status, response?.statusText], [request?.requestId, 201, "Created"]);
      assert.equal(response?.headers["x-made"], "here");
      const failure = requestFailures[0];
      assert.match(failure?.failureText ?? "", /^net::ERR_/);
      assert.equal(failure?.requestId, networkRequests.find(({ url }) => url.endsWith("/broken"))?.requestId);
      const types = new Set(events.map(({ type }) => type));
      assert.ok(["networkRequest", "networkResponse", "requestFailure"].every((type) => types.has(type as PlaywrightEvent["type"])));
    }));

  test("pages that the guest makes are listened to as well", () =>
    withEvents(async (page, handle) => {
      const { pageId } = await page.run("newPage");
      await page.at({ pageId }).run("evaluate", "console.log('from', 'here')");
      await until(() => handle.getCollectedData().browserConsoleLogs.some(({ pageId }) => pageId === "page_1"), "its line");
      const [log] = handle.getCollectedData().browserConsoleLogs.filter(({ pageId }) => pageId === "page_1");
      assert.deepEqual([log?.stdout, log?.contextId], ["from here", "ctx_0"]);
    }));
});
