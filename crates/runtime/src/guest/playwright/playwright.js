// Playwright (runtime.md 20): a browser that the client owns.
// @ts-check
import { IsolateContext, browser, makeContext } from "ext:isolate/playwright/context.js";
import { Locator } from "ext:isolate/playwright/locator.js";
import "ext:isolate/playwright/matchers.js";
import { setDefaultTimeout } from "ext:isolate/playwright/operations.js";
import { IsolatePage, makePage } from "ext:isolate/playwright/page.js";

/**
 * Switches it on.
 * @param {number} timeout default limit of waits in ms; 0 means none
 * @param {boolean} hasDefaultPage whether there is a page from the start
 * @param {(name: string, value: unknown) => void} define
 */
export function enablePlaywright(timeout, hasDefaultPage, define) {
  setDefaultTimeout(timeout);
  if (hasDefaultPage) {
    const context = makeContext("ctx_0");
    define("page", makePage("page_0", context));
    define("context", context);
  }
  define("browser", browser);
  define("IsolatePage", IsolatePage);
  define("IsolateContext", IsolateContext);
  define("Locator", Locator);
}
