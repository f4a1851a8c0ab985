/** Requests: those the page makes, waited for, and those the guest makes through it (runtime.md, section 20.4). */

import type { Request, Response } from "playwright-core";
import type { Operation } from "./operations.ts";
import { limit } from "./page-operations.ts";
import { isPlain } from "./picking.ts";
import { checkUrl } from "./schemes.ts";
import { urlTest } from "./url-matcher.ts";
import { withDeadline } from "./deadline.ts";

export const NETWORK_OPERATIONS: Record<string, Operation> = {
  waitForRequestStart: async ({ page, args, session, timeout }) => {
    const test = await urlTest(args[0]);
    const options = { timeout: limit(args[1], timeout) };
    const outcome = async (): Promise<unknown> =>
      requestData(await page.waitForRequest((request) => test(request.url()), options));
    return { listenerId: session.waits.start(outcome) };
  },
  waitForResponseStart: async ({ page, args, session, timeout }) => {
    const test = await urlTest(args[0]);
    const options = { timeout: limit(args[1], timeout) };
    const outcome = async (): Promise<unknown> => {
      const response = await page.waitForResponse((response) => test(response.url()), options);
      // A body may never end.
      return withDeadline(responseData(response), options.timeout, "page.waitForResponse");
    };
    return { listenerId: session.waits.start(outcome) };
  },
  waitForRequestFinish: ({ args, session }) => session.waits.finish(args[0]),
  waitForResponseFinish: ({ args, session }) => session.waits.finish(args[0]),

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

function requestData(request: Request): unknown {
  return { url: request.url(), method: request.method(), headers: request.headers(), postData: request.postData() };
}

async function responseData(response: Response): Promise<unknown> {
  // Redirects have none, and that of a page that is gone cannot be had any more.
  const text = await response.text().catch(() => "");
  return {
    url: response.url(),
    status: response.status(),
    statusText: response.statusText(),
    headers: response.headers(),
    headersArray: await response.headersArray(),
    ok: response.ok(),
    text,
    json: parseJson(text),
    body: null,
  };
}

/** null for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
