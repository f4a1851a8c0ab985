/** A runtime in the daemon, as its user holds it (client.md, section 4). */

import type { CallbackScope } from "./callbacks/registry.ts";
import { createConsoleHandle, type RemoteConsoleHandle } from "./console.ts";
import { isBenignDisposeError } from "./errors.ts";
import { RuntimeEvents, type EventCallback, type EventRouter, type EventTargets } from "./events.ts";
import { createFetchHandle, type RemoteFetchHandle } from "./http/fetch-handle.ts";
import { linkHandle, RuntimeLink } from "./runtime-link.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import type { StreamTable } from "./streams/stream-table.ts";
import { createTestEnvironmentHandle, type RemoteTestEnvironmentHandle } from "./testing/handle.ts";
import { createTimersHandle, type RemoteTimersHandle } from "./timers.ts";
import { CommandListeners } from "./websocket/commands.ts";
import { OutboundSockets } from "./websocket/outbound-sockets.ts";
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
  readonly fetch: RemoteFetchHandle;
  readonly testEnvironment: RemoteTestEnvironmentHandle;
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
  readonly streams: StreamTable;
  /** The daemon sends bytes in events as bin, never as text. */
  readonly bytesAreBin: boolean;
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
  readonly fetch: RemoteFetchHandle;
  readonly testEnvironment: RemoteTestEnvironmentHandle;
  readonly #context: RuntimeContext;
  readonly #link: RuntimeLink;
  readonly #targets: EventTargets;
  #disposal: Promise<void> | undefined;

  constructor(id: string, reused: boolean, options: RuntimeOptions, context: RuntimeContext) {
    const { channel, router, streams } = context;
    this.id = id;
    this.reused = reused;
    this.#context = context;
    this.#link = new RuntimeLink(id, channel, streams);
    this.#targets = {
      events: new RuntimeEvents(),
      commands: new CommandListeners(),
      sockets: new OutboundSockets(
        options.webSocket,
        (event, payload) => router.send(id, event, payload),
        context.bytesAreBin,
      ),
    };
    if (options.onWebSocketCommand !== undefined) {
      this.#targets.commands.add(options.onWebSocketCommand);
    }
    const request: RuntimeRequest = (type, fields) => this.#link.request(type, fields);
    this.console = createConsoleHandle(request);
    this.timers = createTimersHandle(request);
    this.fetch = createFetchHandle(this.#link, this.#targets.commands);
    this.testEnvironment = createTestEnvironmentHandle(!!options.testEnvironment, request);
    linkHandle(this.fetch, this.#link);
    context.scope.onRelease(() => this.#link.end());
    router.add(id, this.#targets);
  }

  async eval(code: string, filenameOrOptions?: string | EvalOptions): Promise<void> {
    const { filename, executionTimeout } =
      typeof filenameOrOptions === "string" ? { filename: filenameOrOptions } : (filenameOrOptions ?? {}) as EvalOptions;
    await this.#link.request(MessageType.EVAL, { code, filename, executionTimeout });
  }

  on(event: string, callback: EventCallback): () => void {
    return this.#targets.events.on(event, callback);
  }

  emit(event: string, payload: unknown): void {
    if (!this.#link.isDisposed) {
      this.#context.router.emit(this.id, event, payload);
    }
  }

  dispose(options?: DisposeOptions): Promise<void> {
    this.#disposal ??= this.#dispose(options);
    return this.#disposal;
  }

  async #dispose({ hard, reason }: DisposeOptions = {}): Promise<void> {
    const { router, scope } = this.#context;
    const disposed = this.#link.request(MessageType.DISPOSE_RUNTIME, { hard, reason });
    this.#link.markDisposed();
    try {
      await disposed;
    } catch (error) {
      if (!isBenignDisposeError(error)) {
        throw error;
      }
    } finally {
      router.remove(this.id, this.#targets);
      scope.releaseAll();
      this.#context.onDispose();
    }
  }
}
