/** A runtime in the daemon, as its user holds it (client.md, section 4). */

import type { CallbackScope } from "./callbacks/registry.ts";
import { createConsoleHandle, type RemoteConsoleHandle } from "./console.ts";
import { isBenignDisposeError } from "./errors.ts";
import { RuntimeEvents, userEvent, type EventCallback, type EventRouter, type EventTargets } from "./events.ts";
import { createFetchHandle, type RemoteFetchHandle } from "./http/fetch-handle.ts";
import { createPlaywrightHandle, type RemotePlaywrightHandle } from "./playwright/runtime-browser.ts";
import type { Recoverable } from "./recovery.ts";
import { linkHandle, RuntimeLink, type RuntimeRequest } from "./runtime-link.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import type { StreamTable } from "./streams/stream-table.ts";
import { createTestEnvironmentHandle, type RemoteTestEnvironmentHandle } from "./testing/handle.ts";
import { createTimersHandle, type RemoteTimersHandle } from "./timers.ts";
import { CommandListeners } from "./websocket/commands.ts";
import { OutboundSockets } from "./websocket/outbound-sockets.ts";
import type { Channel } from "./wire/channel.ts";
import { isMap } from "./wire/codec.ts";
import { MessageType, type Fields } from "./wire/messages.ts";

export interface EvalOptions {
  /** Path of the entry in the virtual tree, for stack traces and as base of relative imports. Default `/index.js`. */
  filename?: string | undefined;
  /** ms of wall-clock time, instead of the runtime's. Zero or negative means no limit. */
  executionTimeout?: number | undefined;
}

export interface DisposeOptions {
  /** Destroy the runtime also if it belongs to a namespace, instead of pooling it. */
  hard?: boolean | undefined;
  /** For the daemon's log. */
  reason?: string | undefined;
}

export interface RemoteRuntime {
  /**
   * Opaque, unique in the daemon, stable while a namespace is reused, also when the connection breaks and is remade. Another id
   * afterwards means another isolate, without anything of the earlier one's: the daemon had to give that one up.
   */
  readonly id: string;
  /** Whether the runtime came from the pool or was active already, when it was created or had again after a break. */
  readonly reused: boolean;
  readonly console: RemoteConsoleHandle;
  readonly timers: RemoteTimersHandle;
  readonly fetch: RemoteFetchHandle;
  readonly playwright: RemotePlaywrightHandle;
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

/** What a handle needs of its connection. */
export interface RuntimeContext {
  readonly channel: Channel;
  readonly router: EventRouter;
  readonly streams: StreamTable;
  /** Undefined for a runtime of no namespace, which ends with its connection. */
  readonly namespaceId: string | undefined;
  /** What CREATE_RUNTIME was sent with. */
  readonly sent: Fields;
  /** The callbacks registered for this handle. */
  readonly scope: CallbackScope;
  /** Called once, when the handle is disposed or lost. */
  onEnd(): void;
}

/** The answer to CREATE_RUNTIME. */
interface Created {
  id: string;
  reused: boolean;
  /** The daemon sends bytes in events as bin, never as text. */
  bytesAreBin: boolean;
}

export class Runtime implements RemoteRuntime {
  #reused: boolean;
  readonly console: RemoteConsoleHandle;
  readonly timers: RemoteTimersHandle;
  readonly fetch: RemoteFetchHandle;
  readonly playwright: RemotePlaywrightHandle;
  readonly testEnvironment: RemoteTestEnvironmentHandle;
  readonly #context: RuntimeContext;
  readonly #link: RuntimeLink;
  readonly #targets: EventTargets;
  /** What the runtime was created with last. */
  #sent: Fields;
  #disposal: Promise<void> | undefined;

  /** @throws TypeError when the answer to CREATE_RUNTIME is malformed */
  constructor(answer: unknown, options: RuntimeOptions, context: RuntimeContext) {
    const { channel, router, streams } = context;
    const { id, reused, bytesAreBin } = created(answer);
    this.#reused = reused;
    this.#context = context;
    this.#sent = context.sent;
    this.#link = new RuntimeLink(id, channel, streams);
    this.#targets = {
      events: new RuntimeEvents(),
      commands: new CommandListeners(),
      sockets: new OutboundSockets(
        options.webSocket,
        (event, payload) => router.send(this.id, event, payload),
        bytesAreBin,
      ),
    };
    if (options.onWebSocketCommand !== undefined) {
      this.#targets.commands.add(options.onWebSocketCommand);
    }
    const request: RuntimeRequest = (type, fields) => this.#link.request(type, fields);
    this.console = createConsoleHandle(request);
    this.timers = createTimersHandle(request);
    this.fetch = createFetchHandle(this.#link, this.#targets.commands);
    this.testEnvironment = createTestEnvironmentHandle(!!options.testEnvironment, this.#link);
    linkHandle(this.fetch, this.#link);
    this.playwright = createPlaywrightHandle(options.playwright, options.console?.onEntry, context.scope);
    context.scope.onRelease(() => this.#link.end());
    router.add(id, this.#targets);
  }

  get id(): string {
    return this.#link.isolateId;
  }

  get reused(): boolean {
    return this.#reused;
  }

  /** This runtime as one that can be had again after a break; undefined if it cannot. */
  get recoverable(): Recoverable | undefined {
    const { namespaceId, scope, router } = this.#context;
    if (namespaceId === undefined || this.#link.isDisposed) {
      return undefined;
    }
    return {
      namespaceId,
      suspend: () => this.#link.suspend(),
      renewOptions: () => (this.#sent = scope.renew(this.#sent)),
      resume: (answer) => {
        const { id, reused } = created(answer);
        this.#reused = reused;
        if (id !== this.id) {
          router.move(this.id, id, this.#targets);
          scope.forgetHandedOut(this.#sent);
        }
        this.#link.resume(id);
      },
      lose: (cause) => this.lose(cause),
    };
  }

  /** The runtime ended without being disposed: later calls fail. */
  lose(cause: unknown): void {
    this.#link.lose(cause);
    this.#end();
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
    const fields = userEvent(event, payload);
    if (this.#link.isUsable) {
      this.#link.whenUsable(() => this.#link.send(MessageType.CLIENT_EVENT, fields), () => {});
    }
  }

  dispose(options?: DisposeOptions): Promise<void> {
    this.#disposal ??= this.#dispose(options);
    return this.#disposal;
  }

  async #dispose({ hard, reason }: DisposeOptions = {}): Promise<void> {
    const disposed = this.#link.request(MessageType.DISPOSE_RUNTIME, { hard, reason });
    this.#link.markDisposed();
    try {
      await disposed;
    } catch (error) {
      if (!isBenignDisposeError(error)) {
        throw error;
      }
    } finally {
      this.#end();
    }
  }

  /** Nothing reaches this handle any more. */
  #end(): void {
    this.#context.router.remove(this.id, this.#targets);
    this.#context.scope.releaseAll();
    this.#context.onEnd();
  }
}

function created(answer: unknown): Created {
  const id = isMap(answer) ? answer["isolateId"] : undefined;
  if (!isMap(answer) || typeof id !== "string") {
    throw new TypeError("The daemon answered CREATE_RUNTIME without an isolateId");
  }
  return { id, reused: answer["reused"] === true, bytesAreBin: answer["binaryEvents"] === true };
}
