/** Requests: those the page makes, waited for, and those the guest makes through it (runtime.md, section 20.4). */

import type { Request, Response } from "playwright-core";
import type { Operation } from "./call.ts";
import { limit, withDeadline } from "./deadline.ts";
import { isPlain } from "./picking.ts";
import { checkUrl } from "./schemes.ts";
import { urlTest } from "./url-matcher.ts";

/** More than Playwright's own waits can do, for guests that look at one after the other (a key of our own). */
interface Asked {
  /** True: the next one, without a body; the answer has `more: true`, and the wait goes on. */
  next?: unknown;
  /** True: all of the one that was given last; the wait is over. */
  last?: unknown;
}

export const NETWORK_OPERATIONS: Record<string, Operation> = {
  // Not asynchronous: the listener must be there before the guest's next operation is looked at.
  waitForRequestStart: ({ page, args, session, timeout }) => ({
    listenerId: session.waits.start(page, "request", () => urlTest(args[0], session.expressions), limit(args[1], timeout)),
  }),
  waitForResponseStart: ({ page, args, session, timeout }) => ({
    listenerId: session.waits.start(page, "response", () => urlTest(args[0], session.expressions), limit(args[1], timeout)),
  }),
  waitForRequestFinish: async ({ args, session }) => {
    const [id, asked] = args as [unknown, Asked | undefined];
    if (asked?.next === true) {
      return { ...requestData(await session.waits.next(id, "request")), more: true };
    }
    return requestData(asked?.last === true ? session.waits.last(id, "request") : await session.waits.finish(id, "request"));
  },
  waitForResponseFinish: async ({ args, session, timeout }) => {
    const [id, asked] = args as [unknown, Asked | undefined];
    if (asked?.next === true) {
      return { ...(await responseHead(await session.waits.next(id, "response"))), more: true };
    }
    const response = asked?.last === true ? session.waits.last(id, "response") : await session.waits.finish(id, "response");
    // A body may never end.
    return withDeadline(responseData(response), timeout, "page.waitForResponse");
  },

  request: async ({ page, args, session, timeout }) => {
    const [url, method, data, headers] = args;
    const response = await page.request.fetch(checkUrl(url, "page.request", session.options.allowSchemes), {
      method: typeof method === "string" ? method : "GET",
      timeout,
      ...(data !== null && data !== undefined && { data }),
      ...(isPlain(headers) && { headers: headers as Record<string, string> }),
    });
    try {
      const text = await response.text();
      return {
        status: response.status(),
        ok: response.ok(),
        headers: response.headers(),
        text,
        json: parseJson(text),
        body: null,
      };
    } finally {
      await response.dispose();
    }
  },
};

function requestData(request: Request): object {
  return { url: request.url(), method: request.method(), headers: request.headers(), postData: request.postData() };
}

async function responseHead(response: Response): Promise<object> {
  return {
    url: response.url(),
    status: response.status(),
    statusText: response.statusText(),
    headers: response.headers(),
    headersArray: await response.headersArray(),
    ok: response.ok(),
  };
}

async function responseData(response: Response): Promise<object> {
  // Redirects have none, and that of a page that is gone cannot be had any more.
  const text = await response.text().catch(() => "");
  return { ...(await responseHead(response)), text, json: parseJson(text), body: null };
}

/** null for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
