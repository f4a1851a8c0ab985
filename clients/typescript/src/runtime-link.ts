/** What the parts of a runtime handle share: messages about one runtime, as long as the handle is in use. */

import { isolateNotFound, notConnected } from "./errors.ts";
import type { StreamTable } from "./streams/stream-table.ts";
import type { Channel, ReplyHandler } from "./wire/channel.ts";
import type { Fields } from "./wire/messages.ts";

export class RuntimeLink {
  readonly isolateId: string;
  readonly streams: StreamTable;
  readonly #channel: Channel;
  #disposed = false;
  readonly #endListeners = new Set<() => void>();

  constructor(isolateId: string, channel: Channel, streams: StreamTable) {
    this.isolateId = isolateId;
    this.streams = streams;
    this.#channel = channel;
  }

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** From now on calls are refused: a pooled runtime keeps its id for the next user, so the daemon could not tell. */
  markDisposed(): void {
    this.#disposed = true;
  }

  /**
   * Called once when the runtime is no longer reachable through this handle: it was disposed, or the connection has ended.
   *
   * @returns the function that stops listening
   */
  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener);
    return () => void this.#endListeners.delete(listener);
  }

  end(): void {
    const listeners = [...this.#endListeners];
    this.#endListeners.clear();
    for (const listener of listeners) {
      listener();
    }
  }

  /** Sends a request and waits for its reply; see `Channel.request`. */
  request(type: number, fields?: Fields): Promise<unknown> {
    return new Promise((resolve, reject) => void this.ask(type, fields ?? {}, { resolve, reject }));
  }

  /**
   * Sends a request whose reply is taken in the turn in which it arrives; see `Channel.ask`.
   *
   * @throws DaemonError `Isolate not found: <id>` when the handle was disposed, and what `Channel.ask` throws
   */
  ask(type: number, fields: Fields, reply: ReplyHandler): number {
    this.checkUsable();
    return this.#channel.ask(type, { isolateId: this.isolateId, ...fields }, reply);
  }

  /** @throws like `ask`, without sending anything */
  checkUsable(): void {
    if (this.#disposed) {
      throw isolateNotFound(this.isolateId);
    }
    if (!this.#channel.isOpen) {
      throw notConnected();
    }
  }

  /** Sends a message that has no reply; nothing happens when the handle or the connection is gone. */
  send(type: number, fields: Fields): void {
    if (!this.#disposed) {
      this.#channel.send(type, { isolateId: this.isolateId, ...fields });
    }
  }
}

const links = new WeakMap<object, RuntimeLink>();

/** Lets what was built on the public handle of a runtime find its link again. */
export function linkHandle(handle: object, link: RuntimeLink): void {
  links.set(handle, link);
}

/** The link behind a handle; undefined for handles that somebody else has made. */
export function linkOf(handle: object): RuntimeLink | undefined {
  return links.get(handle);
}
