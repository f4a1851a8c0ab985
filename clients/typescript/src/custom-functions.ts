/** Host functions that become globals of the isolate (runtime.md, section 5; protocol.md, sections 4.3 and 4.6). */

import { HandOuts } from "./callbacks/hand-outs.ts";
import { IteratorSessions } from "./callbacks/iterator-sessions.ts";
import type { CallbackScope, Registration } from "./callbacks/registry.ts";
import type { Channel } from "./wire/channel.ts";

/** How a custom function is called in the isolate. `fn` may return a promise whatever the type. */
export type CustomFunctionType =
  /** The isolate waits for the value: the call returns it directly. */
  | "sync"
  /** The call returns a promise. */
  | "async"
  /** The call returns an async iterable; `fn` must return one, for example by being an async generator function. */
  | "asyncIterator";

export interface CustomFunction {
  /** A function among the arguments arrives as a `GuestFunction`. */
  // Arguments and results are whatever the guest and the host agree on: `any` lets typed functions be given as they are.
  fn: (...args: any[]) => unknown;
  type: CustomFunctionType;
}

/** By the name of the global. Names should be valid identifiers and must not contain `:`. */
export type CustomFunctions = Record<string, CustomFunction>;

/**
 * Registers all functions of a runtime.
 *
 * @throws TypeError for an entry that is not `{ fn, type }`
 */
export function registerCustomFunctions(
  functions: CustomFunctions,
  scope: CallbackScope,
  channel: Channel,
): Record<string, Registration> {
  const handOuts = new HandOuts(scope, channel);
  const sessions = new IteratorSessions((value) => handOuts.marshal(value), "Iterator session");
  scope.onRenew(() => sessions.age());
  scope.onForget(() => sessions.returnAll());
  const registrations: Record<string, Registration> = {};
  for (const [name, { fn, type }] of Object.entries(functions)) {
    checkCustomFunction(name, fn, type);
    if (type !== "asyncIterator") {
      registrations[name] = { callbackId: scope.register(handOuts.handlerOf(fn)), name, type };
      continue;
    }
    const companions = {
      start: (args: unknown[]) => start(name, fn, args.map((arg) => handOuts.unmarshal(arg)), sessions),
      next: ([id]: unknown[]) => sessions.next(id),
      return: ([id, value]: unknown[]) => sessions.return(id, handOuts.unmarshal(value)),
      throw: ([id, error]: unknown[]) => sessions.throw(id, error),
    };
    for (const [operation, handler] of Object.entries(companions)) {
      const companion = `${name}:${operation}`;
      registrations[companion] = { callbackId: scope.register(handler), name: companion, type: "async" };
    }
    // The daemon identifies the function itself by its start callback.
    const { callbackId } = registrations[`${name}:start`] as Registration;
    registrations[name] = { callbackId, name, type };
  }
  return registrations;
}

async function start(
  name: string,
  fn: CustomFunction["fn"],
  args: unknown[],
  sessions: IteratorSessions,
): Promise<{ iteratorId: number }> {
  const iterable = (await fn(...args)) as Partial<AsyncIterable<unknown>> | null | undefined;
  const iterator = iterable?.[Symbol.asyncIterator]?.();
  if (iterator === undefined) {
    throw new TypeError(`Custom function '${name}' of type asyncIterator must return an async iterable`);
  }
  return { iteratorId: sessions.open(iterator) };
}

function checkCustomFunction(name: string, fn: unknown, type: unknown): void {
  if (name.includes(":")) {
    throw new TypeError(`customFunctions["${name}"]: a name must not contain ":"`);
  }
  if (typeof fn !== "function") {
    throw new TypeError(`customFunctions["${name}"].fn must be a function, got ${typeof fn}`);
  }
  if (type !== "sync" && type !== "async" && type !== "asyncIterator") {
    throw new TypeError(
      `customFunctions["${name}"].type must be "sync", "async" or "asyncIterator", got ${JSON.stringify(type)}`,
    );
  }
}
