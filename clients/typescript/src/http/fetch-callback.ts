/** The guest's `fetch`: requests that the host answers (client.md, section 3.2; protocol.md, section 4.8). */

import type { CallbackScope, Invocation, Registration } from "../callbacks/registry.ts";
import type { BodyReceiver } from "../streams/body-receiver.ts";
import type { StreamTable } from "../streams/stream-table.ts";
import { isMap } from "../wire/codec.ts";
import { answerFetch } from "./fetch-answer.ts";

/** What the guest's `fetch` was called with; a native `fetch` takes it as it is. */
export interface FetchRequestInit {
  method: string;
  /** Names in lower case; names may repeat. */
  headers: [string, string][];
  /** The complete body; null when there is none, and when it is a stream. */
  rawBody: Uint8Array<ArrayBuffer> | null;
  /** The same bytes, or the body as a stream when it is one in the guest. */
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
  /** Set for streams, because a native `fetch` asks for it. */
  duplex?: "half";
  /**
   * Aborts when the guest gives up or cancels the response's body, after 35 s without answer, when the runtime is disposed
   * and when the connection ends.
   */
  signal: AbortSignal;
}

/**
 * Answers the guest's `fetch`. `url` is exactly what the guest has written. What is thrown rejects the guest's promise, with
 * the same name and message.
 */
export type FetchCallback = (url: string, init: FetchRequestInit) => Response | Promise<Response>;

export interface FetchRegistration extends Registration {
  /** We take request bodies as streams. */
  requestStreams: true;
  /** We wait for credit when we stream a response's body. */
  responseCredit: true;
}

export function registerFetch(callback: FetchCallback, scope: CallbackScope, streams: StreamTable): FetchRegistration {
  const running = new Set<AbortController>();
  scope.onRelease(() => {
    for (const controller of running) {
      controller.abort(new DOMException("Isolate disposed", "AbortError"));
    }
  });
  const callbackId = scope.register(async ([request], invocation) => {
    const controller = new AbortController();
    running.add(controller);
    try {
      return await serve(callback, request, controller, invocation, streams);
    } finally {
      running.delete(controller);
    }
  });
  return { callbackId, name: "fetch", type: "async", requestStreams: true, responseCredit: true };
}

/** Serves one call, to the end of both bodies. */
async function serve(
  callback: FetchCallback,
  request: unknown,
  controller: AbortController,
  invocation: Invocation,
  streams: StreamTable,
): Promise<unknown> {
  const { url, method, headers, body, bodyStreamId } = isMap(request) ? request : {};
  const upload = typeof bodyStreamId === "number" ? streams.requestBody(bodyStreamId) : undefined;
  const { signal } = controller;
  invocation.signal.addEventListener("abort", () => controller.abort(invocation.signal.reason));
  signal.addEventListener("abort", () => upload?.abort(signal.reason));
  const init: FetchRequestInit = {
    method: String(method ?? "GET"),
    headers: (headers ?? []) as [string, string][],
    ...bodyInit(upload, body),
    signal,
  };
  try {
    const response = await callback(String(url), init);
    return await answerFetch(response, { method: init.method, requestId: invocation.requestId, abort: controller, streams });
  } finally {
    // Whatever the callback has not read by now is not wanted.
    upload?.abort(new Error("The request has been answered"));
  }
}

function bodyInit(
  upload: BodyReceiver | undefined,
  body: unknown,
): Pick<FetchRequestInit, "rawBody" | "body" | "duplex"> {
  if (upload !== undefined) {
    return { rawBody: null, body: upload.stream, duplex: "half" };
  }
  const rawBody = body instanceof Uint8Array ? body.slice() : null;
  return { rawBody, body: rawBody };
}
