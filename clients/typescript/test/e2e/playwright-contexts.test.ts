/** Contexts, pages and cookies of a Playwright handler against a real browser (runtime.md, section 20.5). */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createPlaywrightHandler, defaultPlaywrightHandler, getDefaultPlaywrightHandlerMetadata } from "../../src/playwright/index.ts";
import { BrowserPages } from "../support/browser-pages.ts";
import { rejection } from "../support/daemon.ts";
import { Operator } from "../support/operator.ts";

describe("contexts of a Playwright handler", () => {
  const pages = new BrowserPages();

  test("two contexts have their own cookies and pages, with ids in order", async () => {
    const given: unknown[] = [];
    await pages.on("/second", async (operator) => {
      const url = pages.origin;
      assert.deepEqual(await operator.run("newContext", { locale: "de-DE", viewport: { width: 500, height: 400 } }), { contextId: "ctx_1" });
      const second = operator.at({ contextId: "ctx_1" });
      assert.deepEqual(await operator.run("newPage"), { pageId: "page_1" });
      assert.deepEqual(await second.run("newPage"), { pageId: "page_2" });
      const page = operator.at({ pageId: "page_2" });
      await page.run("goto", `${url}/form`, null);
      assert.equal(await page.run("evaluate", "navigator.language + innerWidth"), "de-DE500");
      assert.equal(await operator.run("title"), "Second");
      assert.equal(await operator.at({ pageId: "page_1" }).run("url"), "about:blank");

      await operator.run("addCookies", [{ name: "who", value: "first", url }]);
      await second.run("addCookies", [{ name: "who", value: "second", url }, { name: "more", value: "1", url }]);
      assert.equal(await operator.run("evaluate", "document.cookie"), "who=first");
      assert.equal(await page.run("evaluate", "document.cookie"), "who=second; more=1");
      const names = async (target: Operator, urls: string[] | null): Promise<string[]> =>
        (await target.run("cookies", urls)).map((cookie: { name: string; value: string }) => `${cookie.name}=${cookie.value}`);
      assert.deepEqual(await names(operator, null), ["who=first"]);
      assert.deepEqual((await names(second, [url])).sort(), ["more=1", "who=second"]);
      assert.deepEqual(await names(second, ["http://example.com"]), []);
      await second.run("clearCookies");
      assert.deepEqual(await names(second, null), []);
      assert.deepEqual(await names(operator, null), ["who=first"]);

      await second.run("closeContext");
      assert.equal((await rejection(second.run("cookies", null))).message, "Context ctx_1 not found");
      assert.equal((await rejection(second.run("newPage"))).message, "Context ctx_1 not found");
      assert.equal((await rejection(page.run("title"))).message, "Page page_2 not found");
      assert.deepEqual(await operator.run("newContext", null), { contextId: "ctx_2" });
      assert.deepEqual(given, [{ locale: "de-DE", viewport: { width: 500, height: 400 } }, undefined]);
      await operator.at({ contextId: "ctx_2" }).run("closeContext");
    }, {
      createContext: (options) => {
        given.push(options);
        return pages.browser.newContext(options);
      },
      createPage: (context) => context.newPage(),
    });
  });

  test("options that name files, or make more than there may be, do not reach the host", () =>
    pages.on("/second", async (operator) => {
      const given: unknown[] = [];
      const handler = defaultPlaywrightHandler(await pages.browser.newPage(), {
        createContext: (options) => {
          given.push(options);
          return pages.browser.newContext(options);
        },
      });
      const greedy = new Operator(handler);
      await greedy.run("newContext", {
        recordVideo: { dir: "/tmp" }, recordHar: { path: "/tmp/x.har" }, proxy: { server: "http://x" }, clientCertificates: [], viewport: null,
        logger: {}, locale: "fr",
      });
      assert.deepEqual(given, [{ locale: "fr", viewport: null }]);
      assert.match((await rejection(greedy.run("newContext", { storageState: "/etc/passwd" }))).message, /as an object, not as a path$/);
      assert.match((await rejection(greedy.run("newContext", { baseURL: "file:///etc/" }))).message, /^browser\.newContext refused/);
      assert.match((await rejection(greedy.run("newContext", { permissions: ["geolocation", "camera"] }))).message, /does not grant camera/);
      const many = await Promise.allSettled(Array.from({ length: 30 }, () => greedy.run("newContext", null)));
      assert.equal(many.filter(({ status }) => status === "fulfilled").length, 18);
      assert.match((await rejection(greedy.run("newContext", null))).message, /the limit is 20; close some$/);
      assert.match((await rejection(operator.run("newContext", null))).message, /^createContext callback not provided\. Configure createContext in playwright options to enable browser\.newContext\(\)\.$/);
      assert.match((await rejection(operator.run("newPage"))).message, /^createPage callback not provided\. Configure createPage in playwright options to enable context\.newPage\(\)\.$/);
    }));

  test("handlers say what they are made of, or do not", async () => {
    const page = await pages.browser.newPage();
    const options = { timeout: 1_234 };
    assert.deepEqual(getDefaultPlaywrightHandlerMetadata(defaultPlaywrightHandler(page, options)), { page, options });
    assert.equal(getDefaultPlaywrightHandlerMetadata(createPlaywrightHandler(page, options)), undefined);
    assert.equal(await new Operator(createPlaywrightHandler(page)).run("url"), "about:blank");
  });
});
