/** `expect(locator)`: matchers that are tried until they hold or the time is over (runtime.md, section 20.7). */

import type { Locator } from "playwright-core";
import { readAria } from "./aria.ts";
import { limit } from "./deadline.ts";
import { accessibleDescription, cssValue, isEmpty, isFocused, isInViewport, propertyJson } from "./element-facts.ts";
import { buildLocator, type LocatorRoot } from "./locators.ts";
import { asExpression, showPattern, type Expressions } from "./patterns.ts";
import { isPlain } from "./picking.ts";
import { poll, type Check } from "./poll.ts";

/** One try: looks at the element, within `timeout` ms, and says whether it is as expected, with both messages. */
type Matcher = (locator: Locator, expected: unknown, timeout: number, expressions: Expressions) => Promise<Check>;

const MATCHERS: Record<string, Matcher> = {
  toBeVisible: state("visible", "visible", (locator) => locator.isVisible()),
  toBeHidden: state("hidden", "hidden", (locator) => locator.isHidden()),
  toBeEnabled: async (locator, _, timeout) => ({
    pass: await locator.isEnabled({ timeout }),
    message: "Expected element to be enabled, but it was disabled",
    negatedMessage: "Expected element to be disabled, but it was enabled",
  }),
  toBeDisabled: state("disabled", "disabled", (locator, timeout) => locator.isDisabled({ timeout })),
  toBeChecked: state("checked", "checked", (locator, timeout) => locator.isChecked({ timeout })),
  toBeFocused: state("focused", "focused", (locator, timeout) => locator.evaluate(isFocused as never, null, { timeout })),
  toBeEmpty: state("empty", undefined, (locator, timeout) => locator.evaluate(isEmpty as never, null, { timeout })),
  toBeAttached: state("attached to DOM", undefined, async (locator) => (await locator.count()) > 0),
  toBeEditable: state("editable", undefined, (locator, timeout) => locator.isEditable({ timeout })),
  toBeInViewport: state("in viewport", undefined, async (locator, timeout) =>
    (await locator.count()) > 0 && locator.evaluate(isInViewport as never, null, { timeout }),
  ),

  toContainText: async (locator, expected, timeout, expressions) => {
    const actual = (await locator.textContent({ timeout })) ?? "";
    const shown = quoted(expected);
    return {
      pass: asExpression(expected) ? await expressions.matches(expected, actual) : actual.includes(String(expected)),
      message: `Expected text to contain ${shown}, but got "${actual}"`,
      negatedMessage: `Expected text to not contain ${shown}, but got "${actual}"`,
    };
  },
  toHaveText: async (locator, expected, timeout, expressions) => {
    const actual = (await locator.textContent({ timeout })) ?? "";
    return { ...(await text("text", expected, actual, expressions)), negatedMessage: notMessage("text", expected, `got "${actual}"`) };
  },
  toHaveValue: async (locator, expected, timeout, expressions) => text("value", expected, await locator.inputValue({ timeout }), expressions),
  toHaveId: async (locator, expected, timeout, expressions) => text("id", expected, (await locator.getAttribute("id", { timeout })) ?? "", expressions),
  toHaveRole: async (locator, expected, timeout, expressions) => text("role", expected, (await readAria(locator, timeout)).role, expressions),
  toHaveAccessibleName: async (locator, expected, timeout, expressions) =>
    text("accessible name", expected, (await readAria(locator, timeout)).name, expressions),
  toHaveAccessibleDescription: async (locator, expected, timeout, expressions) =>
    text("accessible description", expected, await locator.evaluate(accessibleDescription as never, null, { timeout }), expressions),
  toHaveCount: async (locator, expected) => {
    const actual = await locator.count();
    return {
      pass: actual === expected,
      message: `Expected count to be ${String(expected)}, but got ${actual}`,
      negatedMessage: `Expected count to not be ${String(expected)}, but it was`,
    };
  },

  toHaveClass: async (locator, expected, timeout, expressions) => {
    const actual = (await locator.getAttribute("class", { timeout })) ?? "";
    const shown = quoted(expected);
    return {
      pass: await hasClass(expected, actual, expressions),
      message: `Expected class to match ${shown}, but got "${actual}"`,
      negatedMessage: `Expected class to not match ${shown}, but got "${actual}"`,
    };
  },
  toContainClass: async (locator, expected, timeout) => {
    const actual = (await locator.getAttribute("class", { timeout })) ?? "";
    const wanted = words(String(expected));
    return {
      pass: wanted.length > 0 && includesAll(actual, wanted),
      message: `Expected element to contain class "${String(expected)}", but classes are "${actual}"`,
      negatedMessage: `Expected element to not contain class "${String(expected)}", but it does`,
    };
  },

  toHaveAttribute: async (locator, expected, timeout, expressions) => {
    const { name, value } = named(expected);
    const actual = await locator.getAttribute(name, { timeout });
    const what = `attribute "${name}"`;
    if (asExpression(value)) {
      const shown = showPattern(value);
      return {
        pass: actual !== null && (await expressions.matches(value, actual)),
        message: `Expected ${what} to match ${shown}, but got "${actual}"`,
        negatedMessage: `Expected ${what} to not match ${shown}, but got "${actual}"`,
      };
    }
    return { ...(await text(what, value, String(actual), expressions)), pass: actual === String(value) };
  },
  toHaveCSS: async (locator, expected, timeout, expressions) => {
    const { name, value } = named(expected);
    return text(`CSS "${name}"`, value, await locator.evaluate(cssValue as never, name as never, { timeout }), expressions);
  },
  toHaveJSProperty: async (locator, expected, timeout) => {
    const { name, value } = named(expected);
    const actual = (await locator.evaluate(propertyJson as never, name as never, { timeout })) as string | undefined;
    const wanted = JSON.stringify(value);
    return {
      // Through a parser, so that spelling does not count; the order of keys does not either.
      pass: actual !== undefined && sameJson(JSON.parse(actual), value),
      message: `Expected JS property "${name}" to be ${wanted}, but got ${actual}`,
      negatedMessage: `Expected JS property "${name}" to not be ${wanted}, but it was`,
    };
  },
};

/**
 * @param args kind, value, options, matcher, expected, negated, timeout
 * @param timeout ms where the guest names none
 */
export async function expectLocator(root: LocatorRoot, args: unknown[], timeout: number, expressions: Expressions): Promise<void> {
  const [kind, value, options, name, expected, negated, asked] = args;
  const matcher = Object.hasOwn(MATCHERS, String(name)) ? MATCHERS[String(name)] : undefined;
  if (matcher === undefined) {
    throw new Error(`Unknown locator matcher: ${String(name)}`);
  }
  const expression = asExpression(expected) ?? (isPlain(expected) ? asExpression(expected["value"]) : undefined);
  if (expression !== undefined) {
    // A wrong expression fails at once, not after the timeout.
    (await expressions.loadTest())(expression, "");
  }
  const locator = buildLocator(root, [kind, value, options]);
  await poll(limit(asked, timeout), negated === true, (ms) => matcher(locator, expected, ms, expressions));
}

/** A matcher without an expected value. */
function state(
  what: string,
  itself: string | undefined,
  holds: (locator: Locator, timeout: number) => Promise<boolean>,
): Matcher {
  const was = itself === undefined ? "it was" : `it was ${itself}`;
  return async (locator, _, timeout) => ({
    pass: await holds(locator, timeout),
    message: `Expected element to be ${what}, but it was not`,
    negatedMessage: `Expected element to not be ${what}, but ${was}`,
  });
}

async function text(what: string, expected: unknown, actual: string, expressions: Expressions): Promise<Check> {
  return {
    pass: await expressions.matches(expected, actual),
    message: `Expected ${what} to be "${showPattern(expected)}", but got "${actual}"`,
    negatedMessage: notMessage(what, expected, "it was"),
  };
}

function notMessage(what: string, expected: unknown, found: string): string {
  return `Expected ${what} to not be "${showPattern(expected)}", but ${found}`;
}

/** Texts in quotes, expressions as they are, lists as JSON. */
function quoted(expected: unknown): string {
  if (Array.isArray(expected)) {
    return JSON.stringify(expected);
  }
  return asExpression(expected) ? showPattern(expected) : `"${String(expected)}"`;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

async function hasClass(expected: unknown, actual: string, expressions: Expressions): Promise<boolean> {
  if (Array.isArray(expected)) {
    return includesAll(actual, expected.map(String));
  }
  return (await expressions.matches(expected, actual)) || (!asExpression(expected) && includesAll(actual, [String(expected)]));
}

/** Both lists may be very long: the one is the page's, the other the guest's. */
function includesAll(actual: string, wanted: string[]): boolean {
  const there = new Set(words(actual));
  return wanted.every((name) => there.has(name));
}

function named(expected: unknown): { name: string; value: unknown } {
  if (!isPlain(expected)) {
    throw new TypeError("This matcher expects {name, value}");
  }
  return { name: String(expected["name"]), value: expected["value"] };
}

function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameJson(item, other[index]));
  }
  if (isPlain(one) && isPlain(other)) {
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]));
  }
  return one === other;
}
