// Functions of the guest's that its client may call: those that were arguments, or in the result of such a call
// (protocol.md A.2).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const {
  Error,
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeGetSize,
  MapPrototypeSet,
  ObjectDefineProperty,
  ReflectApply,
  SafeMap,
  SafeMapIterator,
  SafeSet,
  SafeSetIterator,
  SetPrototypeAdd,
  SymbolAsyncIterator,
  TypeError,
} = primordials;

/**
 * How many are kept. Nobody tells when a client has no more use for one, so the one that was handed out or called longest
 * ago makes room for the next.
 */
const MAX_FUNCTIONS = 10_000;

/** The one used longest ago comes first. @type {Map<number, Function>} */
const byId = new SafeMap();

/** @type {Map<Function, number>} */
const ids = new SafeMap();

/** How many ids the host gives at once. */
const IDS = 2 ** 20;

/** The first id of those that the host has given; undefined if they are another owner's. @type {number | undefined} */
let first;

/** How many of them have been used. */
let used = 0;

atLeaseEnd(() => {
  byId.clear();
  ids.clear();
  first = undefined;
});

/** @param {number} id @param {Function} callable */
function keep(id, callable) {
  MapPrototypeDelete(byId, id);
  MapPrototypeSet(byId, id, callable);
  MapPrototypeSet(ids, callable, id);
}

/** What a client gives back of what it was given. @param {number} id */
export const ownFunction = (id) => MapPrototypeGet(byId, id);

/** @param {number} id */
function drop(id) {
  const callable = MapPrototypeGet(byId, id);
  if (callable === undefined) return;
  MapPrototypeDelete(byId, id);
  MapPrototypeDelete(ids, callable);
}

/**
 * The id under which the client may call a function: the same one for as long as the function is kept.
 * @param {Function} callable
 * @returns {number}
 */
export function exportFunction(callable) {
  const id = MapPrototypeGet(ids, callable) ?? newId();
  keep(id, callable);
  return id;
}

/** An id for one more function, which another one may make room for. */
function newId() {
  if (MapPrototypeGetSize(byId) >= MAX_FUNCTIONS) {
    for (const entry of new SafeMapIterator(byId)) {
      drop(entry[0]);
      break;
    }
  }
  if (first === undefined || used === IDS) {
    first = host.firstFunctionId();
    used = 0;
  }
  return first + used++;
}

/**
 * What the client steps through an async iterable with; undefined for anything else.
 * @param {any} value
 */
export function exportIterable(value) {
  const method = value[SymbolAsyncIterator];
  if (method === undefined || method === null) return undefined;
  const iterator = ReflectApply(method, value, []);
  if ((typeof iterator !== "object" && typeof iterator !== "function") || iterator === null) {
    throw new TypeError("The result of [Symbol.asyncIterator]() is not an object");
  }
  const steps = new SafeSet();
  const end = () => {
    for (const id of new SafeSetIterator(steps)) drop(id);
  };
  /** @param {(argument: any) => Promise<any>} step */
  const add = (step) => {
    const id = exportFunction(async (/** @type {number} */ _, /** @type {any} */ argument) => {
      let done = true;
      try {
        const result = await step(argument);
        done = !!result.done;
        return { __proto__: null, done, value: result.value };
      } finally {
        if (done) end();
      }
    });
    SetPrototypeAdd(steps, id);
    return id;
  };
  const nextId = add(() => iterator.next());
  return {
    __proto__: null,
    iteratorId: nextId,
    __nextCallbackId: nextId,
    __returnCallbackId: add(async (argument) => {
      const method = iterator.return;
      const finished = { __proto__: null, done: true, value: argument };
      return method === undefined || method === null ? finished : { __proto__: null, ...(await ReflectApply(method, iterator, [argument])), done: true };
    }),
    __throwCallbackId: add(async (argument) => {
      const error = failure(argument);
      const method = iterator.throw;
      if (method === undefined || method === null) throw error;
      return ReflectApply(method, iterator, [error]);
    }),
  };
}

/** What a client threw into an iterator. @param {any} told */
function failure(told) {
  const error = new Error(`${told?.message ?? ""}`);
  const name = told?.name;
  if (typeof name === "string" && name !== "Error") {
    ObjectDefineProperty(error, "name", { __proto__: null, value: name, writable: true, configurable: true });
  }
  return error;
}

/**
 * The client calls a function.
 * @param {number} call to answer it with
 * @param {number} id
 * @param {unknown[]} args
 */
export async function callFunction(call, id, args) {
  const callable = MapPrototypeGet(byId, id);
  if (callable === undefined) {
    host.failCall(call, new Error(`Unknown callback: ${id}`));
    return;
  }
  keep(id, callable);
  let value;
  try {
    value = await ReflectApply(callable, undefined, args);
  } catch (error) {
    host.failCall(call, error);
    return;
  }
  for (;;) {
    const pending = host.answerCall(call, value);
    if (pending === undefined) return;
    try {
      await pending;
    } catch {
      // What it has settled with is looked at anew.
    }
  }
}
