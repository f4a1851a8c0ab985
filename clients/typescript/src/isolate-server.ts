/** Keeps one namespaced runtime with a `serve()` handler alive (client.md, section 10). */

import type { DaemonConnection } from "./connection.ts";
import { isBenignDisposeError, isConnectionClosed, isNamespaceInUse } from "./errors.ts";
import type { RemoteFetchHandle } from "./http/fetch-handle.ts";
import { TAKEOVER_MS, TAKEOVER_STEP_MS } from "./recovery.ts";
import type { RemoteRuntime } from "./runtime.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import { CommandListeners, type WebSocketCommandCallback } from "./websocket/commands.ts";

export interface IsolateServerOptions {
  /** The namespace whose runtime this is. */
  namespaceId: string;
  /** Gives a connection that is open; asked at every start. */
  getConnection: () => Promise<DaemonConnection>;
}

export interface IsolateServerStartOptions {
  /** With a `moduleLoader` that knows `entry`. */
  runtimeOptions: RuntimeOptions;
  /** Specifier of the module that calls `serve()`. */
  entry: string;
  /** Who imports the entry. Default `/isolate_server_entry.js`. */
  entryFilename?: string;
  /** Listens to the sockets of every runtime that this server starts. */
  onWebSocketCommand?: WebSocketCommandCallback;
}

const DEFAULT_ENTRY_FILENAME = "/isolate_server_entry.js";

/** Another daemon's modules may be linked by two evaluations at once; trying again helps. */
const LINKER_CONFLICT = /Module is currently being linked by another linker/;

/** The runtime has ended, by a timeout or its memory limit, and answers nothing any more. */
const RUNTIME_ENDED = /create a new runtime|has been disposed|permanently disposed|isolated? (is|was) disposed/i;

const NO_HANDLER = /No serve\(\) handler registered/;

export class IsolateServer {
  /** Requests and sockets. Every call starts the server from its last options if it is not running. */
  readonly fetch: RemoteFetchHandle;
  readonly #options: IsolateServerOptions;
  readonly #commands = new CommandListeners();
  #startOptions: IsolateServerStartOptions | undefined;
  #running: { runtime: RemoteRuntime; id: string; connection: DaemonConnection } | undefined;
  /** Starts, reloads and closes happen one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: IsolateServerOptions) {
    this.#options = options;
    const handle = async (): Promise<RemoteFetchHandle> => (await this.#ensure()).fetch;
    this.fetch = {
      dispatchRequest: (request, options) => this.#dispatch(request, options),
      getUpgradeRequest: async (response) => (await handle()).getUpgradeRequest(response),
      dispatchWebSocketOpen: async (connectionId) => (await handle()).dispatchWebSocketOpen(connectionId),
      dispatchWebSocketMessage: async (connectionId, message) =>
        (await handle()).dispatchWebSocketMessage(connectionId, message),
      dispatchWebSocketClose: async (connectionId, code, reason) =>
        (await handle()).dispatchWebSocketClose(connectionId, code, reason),
      dispatchWebSocketError: async (connectionId, error) =>
        (await handle()).dispatchWebSocketError(connectionId, error),
      onWebSocketCommand: (callback) => this.#commands.add(callback),
      hasServeHandler: async () => (await handle()).hasServeHandler(),
      hasActiveConnections: async () => (await handle()).hasActiveConnections(),
    };
  }

  /**
   * Creates the runtime, or takes it from the pool, and evaluates the entry. While the server runs it only stores the
   * options for later.
   *
   * @throws what the connection, the creation of the runtime or the entry fails with
   */
  start(options: IsolateServerStartOptions): Promise<void> {
    return this.#serialised(async () => {
      this.#startOptions = options;
      await this.#launch();
    });
  }

  /** Destroys the runtime and starts a new one with the last options: modules are loaded anew. @throws like `start` */
  reload(): Promise<void> {
    return this.#serialised(async () => {
      this.#configured();
      await this.#end({ hard: true, reason: "IsolateServer.reload()" });
      await this.#launch();
    });
  }

  /** Gives the runtime back to the pool; the next request takes it out again. */
  close(): Promise<void> {
    return this.#serialised(() => this.#end({ reason: "IsolateServer.close()" }));
  }

  /** The runtime that serves, null while none does. */
  getRuntime(): RemoteRuntime | null {
    return this.#live() ?? null;
  }

  async #dispatch(request: Request, options: Parameters<RemoteFetchHandle["dispatchRequest"]>[1]): Promise<Response> {
    const runtime = await this.#ensure();
    try {
      return await runtime.fetch.dispatchRequest(request, options);
    } catch (error) {
      const message = error instanceof Error ? error.message : "";
      if (isConnectionClosed(error) && this.#live() === runtime) {
        // The request was sent. The connection is being remade, and the runtime is there for the next one.
        throw error;
      }
      // The request has waited for the connection to be remade, and met another isolate: see `#live`.
      const replaced = NO_HANDLER.test(message) && this.#live() !== runtime;
      const gone = replaced || isBenignDisposeError(error) || RUNTIME_ENDED.test(message);
      if (gone) {
        await this.#serialised(() => this.#forget(runtime));
      } else if (!LINKER_CONFLICT.test(message)) {
        throw error;
      }
      // A body was sent already, at least in part. So was the request, if it was the connection that ended.
      if (request.body !== null || /connection closed/i.test(message)) {
        throw error;
      }
      if (!gone) {
        await this.reload();
      }
      return (await this.#ensure()).fetch.dispatchRequest(request, options);
    }
  }

  async #ensure(): Promise<RemoteRuntime> {
    this.#configured();
    const live = this.#live();
    if (live !== undefined) {
      return live;
    }
    await this.#serialised(() => this.#launch());
    const runtime = this.#live();
    if (runtime === undefined) {
      throw new Error("Server runtime failed to start.");
    }
    return runtime;
  }

  #configured(): IsolateServerStartOptions {
    if (this.#startOptions === undefined) {
      throw new Error("Server not configured. Call start() first.");
    }
    return this.#startOptions;
  }

  #live(): RemoteRuntime | undefined {
    const running = this.#running;
    if (running === undefined || !(running.connection.isConnected() || running.connection.isRecovering())) {
      return undefined;
    }
    // Another id, after the connection broke and was remade: an isolate in which the entry has never run.
    return running.runtime.id === running.id ? running.runtime : undefined;
  }

  /** Does nothing when the server runs. */
  async #launch(): Promise<void> {
    if (this.#live() !== undefined) {
      return;
    }
    const options = this.#configured();
    const patientUntil = this.#running === undefined ? 0 : Date.now() + TAKEOVER_MS;
    await this.#end({ hard: true, reason: "The runtime was lost" });
    for (let linkerConflicts = 0; ; ) {
      try {
        await this.#create(options);
        return;
      } catch (error) {
        const message = error instanceof Error ? error.message : "";
        if (isNamespaceInUse(error) && Date.now() < patientUntil) {
          await new Promise((resolve) => setTimeout(resolve, TAKEOVER_STEP_MS));
        } else if (!LINKER_CONFLICT.test(message) || ++linkerConflicts > 1) {
          throw error;
        }
      }
    }
  }

  async #create({ runtimeOptions, entry, entryFilename, onWebSocketCommand }: IsolateServerStartOptions): Promise<void> {
    const connection = await this.#options.getConnection();
    const runtime = await connection.createNamespace(this.#options.namespaceId).createRuntime({
      ...runtimeOptions,
      onWebSocketCommand: (command) => {
        runtimeOptions.onWebSocketCommand?.(command);
        onWebSocketCommand?.(command);
        this.#commands.emit(command);
      },
    });
    try {
      await runtime.eval(`import ${JSON.stringify(entry)};`, entryFilename ?? DEFAULT_ENTRY_FILENAME);
    } catch (error) {
      // What the entry has done so far is not to be found by the next start.
      await runtime.dispose({ hard: true, reason: "The entry of IsolateServer has failed" }).catch(() => {});
      throw error;
    }
    this.#running = { runtime, id: runtime.id, connection };
  }

  async #forget(runtime: RemoteRuntime): Promise<void> {
    if (this.#running?.runtime === runtime) {
      await this.#end({ hard: true, reason: "The runtime has ended" });
    }
  }

  async #end(options: { hard?: boolean; reason: string }): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.runtime.dispose(options);
  }

  #serialised<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(step);
    this.#queue = result.catch(() => {});
    return result;
  }
}
