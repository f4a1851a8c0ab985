/** Waits for requests and responses that the guest has begun and not yet asked the outcome of (protocol.md, section 4.10). */

/** How many may be open at once. */
const MAX_WAITS = 100;

interface Wait {
  outcome: Promise<unknown>;
  settled: boolean;
}

export class PendingWaits {
  readonly #waits = new Map<string, Wait>();
  #next = 0;

  /** @throws Error when too many are open */
  start(outcome: () => Promise<unknown>): string {
    this.#makeRoom();
    const id = `listener_${this.#next++}`;
    const wait: Wait = { outcome: outcome(), settled: false };
    // The guest may never ask: then nobody else would take the failure.
    const settle = (): void => void (wait.settled = true);
    wait.outcome.then(settle, settle);
    this.#waits.set(id, wait);
    return id;
  }

  /** The outcome, once. */
  finish(id: unknown): Promise<unknown> {
    const wait = this.#waits.get(String(id));
    if (wait === undefined) {
      return Promise.reject(new Error(`Listener ${String(id).slice(0, 50)} not found`));
    }
    this.#waits.delete(String(id));
    return wait.outcome;
  }

  /** The oldest that has an outcome nobody has asked for goes first. */
  #makeRoom(): void {
    if (this.#waits.size < MAX_WAITS) {
      return;
    }
    for (const [id, { settled }] of this.#waits) {
      if (settled) {
        this.#waits.delete(id);
        return;
      }
    }
    throw new Error(`Too many waits for requests and responses: the limit is ${MAX_WAITS}`);
  }
}
