// Locator: elements of a page, and what can be done with them (runtime.md 20.6).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { uploads } from "ext:isolate/playwright/files.js";
import { list, nonsense, operate } from "ext:isolate/playwright/operations.js";
import { addAsync, addFinders, addMethod, join, narrow, single, textOrPattern } from "ext:isolate/playwright/tuples.js";
const {
  ArrayPrototypePush,
  Error,
  FunctionPrototypeToString,
  MathTrunc,
  Number,
  NumberIsInteger,
  SafeArrayIterator,
  String,
  TypeError,
} = primordials;

/**
 * @typedef {import("./operations.js").Place} Place
 * @typedef {import("./tuples.js").Tuple} Tuple
 */

/** Most elements that `all()` gives. */
const MAX_ELEMENTS = 10_000;

/** The key without which there is no constructing. */
const KEY = {};

/** @type {(value: any) => value is Locator} */
export let isLocator;
/** @type {(locator: Locator) => Tuple} */
export let tupleOf;
/** @type {(locator: Locator) => Place} */
export let placeOf;

/** Elements. */
export class Locator {
  /** @type {Place} */
  #place;
  /** @type {Tuple} */
  #tuple;

  /** @param {unknown} key @param {Place} place @param {Tuple} tuple */
  constructor(key, place, tuple) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#place = place;
    this.#tuple = tuple;
  }

  static {
    // @ts-ignore: a predicate of types
    isLocator = (value) => typeof value === "object" && value !== null && #tuple in value;
    tupleOf = (locator) => locator.#tuple;
    placeOf = (locator) => locator.#place;
  }
}

/** @param {Place} place @param {Tuple} tuple */
export const makeLocator = (place, tuple) => new Locator(KEY, place, tuple);

/** Another locator of the same page. @param {Locator} locator @param {Tuple} tuple */
const sibling = (locator, tuple) => makeLocator(placeOf(locator), tuple);

/** What a guest has given as a locator. @param {unknown} locator @param {string} method @returns {Tuple} */
function given(locator, method) {
  if (!isLocator(locator)) throw new TypeError(`${method} requires a Locator`);
  return tupleOf(locator);
}

/** @param {unknown} locator @param {string} method */
const nested = (locator, method) => ({ __proto__: null, $locator: given(locator, method) });

/**
 * @param {Locator} locator
 * @param {string} action
 * @param {unknown} [argument]
 * @param {unknown} [options] those of the call, which are sent only if there are any
 * @returns {Promise<any>}
 */
export function act(locator, action, argument, options) {
  const tuple = tupleOf(locator);
  const args = [tuple[0], tuple[1], tuple[2], action, argument];
  if (options !== undefined && options !== null) ArrayPrototypePush(args, options);
  return operate(placeOf(locator), "locatorAction", args);
}

/** The source of a function that is to run in the page; a text is its own. @param {unknown} script @returns {string} */
export const sourceOf = (script) => (typeof script === "function" ? FunctionPrototypeToString(script) : String(script));

const { prototype } = Locator;

/** Actions that take options alone. */
const ACTIONS = ["click", "dblclick", "check", "uncheck", "clear", "hover", "focus", "scrollIntoViewIfNeeded", "highlight"];
for (const name of new SafeArrayIterator(ACTIONS)) {
  addAsync(prototype, name, async (locator, options) => void (await act(locator, name, null, options)));
}

/** Actions that take a text and options. */
for (const name of new SafeArrayIterator(["fill", "type", "press"])) {
  addAsync(prototype, name, async (locator, text, options) => void (await act(locator, name, String(text), options)));
}

/** What can be read, with the name of the action. */
export const READINGS = [
  ["textContent", "getText"],
  ["innerText", "innerText"],
  ["innerHTML", "innerHTML"],
  ["inputValue", "getValue"],
  ["isVisible", "isVisible"],
  ["isHidden", "isHidden"],
  ["isEnabled", "isEnabled"],
  ["isDisabled", "isDisabled"],
  ["isChecked", "isChecked"],
  ["count", "count"],
  ["boundingBox", "boundingBox"],
  ["allTextContents", "allTextContents"],
  ["allInnerTexts", "allInnerTexts"],
];
for (const entry of new SafeArrayIterator(READINGS)) {
  addAsync(prototype, entry[0], (locator, options) => act(locator, entry[1], null, options));
}

addAsync(prototype, "getAttribute", (locator, name, options) => act(locator, "getAttribute", String(name), options));
addAsync(prototype, "selectOption", async (locator, value, options) => void (await act(locator, "selectOption", value, options)));
addAsync(prototype, "setInputFiles", async (locator, files, options) => void (await act(locator, "setInputFiles", uploads(files), options)));
addAsync(prototype, "dragTo", async (locator, target, options) => void (await act(locator, "dragTo", nested(target, "dragTo()"), options)));
addAsync(prototype, "waitFor", async (locator, options) => void (await act(locator, "waitFor", options)));
addAsync(prototype, "screenshot", (locator, options) => act(locator, "screenshot", options));
for (const name of new SafeArrayIterator(["evaluate", "evaluateAll"])) {
  addAsync(prototype, name, (locator, script, argument) => act(locator, name, list([sourceOf(script), argument])));
}

addFinders(prototype, (locator, tuple) => sibling(locator, join("chained", tupleOf(locator), tuple)));

/** @param {Locator} locator @param {number} index */
const nth = (locator, index) => sibling(locator, narrow(tupleOf(locator), "nth", index));
addMethod(prototype, "nth", (locator, index) => nth(locator, MathTrunc(Number(index)) || 0));
addMethod(prototype, "first", (locator) => nth(locator, 0));
addMethod(prototype, "last", (locator) => nth(locator, -1));

for (const name of new SafeArrayIterator(["or", "and"])) {
  addMethod(prototype, name, (locator, other) => sibling(locator, join(name, tupleOf(locator), given(other, `${name}()`))));
}

addMethod(prototype, "filter", (locator, options) => {
  /** @type {Record<string, unknown>} */
  // @ts-ignore: no prototype
  const filter = { __proto__: null };
  for (const name of new SafeArrayIterator(["hasText", "hasNotText"])) {
    const wanted = options?.[name];
    if (wanted !== undefined && wanted !== null) filter[name] = textOrPattern(wanted);
  }
  for (const name of new SafeArrayIterator(["has", "hasNot"])) {
    const wanted = options?.[name];
    if (wanted !== undefined && wanted !== null) filter[name] = nested(wanted, `filter() with ${name}`);
  }
  const visible = options?.visible;
  if (visible !== undefined && visible !== null) filter.visible = !!visible;
  return sibling(locator, narrow(tupleOf(locator), "filter", filter));
});

addAsync(prototype, "all", async (locator) => {
  const count = await act(locator, "count");
  if (!NumberIsInteger(count) || count < 0) throw nonsense("locatorAction");
  if (count > MAX_ELEMENTS) throw new Error(`Too many elements: all() gives at most ${MAX_ELEMENTS}, and there are ${count}`);
  /** @type {Locator[]} */
  const found = [];
  for (let index = 0; index < count; index++) ArrayPrototypePush(found, nth(locator, index));
  return found;
});

/** The elements of a frame. @param {Place} place @param {unknown} selector */
export function frameLocator(place, selector) {
  const frame = single("css", selector);
  const object = {};
  addFinders(object, (_, tuple) => makeLocator(place, join("frame", frame, tuple)));
  return object;
}
