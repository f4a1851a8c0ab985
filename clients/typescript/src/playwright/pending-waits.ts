/** Waits for requests and responses that the guest has begun and not yet brought to an end (protocol.md, section 4.10). */

import type { Page, Request, Response } from "playwright-core";
import { NetworkWait, type WaitKind } from "./network-wait.ts";

/** How many may be open at once. */
const MAX_WAITS = 100;

type Happening<K extends WaitKind> = K extends "request" ? Request : Response;

interface Pending {
  wait: NetworkWait<WaitKind>;
  /** What the guest has seen last and may still want all of. */
  last: Request | Response | undefined;
}

export class PendingWaits {
  readonly #waits = new Map<string, Pending>();
  #next = 0;

  /**
   * `makeTest` is called only if there is room: whoever has made a test that fails must be there to hear of it.
   *
   * @throws Error when too many are open
   */
  start(page: Page, kind: WaitKind, makeTest: () => Promise<(url: string) => boolean>, timeout: number): string {
    this.#makeRoom();
    const id = `listener_${this.#next++}`;
    this.#waits.set(id, { wait: new NetworkWait<WaitKind>(page, kind, makeTest(), timeout), last: undefined });
    return id;
  }

  /** The first one that matches; the wait is over then. */
  async finish<K extends WaitKind>(id: unknown, kind: K): Promise<Happening<K>> {
    const { wait } = this.#find(id, kind);
    // Whoever asks twice at once is to hear the second time that it is gone.
    this.#waits.delete(String(id));
    try {
      return (await wait.next()) as Happening<K>;
    } finally {
      wait.end(new Error(`Listener ${String(id)} not found`));
    }
  }

  /** The next one that matches; the wait goes on. */
  async next<K extends WaitKind>(id: unknown, kind: K): Promise<Happening<K>> {
    const pending = this.#find(id, kind);
    pending.last = await pending.wait.next();
    return pending.last as Happening<K>;
  }

  /** The one that `next` gave last; the wait is over then. */
  last<K extends WaitKind>(id: unknown, kind: K): Happening<K> {
    const { wait, last } = this.#find(id, kind);
    if (last === undefined) {
      throw new Error(`Listener ${String(id)} has not seen anything yet`);
    }
    this.#waits.delete(String(id));
    wait.end(new Error(`Listener ${String(id)} not found`));
    return last as Happening<K>;
  }

  #find(id: unknown, kind: WaitKind): Pending {
    const pending = this.#waits.get(String(id));
    if (pending === undefined || pending.wait.kind !== kind) {
      throw new Error(`Listener ${String(id).slice(0, 50)} not found`);
    }
    return pending;
  }

  /** The oldest that is over goes first. */
  #makeRoom(): void {
    if (this.#waits.size < MAX_WAITS) {
      return;
    }
    for (const [id, { wait }] of this.#waits) {
      if (wait.isOver) {
        this.#waits.delete(id);
        return;
      }
    }
    throw new Error(`Too many waits for requests and responses: the limit is ${MAX_WAITS}`);
  }
}
