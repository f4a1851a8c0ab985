// `toThrow` (runtime.md 11.4).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { show, text } from "ext:isolate/testing/format.js";
import { isClass, isRegExp, matches } from "ext:isolate/testing/value_matchers.js";
const { Error } = primordials;

/** @type {Record<string, import("./expect.js").Matcher>} */
export const throwMatchers = {
  toThrow: (actual, args, after) => {
    const thrown = after === "rejects" && typeof actual !== "function" ? { __proto__: null, error: actual } : catchFrom(actual);
    const any = args.length === 0 || args[0] === undefined;
    const expected = args[0];
    const shown = () => (isRegExp(expected) ? text(expected) : isClass(expected) ? text(expected.name) : show(messageOf(expected)));
    const verdict = {
      __proto__: null,
      pass: thrown !== undefined && (any || fits(thrown.error, expected)),
      text: () => {
        if (any) return "Expected function to throw";
        const outcome = thrown === undefined ? "but did not throw" : `but threw: ${text(messageOf(thrown.error))}`;
        return `Expected function to throw ${shown()}, ${outcome}`;
      },
      not: () => `Expected function not to throw${any ? "" : ` ${shown()}`}`,
    };
    return /** @type {any} */ ({
      ...verdict,
      __proto__: null,
      ...(any ? undefined : { expected: isClass(expected) ? text(expected.name) : isRegExp(expected) ? text(expected) : messageOf(expected) }),
      ...(thrown === undefined ? undefined : { actual: messageOf(thrown.error) }),
    });
  },
};

/** @param {unknown} fn @returns {{ error: any } | undefined} */
function catchFrom(fn) {
  if (typeof fn !== "function") throw new Error("toThrow requires a function");
  try {
    fn();
  } catch (error) {
    // @ts-ignore: no prototype
    return { __proto__: null, error };
  }
  return undefined;
}

/** @param {any} error @param {any} expected */
function fits(error, expected) {
  if (isClass(expected)) return error instanceof expected;
  const message = text(messageOf(error));
  if (typeof expected === "string" || isRegExp(expected)) return matches(message, expected);
  // An error stands for its message, as with Jest.
  return typeof expected === "object" && expected !== null && message === text(messageOf(expected));
}

/** What is thrown need not be an error. @param {any} error */
const messageOf = (error) => (typeof error === "object" && error !== null && "message" in error ? error.message : error);
