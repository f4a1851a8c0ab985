/** Async iterators that a runtime is in the middle of, by number (protocol.md, sections 4.5 and 4.6). */

import type { Fields } from "../wire/messages.ts";

/** The wire form of an iterator result: `{ done, value }` with the value marshalled. */
interface WireResult {
  done: boolean;
  value: unknown;
}

export class IteratorSessions {
  readonly #marshal: (value: unknown) => unknown;
  /** How error texts call a session: `Iterator 3 not found`, `Iterator session 3 not found`. */
  readonly #label: string;
  readonly #sessions = new Map<number, AsyncIterator<unknown>>();
  /** Those that nobody has come back to since the last break. */
  #idle = new Set<number>();
  #nextId = 1;

  constructor(marshal: (value: unknown) => unknown, label: string) {
    this.#marshal = marshal;
    this.#label = label;
  }

  open(iterator: AsyncIterator<unknown>): number {
    const id = this.#nextId++;
    this.#sessions.set(id, iterator);
    return id;
  }

  /** The next value. The session ends with `done` and with an error. */
  async next(id: unknown): Promise<WireResult> {
    const iterator = this.#get(id);
    return this.#step(id as number, () => iterator.next());
  }

  /** Runs the iterator's `finally` blocks. A session that has ended already, or has no `return`, is simply done. */
  async return(id: unknown, value?: unknown): Promise<WireResult> {
    const iterator = this.#sessions.get(id as number);
    this.#close(id as number);
    const result = await iterator?.return?.(value);
    return { done: true, value: await this.#marshal(result?.value) };
  }

  /** Throws into the iterator; one without `throw` is ended instead and the error goes back. */
  async throw(id: unknown, error: unknown): Promise<WireResult> {
    const iterator = this.#get(id);
    const thrown = errorFromWire(error);
    return this.#step(id as number, async () => {
      if (iterator.throw !== undefined) {
        return iterator.throw(thrown);
      }
      await iterator.return?.();
      throw thrown;
    });
  }

  /**
   * The connection broke. A guest may or may not come back to its iterators then, as its daemon has it: those that it has not come
   * back to since the break before are ended, so that breaks do not make them pile up.
   */
  age(): void {
    this.#returnEach([...this.#idle]);
    this.#idle = new Set(this.#sessions.keys());
  }

  /** Ends every open iterator, because nobody can ask for its values any more. */
  returnAll(): void {
    this.#returnEach([...this.#sessions.keys()]);
  }

  #returnEach(ids: number[]): void {
    for (const id of ids) {
      const iterator = this.#sessions.get(id);
      this.#close(id);
      // Nobody is left to hear of a failing `finally` block.
      (async () => iterator?.return?.())().catch(() => {});
    }
  }

  #close(id: number): void {
    this.#sessions.delete(id);
    this.#idle.delete(id);
  }

  #get(id: unknown): AsyncIterator<unknown> {
    const iterator = this.#sessions.get(id as number);
    if (iterator === undefined) {
      throw new Error(`${this.#label} ${String(id)} not found`);
    }
    this.#idle.delete(id as number);
    return iterator;
  }

  async #step(id: number, step: () => Promise<IteratorResult<unknown>>): Promise<WireResult> {
    try {
      const { done, value } = await step();
      if (done === true) {
        this.#close(id);
      }
      return { done: done === true, value: await this.#marshal(value) };
    } catch (error) {
      this.#close(id);
      throw error;
    }
  }
}

function errorFromWire(error: unknown): Error {
  const { name, message } = (error ?? {}) as Fields;
  const thrown = new Error(String(message ?? ""));
  if (typeof name === "string") {
    Object.defineProperty(thrown, "name", { value: name, writable: true, configurable: true, enumerable: false });
  }
  return thrown;
}
