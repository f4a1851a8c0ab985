/** What happens when a connection breaks: one attempt to have its namespaced runtimes again (client.md, section 7.2). */

import { DaemonError, isNamespaceInUse } from "./errors.ts";
import type { Channel } from "./wire/channel.ts";
import { MessageType, type Fields } from "./wire/messages.ts";
import type { ByteSocket } from "./wire/transport.ts";

/** How long connecting and creating may take together, in ms. As long as a daemon keeps calls of the guest waiting. */
const RECOVERY_MS = 30_000;

/** How long to wait until the daemon has noticed that the connection has ended, and how often to ask, in ms. */
export const TAKEOVER_MS = 5_000;
export const TAKEOVER_STEP_MS = 20;

/** Opens a socket to the daemon. @param timeout at most so many ms */
export type OpenSocket = (timeout: number) => Promise<ByteSocket>;

/** A runtime that can be had again under the name of its namespace. */
export interface Recoverable {
  readonly namespaceId: string;
  /** From now on calls wait. */
  suspend(): void;
  /** The options of CREATE_RUNTIME, with all callbacks registered anew. */
  renewOptions(): Fields;
  /** Takes the answer of CREATE_RUNTIME. @throws TypeError when it is malformed */
  resume(created: unknown): void;
  /** The runtime cannot be had again: the calls that wait fail. */
  lose(cause: unknown): void;
}

/** Remakes a broken connection, once. Calls of the runtimes wait meanwhile. */
export class Recovery {
  /** Settles when it is over, either way; never rejects. */
  readonly done: Promise<void>;
  readonly #channel: Channel;
  readonly #open: OpenSocket;
  readonly #runtimes: readonly Recoverable[];
  readonly #timer: ReturnType<typeof setTimeout>;
  #settle = (): void => {};
  #over = false;

  /** @param open opens a socket to the address of the one that broke */
  constructor(channel: Channel, open: OpenSocket, runtimes: readonly Recoverable[]) {
    this.#channel = channel;
    this.#open = open;
    this.#runtimes = runtimes;
    this.done = new Promise((resolve) => (this.#settle = resolve));
    this.#timer = setTimeout(() => this.fail(new Error(`Not done within ${RECOVERY_MS} ms`)), RECOVERY_MS);
    for (const runtime of runtimes) {
      runtime.suspend();
    }
    this.#run().then(
      () => this.#end(),
      (error: unknown) => this.fail(error),
    );
  }

  /** The attempt has failed: all runtimes are lost, and so is the connection. */
  fail(cause: unknown): void {
    this.cancel(new Error("Failed to reconnect to daemon", cause === undefined ? undefined : { cause }));
  }

  /** Gives it up: all runtimes are lost, because of `cause`, and so is the connection. */
  cancel(cause: Error): void {
    if (!this.#over) {
      this.#end();
      void this.#channel.close(cause);
      for (const runtime of this.#runtimes) {
        runtime.lose(cause);
      }
    }
  }

  #end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#settle();
  }

  async #run(): Promise<void> {
    const socket = await this.#open(RECOVERY_MS);
    if (this.#over) {
      socket.destroy();
      return;
    }
    this.#channel.attach(socket);
    await Promise.all(byNamespace(this.#runtimes).map((runtimes) => this.#restoreAll(runtimes)));
  }

  /** Runtimes of one namespace: the callbacks of the one created last are those that count, as they were before. */
  async #restoreAll(runtimes: readonly Recoverable[]): Promise<void> {
    for (const runtime of runtimes) {
      try {
        await this.#restore(runtime);
      } catch (error) {
        if (!(error instanceof DaemonError)) {
          throw error;
        }
        // Somebody else has the namespace now, or the daemon has no room. The other runtimes need not suffer for it.
        runtime.lose(error);
      }
    }
  }

  /** @throws DaemonError when the daemon refuses, any other error when the connection is of no use */
  async #restore(runtime: Recoverable): Promise<void> {
    const patientUntil = Date.now() + TAKEOVER_MS;
    const options = runtime.renewOptions();
    while (!this.#over) {
      try {
        await this.#create(runtime, options);
        return;
      } catch (error) {
        if (!isNamespaceInUse(error) || Date.now() > patientUntil) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, TAKEOVER_STEP_MS));
      }
    }
  }

  /** The runtime goes on in the turn in which the answer arrives: its events may follow at once. */
  #create(runtime: Recoverable, options: Fields): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (created: unknown): void => {
        try {
          runtime.resume(created);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      this.#channel.ask(MessageType.CREATE_RUNTIME, { options }, { resolve: take, reject });
    });
  }
}

function byNamespace(runtimes: readonly Recoverable[]): Recoverable[][] {
  const groups = new Map<string, Recoverable[]>();
  for (const runtime of runtimes) {
    const group = groups.get(runtime.namespaceId) ?? [];
    groups.set(runtime.namespaceId, group);
    group.push(runtime);
  }
  return [...groups.values()];
}
