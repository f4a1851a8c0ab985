// Mock functions and spies (runtime.md 11.6).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { text } from "ext:isolate/testing/format.js";
const {
  ArrayPrototypePush,
  ArrayPrototypeShift,
  Error,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectPrototypeHasOwnProperty,
  PromiseReject,
  PromiseResolve,
  ReflectApply,
  ReflectConstruct,
  ReflectDeleteProperty,
  SafeArrayIterator,
  SafeWeakMap,
  WeakMapPrototypeGet,
  WeakMapPrototypeSet,
} = primordials;

/** @typedef {(this: unknown, ...args: unknown[]) => unknown} Implementation */
/**
 * What a mock has seen. The guest gets these lists as they are.
 * @typedef {{ calls: unknown[][], results: { type: "return" | "throw", value: unknown }[], contexts: unknown[],
 *   instances: unknown[], invocationCallOrder: number[], lastCall: unknown[] | undefined }} Records
 * @typedef {{ records: Records, once: Implementation[], behaviour: Implementation | undefined, restore: () => void }} Mock
 */

/** What mocks do, by their functions. @type {WeakMap<Function, Mock>} */
const mocks = new SafeWeakMap();

/** Every mock since the last reset of the tests, in order. @type {Function[]} */
let registry = [];

/** Calls of all mocks so far. */
let order = 0;

/** @returns {Records} */
const noRecords = () => ({ calls: [], results: [], contexts: [], instances: [], invocationCallOrder: [], lastCall: undefined });

/** The mock behind a function; undefined if it is none. @param {any} fn @returns {Mock | undefined} */
export const mockOf = (fn) => (typeof fn === "function" ? WeakMapPrototypeGet(mocks, fn) : undefined);

/**
 * @param {Implementation | undefined} implementation
 * @param {() => void} restore what `mockRestore` does beside a reset
 */
function makeMock(implementation, restore) {
  /** @type {Mock} */
  // @ts-ignore: no prototype
  const mock = { __proto__: null, records: noRecords(), once: [], behaviour: implementation, restore };
  /** @this {any} @param {unknown[]} args */
  function mockFunction(...args) {
    return call(mock, this, args, new.target);
  }
  WeakMapPrototypeSet(mocks, mockFunction, mock);
  ArrayPrototypePush(registry, mockFunction);
  ObjectDefineProperty(mockFunction, "mock", { __proto__: null, get: () => mock.records, configurable: true });
  for (const name in methods) {
    ObjectDefineProperty(mockFunction, name, { __proto__: null, value: methods[name], writable: true, configurable: true });
  }
  return mockFunction;
}

/**
 * @param {Mock} mock
 * @param {unknown} self
 * @param {unknown[]} args
 * @param {Function | undefined} target of `new`
 */
function call(mock, self, args, target) {
  const { records } = mock;
  order += 1;
  ArrayPrototypePush(records.calls, args);
  records.lastCall = args;
  ArrayPrototypePush(records.contexts, self);
  ArrayPrototypePush(records.instances, self);
  ArrayPrototypePush(records.invocationCallOrder, order);
  /** @type {{ type: any, value: unknown }} */
  const result = { type: "incomplete", value: undefined };
  ArrayPrototypePush(records.results, result);
  try {
    const behaviour = mock.once.length > 0 ? ArrayPrototypeShift(mock.once) : mock.behaviour;
    result.value = behaviour === undefined ? undefined : apply(behaviour, self, args, target);
    result.type = "return";
    return result.value;
  } catch (error) {
    result.type = "throw";
    result.value = error;
    throw error;
  }
}

/** A class that is spied on can only be constructed. @param {Implementation} fn @param {unknown} self @param {unknown[]} args @param {Function | undefined} target */
function apply(fn, self, args, target) {
  return target !== undefined && constructing(fn) ? ReflectConstruct(fn, args, target) : ReflectApply(fn, self, args);
}

/** @param {Function} fn */
const constructing = (fn) => ObjectGetOwnPropertyDescriptor(fn, "prototype")?.writable === false;

/** @param {(mock: Mock, value: any) => void} change */
const chained = (change) =>
  /** @this {Function} @param {unknown} value */
  function (value) {
    const mock = mockOf(this);
    if (mock === undefined) throw new Error("not a mock function");
    change(mock, value);
    return this;
  };

/** @param {(value: any) => Implementation} make */
const always = (make) => chained((mock, value) => void (mock.behaviour = make(value)));
/** @param {(value: any) => Implementation} make */
const once = (make) => chained((mock, value) => void ArrayPrototypePush(mock.once, make(value)));

/** @param {Mock} mock */
function clear(mock) {
  mock.records = noRecords();
}

/** @param {Mock} mock */
function reset(mock) {
  clear(mock);
  mock.once = [];
  mock.behaviour = undefined;
}

/** @param {Mock} mock */
function restore(mock) {
  reset(mock);
  mock.restore();
}

const itself = (/** @type {Implementation} */ fn) => fn;
const returning = (/** @type {unknown} */ value) => () => value;
const resolving = (/** @type {unknown} */ value) => () => PromiseResolve(value);
const rejecting = (/** @type {unknown} */ error) => () => PromiseReject(error);

/** What a mock has beside what every function has. @type {Record<string, Function>} */
const methods = {
  // @ts-ignore: no prototype
  __proto__: null,
  mockImplementation: always(itself),
  mockImplementationOnce: once(itself),
  mockReturnValue: always(returning),
  mockReturnValueOnce: once(returning),
  mockResolvedValue: always(resolving),
  mockResolvedValueOnce: once(resolving),
  mockRejectedValue: always(rejecting),
  mockRejectedValueOnce: once(rejecting),
  mockClear: chained(clear),
  mockReset: chained(reset),
  mockRestore: chained(restore),
};

/**
 * Replaces a method by a mock that calls it.
 * @param {any} object
 * @param {any} name
 */
function spyOn(object, name) {
  const original = object?.[name];
  if (typeof original !== "function") throw new Error(`Cannot spy on ${text(name)}: not a function`);
  if (mockOf(original) !== undefined) return original;
  const own = ObjectPrototypeHasOwnProperty(object, name) ? ObjectGetOwnPropertyDescriptor(object, name) : undefined;
  const enumerable = own?.enumerable ?? false;
  const spy = makeMock(original, () => {
    if (own === undefined) ReflectDeleteProperty(object, name);
    else ObjectDefineProperty(object, name, { __proto__: null, ...own });
  });
  ObjectDefineProperty(object, name, { __proto__: null, value: spy, writable: true, enumerable, configurable: true });
  return spy;
}

/** @param {(mock: Mock) => void} change @returns {() => void} */
const all = (change) => () => {
  for (const fn of new SafeArrayIterator(registry)) change(/** @type {Mock} */ (mockOf(fn)));
};

/** Puts back what spies have replaced, the newest first. */
function restoreAll() {
  for (let index = registry.length - 1; index >= 0; index--) restore(/** @type {Mock} */ (mockOf(registry[index])));
}

/** The global `mock`, which is `jest`, too. */
export const mock = {
  fn: (/** @type {Implementation | undefined} */ implementation) => makeMock(implementation, () => {}),
  spyOn,
  isMockFunction: (/** @type {unknown} */ value) => mockOf(value) !== undefined,
  clearAllMocks: all(clear),
  resetAllMocks: all(reset),
  restoreAllMocks: restoreAll,
};

/** The tests are reset. */
export function resetMocks() {
  const all = registry;
  registry = [];
  for (let index = all.length - 1; index >= 0; index--) {
    try {
      restore(/** @type {Mock} */ (mockOf(all[index])));
    } catch {
      // An object that does not let go of its spy, such as a frozen one, keeps it.
    }
  }
}
