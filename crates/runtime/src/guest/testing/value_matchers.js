// Matchers of values (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { equals, matchesObject, strictlyEquals } from "ext:isolate/testing/equality.js";
import { show, text } from "ext:isolate/testing/format.js";
const {
  ArrayIsArray,
  ArrayPrototypeIncludes,
  Error,
  MathAbs,
  NumberIsNaN,
  Object,
  ObjectIs,
  ObjectPrototypeIsPrototypeOf,
  RegExpPrototype,
  RegExpPrototypeExec,
  SafeArrayIterator,
  StringPrototypeIncludes,
  StringPrototypeSplit,
} = primordials;

/** @typedef {import("./expect.js").Matcher} Matcher */
/** @typedef {import("./expect.js").Verdict} Verdict */

/**
 * A matcher whose texts are `Expected A to <words>` and `Expected A not to <words>`.
 * @param {(actual: any, expected: any) => boolean} holds
 * @param {(expected: any) => string} words
 * @param {boolean} [differ] whether a comparison of the two tells more
 * @returns {Matcher}
 */
function relation(holds, words, differ = false) {
  return (actual, args) => {
    const expected = args[0];
    return {
      // @ts-ignore: no prototype
      __proto__: null,
      pass: holds(actual, expected),
      text: () => `Expected ${show(actual)} to ${words(expected)}`,
      not: () => `Expected ${show(actual)} not to ${words(expected)}`,
      expected,
      actual,
      differ,
    };
  };
}

/**
 * A matcher without an expected value.
 * @param {(actual: any) => boolean} holds
 * @param {string} words
 * @returns {Matcher}
 */
function property(holds, words) {
  return (actual) => ({
    // @ts-ignore: no prototype
    __proto__: null,
    pass: holds(actual),
    text: () => `Expected ${show(actual)} to ${words}`,
    not: () => `Expected ${show(actual)} not to ${words}`,
    actual,
  });
}

/** @param {any} actual @param {any} item */
function contains(actual, item) {
  if (typeof actual === "string") return typeof item === "string" && StringPrototypeIncludes(actual, item);
  return ArrayIsArray(actual) && ArrayPrototypeIncludes(actual, item);
}

/** @param {any} actual @param {any} item */
function containsEqual(actual, item) {
  if (!ArrayIsArray(actual)) return false;
  for (const element of new SafeArrayIterator(actual)) if (equals(element, item)) return true;
  return false;
}

/** Whether a string contains another, or matches a pattern. @param {any} actual @param {any} pattern */
export function matches(actual, pattern) {
  if (typeof actual !== "string") return false;
  if (typeof pattern === "string") return StringPrototypeIncludes(actual, pattern);
  return isRegExp(pattern) && test(pattern, actual);
}

/** @param {any} value */
export const isRegExp = (value) => typeof value === "object" && value !== null && ObjectPrototypeIsPrototypeOf(RegExpPrototype, value);

/** As if the pattern was new: one that is global goes on where it has stopped. @param {RegExp} pattern @param {string} subject */
export function test(pattern, subject) {
  const { lastIndex } = pattern;
  pattern.lastIndex = 0;
  const found = RegExpPrototypeExec(pattern, subject) !== null;
  pattern.lastIndex = lastIndex;
  return found;
}

/**
 * Goes along a path.
 * @param {any} value
 * @param {unknown} path
 * @returns {{ value: unknown } | undefined} undefined if there is no such property
 */
function along(value, path) {
  const keys = ArrayIsArray(path) ? path : StringPrototypeSplit(text(path), ".");
  let found = value;
  for (const key of new SafeArrayIterator(keys)) {
    if (found === null || found === undefined || !(key in Object(found))) return undefined;
    found = found[key];
  }
  // @ts-ignore: no prototype
  return { __proto__: null, value: found };
}

/** @param {any} value */
export const isClass = (value) => typeof value === "function";

/** @param {any} value */
const nameOf = (value) => text(value?.name);

/** @type {Record<string, Matcher>} */
export const valueMatchers = {
  toBe: relation(ObjectIs, (expected) => `be ${show(expected)}`, true),
  toEqual: relation(equals, (expected) => `equal ${show(expected)}`, true),
  toStrictEqual: relation(strictlyEquals, (expected) => `strictly equal ${show(expected)}`, true),
  toBeTruthy: property((actual) => !!actual, "be truthy"),
  toBeFalsy: property((actual) => !actual, "be falsy"),
  toBeNull: property((actual) => actual === null, "be null"),
  toBeUndefined: property((actual) => actual === undefined, "be undefined"),
  toBeDefined: property((actual) => actual !== undefined, "be defined"),
  toBeNaN: property(NumberIsNaN, "be NaN"),
  toContain: relation(contains, (item) => `contain ${show(item)}`),
  toContainEqual: (actual, [item]) => ({
    // @ts-ignore: no prototype
    __proto__: null,
    pass: containsEqual(actual, item),
    text: () => `Expected array to contain equal ${show(item)}`,
    not: () => `Expected array not to contain equal ${show(item)}`,
    expected: item,
    actual,
  }),
  toHaveLength: (actual, [expected]) => {
    const length = actual?.length;
    return {
      // @ts-ignore: no prototype
      __proto__: null,
      pass: length === expected,
      text: () => `Expected length to be ${text(expected)}, but got ${text(length)}`,
      not: () => `Expected length not to be ${text(expected)}, but got ${text(length)}`,
      expected,
      actual: length,
    };
  },
  toMatch: relation(matches, (pattern) => `match ${text(pattern)}`),
  toMatchObject: relation(matchesObject, (expected) => `match object ${show(expected)}`, true),
  toHaveProperty: (actual, args) => {
    const [path, expected] = new SafeArrayIterator(args);
    const found = along(actual, path);
    const shown = ArrayIsArray(path) ? show(path) : text(path);
    const words = `have property ${shown}${args.length > 1 ? ` with value ${show(expected)}` : ""}`;
    return {
      // @ts-ignore: no prototype
      __proto__: null,
      pass: found !== undefined && (args.length < 2 || equals(found.value, expected)),
      text: () => `Expected ${show(actual)} to ${words}`,
      not: () => `Expected ${show(actual)} not to ${words}`,
      expected: args.length > 1 ? expected : path,
      actual: args.length > 1 && found !== undefined ? found.value : actual,
    };
  },
  toBeInstanceOf: (actual, [constructor]) => {
    if (!isClass(constructor)) throw new Error("toBeInstanceOf requires a class");
    return {
      // @ts-ignore: no prototype
      __proto__: null,
      pass: actual instanceof constructor,
      text: () => `Expected ${show(actual)} to be instance of ${nameOf(constructor)}`,
      not: () => `Expected ${show(actual)} not to be instance of ${nameOf(constructor)}`,
      expected: nameOf(constructor),
      actual,
    };
  },
  toBeTypeOf: (actual, [type]) => ({
    // @ts-ignore: no prototype
    __proto__: null,
    pass: typeof actual === type,
    text: () => `Expected typeof ${show(actual)} to be "${text(type)}", got "${typeof actual}"`,
    not: () => `Expected typeof ${show(actual)} not to be "${text(type)}"`,
    expected: type,
    actual: typeof actual,
  }),
  toBeGreaterThan: relation((actual, other) => actual > other, (other) => `be greater than ${show(other)}`),
  toBeGreaterThanOrEqual: relation((actual, other) => actual >= other, (other) => `be greater than or equal to ${show(other)}`),
  toBeLessThan: relation((actual, other) => actual < other, (other) => `be less than ${show(other)}`),
  toBeLessThanOrEqual: relation((actual, other) => actual <= other, (other) => `be less than or equal to ${show(other)}`),
  toBeCloseTo: (actual, [expected, digits = 2]) => {
    const words = () => `be close to ${show(expected)} (precision: ${text(digits)} digits)`;
    return {
      // @ts-ignore: no prototype
      __proto__: null,
      // Equal infinities have no difference.
      pass: actual === expected || MathAbs(actual - expected) < 10 ** -digits / 2,
      text: () => `Expected ${show(actual)} to ${words()}`,
      not: () => `Expected ${show(actual)} not to ${words()}`,
      expected,
      actual,
    };
  },
};
