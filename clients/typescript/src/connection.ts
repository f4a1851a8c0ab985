/** A connection to the daemon: any number of runtimes and namespaces (client.md, section 2.2). */

import { CallbackRegistry, CallbackScope } from "./callbacks/registry.ts";
import { CallbackServer } from "./callbacks/server.ts";
import { connectionClosed } from "./errors.ts";
import { EventRouter } from "./events.ts";
import { createNamespace, type Namespace } from "./namespace.ts";
import { Recovery, type OpenSocket } from "./recovery.ts";
import { Runtime, type RemoteRuntime } from "./runtime.ts";
import { registerOptions, type RuntimeOptions } from "./runtime-options.ts";
import { StreamTable } from "./streams/stream-table.ts";
import { Channel } from "./wire/channel.ts";
import { MessageType } from "./wire/messages.ts";
import type { ByteSocket } from "./wire/transport.ts";

/**
 * When the connection breaks while a runtime of a namespace is in use, it is remade, once and at once, and all such runtimes are
 * created again with their options: their handles stay valid. Calls pending at the break reject with `Connection closed`, calls made
 * meanwhile wait, for 30 s at most. Runtimes of no namespace are lost. See the README.
 */
export interface DaemonConnection {
  /** Creates a runtime that lives until it is disposed or the connection ends. */
  createRuntime(options?: RuntimeOptions): Promise<RemoteRuntime>;
  /** Names a pool entry; no traffic. Any string is valid, also the empty one. */
  createNamespace(id: string): Namespace;
  /** Destroys the runtime of a namespace, pooled or in use, whoever uses it. An unknown namespace is fine. */
  disposeNamespace(id: string, options?: DisposeNamespaceOptions): Promise<void>;
  /**
   * Closes for good; the daemon keeps the runtimes of namespaces. Pending calls reject with `Connection closed`, later ones with
   * `Not connected`.
   */
  close(): Promise<void>;
  /** False also while the connection is being remade. */
  isConnected(): boolean;
  /** Whether the connection broke and is being remade: calls wait. */
  isRecovering(): boolean;
}

export interface DisposeNamespaceOptions {
  /** For the daemon's log. */
  reason?: string | undefined;
}

export class Connection implements DaemonConnection {
  readonly #channel: Channel;
  readonly #callbacks = new CallbackRegistry();
  readonly #router: EventRouter;
  readonly #streams: StreamTable;
  /** The runtimes in use, in the order of their creation. */
  readonly #runtimes = new Set<Runtime>();
  readonly #reopen: OpenSocket;
  #recovery: Recovery | undefined;
  #closed = false;

  /** @param reopen makes the socket that takes the place of `socket` when that breaks */
  constructor(socket: ByteSocket, reopen: OpenSocket) {
    this.#reopen = reopen;
    this.#channel = new Channel(socket);
    this.#router = new EventRouter(this.#channel);
    this.#streams = new StreamTable(this.#channel);
    new CallbackServer(this.#channel, this.#callbacks);
    // The last listener: what the old socket carried has been ended.
    this.#channel.onClose((cause) => this.#broken(cause));
  }

  createRuntime(options?: RuntimeOptions): Promise<RemoteRuntime> {
    return this.#create(options);
  }

  createNamespace(id: string): Namespace {
    return createNamespace(id, (options) => this.#create(options, id));
  }

  async disposeNamespace(id: string, { reason }: DisposeNamespaceOptions = {}): Promise<void> {
    await this.#recovery?.done;
    await this.#channel.request(MessageType.DISPOSE_NAMESPACE, { namespaceId: id, reason });
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#recovery?.cancel(connectionClosed());
    return this.#channel.close();
  }

  isConnected(): boolean {
    return this.#channel.isOpen && this.#recovery === undefined;
  }

  isRecovering(): boolean {
    return this.#recovery !== undefined;
  }

  async #create(options: RuntimeOptions = {}, namespaceId?: string): Promise<RemoteRuntime> {
    if (this.#recovery !== undefined) {
      await this.#recovery.done;
    }
    const scope = new CallbackScope(this.#callbacks);
    try {
      return await this.#ask(options, scope, namespaceId);
    } catch (error) {
      scope.releaseAll();
      throw error;
    }
  }

  #ask(options: RuntimeOptions, scope: CallbackScope, namespaceId?: string): Promise<RemoteRuntime> {
    return new Promise((resolve, reject) => {
      const sent = registerOptions(options, scope, this.#channel, this.#streams, namespaceId);
      // The handle is made in the turn in which the reply arrives: events of the runtime may follow it at once.
      const take = (answer: unknown): void => {
        try {
          const runtime = new Runtime(answer, options, {
            channel: this.#channel,
            router: this.#router,
            streams: this.#streams,
            namespaceId,
            sent,
            scope,
            onEnd: () => void this.#runtimes.delete(runtime),
          });
          this.#runtimes.add(runtime);
          resolve(runtime);
        } catch (error) {
          reject(error);
        }
      };
      this.#channel.ask(MessageType.CREATE_RUNTIME, { options: sent }, { resolve: take, reject });
    });
  }

  /** The socket has ended. What can be had again is, unless it was ended on purpose, or has been tried already. */
  #broken(cause: Error | undefined): void {
    this.#recovery?.fail(cause);
    const runtimes = [...this.#runtimes];
    const tryAgain = !this.#closed && this.#recovery === undefined;
    const recoverable = tryAgain ? runtimes.flatMap((runtime) => runtime.recoverable ?? []) : [];
    for (const runtime of runtimes) {
      if (!tryAgain || runtime.recoverable === undefined) {
        runtime.lose(cause);
      }
    }
    if (recoverable.length > 0) {
      const recovery = new Recovery(this.#channel, this.#reopen, recoverable);
      this.#recovery = recovery;
      void recovery.done.then(() => (this.#recovery = undefined));
    }
  }
}
