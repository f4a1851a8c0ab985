// The test environment (runtime.md 11): what the runtime's native half asks of it.
// @ts-check
import { installTesting } from "ext:isolate/testing/globals.js";
import { resetMocks } from "ext:isolate/testing/mock.js";
import { clear, testCount } from "ext:isolate/testing/registry.js";
import { describe } from "ext:isolate/testing/report.js";
import { begin, expire, fail, finish, next, setTestTimeout } from "ext:isolate/testing/run.js";

/**
 * Switches it on.
 * @param {number} timeout default limit of a test and of a hook, in ms; 0 means none
 * @param {(name: string, value: unknown) => void} define
 */
export function enableTesting(timeout, define) {
  setTestTimeout(timeout);
  installTesting(define);
}

/** By the names that the native half knows. */
export const testing = {
  hasTests: () => testCount() > 0,
  testCount,
  resetTests() {
    clear();
    resetMocks();
  },
  beginTests: begin,
  nextTest: next,
  describeFailure: describe,
  failTest: fail,
  expireTest: expire,
  finishTests: finish,
};
