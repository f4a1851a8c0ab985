/** One browser and one site for the tests of a file; each test gets a page of its own. */

import { after, before } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { defaultPlaywrightHandler, type PlaywrightHandlerOptions } from "../../src/playwright/index.ts";
import { launchBrowser, serveSite, type Site } from "./browser.ts";
import { Operator } from "./operator.ts";
import { SITE } from "./site.ts";

export class BrowserPages {
  #browser: Browser | undefined;
  #site: Site | undefined;

  /** Starts and stops with the group of tests it is made in. */
  constructor() {
    before(async () => {
      this.#site = await serveSite(SITE);
      this.#browser = await launchBrowser();
    });
    after(async () => {
      await this.#browser?.close();
      await this.#site?.close();
    });
  }

  get browser(): Browser {
    return this.#browser as Browser;
  }

  get origin(): string {
    return (this.#site as Site).origin;
  }

  /** Runs `body` with a page at `path` of the site. */
  async on(
    path: string,
    body: (operator: Operator, context: BrowserContext) => Promise<void>,
    options: PlaywrightHandlerOptions = {},
  ): Promise<void> {
    const context = await this.browser.newContext();
    try {
      const handler = defaultPlaywrightHandler(await context.newPage(), { timeout: 5_000, ...options });
      const operator = new Operator(handler);
      await operator.run("goto", this.origin + path, null);
      await body(operator, context);
    } finally {
      await context.close();
    }
  }
}
