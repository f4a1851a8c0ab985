/** A runtime in the daemon, as its user holds it (client.md, section 4). */

import type { CallbackScope } from "./callbacks/registry.ts";
import { createConsoleHandle, type RemoteConsoleHandle } from "./console.ts";
import { isBenignDisposeError, isolateNotFound } from "./errors.ts";
import { RuntimeEvents, type EventCallback, type EventRouter } from "./events.ts";
import { createTimersHandle, type RemoteTimersHandle } from "./timers.ts";
import type { Channel } from "./wire/channel.ts";
import { MessageType, type Fields } from "./wire/messages.ts";

export interface EvalOptions {
  /** Path of the entry in the virtual tree, for stack traces and as base of relative imports. Default `/index.js`. */
  filename?: string;
  /** ms of wall-clock time, instead of the runtime's. Zero or negative means no limit. */
  executionTimeout?: number;
}

export interface DisposeOptions {
  /** Destroy the runtime also if it belongs to a namespace, instead of pooling it. */
  hard?: boolean;
  /** For the daemon's log. */
  reason?: string;
}

export interface RemoteRuntime {
  /** Opaque, unique in the daemon, stable while a namespace is reused. */
  readonly id: string;
  /** Whether the runtime came from the pool or was active already. */
  readonly reused: boolean;
  readonly console: RemoteConsoleHandle;
  readonly timers: RemoteTimersHandle;
  /**
   * Runs an ES module, TypeScript syntax and top-level await included. Calls may be issued without waiting; they run in
   * order. After a timeout the runtime is dead.
   *
   * @throws DaemonError with the guest's `name`, `message` and `stack`
   */
  eval(code: string, filenameOrOptions?: string | EvalOptions): Promise<void>;
  /** Listens to events that the guest sends with `__emit`. Returns the function that stops listening. */
  on(event: string, callback: EventCallback): () => void;
  /**
   * Sends an event to the guest's `__on` listeners; no result, and nothing happens when the runtime is gone.
   *
   * @throws TypeError when the payload cannot be written as JSON
   */
  emit(event: string, payload: unknown): void;
  /**
   * Destroys the runtime, or pools it if it belongs to a namespace. Idempotent; errors that only say that the runtime
   * or the connection is gone are swallowed.
   */
  dispose(options?: DisposeOptions): Promise<void>;
}

/** Sends a request about one runtime. */
export type RuntimeRequest = (type: number, fields?: Fields) => Promise<unknown>;

/** What a handle needs of its connection. */
export interface RuntimeContext {
  readonly channel: Channel;
  readonly router: EventRouter;
  /** The callbacks registered for this handle. */
  readonly scope: CallbackScope;
  /** Called once, when the handle is disposed. */
  onDispose(): void;
}

export class Runtime implements RemoteRuntime {
  readonly id: string;
  readonly reused: boolean;
  readonly console: RemoteConsoleHandle;
  readonly timers: RemoteTimersHandle;
  readonly #context: RuntimeContext;
  readonly #events = new RuntimeEvents();
  #disposal: Promise<void> | undefined;

  constructor(id: string, reused: boolean, context: RuntimeContext) {
    this.id = id;
    this.reused = reused;
    this.#context = context;
    const request: RuntimeRequest = (type, fields) => this.#request(type, fields);
    this.console = createConsoleHandle(request);
    this.timers = createTimersHandle(request);
    context.router.add(id, this.#events);
  }

  async eval(code: string, filenameOrOptions?: string | EvalOptions): Promise<void> {
    const { filename, executionTimeout } =
      typeof filenameOrOptions === "string" ? { filename: filenameOrOptions } : (filenameOrOptions ?? {}) as EvalOptions;
    await this.#request(MessageType.EVAL, { code, filename, executionTimeout });
  }

  on(event: string, callback: EventCallback): () => void {
    return this.#events.on(event, callback);
  }

  emit(event: string, payload: unknown): void {
    if (this.#disposal === undefined) {
      this.#context.router.emit(this.id, event, payload);
    }
  }

  dispose(options?: DisposeOptions): Promise<void> {
    this.#disposal ??= this.#dispose(options);
    return this.#disposal;
  }

  #request(type: number, fields?: Fields): Promise<unknown> {
    // A pooled runtime keeps its id for the next user, so the daemon alone could not tell that this handle is stale.
    if (this.#disposal !== undefined) {
      return Promise.reject(isolateNotFound(this.id));
    }
    return this.#context.channel.request(type, { isolateId: this.id, ...fields });
  }

  async #dispose({ hard, reason }: DisposeOptions = {}): Promise<void> {
    const { channel, router, scope } = this.#context;
    try {
      await channel.request(MessageType.DISPOSE_RUNTIME, { isolateId: this.id, hard, reason });
    } catch (error) {
      if (!isBenignDisposeError(error)) {
        throw error;
      }
    } finally {
      router.remove(this.id, this.#events);
      this.#events.clear();
      scope.releaseAll();
      this.#context.onDispose();
    }
  }
}
