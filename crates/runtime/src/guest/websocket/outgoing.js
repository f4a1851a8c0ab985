// What one socket tells the client, in order: a Blob has to be read first, and holds up what comes after it.
// @ts-check
import { host } from "ext:isolate/host.js";

/**
 * @typedef {object} Entry
 * @property {string} event
 * @property {object} payload
 * @property {number} size
 * @property {(() => Promise<void>) | undefined} prepare
 * @property {Entry | undefined} next
 */

export class Outgoing {
  /** @type {Entry | undefined} the newest of those that wait */
  #last = undefined;
  #size = 0;
  #stopped = false;
  /** @type {(error: unknown) => void} */
  #failed;

  /** @param {(error: unknown) => void} failed is called if something cannot be sent; nothing is, afterwards */
  constructor(failed) {
    this.#failed = failed;
  }

  /** Bytes that wait. */
  get size() {
    return this.#size;
  }

  /** Whether what is pushed now has to wait. */
  get waits() {
    return this.#last !== undefined;
  }

  /**
   * Sends an event; at once, unless it or one before it needs preparation.
   * @param {string} event
   * @param {object} payload
   * @param {number} [size] in bytes
   * @param {() => Promise<void>} [prepare] completes the payload
   */
  push(event, payload, size = 0, prepare = undefined) {
    const before = this.#last;
    if (before === undefined && prepare === undefined) return host.emitEvent(event, payload);
    /** @type {Entry} */
    // @ts-ignore: no inherited names
    const entry = { __proto__: null, event, payload, size, prepare, next: undefined };
    this.#last = entry;
    this.#size += size;
    if (before === undefined) this.#drain(entry);
    else before.next = entry;
  }

  /** Drops what waits. Its size stays. */
  stop() {
    this.#stopped = true;
  }

  /** @param {Entry | undefined} entry */
  async #drain(entry) {
    try {
      for (; entry !== undefined; entry = entry.next) {
        if (entry.prepare !== undefined) await entry.prepare();
        if (this.#stopped) return;
        host.emitEvent(entry.event, entry.payload);
        this.#size -= entry.size;
        if (this.#last === entry) this.#last = undefined;
      }
    } catch (error) {
      if (!this.#stopped) this.#failed(error);
      this.#stopped = true;
    }
  }
}
