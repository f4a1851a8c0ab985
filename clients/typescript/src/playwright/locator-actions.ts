/** The actions of `locatorAction` (protocol.md, section 4.10). */

import type { Locator } from "playwright-core";
import { limit, withDeadline } from "./deadline.ts";
import type { PlaywrightHandlerOptions } from "./handler-options.ts";
import { buildLocator, nestedTriple, type LocatorRoot } from "./locators.ts";
import { pageFunction } from "./page-function.ts";
import { parseMap, pick, type Plain } from "./picking.ts";
import { deliver, SCREENSHOT_OPTIONS } from "./pictures.ts";
import { uploadPayloads } from "./uploads.ts";

/** Options that a guest may give to a single action, as far as Playwright knows them there. */
const CALL_OPTIONS = [
  "button", "clickCount", "delay", "force", "modifiers", "noWaitAfter", "position", "sourcePosition", "steps", "targetPosition",
  "timeout", "trial",
];

interface Call {
  root: LocatorRoot;
  locator: Locator;
  argument: unknown;
  /** The call's own options and the timeout. */
  options: Plain & { timeout: number };
  handlerOptions: PlaywrightHandlerOptions;
}

type Action = (call: Call) => Promise<unknown>;

const ACTIONS: Record<string, Action> = {
  click: ({ locator, options }) => locator.click(options),
  dblclick: ({ locator, options }) => locator.dblclick(options),
  fill: ({ locator, argument, options }) => locator.fill(String(argument), options),
  type: ({ locator, argument, options }) => locator.pressSequentially(String(argument), options),
  check: ({ locator, options }) => locator.check(options),
  uncheck: ({ locator, options }) => locator.uncheck(options),
  selectOption: async ({ locator, argument, options }) => void (await locator.selectOption(choices(argument), options)),
  clear: ({ locator, options }) => locator.clear(options),
  press: ({ locator, argument, options }) => locator.press(String(argument), options),
  hover: ({ locator, options }) => locator.hover(options),
  focus: ({ locator, options }) => locator.focus(options),
  waitFor: ({ locator, argument, options }) => {
    const asked = pick(parseMap(argument), ["state", "timeout"]);
    return locator.waitFor({ ...options, ...asked, timeout: limit(asked["timeout"], options.timeout) });
  },
  setInputFiles: async ({ locator, argument, options, handlerOptions }) =>
    locator.setInputFiles(await uploadPayloads(argument, handlerOptions), options),
  dragTo: ({ root, locator, argument, options }) => locator.dragTo(buildLocator(root, dragTarget(argument)), options),
  scrollIntoViewIfNeeded: ({ locator, options }) => locator.scrollIntoViewIfNeeded(options),
  highlight: async ({ locator }) => void (await locator.highlight()),
  getText: ({ locator, options }) => locator.textContent(options),
  getValue: ({ locator, options }) => locator.inputValue(options),
  getAttribute: ({ locator, argument, options }) => locator.getAttribute(String(argument), options),
  innerHTML: ({ locator, options }) => locator.innerHTML(options),
  innerText: ({ locator, options }) => locator.innerText(options),
  isVisible: ({ locator }) => locator.isVisible(),
  isHidden: ({ locator }) => locator.isHidden(),
  isEnabled: ({ locator, options }) => locator.isEnabled(options),
  isDisabled: ({ locator, options }) => locator.isDisabled(options),
  isChecked: ({ locator, options }) => locator.isChecked(options),
  count: ({ locator }) => locator.count(),
  allTextContents: ({ locator }) => locator.allTextContents(),
  allInnerTexts: ({ locator }) => locator.allInnerTexts(),
  boundingBox: ({ locator, options }) => locator.boundingBox(options),
  screenshot: ({ locator, argument, options, handlerOptions }) =>
    deliver("screenshot", argument, handlerOptions, () =>
      locator.screenshot({ timeout: options.timeout, ...pick(parseMap(argument), SCREENSHOT_OPTIONS) }),
    ),
  evaluate: ({ locator, argument, options }) => {
    const [source, value] = functionAndValue(argument);
    return locator.evaluate(pageFunction<unknown>(source), value, options);
  },
  evaluateAll: ({ locator, argument }) => {
    const [source, value] = functionAndValue(argument);
    return locator.evaluateAll(pageFunction<unknown[]>(source), value);
  },
};

/** Scripts of the page's may never end, and these calls take no timeout. */
const UNBOUNDED = ["evaluate", "evaluateAll", "count", "allTextContents", "allInnerTexts", "isVisible", "isHidden", "highlight"];

/**
 * @param args kind, value, options, action, argument, options of the call
 * @param timeout ms where the guest names none
 */
export async function locatorAction(
  root: LocatorRoot,
  args: unknown[],
  handlerOptions: PlaywrightHandlerOptions,
  timeout: number,
): Promise<unknown> {
  const [kind, value, locatorOptions, name, argument, callOptions] = args;
  const action = Object.hasOwn(ACTIONS, String(name)) ? ACTIONS[String(name)] : undefined;
  if (action === undefined) {
    throw new Error(`Unknown locator action: ${String(name)}`);
  }
  const asked = pick(parseMap(callOptions), CALL_OPTIONS);
  const options = { ...asked, timeout: limit(asked["timeout"], timeout) };
  const locator = buildLocator(root, [kind, value, locatorOptions]);
  const result = action({ root, locator, argument, options, handlerOptions });
  return UNBOUNDED.includes(String(name)) ? withDeadline(result, options.timeout, `locator.${String(name)}`) : result;
}

function functionAndValue(argument: unknown): [unknown, unknown] {
  return Array.isArray(argument) ? [argument[0], argument[1]] : [argument, undefined];
}

/** A value, a choice `{value}`, `{label}` or `{index}`, or a list of these. */
function choices(argument: unknown): Parameters<Locator["selectOption"]>[0] {
  return argument as Parameters<Locator["selectOption"]>[0];
}

/** A triple or `{$locator: triple}`, maybe as JSON text. */
function dragTarget(argument: unknown): unknown {
  const target: unknown = typeof argument === "string" ? JSON.parse(argument) : argument;
  return nestedTriple(target);
}
