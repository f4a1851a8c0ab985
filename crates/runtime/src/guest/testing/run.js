// A run of the tests (runtime.md 11.2, 11.3), step by step: whoever drives it asks what to call, calls it, and tells how that
// went. So nothing of the run is on the stack while a guest's function runs, which may be terminated.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { checkCount, restartCount } from "ext:isolate/testing/assertions.js";
import { emit } from "ext:isolate/testing/events.js";
import { hooksOf, makePlan } from "ext:isolate/testing/plan.js";
import { leaveSuites, pathOfTests, root, suiteCount, testCount } from "ext:isolate/testing/registry.js";
import { describe, parse } from "ext:isolate/testing/report.js";
const { ArrayPrototypeJoin, ArrayPrototypePush, MathRound, SafeArrayIterator, StringPrototypeSlice, StringPrototypeStartsWith } = primordials;

/** @typedef {import("./plan.js").Frame} Frame */
/** @typedef {import("./plan.js").Step} Step */
/** @typedef {import("./registry.js").Callback} Callback */
/** @typedef {import("./report.js").Report} Report */
/**
 * @typedef {{ name: string, suitePath: string[], fullName: string, status: "pass" | "fail" | "skip" | "todo",
 *   duration: number, error?: Report }} TestResult
 */
/**
 * A test under way: the functions to call, in order; those from `after` on are called also if one of them fails.
 * @typedef {{ calls: Callback[], body: number, at: number, error: Report | undefined, started: number }} Now
 */

/** UTF-16 units that the errors of a run may have in all; of later ones only a little is told. */
const ERRORS = 1 << 20;

/** What counts for the keys of an error. */
const KEYS = 40;

/** What is told of those, until they have so many units in all. */
const SHORT = 200;
const SHORTS = 1 << 18;

/** The default limit of a function, in milliseconds; 0 means none. */
let testTimeout = 0;

/**
 * `at` is the step of the plan that it has come to; `errors` and `shorts` count the UTF-16 units of errors.
 * @typedef {{ plan: Step[], at: number, now: Now | undefined, errors: number, shorts: number, started: number, suites: object[],
 *   tests: TestResult[] }} Run
 */

/** @type {Run | undefined} */
let run;

/** @param {number} milliseconds */
export function setTestTimeout(milliseconds) {
  testTimeout = milliseconds;
}

/** Starts a run. */
export function begin() {
  // @ts-ignore: no prototype
  run = { __proto__: null, plan: makePlan(root), at: 0, now: undefined, errors: 0, shorts: 0, started: host.now(), suites: [], tests: [] };
  emit("runStart", { __proto__: null, testCount: testCount(), suiteCount: suiteCount() });
}

/**
 * What is to be called next, and how long it may take in milliseconds (0: no limit); undefined at the end.
 * @returns {[fn: () => unknown, timeout: number] | undefined}
 */
export function next() {
  if (run === undefined) return undefined;
  while (run.at < run.plan.length) {
    const step = run.plan[run.at];
    const callback = take(run, step);
    if (callback === undefined) {
      run.at += 1;
      continue;
    }
    return [callback.fn, callback.timeout ?? testTimeout];
  }
  return undefined;
}

/**
 * @param {Run} run
 * @param {Step} step
 * @returns {Callback | undefined} undefined when the step is done
 */
function take(run, step) {
  const { frame } = step;
  if (step.kind === "suiteStart") {
    frame.started = host.now();
    frame.error = frame.outer?.error;
    emit("suiteStart", { __proto__: null, suite: suiteInfo(frame) });
    return undefined;
  }
  if (step.kind === "suiteEnd") {
    const { passed, failed, skipped, todo } = frame;
    const suite = { __proto__: null, ...suiteInfo(frame), passed, failed, skipped, todo, duration: since(frame.started) };
    ArrayPrototypePush(run.suites, suite);
    emit("suiteEnd", { __proto__: null, suite });
    return undefined;
  }
  if (step.kind === "test") return takeTest(run, step);
  return takeHook(run, /** @type {import("./plan.js").HookStep} */ (step));
}

/**
 * @param {Run} run
 * @param {import("./plan.js").HookStep} step
 */
function takeHook(run, step) {
  // A hook is one call: it has been made when this is asked for again.
  if (run.now !== undefined) {
    run.now = undefined;
    return undefined;
  }
  if (step.kind === "beforeAll" && step.frame.error !== undefined) return undefined;
  // @ts-ignore: no prototype
  run.now = { __proto__: null, calls: [step.callback], body: 0, at: 1, error: undefined, started: host.now() };
  return step.callback;
}

/**
 * @param {Run} run
 * @param {Step & { kind: "test" }} step
 */
function takeTest(run, { frame, test, fate }) {
  let { now } = run;
  if (now === undefined) {
    emit("testStart", { __proto__: null, test: testInfo(test.name, frame) });
    if (fate !== "run" || frame.error !== undefined) {
      end(run, frame, test.name, fate === "run" ? "fail" : fate, host.now(), fate === "run" ? frame.error : undefined);
      return undefined;
    }
    const { before, after } = hooksOf(test.suite);
    const calls = [...new SafeArrayIterator(before), /** @type {Callback} */ (test.body), ...new SafeArrayIterator(after)];
    // @ts-ignore: no prototype
    now = /** @type {Now} */ ({ __proto__: null, calls, body: before.length, at: 0, error: undefined, started: host.now() });
    run.now = now;
    restartCount();
  }
  if (now.at < now.calls.length) return now.calls[now.at++];
  const wrong = checkCount();
  if (wrong !== undefined) now.error ??= bounded(run, describe(wrong));
  run.now = undefined;
  end(run, frame, test.name, now.error === undefined ? "pass" : "fail", now.started, now.error);
  return undefined;
}

/**
 * What was called last has failed.
 * @param {Report | string} report
 */
export function fail(report) {
  const { now } = run ?? {};
  if (run === undefined || now === undefined) return;
  const step = run.plan[run.at];
  // @ts-ignore: no prototype
  const error = bounded(run, typeof report === "string" ? { __proto__: null, message: report } : report);
  now.error ??= error;
  if (step.kind === "test") {
    // What comes after the test is called in any case.
    if (now.at <= now.body) now.at = now.body + 1;
  } else if (step.kind === "beforeAll") {
    step.frame.error = error;
  } else if (step.kind === "afterAll") {
    // The tests have been told of. This is one more, which has failed.
    emit("testStart", { __proto__: null, test: testInfo("(afterAll)", step.frame) });
    end(run, step.frame, "(afterAll)", "fail", now.started, error);
  }
}

/**
 * What was called last has taken longer than it may.
 * @param {number} milliseconds
 */
export function expire(milliseconds) {
  const step = run?.plan[run.at];
  const { now } = run ?? {};
  leaveSuites();
  if (step === undefined || now === undefined) return;
  const isBody = step.kind === "test" && now.at - 1 === now.body;
  const what = step.kind !== "test" ? `${step.kind} hook` : isBody ? "test" : `${now.at <= now.body ? "before" : "after"}Each hook`;
  // @ts-ignore: no prototype
  fail({ __proto__: null, message: `Exceeded timeout of ${milliseconds} ms for ${StringPrototypeStartsWith(what, "a") ? "an" : "a"} ${what}` });
}

/**
 * A test has ended.
 * @param {Run} run
 * @param {Frame} frame
 * @param {string} name
 * @param {TestResult["status"]} status
 * @param {number} started
 * @param {Report | undefined} error
 */
function end(run, frame, name, status, started, error) {
  const duration = status === "skip" || status === "todo" ? 0 : since(started);
  /** @type {TestResult} */
  // @ts-ignore: no prototype
  const test = { __proto__: null, ...testInfo(name, frame), status, duration };
  if (error !== undefined) test.error = error;
  if (status === "pass") frame.passed += 1;
  else if (status === "fail") frame.failed += 1;
  else if (status === "skip") frame.skipped += 1;
  else frame.todo += 1;
  ArrayPrototypePush(run.tests, test);
  emit("testEnd", { __proto__: null, test });
}

/** Ends the run. @returns {object} the results, for the wire */
export function finish() {
  const { suites = [], tests = [], started = 0 } = run ?? {};
  run = undefined;
  const counts = { passed: 0, failed: 0, skipped: 0, todo: 0, total: tests.length, duration: since(started), success: true };
  for (const { status } of new SafeArrayIterator(tests)) {
    if (status === "pass") counts.passed += 1;
    else if (status === "fail") counts.failed += 1;
    else if (status === "skip") counts.skipped += 1;
    else counts.todo += 1;
  }
  counts.success = counts.failed === 0;
  const brief = { __proto__: null, results: { __proto__: null, ...counts, suites: [], tests: [] } };
  emit("runEnd", { __proto__: null, results: { __proto__: null, ...counts, suites, tests } }, brief);
  for (const { error } of new SafeArrayIterator(tests)) {
    // From here on they are values. Errors may be shared.
    for (const key of new SafeArrayIterator(["expected", "actual"])) {
      const verbatim = /** @type {any} */ (error)?.[key];
      if (typeof verbatim?.json === "string") /** @type {any} */ (error)[key] = parse(verbatim);
    }
  }
  return { __proto__: null, ...counts, suites, tests };
}

/** @param {Frame} frame @returns {{ name: string, path: string[], fullName: string, depth: number }} */
function suiteInfo({ suite: { name, path } }) {
  // @ts-ignore: no prototype
  return { __proto__: null, name, path, fullName: join(path, name), depth: path.length };
}

/** @param {string} name @param {Frame} frame @returns {{ name: string, suitePath: string[], fullName: string }} */
function testInfo(name, { suite }) {
  const suitePath = pathOfTests(suite);
  // @ts-ignore: no prototype
  return { __proto__: null, name, suitePath, fullName: join(suitePath, name) };
}

/** @param {string[]} path @param {string} name */
const join = (path, name) => (path.length === 0 ? name : `${ArrayPrototypeJoin(path, " > ")} > ${name}`);

/** @param {number} started */
const since = (started) => MathRound((host.now() - started) * 1000) / 1000;

/**
 * @param {Run} run
 * @param {Report} report
 * @returns {Report}
 */
function bounded(run, report) {
  const { message, stack, matcherName, expected, actual, diff } = report;
  const size = KEYS + message.length + (stack?.length ?? 0) + (expected?.json.length ?? 0) + (actual?.json.length ?? 0) + (diff?.length ?? 0);
  if (run.errors + size <= ERRORS) {
    run.errors += size;
    return report;
  }
  const short = StringPrototypeSlice(message, 0, SHORT);
  run.shorts += short.length;
  // @ts-ignore: no prototype
  if (run.shorts > SHORTS) return { __proto__: null, message: "Too many failures to tell" };
  // @ts-ignore: no prototype
  return { __proto__: null, message: short, ...(matcherName === undefined ? undefined : { matcherName }) };
}
