/** Callback ids: what the daemon may invoke on this connection (protocol.md, sections 1.5 and 4.1). */

import { isMap } from "../wire/codec.ts";
import type { Fields } from "../wire/messages.ts";

/** Ids from here up are the daemon's own. */
const ID_LIMIT = 1_000_000;

/** The keys of CREATE_RUNTIME that hold callback ids. */
const ID_KEYS: readonly string[] = ["callbackId", "handlerCallbackId"];

/** What a handler may know about the invocation it serves. */
export interface Invocation {
  /** The daemon's number of the invocation. */
  readonly requestId: number;
  /** Aborts when the daemon gives up on the invocation, when the runtime is disposed and when the connection ends. */
  readonly signal: AbortSignal;
}

/** The result of a handler that has sent its answer itself: a callback stream. */
export const ANSWERED = Symbol("answered");

/** Serves one callback: decoded arguments in, wire value (or a promise of it, or of `ANSWERED`) out. */
export type CallbackHandler = (args: unknown[], invocation: Invocation) => unknown;

/** The callbacks of a connection, by id. */
export class CallbackRegistry {
  readonly #handlers = new Map<number, CallbackHandler>();
  /**
   * Ids start at a random point, so that an id handed out by a lost connection or by another client most likely means
   * nothing here instead of some unrelated function.
   */
  #next = 1 + Math.floor(Math.random() * (ID_LIMIT / 2));

  get(id: number): CallbackHandler | undefined {
    return this.#handlers.get(id);
  }

  /** @throws Error when all 999,999 ids are taken */
  register(handler: CallbackHandler): number {
    if (this.#handlers.size >= ID_LIMIT - 1) {
      throw new Error(`Too many callbacks on one connection: the limit is ${ID_LIMIT - 1}; dispose runtimes to free some`);
    }
    while (this.#handlers.has(this.#next)) {
      this.#advance();
    }
    const id = this.#next;
    this.#advance();
    this.#handlers.set(id, handler);
    return id;
  }

  release(id: number): void {
    this.#handlers.delete(id);
  }

  #advance(): void {
    this.#next = this.#next + 1 < ID_LIMIT ? this.#next + 1 : 1;
  }
}

/**
 * The callbacks of one runtime: those registered with its options, and what was handed out in results. There is no release
 * message on the wire: they live until the runtime is disposed.
 */
export class CallbackScope {
  readonly #registry: CallbackRegistry;
  readonly #ids = new Set<number>();
  readonly #onRenew: Array<() => void> = [];
  readonly #onForget: Array<() => void> = [];
  readonly #onRelease: Array<() => void> = [];

  constructor(registry: CallbackRegistry) {
    this.#registry = registry;
  }

  register(handler: CallbackHandler): number {
    const id = this.#registry.register(handler);
    this.#ids.add(id);
    return id;
  }

  release(id: number): void {
    this.#ids.delete(id);
    this.#registry.release(id);
  }

  /**
   * Options of CREATE_RUNTIME with a new id for each registration in them. The handlers stay the same, so that iterators the guest
   * is in the middle of go on. The old ids of registrations are given up, those of what was handed out stay valid.
   */
  renew(options: Fields): Fields {
    const renewed = new Map<number, number>();
    const renew = (value: unknown, key?: string): unknown => {
      if (key !== undefined && ID_KEYS.includes(key) && typeof value === "number") {
        const id = renewed.get(value) ?? this.#renewId(value);
        renewed.set(value, id);
        return id;
      }
      if (!isMap(value)) {
        return value;
      }
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, renew(field, name)]));
    };
    const fields = renew(options) as Fields;
    for (const listener of this.#onRenew) {
      listener();
    }
    return fields;
  }

  /** Called after each break. */
  onRenew(listener: () => void): void {
    this.#onRenew.push(listener);
  }

  #renewId(id: number): number {
    const handler = this.#registry.get(id);
    if (handler === undefined) {
      throw new Error(`Callback ${id} is not registered`);
    }
    const renewed = this.register(handler);
    this.release(id);
    return renewed;
  }

  /** Called when nobody can come back to what was handed out: the isolate is gone. More than once, if others take its place. */
  onForget(listener: () => void): void {
    this.#onForget.push(listener);
  }

  /** Forgets what was handed out: another isolate has taken the place of the one that had it. `options` stay registered. */
  forgetHandedOut(options: Fields): void {
    const registered = new Set<unknown>();
    const collect = (value: unknown): void => {
      if (isMap(value)) {
        ID_KEYS.forEach((key) => registered.add(value[key]));
        Object.values(value).forEach(collect);
      }
    };
    collect(options);
    for (const id of [...this.#ids].filter((id) => !registered.has(id))) {
      this.release(id);
    }
    for (const listener of this.#onForget) {
      listener();
    }
  }

  /** Called once when the runtime is disposed or lost. */
  onRelease(listener: () => void): void {
    this.#onRelease.push(listener);
  }

  /** Forgets every callback; later invocations are answered `Unknown callback: <id>`. */
  releaseAll(): void {
    for (const id of this.#ids) {
      this.#registry.release(id);
    }
    this.#ids.clear();
    this.#onRenew.length = 0;
    for (const listener of [...this.#onForget.splice(0), ...this.#onRelease.splice(0)]) {
      listener();
    }
  }
}

/** A registration as it travels in CREATE_RUNTIME (`R` of protocol.md, section 4.1). */
export interface Registration {
  callbackId: number;
  name: string;
  type: "sync" | "async" | "asyncIterator";
}
