// Matchers of mock functions (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { equals } from "ext:isolate/testing/equality.js";
import { show, text } from "ext:isolate/testing/format.js";
import { mockOf } from "ext:isolate/testing/mock.js";
const { ArrayPrototypeFilter, ArrayPrototypeMap, ArrayPrototypeSome, Error } = primordials;

/** @typedef {import("./expect.js").Matcher} Matcher */
/** @typedef {import("./mock.js").Records} Records */

/**
 * What a matcher finds: whether it holds, and its texts.
 * @typedef {{ pass: boolean, text: string | (() => string), not: string | (() => string), expected?: unknown, actual?: unknown,
 *   differ?: boolean }} Finding
 */

/**
 * @param {string} name
 * @param {(records: Records, args: any[]) => Finding} find
 * @returns {Matcher}
 */
function matcher(name, find) {
  return (actual, args) => {
    const mock = mockOf(actual);
    if (mock === undefined) throw new Error(`${name} requires a mock function`);
    const { text, not, ...rest } = find(mock.records, args);
    return {
      ...rest,
      text: () => (typeof text === "string" ? text : text()),
      not: () => (typeof not === "string" ? not : not()),
    };
  };
}

/** @param {Records} records */
const returned = ({ results }) => ArrayPrototypeFilter(results, (/** @type {any} */ result) => result.type === "return");

/** @param {Records} records */
const values = (records) => ArrayPrototypeMap(returned(records), (/** @type {any} */ result) => result.value);

/** The result of a call; undefined if it has thrown. @param {any} result */
const valueOf = (result) => (result?.type === "return" ? result.value : undefined);

/** @type {Record<string, (records: Records, args: any[]) => Finding>} */
const findings = {
  toHaveBeenCalled: ({ calls }) => ({
    pass: calls.length > 0,
    text: "Expected mock to have been called",
    not: "Expected mock not to have been called",
    actual: calls,
  }),
  toHaveBeenCalledTimes: ({ calls }, [times]) => ({
    pass: calls.length === times,
    text: `Expected mock to be called ${text(times)} times, got ${calls.length}`,
    not: `Expected mock not to have been called ${text(times)} times`,
    expected: times,
    actual: calls.length,
  }),
  toHaveBeenCalledWith: ({ calls }, args) => ({
    pass: ArrayPrototypeSome(calls, (/** @type {unknown[]} */ call) => equals(call, args)),
    text: () => `Expected mock to have been called with ${show(args)}`,
    not: () => `Expected mock not to have been called with ${show(args)}`,
    expected: args,
    actual: calls,
  }),
  toHaveBeenLastCalledWith: ({ calls }, args) => {
    const last = calls[calls.length - 1];
    return {
      pass: last !== undefined && equals(last, args),
      text: () => `Expected last call to be ${show(args)}, got ${show(last)}`,
      not: () => `Expected last call not to be ${show(args)}`,
      expected: args,
      actual: last,
      differ: true,
    };
  },
  toHaveBeenNthCalledWith: ({ calls }, [nth, ...args]) => {
    const call = calls[nth - 1];
    return {
      pass: call !== undefined && equals(call, args),
      text: () => `Expected call ${text(nth)} to be ${show(args)}, got ${show(call)}`,
      not: () => `Expected call ${text(nth)} not to be ${show(args)}`,
      expected: args,
      actual: call,
      differ: true,
    };
  },
  toHaveReturned: (records) => ({
    pass: returned(records).length > 0,
    text: "Expected mock to have returned",
    not: "Expected mock not to have returned",
  }),
  toHaveReturnedWith: (records, [value]) => ({
    pass: ArrayPrototypeSome(values(records), (/** @type {unknown} */ result) => equals(result, value)),
    text: () => `Expected mock to have returned ${show(value)}`,
    not: () => `Expected mock not to have returned ${show(value)}`,
    expected: value,
    actual: values(records),
  }),
  toHaveLastReturnedWith: ({ results }, [value]) => {
    const last = results[results.length - 1];
    return {
      pass: last?.type === "return" && equals(last.value, value),
      text: () => `Expected last return to be ${show(value)}, got ${show(valueOf(last))}`,
      not: () => `Expected last return not to be ${show(value)}`,
      expected: value,
      actual: valueOf(last),
      differ: true,
    };
  },
  toHaveReturnedTimes: (records, [times]) => {
    const count = returned(records).length;
    return {
      pass: count === times,
      text: `Expected mock to have returned ${text(times)} times, got ${count}`,
      not: `Expected mock not to have returned ${text(times)} times`,
      expected: times,
      actual: count,
    };
  },
  toHaveNthReturnedWith: ({ results }, [nth, value]) => {
    const result = results[nth - 1];
    return {
      pass: result?.type === "return" && equals(result.value, value),
      text: () => `Expected return ${text(nth)} to be ${show(value)}, got ${show(valueOf(result))}`,
      not: () => `Expected return ${text(nth)} not to be ${show(value)}`,
      expected: value,
      actual: valueOf(result),
      differ: true,
    };
  },
};

/** @type {Record<string, Matcher>} */
export const mockMatchers = {};
for (const name in findings) mockMatchers[name] = matcher(name, findings[name]);
