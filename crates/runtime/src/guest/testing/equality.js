// Deep equality by Jest's rules (runtime.md 11.5). The library runs as the guest's own code would: what a guest did to the
// built-ins happens to its tests.
// @ts-check
import { core } from "ext:core/mod.js";
import * as jest from "ext:isolate/testing/jest.js";

/** @typedef {(a: any, b: any, testers?: any[]) => boolean | undefined} Tester */

/** Jest compares bytes only when it is strict. @type {Tester} */
const bytes = (a, b) => {
  const both = (/** @type {(value: unknown) => boolean} */ is) => is(a) && is(b);
  return both(core.isAnyArrayBuffer) || both(core.isDataView) ? jest.arrayBufferEquality(a, b) : undefined;
};

/** @type {Tester[]} */
const loose = [bytes, jest.iterableEquality];
/** @type {Tester[]} */
const strict = [jest.iterableEquality, jest.typeEquality, jest.sparseArrayEquality, jest.arrayBufferEquality];
/** @type {Tester[]} */
const subset = [bytes, jest.iterableEquality, jest.subsetEquality];

/** @param {unknown} a @param {unknown} b */
export const equals = (a, b) => jest.equals(a, b, loose) === true;

/** @param {unknown} a @param {unknown} b */
export const strictlyEquals = (a, b) => jest.equals(a, b, strict, true) === true;

/** Whether everything that `expected` says holds for `actual`. @param {unknown} actual @param {unknown} expected */
export const matchesObject = (actual, expected) => jest.equals(actual, expected, subset) === true;
