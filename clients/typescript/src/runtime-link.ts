/** What the parts of a runtime handle share: messages about one runtime, as long as the handle is in use. */

import { isConnectionClosed, isolateNotFound, notConnected } from "./errors.ts";
import type { StreamTable } from "./streams/stream-table.ts";
import type { Channel, ReplyHandler } from "./wire/channel.ts";
import type { Fields } from "./wire/messages.ts";

/** Sends a request about one runtime. */
export type RuntimeRequest = (type: number, fields?: Fields) => Promise<unknown>;

/** A call that was made while the connection is being remade. */
interface Waiting {
  go(): void;
  fail(error: unknown): void;
}

export class RuntimeLink {
  readonly streams: StreamTable;
  readonly #channel: Channel;
  #isolateId: string;
  #disposed = false;
  /** Why the runtime is gone although nobody has disposed it. */
  #lost: { cause: unknown } | undefined;
  /** The calls that wait, in order; undefined unless the connection is being remade. */
  #waiting: Waiting[] | undefined;
  readonly #endListeners = new Set<() => void>();

  constructor(isolateId: string, channel: Channel, streams: StreamTable) {
    this.#isolateId = isolateId;
    this.streams = streams;
    this.#channel = channel;
  }

  /** Changes only if the connection broke and the namespace has got a new isolate since. */
  get isolateId(): string {
    return this.#isolateId;
  }

  get isDisposed(): boolean {
    return this.#disposed;
  }

  /** From now on calls are refused: a pooled runtime keeps its id for the next user, so the daemon could not tell. */
  markDisposed(): void {
    this.#disposed = true;
  }

  /**
   * Called once when the runtime, as it was, is no longer reachable through this handle: it was disposed, or the connection has
   * ended. A runtime that is had again afterwards has no sockets and no bodies of before.
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

  /** The connection broke and is being remade: from now on calls wait. */
  suspend(): void {
    this.#waiting ??= [];
    this.end();
  }

  /** The runtime is there again: the calls that wait are made, in order, before any later one. */
  resume(isolateId: string): void {
    this.#isolateId = isolateId;
    const waiting = this.#waiting ?? [];
    for (const call of waiting) {
      try {
        call.go();
      } catch (error) {
        call.fail(error);
      }
    }
    this.#waiting = undefined;
  }

  /** The runtime could not be had again: the calls that wait fail, and so do all later ones. */
  lose(cause: unknown): void {
    this.#lost = { cause };
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const call of waiting) {
      call.fail(isConnectionClosed(cause) ? cause : this.#gone());
    }
    this.end();
  }

  /** Sends a request and waits for its reply; see `Channel.request`. */
  request(type: number, fields?: Fields): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.whenUsable(() => void this.ask(type, fields ?? {}, { resolve, reject }), reject);
    });
  }

  /**
   * Like `request`, for requests that may be made twice: when the connection breaks before the reply, and the same isolate is there
   * again afterwards, the request is repeated (client.md, section 7.2).
   */
  async requestRepeatedly(type: number, fields?: Fields): Promise<unknown> {
    const { isolateId } = this;
    for (;;) {
      try {
        return await this.request(type, fields);
      } catch (error) {
        if (!isConnectionClosed(error) || this.#waiting === undefined) {
          throw error;
        }
        await new Promise<void>((resolve) => this.whenUsable(resolve, () => resolve()));
        if (this.#lost !== undefined || this.isolateId !== isolateId) {
          throw error;
        }
      }
    }
  }

  /**
   * Sends a request whose reply is taken in the turn in which it arrives; see `Channel.ask`. For use within `whenUsable`.
   *
   * @throws what `Channel.ask` throws
   */
  ask(type: number, fields: Fields, reply: ReplyHandler): number {
    return this.#channel.ask(type, { isolateId: this.#isolateId, ...fields }, reply);
  }

  /**
   * Makes a call at once, or when the connection, which is being remade, is there again.
   *
   * @param fail called with why the call cannot be made, if it has to wait first
   * @throws DaemonError `Isolate not found: <id>` when the handle was disposed, Error `Not connected`, and what `go` throws
   */
  whenUsable(go: () => void, fail: (error: unknown) => void): void {
    this.checkUsable();
    if (this.#waiting === undefined) {
      go();
    } else {
      this.#waiting.push({ go, fail });
    }
  }

  /** @throws like `whenUsable`, without doing anything */
  checkUsable(): void {
    if (this.#disposed) {
      throw isolateNotFound(this.#isolateId);
    }
    if (!this.isUsable) {
      throw this.#gone();
    }
  }

  /** Whether calls are made, or wait. */
  get isUsable(): boolean {
    return !this.#disposed && this.#lost === undefined && (this.#waiting !== undefined || this.#channel.isOpen);
  }

  #gone(): Error {
    const cause = this.#lost?.cause;
    return this.#channel.isOpen ? isolateNotFound(this.#isolateId, cause) : notConnected(cause);
  }

  /** Sends a message that has no reply; nothing happens when the handle or the connection is gone. */
  send(type: number, fields: Fields): void {
    if (this.isUsable) {
      this.#channel.send(type, { isolateId: this.#isolateId, ...fields });
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
