/** Values between the host and one runtime, with what each side hands out to the other in them. */

import { Extension } from "../values/extensions.ts";
import { marshal, type HandOut } from "../values/marshal.ts";
import { unmarshal } from "../values/unmarshal.ts";
import type { Channel } from "../wire/channel.ts";
import { mapExtension } from "../wire/codec.ts";
import { GuestFunctions } from "./guest-functions.ts";
import type { CallbackHandler, CallbackScope } from "./registry.ts";
import { IteratorSessions } from "./iterator-sessions.ts";

/** Registers functions, promises and async iterables found in what goes to the guest (protocol.md, sections 4.3 to 4.5). */
export class HandOuts implements HandOut {
  readonly #scope: CallbackScope;
  readonly #promises = new Map<number, Promise<unknown>>();
  readonly #iterators = new IteratorSessions((value) => this.marshal(value), "Iterator");
  readonly #guest: GuestFunctions;
  #nextPromiseId = 1;
  // One callback serves all promises of a runtime, two serve all its iterators: the argument says which one is meant.
  // Ids are scarce and never released by the daemon.
  #resolveId: number | undefined;
  #nextId: number | undefined;
  #returnId: number | undefined;

  constructor(scope: CallbackScope, channel: Channel) {
    this.#scope = scope;
    this.#guest = new GuestFunctions(channel, scope, (args) => marshal(args, this, "arguments"));
    scope.onRenew(() => this.#iterators.age());
    scope.onForget(() => {
      this.#promises.clear();
      this.#iterators.returnAll();
      this.#resolveId = this.#nextId = this.#returnId = undefined;
    });
  }

  marshal(value: unknown): unknown {
    return marshal(value, this);
  }

  unmarshal(value: unknown): unknown {
    return unmarshal(value, this.#guest);
  }

  /** The handler of a callable: whatever it returns is awaited before it is marshalled. */
  handlerOf(fn: Function): CallbackHandler {
    return (args) => {
      const result: unknown = fn(...args.map((arg) => this.unmarshal(arg)));
      return isThenable(result) ? Promise.resolve(result).then((value) => this.marshal(value)) : this.marshal(result);
    };
  }

  /** The guest's own functions go back as what they are. */
  function(fn: Function): unknown {
    const callbackId = this.#guest.idOf(fn) ?? this.#scope.register(this.handlerOf(fn));
    return mapExtension(Extension.CALLBACK_REF, { callbackId });
  }

  promise(promise: Promise<unknown>): unknown {
    // It may reject before the daemon asks; that must not take the process down.
    promise.catch(() => {});
    const promiseId = this.#nextPromiseId++;
    this.#promises.set(promiseId, promise);
    this.#resolveId ??= this.#scope.register(([id]) => this.#resolve(id));
    return mapExtension(Extension.PROMISE_REF, { promiseId, __resolveCallbackId: this.#resolveId });
  }

  asyncIterable(iterable: AsyncIterable<unknown>): unknown {
    const iteratorId = this.#iterators.open(iterable[Symbol.asyncIterator]());
    this.#nextId ??= this.#scope.register(([id]) => this.#iterators.next(id));
    this.#returnId ??= this.#scope.register(([id, value]) => this.#iterators.return(id, this.unmarshal(value)));
    return mapExtension(Extension.ASYNC_ITERATOR_REF, {
      iteratorId,
      __nextCallbackId: this.#nextId,
      __returnCallbackId: this.#returnId,
    });
  }

  /** Each promise can be asked for once. */
  #resolve(id: unknown): Promise<unknown> {
    const promise = this.#promises.get(id as number);
    if (promise === undefined) {
      throw new Error(`Promise ${String(id)} not found`);
    }
    this.#promises.delete(id as number);
    return promise.then((value) => this.marshal(value));
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}
