/** The handler against a real browser: operations as the guest sends them (protocol.md, section 4.10). */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { defaultPlaywrightHandler, type PlaywrightHandlerOptions } from "../../src/playwright/index.ts";
import { launchBrowser, serveSite, type Site } from "../support/browser.ts";
import { css, Operator, regex } from "../support/operator.ts";
import { SITE } from "../support/site.ts";

describe("the Playwright handler", () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    site = await serveSite(SITE);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Runs `body` with a page of its own, at `path` of the site. */
  async function onPage(
    path: string,
    body: (operator: Operator, context: BrowserContext, origin: string) => Promise<void>,
    options: PlaywrightHandlerOptions = {},
  ): Promise<void> {
    const context = await browser.newContext();
    const operator = new Operator(
      defaultPlaywrightHandler(await context.newPage(), {
        timeout: 5_000,
        createContext: (options) => browser.newContext(options),
        createPage: (context) => context.newPage(),
        ...options,
      }),
    );
    try {
      await operator.run("goto", site.origin + path, null);
      await body(operator, context, site.origin);
    } finally {
      await context.close();
    }
  }

  test("goes to a page, reads it, clicks", () =>
    onPage("/form", async (operator, _, origin) => {
      assert.equal(await operator.run("title"), "Form");
      assert.equal(await operator.run("url"), `${origin}/form`);
      assert.match(await operator.run("content"), /<button id="add"/);
      await operator.act(["role", "button", { name: regex("add", "i") }], "click");
      assert.equal(await operator.act(css("#count"), "getText"), "1");
    }));
});
