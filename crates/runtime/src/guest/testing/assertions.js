// Counts assertions, for `expect.assertions` and `expect.hasAssertions` (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { testError } from "ext:isolate/testing/failure.js";
const { Number } = primordials;

let made = 0;
/** @type {number | undefined} */
let wanted;
let some = false;

/** A matcher is called. */
export function count() {
  made += 1;
}

/** A test starts. */
export function restartCount() {
  made = 0;
  wanted = undefined;
  some = false;
}

/** @param {unknown} number */
export function wantAssertions(number) {
  wanted = Number(number);
}

export function wantSomeAssertion() {
  some = true;
}

/** The failure of a test that has ended, if it made other assertions than it announced. @returns {Error | undefined} */
export function checkCount() {
  if (wanted !== undefined && made !== wanted) {
    return testError(`Expected ${wanted} assertions, got ${made}`, { matcherName: "assertions", expected: wanted, actual: made });
  }
  if (some && made === 0) return testError("Expected at least one assertion", { matcherName: "hasAssertions" });
  return undefined;
}
