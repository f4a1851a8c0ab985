/** Operations on the page itself: navigation, waits, scripts, pictures, settings. */

import type { Frame, Page } from "playwright-core";
import type { Call, Operation } from "./call.ts";
import { limit, MAX_WAIT_MS, withDeadline } from "./deadline.ts";
import { pageFunction } from "./page-function.ts";
import { parseMap, pick, type Plain } from "./picking.ts";
import { deliver, PDF_OPTIONS, SCREENSHOT_OPTIONS } from "./pictures.ts";
import { checkUrl } from "./schemes.ts";
import { urlTest } from "./url-matcher.ts";

type WaitUntil = "load" | "domcontentloaded" | "networkidle" | "commit";

export const PAGE_OPERATIONS: Record<string, Operation> = {
  goto: async ({ page, args, session, timeout }) => {
    const url = checkUrl(args[0], "page.goto", session.options.allowSchemes);
    await page.goto(url, navigation(args.slice(1), timeout));
  },
  reload: async ({ page, args, timeout }) => void (await page.reload(navigation(args, timeout))),
  goBack: async ({ page, args, timeout }) => void (await page.goBack(navigation(args, timeout))),
  goForward: async ({ page, args, timeout }) => void (await page.goForward(navigation(args, timeout))),
  url: ({ page }) => page.url(),
  title: bounded("page.title", ({ page }) => page.title()),
  content: bounded("page.content", ({ page }) => page.content()),

  waitForSelector: async ({ page, args, timeout }) =>
    void (await page.waitForSelector(String(args[0]), { timeout, ...pick(parseMap(args[1]), ["state", "strict", "timeout"]) })),
  waitForTimeout: ({ page, args }) => page.waitForTimeout(Math.min(Number(args[0]) || 0, MAX_WAIT_MS)),
  waitForLoadState: ({ page, args, timeout }) =>
    page.waitForLoadState((args[0] ?? "load") as Exclude<WaitUntil, "commit">, { timeout }),
  waitForURL: async ({ page, args, session, timeout }) => {
    const test = await urlTest(args[0], session.expressions);
    await page.waitForURL((url) => test(url.href), { timeout: limit(args[1], timeout), ...waitUntil(args[2]) });
  },

  // Guests send functions only together with an argument; alone, the text is an expression.
  evaluate: bounded("page.evaluate", ({ page, args }) =>
    args.length > 1 ? page.evaluate(pageFunction<unknown>(args[0]) as () => unknown, args[1]) : page.evaluate(String(args[0])),
  ),

  screenshot: ({ page, args, session, timeout }) =>
    deliver("screenshot", args[0], session.options, () =>
      page.screenshot({ timeout, ...pick(parseMap(args[0]), SCREENSHOT_OPTIONS) }),
    ),
  pdf: bounded("page.pdf", ({ page, args, session }) =>
    deliver("pdf", args[0], session.options, () => page.pdf(pick(parseMap(args[0]), PDF_OPTIONS))),
  ),

  setViewportSize: bounded("page.setViewportSize", ({ page, args }) =>
    page.setViewportSize(args[0] as { width: number; height: number }),
  ),
  viewportSize: ({ page }) => page.viewportSize(),
  emulateMedia: bounded("page.emulateMedia", ({ page, args }) => page.emulateMedia(mediaOptions(args[0]))),
  setExtraHTTPHeaders: bounded("page.setExtraHTTPHeaders", ({ page, args }) =>
    page.setExtraHTTPHeaders(args[0] as Record<string, string>),
  ),
  frames: ({ page }) => page.frames().map(frameData),
  mainFrame: ({ page }) => frameData(page.mainFrame()),
  bringToFront: bounded("page.bringToFront", ({ page }) => page.bringToFront()),
  close: bounded("page.close", ({ page }) => page.close()),
  isClosed: ({ page }) => page.isClosed(),
  // Where somebody sits before the browser, this waits for them.
  pause: bounded("page.pause", ({ page }) => page.pause()),
};

/** For what Playwright itself lets take as long as it likes. */
export function bounded(what: string, operation: (call: Call) => Promise<unknown>): Operation {
  return (call) => withDeadline(operation(call), call.timeout, what);
}

function waitUntil(state: unknown): { waitUntil?: WaitUntil } {
  return state === null || state === undefined ? {} : { waitUntil: state as WaitUntil };
}

/** `[waitUntil, timeout]` as options; both may be missing. */
function navigation(args: unknown[], timeout: number): { timeout: number; waitUntil?: WaitUntil } {
  return { timeout: limit(args[1], timeout), ...waitUntil(args[0]) };
}

function frameData(frame: Frame): { name: string; url: string } {
  return { name: frame.name(), url: frame.url() };
}

/** Unlike elsewhere null says something: no emulation any more. */
function mediaOptions(value: unknown): NonNullable<Parameters<Page["emulateMedia"]>[0]> {
  const known = ["media", "colorScheme", "reducedMotion", "forcedColors", "contrast"];
  const options: Plain = parseMap(value);
  return Object.fromEntries(known.filter((key) => Object.hasOwn(options, key)).map((key) => [key, options[key]]));
}
