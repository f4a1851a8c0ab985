/** Listens to one page and reports what happens in it. */

import type { ConsoleMessage, Page, Request, Response } from "playwright-core";
import type { ConsoleLevel } from "../console.ts";
import type { KnownPage } from "./browser-session.ts";
import type { PlaywrightEvent } from "./events.ts";

/** Texts of pages are cut at so many characters: what is kept of them has a bound. */
const MAX_TEXT_LENGTH = 10_000;

const LEVELS: Record<string, ConsoleLevel> = {
  warning: "warn",
  error: "error",
  assert: "error",
  info: "info",
  debug: "debug",
};

/** Numbers the requests of all pages of a runtime. */
export class RequestIds {
  readonly #ids = new WeakMap<Request, string>();
  #next = 0;

  of(request: Request): string {
    const known = this.#ids.get(request);
    const id = known ?? `req_${this.#next++}`;
    if (known === undefined) {
      this.#ids.set(request, id);
    }
    return id;
  }
}

/** Reports until the returned function is called. */
export function observePage(
  { page, pageId, contextId }: KnownPage,
  requests: RequestIds,
  report: (event: PlaywrightEvent) => void,
): () => void {
  const origin = (): { pageId: string; contextId: string; timestamp: number } => ({ pageId, contextId, timestamp: Date.now() });
  const about = (request: Request): { requestId: string; url: string; resourceType: string } => ({
    requestId: requests.of(request),
    url: cut(request.url()),
    resourceType: request.resourceType(),
  });
  const listeners = {
    console: (message: ConsoleMessage) => {
      const { url, lineNumber, columnNumber } = message.location();
      report({
        type: "browserConsoleLog",
        ...origin(),
        level: LEVELS[message.type()] ?? "log",
        stdout: cut(message.text()),
        location: { url: cut(url), lineNumber: lineNumber + 1, columnNumber: columnNumber + 1 },
      });
    },
    pageerror: ({ name, message, stack }: Error) =>
      report({ type: "pageError", ...origin(), name: cut(name), message: cut(message), ...(stack !== undefined && { stack: cut(stack) }) }),
    request: (request: Request) => {
      const postData = request.postData();
      report({
        type: "networkRequest",
        ...origin(),
        ...about(request),
        method: cut(request.method()),
        headers: cutAll(request.headers()),
        ...(postData !== null && { postData: cut(postData) }),
      });
    },
    response: (response: Response) =>
      report({
        type: "networkResponse",
        ...origin(),
        ...about(response.request()),
        status: response.status(),
        statusText: cut(response.statusText()),
        headers: cutAll(response.headers()),
      }),
    requestfailed: (request: Request) =>
      report({
        type: "requestFailure",
        ...origin(),
        ...about(request),
        method: cut(request.method()),
        failureText: cut(request.failure()?.errorText ?? "request failed"),
      }),
  };
  // The overloads of `on` name each event; here they are data.
  const emitter = page as Pick<Page, never> as { on(name: string, listener: unknown): void; off(name: string, listener: unknown): void };
  const entries = Object.entries(listeners);
  entries.forEach(([name, listener]) => emitter.on(name, listener));
  return () => entries.forEach(([name, listener]) => emitter.off(name, listener));
}

function cut(text: string): string {
  return text.length > MAX_TEXT_LENGTH ? text.slice(0, MAX_TEXT_LENGTH) : text;
}

/** Headers in their order, as long as they are that short together. */
function cutAll(headers: Record<string, string>): Record<string, string> {
  let left = MAX_TEXT_LENGTH;
  const kept = Object.entries(headers).filter(([name, value]) => (left -= name.length + value.length) >= 0);
  return Object.fromEntries(kept);
}
