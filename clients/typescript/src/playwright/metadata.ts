/** What a handler made here says about itself to the client: which pages to listen to (client.md, section 12). */

import type { Page } from "playwright-core";
import type { BrowserSession } from "./browser-session.ts";
import type { PlaywrightHandlerOptions } from "./handler-options.ts";
import type { PlaywrightHandler } from "./operation.ts";

export interface DefaultPlaywrightHandlerMetadata {
  page: Page;
  options: PlaywrightHandlerOptions;
}

export interface HandlerOrigin extends DefaultPlaywrightHandlerMetadata {
  session: BrowserSession;
  /** A handler of the same pages with another timeout. */
  withTimeout(timeout: number): PlaywrightHandler;
}

const origins = new WeakMap<PlaywrightHandler, HandlerOrigin>();

export function describeHandler(handler: PlaywrightHandler, origin: HandlerOrigin): void {
  origins.set(handler, origin);
}

export function originOf(handler: PlaywrightHandler): HandlerOrigin | undefined {
  return origins.get(handler);
}

/** Page and options of a handler of `defaultPlaywrightHandler`; undefined for others. */
export function getDefaultPlaywrightHandlerMetadata(
  handler: PlaywrightHandler,
): DefaultPlaywrightHandlerMetadata | undefined {
  const origin = origins.get(handler);
  return origin && { page: origin.page, options: origin.options };
}
