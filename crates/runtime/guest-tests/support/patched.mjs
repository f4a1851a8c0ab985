// Runs code in a realm that a hostile guest has taken apart.

const prototypeOf = Object.getPrototypeOf;
const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator]()].map(prototypeOf);
const classes = [
  Array, ArrayBuffer, BigInt, DataView, Date, Error, Map, Number, Promise, RegExp, Set, String, Symbol, Uint8Array,
  WeakMap, WeakSet, prototypeOf(Uint8Array),
];
const targets = [...classes, ...classes.map((each) => each.prototype), ...iterators, Function.prototype, Object, Reflect, Math, JSON];

/** Not patched: names, and what Node itself calls to make a stack. */
const kept = new Set(["constructor", "prototype", "name", "prepareStackTrace"]);

/**
 * Calls `run` while every method of the intrinsics throws, indices of `Array.prototype` have setters, and
 * `Object.prototype` is full of surprises.
 */
export function patched(run) {
  const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
  const undo = [];
  const throwing = (name) => function () {
    throw new EvalError(`a patched ${name} was called`);
  };
  for (const target of targets) {
    for (const key of ownKeys(target)) {
      const descriptor = getOwnPropertyDescriptor(target, key);
      if (!descriptor.configurable || kept.has(key)) continue;
      Object.setPrototypeOf(descriptor, null);
      const member = descriptor.get ?? descriptor.value;
      if (typeof member !== "function") continue;
      const replacement = descriptor.get
        ? { __proto__: null, ...descriptor, get: throwing(String(key)) }
        : { __proto__: null, ...descriptor, value: throwing(String(key)) };
      undo[undo.length] = [target, key, descriptor, replacement];
    }
  }
  const pollution = { __proto__: null, get: throwing("polluted getter"), set: throwing("polluted setter"), configurable: true };
  for (const key of ["depth", "label", "stdout", "type", "value", "done", "limit"]) {
    undo[undo.length] = [Object.prototype, key, undefined, pollution];
  }
  for (const index of ["0", "1", "2", "3"]) undo[undo.length] = [Array.prototype, index, undefined, pollution];
  for (let i = 0; i < undo.length; i++) apply(defineProperty, undefined, [undo[i][0], undo[i][1], undo[i][3]]);
  try {
    return run();
  } finally {
    for (let i = 0; i < undo.length; i++) {
      if (undo[i][2] === undefined) deleteProperty(undo[i][0], undo[i][1]);
      else defineProperty(undo[i][0], undo[i][1], undo[i][2]);
    }
  }
}
