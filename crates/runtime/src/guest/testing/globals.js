// The globals of the test environment (runtime.md 11.1).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { each } from "ext:isolate/testing/each.js";
import { expect } from "ext:isolate/testing/expect.js";
import { mock } from "ext:isolate/testing/mock.js";
import { addHook, addSuite, addTest } from "ext:isolate/testing/registry.js";
const { ObjectAssign } = primordials;

/** @typedef {import("./registry.js").Mode} Mode */

/** @param {Mode} mode */
function suites(mode) {
  const describe = (/** @type {unknown} */ name, /** @type {unknown} */ fn) => addSuite(name, fn, mode);
  return ObjectAssign(describe, { each: each((title, fn) => addSuite(title, fn, mode)) });
}

/** @param {Mode} mode */
function tests(mode) {
  const test = (/** @type {unknown} */ name, /** @type {unknown} */ fn, /** @type {unknown} */ timeout) => addTest(name, fn, timeout, mode);
  return ObjectAssign(test, { each: each((title, fn, timeout) => addTest(title, fn, timeout, mode)) });
}

/** @param {import("./registry.js").HookKind} kind */
const hooks = (kind) => (/** @type {unknown} */ fn, /** @type {unknown} */ timeout) => addHook(kind, fn, timeout);

const describe = ObjectAssign(suites("run"), { only: suites("only"), skip: suites("skip") });
const todo = (/** @type {unknown} */ name) => addTest(name, undefined, undefined, "todo");
const test = ObjectAssign(tests("run"), { only: tests("only"), skip: tests("skip"), todo });

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
  mock,
  jest: mock,
};

/**
 * Puts them on the global object.
 * @param {(name: string, value: unknown) => void} define
 */
export function installTesting(define) {
  for (const name in globals) define(name, /** @type {any} */ (globals)[name]);
}
