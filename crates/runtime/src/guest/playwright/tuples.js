// Descriptions of locators as the handler knows them: `[kind, value, options]` (runtime.md 20.6).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { json, list, pattern } from "ext:isolate/playwright/operations.js";
const { Error, JSONParse, ObjectHasOwn, ObjectKeys, ObjectSetPrototypeOf, SafeArrayIterator, String, StringPrototypeSlice } = primordials;

/** @typedef {[kind: string, value: unknown, options: string | null]} Tuple */

/** Longest description of a locator: one that is nested in another is written into it as text in a text. */
const MAX_LENGTH = 256 * 1024;

/** Options as text; null if there are none. @param {any} options */
function written(options) {
  if (options === undefined || options === null) return null;
  /** @type {Record<string, unknown>} */
  const all = ObjectSetPrototypeOf({}, null);
  const names = ObjectKeys(options);
  for (const name of new SafeArrayIterator(names)) all[name] = pattern(options[name]);
  return names.length === 0 ? null : json(all);
}

/** What a text is to be like: a text, or a pattern. @param {any} value */
export function textOrPattern(value) {
  const described = pattern(value);
  return described === value ? String(value) : described;
}

/** @param {string} kind @param {any} value @param {any} [options] @returns {Tuple} */
export const single = (kind, value, options) => list([kind, textOrPattern(value), written(options)]);

/** A locator of two others. @param {string} kind @param {Tuple} first @param {Tuple} second @returns {Tuple} */
export function join(kind, first, second) {
  const value = json(list([first, second]));
  if (value.length > MAX_LENGTH) {
    throw new Error(`Locator is too long: its description has ${value.length} characters, and may have ${MAX_LENGTH}`);
  }
  return list([kind, value, null]);
}

/**
 * With one option more. A handler filters first and picks one element then: what has another order becomes a locator of
 * its own, which looks in each element for the element itself.
 * @param {Tuple} tuple
 * @param {"filter" | "nth"} name
 * @param {unknown} option
 * @returns {Tuple}
 */
export function narrow(tuple, name, option) {
  const options = tuple[2] === null ? {} : JSONParse(tuple[2]);
  const taken = ObjectHasOwn(options, "nth") || (name === "filter" && ObjectHasOwn(options, "filter"));
  const narrowed = taken ? join("chained", tuple, single("css", ":scope")) : tuple;
  const added = json({ __proto__: null, [name]: option });
  // Added to the text: what was parsed would ask the guest's prototypes how it is written.
  const text = narrowed[2] === null ? added : `${StringPrototypeSlice(narrowed[2], 0, -1)},${StringPrototypeSlice(added, 1)}`;
  if (text.length > MAX_LENGTH) {
    throw new Error(`Locator is too long: its options have ${text.length} characters, and may have ${MAX_LENGTH}`);
  }
  return list([narrowed[0], narrowed[1], text]);
}

/** What finds elements, with the kind of locator it makes. */
const FINDERS = [
  ["locator", "css"],
  ["getByRole", "role"],
  ["getByText", "text"],
  ["getByLabel", "label"],
  ["getByPlaceholder", "placeholder"],
  ["getByTestId", "testId"],
  ["getByAltText", "altText"],
  ["getByTitle", "title"],
];

/**
 * Adds the methods that find elements.
 * @param {object} target
 * @param {(receiver: any, tuple: Tuple) => object} make
 */
export function addFinders(target, make) {
  for (const entry of new SafeArrayIterator(FINDERS)) {
    const kind = entry[1];
    addMethod(target, entry[0], (receiver, value, options) => make(receiver, single(kind, value, kind === "css" ? undefined : options)));
  }
}

/**
 * Adds a method as classes have them.
 * @param {object} target
 * @param {string} name
 * @param {(receiver: any, first: any, second: any, third: any) => unknown} call
 */
export function addMethod(target, name, call) {
  const { [name]: value } = {
    /** @this {any} @param {any[]} args */
    [name](...args) {
      return call(this, args[0], args[1], args[2]);
    },
  };
  primordials.ObjectDefineProperty(target, name, { __proto__: null, value, writable: true, configurable: true });
}

/**
 * The same for a method that gives a promise, also if it throws at once.
 * @param {object} target
 * @param {string} name
 * @param {(receiver: any, first: any, second: any, third: any) => unknown} call
 */
export function addAsync(target, name, call) {
  // Awaited, since a promise that is returned would be asked for its `then`, which the guest may have replaced.
  addMethod(target, name, async (receiver, first, second, third) => await call(receiver, first, second, third));
}
