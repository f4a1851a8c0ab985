/** The browser of one runtime: its callback on the wire, and what its pages report (client.md, sections 3.8 and 4.7). */

import type { CallbackScope } from "../callbacks/registry.ts";
import type { ConsoleEntry } from "../console.ts";
import { errorToWire } from "../errors.ts";
import type { Fields } from "../wire/messages.ts";
import { Collector } from "./collected-data.ts";
import type { CollectedData, PlaywrightEvent } from "./events.ts";
import { originOf, type HandlerOrigin } from "./metadata.ts";
import { observePage, RequestIds } from "./observe-page.ts";
import type { PlaywrightHandler, PlaywrightOperation } from "./operation.ts";

export interface PlaywrightOptions {
  /** Carries out the guest's operations: `defaultPlaywrightHandler(page)` of `isolate-daemon-client/playwright`, or one's own. */
  handler: PlaywrightHandler;
  /**
   * Limit of each operation in ms; 0 means as long as the daemon waits, 120000. Goes before the one that a `defaultPlaywrightHandler` was made with; other
   * handlers have their own. Also for the guest's waits for predicates.
   */
  timeout?: number | undefined;
  /** Gives what the pages print to `console.onEntry` as `browserOutput`, or prints it with `[browser]` before it. */
  console?: boolean | undefined;
  /** Called with everything that happens in the pages of a `defaultPlaywrightHandler`. What it throws is swallowed. */
  onEvent?: ((event: PlaywrightEvent) => void) | undefined;
}

/** Needs the option `playwright`; the methods throw without it. */
export interface RemotePlaywrightHandle {
  /** What the pages have printed and loaded since the runtime was made, or since the last clearing: the last 1000 of each kind. */
  getCollectedData(): CollectedData;
  clearCollectedData(): void;
}

/** @throws Error when the option comes without a handler */
export function registerPlaywright(options: PlaywrightOptions, scope: CallbackScope): Fields {
  const handler = effectiveHandler(options);
  const handlerCallbackId = scope.register(async ([json]) => {
    try {
      return JSON.stringify(await handler(JSON.parse(String(json)) as PlaywrightOperation));
    } catch (error) {
      const { name, message } = errorToWire(error);
      return JSON.stringify({ ok: false, error: { name, message } });
    }
  });
  return { handlerCallbackId, console: options.console === true };
}

/** Listens to the handler's pages until the scope is released. */
export function createPlaywrightHandle(
  options: PlaywrightOptions | undefined,
  onEntry: ((entry: ConsoleEntry) => void) | undefined,
  scope: CallbackScope,
): RemotePlaywrightHandle {
  if (options === undefined) {
    return { getCollectedData: notConfigured, clearCollectedData: notConfigured };
  }
  const collector = new Collector();
  const report = (event: PlaywrightEvent): void => {
    collector.add(event);
    quietly(() => options.onEvent?.(event));
    if (options.console === true && event.type === "browserConsoleLog") {
      quietly(() => showConsole(event, onEntry));
    }
  };
  const origin = originOf(options.handler);
  if (origin !== undefined) {
    scope.onRelease(observeAll(origin, report));
  }
  return { getCollectedData: () => collector.data, clearCollectedData: () => collector.clear() };
}

function effectiveHandler(options: PlaywrightOptions): PlaywrightHandler {
  const { handler, timeout } = options;
  if (typeof handler !== "function") {
    throw new Error("playwright.handler is required when using playwright options");
  }
  const origin = originOf(handler);
  return origin === undefined || timeout === undefined ? handler : origin.withTimeout(timeout);
}

function observeAll({ session }: HandlerOrigin, report: (event: PlaywrightEvent) => void): () => void {
  const requests = new RequestIds();
  const ends: Array<() => void> = [];
  ends.push(session.watch((page) => ends.push(observePage(page, requests, report))));
  return () => ends.splice(0).forEach((end) => end());
}

function showConsole(
  event: Extract<PlaywrightEvent, { type: "browserConsoleLog" }>,
  onEntry: ((entry: ConsoleEntry) => void) | undefined,
): void {
  const { level, stdout, location, timestamp } = event;
  if (onEntry !== undefined) {
    onEntry({ type: "browserOutput", level, stdout, ...(location && { location }), timestamp });
  } else if (level === "error") {
    console.error(`[browser:error] ${stdout}`);
  } else {
    console.log(`[browser] ${stdout}`);
  }
}

/** Listeners must not break what they listen to, whether they throw or reject. */
function quietly(call: () => unknown): void {
  try {
    const result = call();
    if (result instanceof Promise) {
      result.catch(() => {});
    }
  } catch {
    // Theirs to notice.
  }
}

function notConfigured(): never {
  throw new Error("Playwright not configured. Provide playwright.handler in createRuntime options.");
}
