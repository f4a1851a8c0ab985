// What `expect` knows of locators and pages: matchers that look again until they hold (runtime.md 20.7).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { isLocator, placeOf as placeOfLocator, tupleOf } from "ext:isolate/playwright/locator.js";
import { Deadline, expectation, isRefusal, operate, pause, timeoutOf } from "ext:isolate/playwright/operations.js";
import { isPage, placeOf as placeOfPage } from "ext:isolate/playwright/page.js";
import { registerMatchers } from "ext:isolate/testing/expect.js";
const { SafeArrayIterator, String, StringPrototypeStartsWith } = primordials;

/** @typedef {import("../testing/expect.js").ForeignMatcher} ForeignMatcher */

/** Whether looking again may help: the handler has found that it does not hold, or nothing to look at yet. @param {any} error */
function mayPass(error) {
  if (!isRefusal(error)) return false;
  return StringPrototypeStartsWith(String(error.message), "Expected ") || error.name === "TimeoutError";
}

/**
 * Looks until it holds; fails as the handler does in the end. It may also wait by itself, for the time that is left.
 * @param {any} options
 * @param {(left: number) => Promise<unknown>} look
 */
async function poll(options, look) {
  const deadline = new Deadline(timeoutOf(options));
  let failure;
  for (;;) {
    try {
      await look(deadline.left);
      return;
    } catch (error) {
      if (!mayPass(error)) throw error;
      // That the last look was too short says less than what an earlier one has found.
      if (failure === undefined || /** @type {any} */ (error).name !== "TimeoutError") failure = error;
    }
    if (deadline.isOver) throw failure;
    await pause(deadline);
  }
}

/** Matchers of locators, by what they take before their options: nothing, a value, or a name and a value. */
const NOTHING = [
  "toBeVisible", "toBeHidden", "toBeEnabled", "toBeDisabled", "toBeChecked", "toBeFocused", "toBeEmpty", "toBeAttached",
  "toBeEditable", "toBeInViewport",
];
const VALUE = [
  "toContainText", "toHaveText", "toHaveValue", "toHaveCount", "toHaveId", "toHaveClass", "toContainClass", "toHaveRole",
  "toHaveAccessibleName", "toHaveAccessibleDescription",
];
const NAME_AND_VALUE = ["toHaveAttribute", "toHaveCSS", "toHaveJSProperty"];

/** @type {Record<string, ForeignMatcher>} */
// @ts-ignore: no prototype
const ofLocators = { __proto__: null };
/** @type {Record<string, ForeignMatcher>} */
// @ts-ignore: no prototype
const ofPages = { __proto__: null };

/** @param {string} matcher @param {(args: any[]) => [expected: unknown, options: any]} read */
function addLocatorMatcher(matcher, read) {
  ofLocators[matcher] = async (locator, negated, args) => {
    const [expected, options] = new SafeArrayIterator(read(args));
    const tuple = tupleOf(locator);
    await poll(options, (left) =>
      operate(placeOfLocator(locator), "expectLocator", [tuple[0], tuple[1], tuple[2], matcher, expected, negated, left]));
  };
}

for (const name of new SafeArrayIterator(NOTHING)) addLocatorMatcher(name, (args) => [null, args[0]]);
for (const name of new SafeArrayIterator(VALUE)) addLocatorMatcher(name, (args) => [expectation(args[0]), args[1]]);
for (const name of new SafeArrayIterator(NAME_AND_VALUE)) {
  addLocatorMatcher(name, (args) => [{ __proto__: null, name: String(args[0]), value: expectation(args[1]) }, args[2]]);
}
for (const name of new SafeArrayIterator(["toHaveURL", "toHaveTitle"])) {
  ofPages[name] = async (page, negated, args) => {
    await poll(args[1], (left) => operate(placeOfPage(page), "expectPage", [name, expectation(args[0]), negated, left]));
  };
}

registerMatchers(isLocator, ofLocators);
registerMatchers(isPage, ofPages);
