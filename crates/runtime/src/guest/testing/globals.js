// The globals of the test environment (runtime.md 11.1).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { expect } from "ext:isolate/testing/expect.js";
import { addHook, addSuite, addTest } from "ext:isolate/testing/registry.js";
const { ObjectAssign } = primordials;

/** @param {import("./registry.js").Mode} mode */
const suites = (mode) => (/** @type {unknown} */ name, /** @type {unknown} */ fn) => addSuite(name, fn, mode);

/** @param {import("./registry.js").Mode} mode */
const tests = (mode) => (/** @type {unknown} */ name, /** @type {unknown} */ fn, /** @type {unknown} */ timeout) =>
  addTest(name, fn, timeout, mode);

/** @param {import("./registry.js").HookKind} kind */
const hooks = (kind) => (/** @type {unknown} */ fn, /** @type {unknown} */ timeout) => addHook(kind, fn, timeout);

const describe = ObjectAssign(suites("run"), { __proto__: null, only: suites("only"), skip: suites("skip") });
const test = ObjectAssign(tests("run"), { __proto__: null, only: tests("only"), skip: tests("skip"), todo: tests("todo") });

/** By name. */
const globals = {
  __proto__: null,
  describe,
  test,
  it: test,
  beforeAll: hooks("beforeAll"),
  afterAll: hooks("afterAll"),
  beforeEach: hooks("beforeEach"),
  afterEach: hooks("afterEach"),
  expect,
};

/**
 * Puts them on the global object.
 * @param {(name: string, value: unknown) => void} define
 */
export function installTesting(define) {
  for (const name in globals) define(name, /** @type {any} */ (globals)[name]);
}
