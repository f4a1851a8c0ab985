/** Callback ids: what the daemon may invoke on this connection (protocol.md, sections 1.5 and 4.1). */

/** Ids from here up are the daemon's own. */
const ID_LIMIT = 1_000_000;

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

/** The callbacks of one runtime. There is no release message on the wire: they live until the runtime is disposed. */
export class CallbackScope {
  readonly #registry: CallbackRegistry;
  readonly #ids = new Set<number>();
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

  /** Called once when the runtime is disposed or the connection ends. */
  onRelease(listener: () => void): void {
    this.#onRelease.push(listener);
  }

  /** Forgets every callback; later invocations are answered `Unknown callback: <id>`. */
  releaseAll(): void {
    for (const id of this.#ids) {
      this.#registry.release(id);
    }
    this.#ids.clear();
    for (const listener of this.#onRelease.splice(0)) {
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
