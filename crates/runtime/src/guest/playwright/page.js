// IsolatePage: a page of the client's browser (runtime.md 20.3).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { makeKeyboard, makeMouse } from "ext:isolate/playwright/input.js";
import { READINGS, act, frameLocator, makeLocator, sourceOf } from "ext:isolate/playwright/locator.js";
import { json, operate } from "ext:isolate/playwright/operations.js";
import { makeRequest } from "ext:isolate/playwright/request.js";
import { addAsync, addFinders, addMethod, single } from "ext:isolate/playwright/tuples.js";
import { waitForRequest, waitForResponse, waitForURL } from "ext:isolate/playwright/waits.js";
const { Number, ObjectDefineProperty, SafeArrayIterator, String, TypeError } = primordials;

/** @typedef {import("./operations.js").Place} Place */

/** The key without which there is no constructing. */
const KEY = {};

/** @type {(value: any) => value is IsolatePage} */
export let isPage;
/** @type {(page: IsolatePage) => Place} */
export let placeOf;
/** @type {(page: IsolatePage) => object} */
let contextOf;

/** A page. */
export class IsolatePage {
  /** @type {Place} */
  #place;
  #context;

  /** @param {unknown} key @param {string} pageId @param {object} context */
  constructor(key, pageId, context) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    // @ts-ignore: no prototype
    this.#place = { __proto__: null, pageId };
    this.#context = context;
    for (const part of new SafeArrayIterator([["keyboard", makeKeyboard], ["mouse", makeMouse], ["request", makeRequest]])) {
      ObjectDefineProperty(this, part[0], { __proto__: null, value: part[1](this.#place), writable: true, enumerable: true, configurable: true });
    }
  }

  static {
    // @ts-ignore: a predicate of types
    isPage = (value) => typeof value === "object" && value !== null && #place in value;
    placeOf = (page) => page.#place;
    contextOf = (page) => page.#context;
  }
}

/** @param {string} pageId @param {object} context */
export const makePage = (pageId, context) => new IsolatePage(KEY, pageId, context);

const { prototype } = IsolatePage;

/**
 * Adds a method that is one operation.
 * @param {string} type
 * @param {(first: any, second: any) => unknown[]} argumentsOf
 */
function addOperation(type, argumentsOf) {
  addAsync(prototype, type, (page, first, second) => operate(placeOf(page), type, argumentsOf(first, second)));
}

/** When to be content, and the limit in ms, which is sent only if there is one. @param {any} options @returns {unknown[]} */
function navigation(options) {
  const timeout = options?.timeout;
  return timeout === undefined || timeout === null ? [options?.waitUntil] : [options.waitUntil, Number(timeout)];
}

/** Operations without arguments. */
const PLAIN = ["url", "title", "content", "viewportSize", "frames", "mainFrame", "bringToFront", "close", "pause", "isClosed"];
for (const type of new SafeArrayIterator(PLAIN)) addOperation(type, () => []);

addOperation("goto", (url, options) => [String(url), ...new SafeArrayIterator(navigation(options))]);
addOperation("reload", (options) => (options ? navigation(options) : []));
addOperation("goBack", navigation);
addOperation("goForward", navigation);
addOperation("waitForSelector", (selector, options) => [String(selector), options === undefined || options === null ? null : json(options)]);
addOperation("waitForTimeout", (ms) => [Number(ms)]);
addOperation("waitForLoadState", (state) => [state]);
addOperation("screenshot", (options) => [options ?? { __proto__: null }]);
addOperation("pdf", (options) => [options ?? { __proto__: null }]);
addOperation("setViewportSize", (size) => [size]);
addOperation("emulateMedia", (media) => [media ?? { __proto__: null }]);
addOperation("setExtraHTTPHeaders", (headers) => [headers ?? { __proto__: null }]);
addOperation("evaluate", (script, argument) => {
  if (argument !== undefined) return [sourceOf(script), argument];
  return [typeof script === "function" ? `(${sourceOf(script)})()` : String(script)];
});

addAsync(prototype, "waitForURL", (page, url, options) => waitForURL(placeOf(page), url, options));
addAsync(prototype, "waitForRequest", (page, url, options) => waitForRequest(placeOf(page), url, options));
addAsync(prototype, "waitForResponse", (page, url, options) => waitForResponse(placeOf(page), url, options));

addMethod(prototype, "context", (page) => contextOf(page));
addMethod(prototype, "frameLocator", (page, selector) => frameLocator(placeOf(page), selector));
addFinders(prototype, (page, tuple) => makeLocator(placeOf(page), tuple));

/** @param {IsolatePage} page @param {unknown} selector */
const locate = (page, selector) => makeLocator(placeOf(page), single("css", selector));

/** What of a locator can be asked of the page, too. */
const SHORTCUTS = ["textContent", "innerText", "innerHTML", "inputValue", "isVisible", "isEnabled", "isChecked", "isHidden", "isDisabled"];
for (const entry of new SafeArrayIterator(READINGS)) {
  if (!primordials.ArrayPrototypeIncludes(SHORTCUTS, entry[0])) continue;
  addAsync(prototype, entry[0], (page, selector, options) => act(locate(page, selector), entry[1], null, options));
}
addAsync(prototype, "click", async (page, selector, options) => void (await act(locate(page, selector), "click", null, options)));
addAsync(prototype, "fill", async (page, selector, value, options) => void (await act(locate(page, selector), "fill", String(value), options)));
addAsync(prototype, "getAttribute", (page, selector, name, options) => act(locate(page, selector), "getAttribute", String(name), options));
