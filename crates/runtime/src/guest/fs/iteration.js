// Async iterators over directories (runtime.md 10.2).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { readdir } from "ext:isolate/fs/calls.js";
import { kindOf } from "ext:isolate/fs/entries.js";
import { child } from "ext:isolate/fs/paths.js";
const {
  ArrayPrototypePush,
  ObjectCreate,
  ObjectGetPrototypeOf,
  PromisePrototypeThen,
  SafeWeakMap,
  SymbolToStringTag,
  TypeError,
} = primordials;

/** Entries whose kind is asked for at once. */
const AHEAD = 16;

/**
 * @typedef {object} Iteration
 * @property {string} path
 * @property {(name: string, path: string, kind: Promise<"file" | "directory">) => Promise<unknown>} make
 * @property {boolean} wantsKinds
 * @property {string[] | undefined} names from the first step on
 * @property {Promise<"file" | "directory">[]} kinds of the first of the names, as far as they have been asked for
 * @property {number} index
 * @property {boolean} done
 * @property {Promise<unknown> | undefined} ongoing
 */

/** @type {WeakMap<object, Iteration>} */
const iterations = new SafeWeakMap();

const asyncIteratorPrototype = ObjectGetPrototypeOf(ObjectGetPrototypeOf((async function* () {}).prototype));

const prototype = ObjectCreate(asyncIteratorPrototype, {
  next: {
    __proto__: null,
    value: function next() {
      return inTurn(this, step);
    },
    writable: true,
    enumerable: true,
    configurable: true,
  },
  return: {
    __proto__: null,
    /** @param {unknown} value */
    value: function (value) {
      return inTurn(this, async (iteration) => {
        iteration.done = true;
        return { value, done: true };
      });
    },
    writable: true,
    enumerable: true,
    configurable: true,
  },
  [SymbolToStringTag]: { __proto__: null, value: "FileSystemDirectoryHandle AsyncIterator", configurable: true },
});

/**
 * @param {string} path
 * @param {boolean} wantsKinds
 * @param {Iteration["make"]} make what the iterator gives for an entry
 */
export function iterate(path, wantsKinds, make) {
  const iterator = ObjectCreate(prototype);
  iterations.set(iterator, { path, make, wantsKinds, names: undefined, kinds: [], index: 0, done: false, ongoing: undefined });
  return iterator;
}

/**
 * Steps follow one another, however they are called.
 * @param {object} iterator
 * @param {(iteration: Iteration) => Promise<unknown>} action
 */
async function inTurn(iterator, action) {
  const iteration = iterations.get(iterator);
  if (iteration === undefined) throw new TypeError("Illegal invocation");
  const run = () => action(iteration);
  const { ongoing } = iteration;
  const result = ongoing === undefined ? run() : PromisePrototypeThen(ongoing, run, run);
  iteration.ongoing = result;
  return await result;
}

/** @param {Iteration} iteration */
async function step(iteration) {
  if (iteration.done) return { value: undefined, done: true };
  try {
    const names = (iteration.names ??= await readdir(iteration.path));
    const { index } = iteration;
    if (index === names.length) {
      iteration.done = true;
      return { value: undefined, done: true };
    }
    iteration.index += 1;
    if (iteration.wantsKinds) askAhead(iteration, names);
    const name = names[index];
    return { value: await iteration.make(name, child(iteration.path, name), iteration.kinds[index]), done: false };
  } catch (error) {
    iteration.done = true;
    throw error;
  }
}

/** @param {Iteration} iteration @param {string[]} names */
function askAhead({ path, kinds, index }, names) {
  if (kinds.length >= index) return;
  const end = kinds.length + AHEAD;
  for (let next = kinds.length; next < end && next < names.length; next++) {
    ArrayPrototypePush(kinds, kindOf(child(path, names[next])));
  }
}
