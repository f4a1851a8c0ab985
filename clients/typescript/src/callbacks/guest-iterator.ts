/** An async iterator that stays in the guest (protocol.md, section 4.5 and appendix A.3). */

import { errorToWire } from "../errors.ts";

/** Runs one operation of the iterator in the guest; gives `{ done, value }`. */
type Operation = (...args: unknown[]) => Promise<unknown>;

type Step = IteratorResult<unknown, unknown>;

/** Behaves like the object of an async generator. Values given to `next` do not cross. */
export class GuestIterator implements AsyncIterableIterator<unknown, unknown, void> {
  readonly #next: Operation;
  readonly #return: Operation | undefined;
  readonly #throw: Operation | undefined;
  /** The guest forgets an iterator when it ends, and would not know it any more. */
  #ended = false;

  constructor(next: Operation, return_: Operation | undefined, throw_: Operation | undefined) {
    this.#next = next;
    this.#return = return_;
    this.#throw = throw_;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<Step> {
    return this.#ended ? { done: true, value: undefined } : this.#step(this.#next());
  }

  /** Ends the iteration; the guest's `finally` blocks run. */
  async return(value?: unknown): Promise<Step> {
    if (this.#ended || this.#return === undefined) {
      this.#ended = true;
      return { done: true, value };
    }
    return this.#step(this.#return(value));
  }

  /** Throws into the guest's iterator; one that cannot take it is ended, and the error comes back. */
  async throw(error: unknown): Promise<Step> {
    if (!this.#ended && this.#throw !== undefined) {
      return this.#step(this.#throw(errorToWire(error)));
    }
    await this.return();
    throw error;
  }

  async #step(answer: Promise<unknown>): Promise<Step> {
    try {
      const { done, value } = (await answer) as { done?: unknown; value?: unknown };
      this.#ended ||= done !== false;
      return { done: done !== false, value };
    } catch (error) {
      if (this.#ended) {
        // It ended while this step was on its way, which came too late for the guest.
        return { done: true, value: undefined };
      }
      this.#ended = true;
      throw error;
    }
  }
}
