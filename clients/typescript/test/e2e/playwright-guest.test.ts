/** A guest that drives a real browser through daemon, client and handler (runtime.md, section 20). */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setImmediate } from "node:timers";
import type { BrowserContext } from "playwright-core";
import { connect, type RemoteRuntime, type RuntimeOptions } from "../../src/index.ts";
import { defaultPlaywrightHandler, type PlaywrightHandlerOptions } from "../../src/playwright/index.ts";
import { until } from "../support/bodies.ts";
import { BrowserPages } from "../support/browser-pages.ts";
import { ChaosProxy } from "../support/chaos-proxy.ts";
import { rejection, TestDaemon } from "../support/daemon.ts";
import { MATCHERS, OPERATIONS } from "../support/guest-operations.ts";

describe("a guest with a browser", () => {
  const pages = new BrowserPages();
  const daemon = new TestDaemon();
  before(() => daemon.start("unix"));
  after(() => daemon.stop());

  /** Runs `body` with a runtime whose default page is empty; `report(value)` in the guest adds to `reported`. */
  async function withGuest(
    body: (runtime: RemoteRuntime, reported: unknown[]) => Promise<void>,
    handlerOptions: PlaywrightHandlerOptions = {},
    options: RuntimeOptions = {},
  ): Promise<void> {
    const context: BrowserContext = await pages.browser.newContext();
    const reported: unknown[] = [];
    const handler = defaultPlaywrightHandler(await context.newPage(), handlerOptions);
    const customFunctions = {
      report: { type: "sync" as const, fn: (value: unknown) => void reported.push(value) },
      origin: { type: "sync" as const, fn: () => pages.origin },
    };
    await daemon.withRuntime({ ...options, customFunctions, playwright: { handler, timeout: 5_000 } }, (runtime) => body(runtime, reported));
    await context.close();
  }

  test("goes to a page, reads it, clicks and fills in", () =>
    withGuest(async (runtime, reported) => {
      await runtime.eval(`
        await page.goto(origin() + "/form");
        report(await page.title());
        report((await page.url()) === origin() + "/form");
        await page.getByRole("button", { name: /add/i }).first().click();
        await page.click("#add");
        report(await page.locator("#count").textContent());
        await page.getByLabel("Your name").fill("Grace");
        report(await page.inputValue("#name"));
        report(await page.locator(".item").filter({ hasText: "pear" }).locator("i").innerText());
        report(await page.locator("ul").locator("li").filter({ has: page.locator("i") }).count());
        report((await page.locator(".item").all()).length);
        report(await page.evaluate(({ n }) => n + document.querySelectorAll("li").length, { n: 10 }));
        report(await page.evaluate(() => document.title));
        report((await page.screenshot()).slice(0, 11));
        await page.locator("#from").dragTo(page.locator("#to"));
        report(await page.locator("#to").textContent());
      `);
      assert.deepEqual(reported, [
        "Form", true, "2", "Grace", "green", 1, 3, 13, "Form", "iVBORw0KGgo", "dropped",
      ]);
      assert.ok(runtime.playwright.getCollectedData().networkRequests.length > 0);
    }));

  test("waits for requests, responses and addresses, with patterns and predicates", () =>
    withGuest(async (runtime, reported) => {
      await runtime.eval(`
        await page.goto(origin() + "/form");
        const request = page.waitForRequest("**/api");
        const response = page.waitForResponse((response) => response.url().endsWith("/api"));
        await page.click("#fetch");
        report([(await request).method(), (await request).postData()]);
        report([(await response).status(), await (await response).json()]);
        const moved = page.waitForURL((url) => url.includes("second"));
        await page.evaluate("setTimeout(() => location.href = '/second', 50); 1");
        await moved;
        report(await page.title());
        const answer = await page.request.post(origin() + "/api", { data: { a: 1 } });
        report([answer.status(), (await answer.json()).body]);
      `);
      assert.deepEqual(reported, [
        ["POST", "q=1"],
        [201, { method: "POST", body: "q=1", header: null }],
        "Second",
        [201, '{"a":1}'],
      ]);
    }));

  test("each operation, from the guest to the browser and back", () =>
    withGuest(async (runtime, reported) => {
      await runtime.eval(`globalThis.PNG = (await page.screenshot({ type: "png" })).slice(0, 11); report(PNG);`);
      assert.deepEqual(reported.splice(0), ["iVBORw0KGgo"]);
      for (const [code, expected] of OPERATIONS) {
        await runtime.eval(`report(await (async () => { const value = await (${code}); return value === undefined ? null : value; })())`).catch(
          (error: unknown) => reported.push(String(error)),
        );
        assert.deepEqual(reported.splice(0), [expected], code);
      }
    }));

  test("every element that is like another, by filters in any order", () =>
    withGuest(async (runtime, reported) => {
      await runtime.eval(`
        await page.goto(origin() + "/form");
        const items = page.locator(".item");
        report(await items.nth(1).filter({ hasText: "pear" }).count());
        report(await items.nth(0).filter({ hasText: "pear" }).count());
        report(await items.filter({ hasText: /p/ }).filter({ hasNot: page.locator("i") }).allTextContents());
        report(await items.filter({ hasText: "l" }).first().last().nth(0).textContent());
        report(await page.locator("p").filter({ visible: false }).filter({ hasText: "secret" }).count());
        report(await page.locator("p").filter({ visible: true }).filter({ hasText: "secret" }).count());
        let many = items;
        for (let index = 0; index < 8; index++) many = many.filter({ hasText: "p" });
        report(await many.count());
      `);
      assert.deepEqual(reported, [1, 0, ["apple", "plum"], "apple", 1, 0, 3]);
    }));

  test("a predicate sees every request, also those that are made while it is asked", () =>
    withGuest(async (runtime, reported) => {
      await runtime.eval(`
        await page.goto(origin() + "/form");
        const seen = [];
        const found = page.waitForResponse((response) => {
          seen.push(response.url().slice(-1));
          return response.url().endsWith("?9");
        });
        await page.evaluate("for (let i = 0; i < 10; i++) fetch('/api?' + i); 1");
        const response = await found;
        report([seen.sort().join(""), response.status(), (await response.json()).method]);
        const failed = page.waitForRequest(() => { throw new RangeError("mine"); });
        await page.evaluate("fetch('/api'); 1");
        await failed.catch((error) => report(error.name));
        await page.waitForRequest(() => false, { timeout: 100 }).catch((error) => report(error.message));
      `);
      const [[seen, ...answer], ...errors] = reported as [[string, number, string], ...unknown[]];
      // Answers come in any order, and the wait ends with that of the last request.
      assert.match(seen, /^[0-8]*9$/);
      assert.deepEqual(answer, [201, "GET"]);
      assert.deepEqual(errors, ["RangeError", "Timeout 100ms exceeded waiting for request"]);
    }));

  test("contexts with their own cookies, keyboard, frames and uploads", () =>
    withGuest(
      async (runtime, reported) => {
        await runtime.eval(`
          await page.goto(origin() + "/form");
          const other = await browser.newContext({ locale: "de-DE" });
          const second = await other.newPage();
          await second.goto(origin() + "/form");
          await context.addCookies([{ name: "who", value: "first", url: origin() }]);
          await other.addCookies([{ name: "who", value: "second", url: origin() }]);
          report([await page.evaluate("document.cookie"), await second.evaluate("document.cookie")]);
          await other.close();
          try { await second.title(); } catch (error) { report(error.message); }
          await page.locator("#file").setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: new TextEncoder().encode("hi") });
          await page.waitForSelector("#files:has-text('hi')");
          report(await page.textContent("#files"));
          await page.goto(origin() + "/frames");
          await page.frameLocator("iframe").getByRole("button").click();
          report(await page.frameLocator("iframe").locator("#p").textContent());
          await page.goto(origin() + "/keys");
          await page.locator("#text").focus();
          await page.keyboard.type("abc");
          await page.mouse.move(10, 10);
          report(await page.locator("#text").inputValue());
        `);
        assert.deepEqual(reported, [
          ["who=first", "who=second"], "Page page_1 not found", "a.txt:text/plain:hi", "pressed", "abc",
        ]);
      },
      { createContext: (options) => pages.browser.newContext(options), createPage: (context) => context.newPage() },
    ));

  test("a guest's failures are errors of the operation; files are refused", () =>
    withGuest(async (runtime) => {
      const refused = await rejection(runtime.eval(`await page.goto("file:///etc/passwd")`));
      assert.match(refused.message, /^page\.goto refused: file:\/\/\/etc\/passwd is not an http/);
      assert.match((await rejection(runtime.eval(`await browser.newContext()`))).message, /^createContext callback not provided/);
      assert.match((await rejection(runtime.eval(`await page.screenshot({ path: "/tmp/x.png" })`))).message, /requires a writeFile callback/);
      assert.match((await rejection(runtime.eval(`await page.evaluate("'x'.repeat(11_000_000)")`))).message, /10485760|10 MiB/);
      assert.match((await rejection(runtime.eval(`await page.locator("#x").click({ timeout: 100 })`))).message, /Timeout 100ms exceeded/);
    }));

  test("a connection that breaks: the guest has its pages again, and the handler is called under its new id", async () => {
    const proxy = await ChaosProxy.start(daemon.address);
    const connection = await connect({ socket: proxy.socket });
    const context = await pages.browser.newContext();
    const handler = defaultPlaywrightHandler(await context.newPage(), { createPage: (context) => context.newPage() });
    const reported: unknown[] = [];
    const runtime = await connection.createNamespace("playwright").createRuntime({
      playwright: { handler, timeout: 5_000 },
      customFunctions: { report: { type: "sync", fn: (value: unknown) => void reported.push(value) } },
    });
    await runtime.eval(`globalThis.second = await context.newPage(); await second.goto("${pages.origin}/second");`);
    proxy.cut();
    while (connection.isConnected()) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await runtime.eval(`report(await second.title()); await second.evaluate("console.log('again')");`);
    assert.deepEqual(reported, ["Second"]);
    await until(() => runtime.playwright.getCollectedData().browserConsoleLogs.length > 0, "the page's line");
    assert.deepEqual(runtime.playwright.getCollectedData().browserConsoleLogs.map(({ stdout }) => stdout), ["again"]);
    await runtime.dispose({ hard: true });
    await connection.close();
    await proxy.stop();
    await context.close();
  });

  test("each matcher, and what it says of the opposite", () =>
    withGuest(
      async (runtime, reported) => {
        await runtime.eval(`
          await page.goto(origin() + "/form");
          await page.evaluate("document.getElementById('name').data = [1]; agree.checked = true; document.getElementById('name').focus(); 1");
        `);
        for (const [locator, matcher] of MATCHERS) {
          await runtime.eval(`
            await expect(${locator}).${matcher};
            try { await expect(${locator}).not.${matcher}; report("holds"); } catch (error) { report([error.name, error.message.slice(0, 9)]); }
          `);
          assert.deepEqual(reported.splice(0), [["Error", "Expected "]], `${locator} ${matcher}`);
        }
      },
      {},
      { testEnvironment: true },
    ));

  test("assertions on locators and pages wait, and say what was wrong", () =>
    withGuest(
      async (runtime) => {
        await runtime.eval(`
          test("late", async () => {
            await page.goto(origin() + "/form");
            await page.click("#later");
            await expect(page.locator("#late")).toHaveText("late");
            await expect(page).toHaveTitle(/late/i);
            await expect(page.locator(".item")).toHaveCount(3);
            await expect(page.locator("#head")).not.toHaveAttribute("title", "x");
            expect(1).toBe(1);
          });
          test("wrong", () => expect(page.locator("#head")).toHaveText("Bye", { timeout: 100 }));
        `);
        const { tests } = await runtime.testEnvironment.runTests();
        assert.deepEqual(tests.map(({ name, status }) => [name, status]), [["late", "pass"], ["wrong", "fail"]]);
        assert.equal(tests[1]?.error?.message, 'Expected text to be "Bye", but got "Hello world"');
      },
      {},
      { testEnvironment: true },
    ));
});
