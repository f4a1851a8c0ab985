/** The host's `Response` on its way to the guest: whole when it is small and in memory, otherwise as a stream. */

import { ANSWERED } from "../callbacks/registry.ts";
import { BodySource } from "../streams/body-source.ts";
import type { StreamTable } from "../streams/stream-table.ts";
import { MessageType, type Fields } from "../wire/messages.ts";
import { contentLength } from "./request-to-wire.ts";

/** Bodies up to this many bytes travel within the message (protocol.md, section 7). */
const INLINE_RESPONSE_BYTES = 65_536;

/** Statuses of responses that have no body. */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);

export interface FetchAnswerContext {
  /** Of the request. */
  method: string;
  /** Of the invocation that is answered. */
  requestId: number;
  /** Aborts when nobody waits for the answer any more; that the guest cancels the body is one way to learn of it. */
  abort: AbortController;
  streams: StreamTable;
}

/**
 * Answers one invocation.
 *
 * @returns a SerializedResponse, or `ANSWERED` when the body has been streamed; settles when the body has ended either way
 * @throws TypeError for what is no response
 */
export async function answerFetch(response: Response, context: FetchAnswerContext): Promise<unknown> {
  const { abort, streams, requestId } = context;
  const { signal } = abort;
  const head = responseHead(response);
  const source = BodySource.of(response);
  if (source === undefined) {
    return { ...head, body: null };
  }
  if (signal.aborted) {
    source.cancel(signal.reason);
    return ANSWERED;
  }
  if (NULL_BODY.has(response.status) || context.method === "HEAD") {
    source.cancel(new TypeError(`A response with status ${response.status} to ${context.method} has no body`));
    return { ...head, body: null };
  }
  let stop = (): void => source.cancel(signal.reason);
  signal.addEventListener("abort", () => stop());
  const large = (contentLength(response.headers) ?? 0) > INLINE_RESPONSE_BYTES;
  const whole = large ? undefined : await source.whole(INLINE_RESPONSE_BYTES, 0);
  if (signal.aborted) {
    return ANSWERED;
  }
  if (whole !== undefined) {
    return { ...head, body: whole };
  }
  const body = streams.callbackBody(source, requestId);
  stop = () => body.cancel(signal.reason);
  streams.channel.send(MessageType.CALLBACK_STREAM_START, { requestId, streamId: body.streamId, metadata: head });
  if (!(await body.send())) {
    abort.abort(new DOMException("The response is not wanted any more", "AbortError"));
  }
  return ANSWERED;
}

function responseHead(response: Response): Fields {
  // Other libraries have `Response` classes of their own: what matters is what is used here.
  if (typeof response?.status !== "number" || typeof response.headers?.get !== "function") {
    throw new TypeError(`The fetch callback must return a Response, got ${response === null ? "null" : typeof response}`);
  }
  if (response.status === 0) {
    throw new TypeError("The fetch callback returned Response.error()");
  }
  const { status, statusText, headers, url, redirected } = response;
  return { status, statusText, headers: [...headers], url, redirected };
}
