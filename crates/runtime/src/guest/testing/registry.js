// What the guest has registered: suites, tests and hooks (runtime.md 11.1).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { text } from "ext:isolate/testing/format.js";
const { ArrayPrototypePush, Error, SafeArrayIterator, TypeError } = primordials;

/** Bytes that names may take in the results of a run, which have to fit into one answer. */
const MAX_BYTES = 6 << 20;

/** Bytes of a result beside its names. */
const RESULT_BYTES = 120;

/** Suites in suites. */
const MAX_DEPTH = 100;

/** @typedef {"run" | "only" | "skip" | "todo"} Mode */
/** @typedef {{ fn: () => unknown, timeout: number | undefined }} Callback */
/** @typedef {{ name: string, mode: Mode, body: Callback | undefined, suite: Suite }} Test */
/** @typedef {"beforeAll" | "afterAll" | "beforeEach" | "afterEach"} HookKind */
/**
 * @typedef {{ name: string, mode: Mode, parent: Suite | undefined, path: string[], tests: Test[], suites: Suite[],
 *   beforeAll: Callback[], afterAll: Callback[], beforeEach: Callback[], afterEach: Callback[] }} Suite
 */

/** The invisible suite around everything. */
export let root = makeSuite("", "run", undefined);

/** Where registrations go. */
let current = root;
let tests = 0;
let suites = 0;
let bytes = 0;

export const testCount = () => tests;
export const suiteCount = () => suites;

/** No suite is being described: a callback that was terminated could not say so. */
export function leaveSuites() {
  current = root;
}

/** Forgets everything. */
export function clear() {
  root = makeSuite("", "run", undefined);
  current = root;
  tests = suites = bytes = 0;
}

/**
 * @param {string} name
 * @param {Mode} mode
 * @param {Suite | undefined} parent
 * @returns {Suite}
 */
function makeSuite(name, mode, parent) {
  /** @type {string[]} */
  const path = [];
  if (parent?.parent !== undefined) {
    for (const outer of new SafeArrayIterator(parent.path)) ArrayPrototypePush(path, outer);
    ArrayPrototypePush(path, parent.name);
  }
  return {
    // @ts-ignore: no prototype, so that no guest's setters and getters are in the way
    __proto__: null,
    name, mode, parent, path, tests: [], suites: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [],
  };
}

/**
 * The names of a suite's tests' suites: those around it, and its own.
 * @param {Suite} suite
 * @returns {string[]}
 */
export function pathOfTests(suite) {
  if (suite.parent === undefined) return [];
  return [...new SafeArrayIterator(suite.path), suite.name];
}

/** The results must fit into an answer. @param {string} name @param {string[]} path */
function charge(name, path) {
  // Each name once by itself and once in the full name; a UTF-16 unit takes up to three bytes.
  let size = RESULT_BYTES + 6 * name.length;
  for (const outer of new SafeArrayIterator(path)) size += 6 * outer.length + 8;
  if (bytes + size > MAX_BYTES) {
    throw new Error(`Too many tests: the results of ${tests} tests and ${suites} suites fill the limit of ${MAX_BYTES} bytes`);
  }
  bytes += size;
}

/**
 * @param {unknown} name
 * @param {unknown} fn
 * @param {Mode} mode
 */
export function addSuite(name, fn, mode) {
  if (typeof fn !== "function") throw new TypeError("describe() needs a function");
  const title = text(name);
  if (current.path.length >= MAX_DEPTH) throw new Error(`describe() is nested too deeply: the limit is ${MAX_DEPTH} levels`);
  const suite = makeSuite(title, mode, current);
  charge(title, suite.path);
  ArrayPrototypePush(current.suites, suite);
  suites += 1;
  const outer = current;
  current = suite;
  try {
    fn();
  } finally {
    current = outer;
  }
}

/**
 * @param {unknown} name
 * @param {unknown} fn
 * @param {unknown} timeout
 * @param {Mode} mode
 */
export function addTest(name, fn, timeout, mode) {
  const body = mode === "todo" || (mode === "skip" && fn === undefined) ? undefined : callback(fn, timeout, "test()");
  const title = text(name);
  charge(title, pathOfTests(current));
  ArrayPrototypePush(current.tests, { __proto__: null, name: title, mode, body, suite: current });
  tests += 1;
}

/**
 * @param {HookKind} kind
 * @param {unknown} fn
 * @param {unknown} timeout
 */
export function addHook(kind, fn, timeout) {
  const hook = callback(fn, timeout, `${kind}()`);
  // One that fails is told of like a test.
  if (kind === "afterAll") charge("(afterAll)", pathOfTests(current));
  ArrayPrototypePush(current[kind], hook);
}

/**
 * @param {any} fn
 * @param {any} timeout milliseconds
 * @param {string} who
 * @returns {Callback}
 */
function callback(fn, timeout, who) {
  if (typeof fn !== "function") throw new TypeError(`${who} needs a function`);
  const limited = typeof timeout === "number" && timeout > 0;
  // @ts-ignore: as above
  return { __proto__: null, fn, timeout: limited ? timeout : undefined };
}
