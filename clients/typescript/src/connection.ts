/** A connection to the daemon: any number of runtimes and namespaces (client.md, section 2.2). */

import { CallbackRegistry, CallbackScope } from "./callbacks/registry.ts";
import { CallbackServer } from "./callbacks/server.ts";
import { EventRouter } from "./events.ts";
import { createNamespace, type Namespace } from "./namespace.ts";
import { Runtime, type RemoteRuntime } from "./runtime.ts";
import { registerOptions, type RuntimeOptions } from "./runtime-options.ts";
import { StreamTable } from "./streams/stream-table.ts";
import { Channel } from "./wire/channel.ts";
import { isMap } from "./wire/codec.ts";
import { MessageType } from "./wire/messages.ts";
import type { ByteSocket } from "./wire/transport.ts";

export interface DaemonConnection {
  /** Creates a runtime that lives until it is disposed or the connection ends. */
  createRuntime(options?: RuntimeOptions): Promise<RemoteRuntime>;
  /** Names a pool entry; no traffic. Any string is valid, also the empty one. */
  createNamespace(id: string): Namespace;
  /** Closes for good. Pending calls reject with `Connection closed`, later ones with `Not connected`. */
  close(): Promise<void>;
  isConnected(): boolean;
}

export class Connection implements DaemonConnection {
  readonly #channel: Channel;
  readonly #callbacks = new CallbackRegistry();
  readonly #router: EventRouter;
  readonly #streams: StreamTable;
  /** The callbacks of every live handle, to be let go when the connection ends. */
  readonly #scopes = new Set<CallbackScope>();

  constructor(socket: ByteSocket) {
    this.#channel = new Channel(socket);
    this.#router = new EventRouter(this.#channel);
    this.#streams = new StreamTable(this.#channel);
    new CallbackServer(this.#channel, this.#callbacks);
    this.#channel.onClose(() => {
      for (const scope of this.#scopes) {
        scope.releaseAll();
      }
      this.#scopes.clear();
    });
  }

  createRuntime(options?: RuntimeOptions): Promise<RemoteRuntime> {
    return this.#create(options);
  }

  createNamespace(id: string): Namespace {
    return createNamespace(id, (options) => this.#create(options, id));
  }

  close(): Promise<void> {
    return this.#channel.close();
  }

  isConnected(): boolean {
    return this.#channel.isOpen;
  }

  #create(options: RuntimeOptions = {}, namespaceId?: string): Promise<RemoteRuntime> {
    const scope = new CallbackScope(this.#callbacks);
    this.#scopes.add(scope);
    const created = new Promise<RemoteRuntime>((resolve, reject) => {
      const fields = { options: registerOptions(options, scope, this.#streams, namespaceId) };
      // The handle is made in the turn in which the reply arrives: events of the runtime may follow it at once.
      const take = (data: unknown): void => {
        try {
          resolve(this.#runtime(data, options, scope));
        } catch (error) {
          reject(error);
        }
      };
      this.#channel.ask(MessageType.CREATE_RUNTIME, fields, { resolve: take, reject });
    });
    created.catch(() => {
      this.#scopes.delete(scope);
      scope.releaseAll();
    });
    return created;
  }

  #runtime(created: unknown, options: RuntimeOptions, scope: CallbackScope): RemoteRuntime {
    const id = isMap(created) ? created["isolateId"] : undefined;
    if (!isMap(created) || typeof id !== "string") {
      throw new TypeError("The daemon answered CREATE_RUNTIME without an isolateId");
    }
    return new Runtime(id, created["reused"] === true, options, {
      channel: this.#channel,
      router: this.#router,
      streams: this.#streams,
      bytesAreBin: created["binaryEvents"] === true,
      scope,
      onDispose: () => void this.#scopes.delete(scope),
    });
  }
}
