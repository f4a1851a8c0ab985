// Matchers of plain values (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { equals } from "ext:isolate/testing/equality.js";
import { show } from "ext:isolate/testing/format.js";
const { NumberIsNaN, ObjectIs } = primordials;

/** @typedef {import("./expect.js").Matcher} Matcher */

/**
 * A matcher whose texts are `Expected A to <words>` and `Expected A not to <words>`.
 * @param {(actual: any, expected: any) => boolean} holds
 * @param {(expected: any) => string} words
 * @param {{ takes?: boolean, differ?: boolean }} [options] `takes`: there is an expected value
 * @returns {Matcher}
 */
function simple(holds, words, { takes = true, differ = false } = {}) {
  return (actual, args) => {
    const expected = args[0];
    return {
      // @ts-ignore: no prototype
      __proto__: null,
      pass: holds(actual, expected),
      text: () => `Expected ${show(actual)} to ${words(expected)}`,
      not: () => `Expected ${show(actual)} not to ${words(expected)}`,
      actual,
      differ,
      ...(takes ? { expected } : undefined),
    };
  };
}

/** @param {(actual: any) => boolean} holds @param {string} words */
const property = (holds, words) => simple(holds, () => words, { takes: false });

/** @type {Record<string, Matcher>} */
export const valueMatchers = {
  toBe: simple(ObjectIs, (expected) => `be ${show(expected)}`, { differ: true }),
  toEqual: simple(equals, (expected) => `equal ${show(expected)}`, { differ: true }),
  toBeTruthy: property((actual) => !!actual, "be truthy"),
  toBeFalsy: property((actual) => !actual, "be falsy"),
  toBeNull: property((actual) => actual === null, "be null"),
  toBeUndefined: property((actual) => actual === undefined, "be undefined"),
  toBeDefined: property((actual) => actual !== undefined, "be defined"),
  toBeNaN: property(NumberIsNaN, "be NaN"),
};
