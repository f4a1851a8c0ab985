/**
 * A wait for a request or a response of a page (runtime.md, section 20.4). What happens is queued from the moment the wait
 * begins, so that nothing is missed while the guest is on its way to ask, or looks at one request while the next is sent.
 */

import type { Page, Request, Response } from "playwright-core";
import { TimeoutError } from "./deadline.ts";

/** What nobody has asked for; the oldest goes when another comes. */
const MAX_QUEUED = 1_000;

interface Happening {
  request: Request;
  response: Response;
}

export type WaitKind = keyof Happening;

export class NetworkWait<K extends WaitKind> {
  readonly #kind: K;
  readonly #matches: Promise<(url: string) => boolean>;
  readonly #queue: Happening[K][] = [];
  readonly #stop: () => void;
  #failure: Error | undefined;
  #sleepers: (() => void)[] = [];

  /** `timeout` in ms, more than 0. Listens at once: the guest's next operation may be what makes the request. */
  constructor(page: Page, kind: K, matches: Promise<(url: string) => boolean>, timeout: number) {
    this.#kind = kind;
    this.#matches = matches;
    // The guest may never ask: then nobody else would take the failure.
    matches.catch(() => {});
    const what = kind === "request" ? "Request" : "Response";
    const late = `page.waitFor${what}: Timeout ${timeout}ms exceeded while waiting for event "${kind}"`;
    const onEvent = (happening: Happening[K]): void => this.#take(happening);
    const onClose = (): void => this.end(new Error("Target page, context or browser has been closed"));
    const timer = setTimeout(() => this.end(new TimeoutError(late)), timeout);
    // The overloads of `on` name each event; here it is data.
    const emitter = page as Pick<Page, never> as { on(name: string, listener: unknown): void; off(name: string, listener: unknown): void };
    emitter.on(kind, onEvent);
    emitter.on("close", onClose);
    this.#stop = () => {
      clearTimeout(timer);
      emitter.off(kind, onEvent);
      emitter.off("close", onClose);
    };
  }

  get kind(): K {
    return this.#kind;
  }

  /** Whether nothing can come any more. */
  get isOver(): boolean {
    return this.#failure !== undefined;
  }

  /**
   * The next one that matches.
   *
   * @throws TimeoutError, or why else there will be none
   */
  async next(): Promise<Happening[K]> {
    const matches = await this.#matches;
    for (;;) {
      const happening = this.#queue.shift();
      if (happening === undefined) {
        if (this.#failure !== undefined) {
          throw this.#failure;
        }
        await new Promise<void>((resolve) => this.#sleepers.push(resolve));
      } else if (matches(happening.url())) {
        return happening;
      }
    }
  }

  /** Listens no longer. What is queued can still be had. */
  end(reason: Error): void {
    this.#failure ??= reason;
    this.#stop();
    this.#wake();
  }

  #take(happening: Happening[K]): void {
    this.#queue.push(happening);
    if (this.#queue.length > MAX_QUEUED) {
      this.#queue.shift();
    }
    this.#wake();
  }

  /** All look again: more than one may have been asked for at once. */
  #wake(): void {
    for (const wake of this.#sleepers.splice(0)) {
      wake();
    }
  }
}
