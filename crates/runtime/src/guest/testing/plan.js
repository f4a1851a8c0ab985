// What a run consists of, in order, after `only` and `skip` (runtime.md 11.2).
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ArrayPrototypePush, SafeArrayIterator } = primordials;

/** @typedef {import("./registry.js").Suite} Suite */
/** @typedef {import("./registry.js").Test} Test */
/** @typedef {import("./registry.js").Callback} Callback */
/** @typedef {import("./report.js").Report} Report */

/**
 * A suite while it runs. `error` fails its tests; `started` is a time in ms.
 * @typedef {{ suite: Suite, outer: Frame | undefined, error: Report | undefined, started: number, passed: number,
 *   failed: number, skipped: number, todo: number }} Frame
 */

/** @typedef {"run" | "skip" | "todo"} Fate */
/** @typedef {{ kind: "beforeAll" | "afterAll", frame: Frame, callback: Callback }} HookStep */
/**
 * @typedef {{ kind: "suiteStart" | "suiteEnd", frame: Frame }
 *   | HookStep | { kind: "test", frame: Frame, test: Test, fate: Fate }} Step
 */

/** @param {Suite} suite @returns {boolean} */
function hasOnly(suite) {
  if (suite.mode === "only") return true;
  for (const test of new SafeArrayIterator(suite.tests)) if (test.mode === "only") return true;
  for (const inner of new SafeArrayIterator(suite.suites)) if (hasOnly(inner)) return true;
  return false;
}

/**
 * @param {Suite} root
 * @returns {Step[]}
 */
export function makePlan(root) {
  /** @type {Step[]} */
  const steps = [];
  planSuite(steps, root, undefined, !hasOnly(root), false);
  return steps;
}

/**
 * @param {Step[]} steps
 * @param {Suite} suite
 * @param {Frame | undefined} outer
 * @param {boolean} all whether its tests belong to the run, `only` or not
 * @param {boolean} skipped
 * @returns {{ runs: boolean, listed: boolean }} whether any test in it runs, and whether it belongs to the run at all
 */
function planSuite(steps, suite, outer, all, skipped) {
  const included = all || suite.mode === "only";
  const skip = skipped || suite.mode === "skip";
  /** @type {Frame} */
  // @ts-ignore: no prototype
  const frame = { __proto__: null, suite, outer, error: undefined, started: 0, passed: 0, failed: 0, skipped: 0, todo: 0 };
  /** @type {Step[]} */
  const inside = [];
  let runs = false;
  // Without `only` a suite is told of also if there is nothing in it.
  let listed = included;
  for (const test of new SafeArrayIterator(suite.tests)) {
    if (!included && test.mode !== "only") continue;
    const fate = test.mode === "todo" ? "todo" : skip || test.mode === "skip" ? "skip" : "run";
    runs ||= fate === "run";
    listed = true;
    add(inside, { kind: "test", frame, test, fate });
  }
  for (const inner of new SafeArrayIterator(suite.suites)) {
    const found = planSuite(inside, inner, frame, included, skip);
    runs ||= found.runs;
    listed ||= found.listed;
  }
  if (!listed) return { runs, listed };
  if (outer !== undefined) add(steps, { kind: "suiteStart", frame });
  if (runs) for (const callback of new SafeArrayIterator(suite.beforeAll)) add(steps, { kind: "beforeAll", frame, callback });
  for (const step of new SafeArrayIterator(inside)) ArrayPrototypePush(steps, step);
  if (runs) for (const callback of new SafeArrayIterator(suite.afterAll)) add(steps, { kind: "afterAll", frame, callback });
  if (outer !== undefined) add(steps, { kind: "suiteEnd", frame });
  return { runs, listed };
}

/** @param {Step[]} steps @param {Step} step */
function add(steps, step) {
  ArrayPrototypePush(steps, { __proto__: null, ...step });
}

/**
 * The hooks around a test, in the order in which they run.
 * @param {Suite} suite
 * @returns {{ before: Callback[], after: Callback[] }}
 */
export function hooksOf(suite) {
  const outer = suite.parent === undefined ? { before: [], after: [] } : hooksOf(suite.parent);
  return {
    before: [...new SafeArrayIterator(outer.before), ...new SafeArrayIterator(suite.beforeEach)],
    after: [...new SafeArrayIterator(suite.afterEach), ...new SafeArrayIterator(outer.after)],
  };
}
