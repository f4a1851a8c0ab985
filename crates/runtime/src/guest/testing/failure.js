// What a failed matcher throws (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
const {
  Error,
  ErrorPrototype,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  SafeWeakMap,
  WeakMapPrototypeGet,
  WeakMapPrototypeSet,
} = primordials;

/**
 * What a matcher knows of its failure. The values are the guest's. `differ`: a comparison of the two would tell more.
 * @typedef {{ matcherName: string, expected?: unknown, actual?: unknown, differ?: boolean }} Details
 */

/** The failures that were made here: what a guest throws may only look like one. */
const known = new SafeWeakMap();

/** The class of failures, an `Error` with a name of its own. It is no global. */
function TestError() {}
ObjectSetPrototypeOf(TestError.prototype, ErrorPrototype);
ObjectDefineProperty(TestError.prototype, "name", {
  __proto__: null,
  value: "TestError",
  writable: true,
  configurable: true,
});

/**
 * @param {string} message
 * @param {Details} details
 * @returns {Error}
 */
export function testError(message, details) {
  const error = new Error(message);
  ObjectSetPrototypeOf(error, TestError.prototype);
  define(error, "matcherName", details.matcherName);
  if ("expected" in details) define(error, "expected", details.expected);
  if ("actual" in details) define(error, "actual", details.actual);
  WeakMapPrototypeSet(known, error, details);
  return error;
}

/**
 * What a matcher has said of a failure; undefined if it was not a matcher that failed.
 * @param {object} error
 * @returns {Details | undefined}
 */
export const detailsOf = (error) => WeakMapPrototypeGet(known, error);

/** @param {object} object @param {string} name @param {unknown} value */
function define(object, name, value) {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}
