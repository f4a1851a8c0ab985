// IsolateContext and `browser` (runtime.md 20.5).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { BROWSER, operate, text } from "ext:isolate/playwright/operations.js";
import { makePage } from "ext:isolate/playwright/page.js";
import { addAsync } from "ext:isolate/playwright/tuples.js";
const { ArrayIsArray, SafeArrayIterator, TypeError } = primordials;

/** @typedef {import("./operations.js").Place} Place */

/** The key without which there is no constructing. */
const KEY = {};

/** @type {(context: IsolateContext) => Place} */
let placeOf;

/** A context: pages that share cookies. */
export class IsolateContext {
  /** @type {Place} */
  #place;

  /** @param {unknown} key @param {string} contextId */
  constructor(key, contextId) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    // @ts-ignore: no prototype
    this.#place = { __proto__: null, contextId };
  }

  static {
    placeOf = (context) => context.#place;
  }
}

/** @param {string} contextId */
export const makeContext = (contextId) => new IsolateContext(KEY, contextId);

const { prototype } = IsolateContext;

for (const entry of new SafeArrayIterator([["close", "closeContext"], ["clearCookies", "clearCookies"]])) {
  addAsync(prototype, entry[0], (context) => operate(placeOf(context), entry[1], []));
}
addAsync(prototype, "addCookies", (context, cookies) => operate(placeOf(context), "addCookies", [cookies]));
addAsync(prototype, "cookies", (context, urls) =>
  operate(placeOf(context), "cookies", [urls === undefined || urls === null || ArrayIsArray(urls) ? urls : [urls]]));
addAsync(prototype, "newPage", async (context) => {
  const answer = await operate(placeOf(context), "newPage", []);
  return makePage(text(answer, "pageId", "newPage"), context);
});

export const browser = {};
addAsync(browser, "newContext", async (_, options) => {
  const answer = await operate(BROWSER, "newContext", [options]);
  return makeContext(text(answer, "contextId", "newContext"));
});
