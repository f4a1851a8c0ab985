/** One request into the guest's `serve()` handler, from sending it to the end of the response's body (client.md, 4.4). */

import { abortError } from "../errors.ts";
import type { RuntimeLink } from "../runtime-link.ts";
import { BodySource } from "../streams/body-source.ts";
import type { BodyReceiver } from "../streams/body-receiver.ts";
import type { OutgoingBody } from "../streams/stream-table.ts";
import type { ReplyHandler } from "../wire/channel.ts";
import { MessageType, type Fields } from "../wire/messages.ts";
import { contentLength, INLINE_REQUEST_BYTES, requestHead } from "./request-to-wire.ts";
import { streamedResponse, wholeResponse } from "./response-from-wire.ts";

/** How long a body that is said to be small may take to arrive before it is streamed after all, in ms. */
const PATIENCE_MS = 250;

export interface DispatchOptions {
  /**
   * Gives the call up: the promise rejects at once with an `AbortError`, the handler's `request.signal` aborts, and a
   * response body that is still on its way fails with the same error.
   */
  signal?: AbortSignal | undefined;
  /** For correlation in callbacks that the request causes. */
  requestId?: string | undefined;
  metadata?: Record<string, string> | undefined;
}

export function dispatch(link: RuntimeLink, request: Request, options: DispatchOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) {
      throw abortError();
    }
    new Dispatch(link, request, options, resolve, reject).start();
  });
}

class Dispatch implements ReplyHandler {
  readonly #link: RuntimeLink;
  readonly #request: Request;
  readonly #options: DispatchOptions;
  readonly #settle: { resolve: (response: Response) => void; reject: (error: unknown) => void };
  readonly #onCallAbort = (): void => this.#giveUp();
  readonly #onRequestAbort = (): void => this.#sendAbort();
  /** Set once the request is sent. */
  #requestId: number | undefined;
  #source: BodySource | undefined;
  #upload: OutgoingBody | undefined;
  #download: BodyReceiver | undefined;
  #answered = false;
  #givenUp = false;

  constructor(
    link: RuntimeLink,
    request: Request,
    options: DispatchOptions,
    resolve: (response: Response) => void,
    reject: (error: unknown) => void,
  ) {
    this.#link = link;
    this.#request = request;
    this.#options = options;
    this.#settle = { resolve, reject };
  }

  /** Sends the request: in this very turn if it has no body. */
  start(): void {
    this.#link.checkUsable();
    this.#source = BodySource.of(this.#request);
    this.#options.signal?.addEventListener("abort", this.#onCallAbort);
    if (this.#source === undefined) {
      this.#whenUsable(() => this.#send({ body: null }));
    } else {
      void this.#startWithBody(this.#source);
    }
  }

  async #startWithBody(source: BodySource): Promise<void> {
    const length = contentLength(this.#request.headers);
    const large = length !== undefined && length > INLINE_REQUEST_BYTES;
    // A body of unknown length is looked at only as far as it is in memory: the handler need not wait for the rest.
    const patience = length === undefined ? 0 : PATIENCE_MS;
    const whole = large ? undefined : await source.whole(INLINE_REQUEST_BYTES, patience);
    this.#whenUsable(() => {
      if (whole !== undefined) {
        this.#send({ body: whole });
      } else {
        this.#upload = this.#link.streams.upload(source);
        this.#send({ body: null, bodyStreamId: this.#upload.streamId });
        void this.#upload.send();
      }
    });
  }

  /** A connection that is being remade is waited for, unless the caller gives up first. */
  #whenUsable(go: () => void): void {
    const fail = (error: unknown): void => {
      this.#source?.cancel(error);
      this.reject(error);
    };
    try {
      this.#link.whenUsable(() => this.#givenUp || go(), fail);
    } catch (error) {
      fail(error);
    }
  }

  #send(body: Fields): void {
    const { requestId, metadata } = this.#options;
    const { signal } = this.#request;
    try {
      this.#requestId = this.#link.ask(
        MessageType.DISPATCH_REQUEST,
        {
          request: { ...requestHead(this.#request), ...body, signalAborted: signal.aborted },
          context: requestId === undefined && metadata === undefined ? undefined : { requestId, metadata },
        },
        this,
      );
    } catch (error) {
      this.reject(error);
      return;
    }
    signal.addEventListener("abort", this.#onRequestAbort);
  }

  // The reply, as ReplyHandler has it.

  resolve(data: unknown): void {
    this.#answer(() => wholeResponse(data));
    this.#finish();
  }

  stream(start: Fields): void {
    const streamId = start["streamId"] as number;
    if (this.#givenUp) {
      this.#link.streams.sendError(streamId);
      return;
    }
    const download = this.#link.streams.download(streamId, () => this.#finish());
    this.#download = download;
    this.#answer(() => streamedResponse(start["metadata"], download));
  }

  reject(error: unknown): void {
    this.#answer(() => {
      throw error;
    });
    // Nobody is left to read the body.
    this.#upload?.cancel(error);
    this.#finish();
  }

  #answer(build: () => Response): void {
    this.#answered = true;
    this.#request.signal.removeEventListener("abort", this.#onRequestAbort);
    try {
      this.#settle.resolve(build());
    } catch (error) {
      this.#settle.reject(error);
      this.#download?.abort(error);
    }
  }

  /** The caller's own signal: nobody waits any more. */
  #giveUp(): void {
    const error = abortError();
    this.#givenUp = true;
    this.#settle.reject(error);
    if (this.#upload !== undefined) {
      this.#link.streams.sendError(this.#upload.streamId, error.message);
      this.#upload.cancel(error);
    } else {
      this.#source?.cancel(error);
    }
    this.#sendAbort();
    this.#download?.abort(error);
    this.#finish();
  }

  /** Fires `request.signal` in the handler. */
  #sendAbort(): void {
    if (this.#requestId !== undefined && !this.#answered) {
      this.#link.send(MessageType.DISPATCH_REQUEST_ABORT, { targetRequestId: this.#requestId });
    }
  }

  #finish(): void {
    this.#options.signal?.removeEventListener("abort", this.#onCallAbort);
    this.#request.signal.removeEventListener("abort", this.#onRequestAbort);
  }
}
