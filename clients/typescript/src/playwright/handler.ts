/** The handler that lets a guest drive a real Playwright page (client.md, section 12; runtime.md, section 20). */

import type { Page } from "playwright-core";
import { BrowserSession } from "./browser-session.ts";
import type { PlaywrightHandlerOptions } from "./handler-options.ts";
import { describeHandler } from "./metadata.ts";
import type { PlaywrightHandler, PlaywrightOperation, PlaywrightResult } from "./operation.ts";
import { perform } from "./operations.ts";

/** Longer messages are cut: the browser's may quote a whole page. */
const MAX_MESSAGE_LENGTH = 10_000;

/**
 * A handler for `createRuntime({ playwright: { handler } })`. The client listens to its pages: `runtime.playwright` has what they
 * print and load. The pages and contexts that the guest makes belong to the handler and stay open until they are closed.
 */
export function defaultPlaywrightHandler(page: Page, options: PlaywrightHandlerOptions = {}): PlaywrightHandler {
  return describedHandler(page, options, new BrowserSession(page, options));
}

function describedHandler(page: Page, options: PlaywrightHandlerOptions, session: BrowserSession): PlaywrightHandler {
  const handler = sessionHandler(session, options.timeout);
  const withTimeout = (timeout: number): PlaywrightHandler => describedHandler(page, { ...options, timeout }, session);
  describeHandler(handler, { page, options, session, withTimeout });
  return handler;
}

/** The same, but nobody listens to the page. */
export function createPlaywrightHandler(page: Page, options: PlaywrightHandlerOptions = {}): PlaywrightHandler {
  return sessionHandler(new BrowserSession(page, options), options.timeout);
}

function sessionHandler(session: BrowserSession, timeout: number | undefined): PlaywrightHandler {
  return async (operation: PlaywrightOperation): Promise<PlaywrightResult> => {
    try {
      const value = await perform(operation, session, timeout);
      return value === undefined ? { ok: true } : { ok: true, value };
    } catch (error) {
      return { ok: false, error: plainError(error) };
    }
  };
}

function plainError(error: unknown): { name: string; message: string } {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error).slice(0, MAX_MESSAGE_LENGTH) };
  }
  // Playwright colours its logs for terminals.
  const message = error.message.replace(/\u001b\[[0-9;]*m/g, "");
  return { name: error.name, message: message.slice(0, MAX_MESSAGE_LENGTH) };
}
