/** A `Request` as it travels in DISPATCH_REQUEST (protocol.md, section 3.2; client.md, section 4.4). */

import type { Fields } from "../wire/messages.ts";

/** Bodies up to this many bytes travel within the message. */
export const INLINE_REQUEST_BYTES = 1_048_576;

/** What a `Request` says about itself unless told otherwise; only other values are sent. */
const DEFAULTS = {
  mode: "cors",
  credentials: "same-origin",
  cache: "default",
  redirect: "follow",
  referrer: "about:client",
  referrerPolicy: "",
  integrity: "",
} as const;

/** Everything of a request but its body and its signal. */
export function requestHead(request: Request): Fields {
  const head: Fields = { method: request.method, url: request.url, headers: [...request.headers] };
  for (const [key, usual] of Object.entries(DEFAULTS)) {
    const value: unknown = request[key as keyof typeof DEFAULTS];
    if (typeof value === "string" && value !== usual) {
      head[key] = value;
    }
  }
  return head;
}

/** The length that the headers of a message give for its body, in bytes; undefined if they give none. */
export function contentLength(headers: Headers): number | undefined {
  const text = headers.get("content-length");
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}
