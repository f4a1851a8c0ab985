/** Functions of the guest's, as the host holds them (protocol.md, appendix A.2). */

import { connectionClosed, unknownCallback } from "../errors.ts";
import { unmarshal, type HandIn } from "../values/unmarshal.ts";
import type { Channel } from "../wire/channel.ts";
import { MessageType, type Fields } from "../wire/messages.ts";
import { GuestIterator } from "./guest-iterator.ts";
import type { CallbackScope } from "./registry.ts";

/**
 * A function of the guest's, as it arrives in the arguments of a custom function. Its arguments cross like results of custom functions,
 * its result like arguments. It rejects with a `DaemonError`: what the guest's function has thrown, or `Unknown callback: <id>` once the
 * runtime was disposed, or has passed 10,000 others that were used since. When the connection breaks, calls reject with
 * `Connection closed`, then and ever after. A rejection that nobody looks at is no unhandled one.
 */
export type GuestFunction = (...args: unknown[]) => Promise<unknown>;

/** What one runtime has handed to the host. There is no message to let go of it: the daemon keeps what was used last. */
export class GuestFunctions implements HandIn {
  readonly #channel: Channel;
  readonly #marshal: (args: unknown[]) => unknown;
  /** A function that comes twice is the same object as long as somebody holds it, so that a listener can be removed again. */
  readonly #known = new Map<number, WeakRef<GuestFunction>>();
  /** The other way round. */
  #ids = new WeakMap<Function, number>();
  readonly #collected = new FinalizationRegistry<number>((id) => this.#forget(id));
  /** Each gives up a call that waits for its answer. */
  readonly #pending = new Set<() => void>();
  /** The connection that the known functions came on. */
  #session = 0;
  #released = false;

  /** @param marshal gives the wire form of arguments, or a promise of it */
  constructor(channel: Channel, scope: CallbackScope, marshal: (args: unknown[]) => unknown) {
    this.#channel = channel;
    this.#marshal = marshal;
    scope.onRelease(() => this.#release());
  }

  function({ callbackId }: Fields): GuestFunction {
    const id = callbackId as number;
    const { session } = this.#channel;
    if (session !== this.#session) {
      this.#known.clear();
      this.#ids = new WeakMap();
      this.#session = session;
    }
    const known = this.#known.get(id)?.deref();
    if (known !== undefined) {
      return known;
    }
    const fn: GuestFunction = (...args) => {
      const result = this.#call(id, session, args);
      // A guest that fails where nobody looks must not end this process.
      result.catch(() => {});
      return result;
    };
    this.#known.set(id, new WeakRef(fn));
    this.#ids.set(fn, id);
    this.#collected.register(fn, id);
    return fn;
  }

  /** The id by which the guest knows a function as its own; undefined for all others. */
  idOf(fn: Function): number | undefined {
    return this.#session === this.#channel.session ? this.#ids.get(fn) : undefined;
  }

  asyncIterator(reference: Fields): GuestIterator {
    const { session } = this.#channel;
    const operation = (key: string) => {
      const id = reference[key] as number;
      return (...args: unknown[]) => this.#call(id, session, [reference["iteratorId"], ...args]);
    };
    const optional = (key: string) => (reference[key] == null ? undefined : operation(key));
    return new GuestIterator(operation("__nextCallbackId"), optional("__returnCallbackId"), optional("__throwCallbackId"));
  }

  async #call(id: number, session: number, args: unknown[]): Promise<unknown> {
    this.#check(id, session);
    const wire = this.#marshal(args);
    if (!(wire instanceof Promise)) {
      // In this turn: calls, and messages of other kinds, go out in the order in which they are made.
      return this.#send(id, wire);
    }
    const read = await wire;
    this.#check(id, session);
    return this.#send(id, read);
  }

  /** A daemon may begin anew with its numbers on each connection: an old one could mean something else on the next. */
  #check(id: number, session: number): void {
    if (session !== this.#channel.session) {
      throw connectionClosed();
    }
    if (this.#released) {
      throw unknownCallback(id);
    }
  }

  #send(id: number, args: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(unknownCallback(id));
      this.#channel.ask(
        MessageType.CALLBACK_INVOKE,
        { callbackId: id, args },
        {
          // What is in the result belongs to the connection on which it comes: it is taken in the same turn.
          resolve: (result) => {
            this.#pending.delete(giveUp);
            try {
              resolve(unmarshal(result, this));
            } catch (error) {
              reject(error);
            }
          },
          reject: (error) => {
            this.#pending.delete(giveUp);
            reject(error);
          },
        },
      );
      this.#pending.add(giveUp);
    });
  }

  #forget(id: number): void {
    // The same function may have come again meanwhile.
    if (this.#known.get(id)?.deref() === undefined) {
      this.#known.delete(id);
    }
  }

  #release(): void {
    this.#released = true;
    this.#known.clear();
    for (const giveUp of this.#pending) {
      giveUp();
    }
    this.#pending.clear();
  }
}
