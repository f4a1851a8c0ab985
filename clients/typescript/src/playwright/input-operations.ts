/** Keyboard and mouse. */

import type { Page } from "playwright-core";
import type { Call, Operation } from "./call.ts";
import { TimeoutError } from "./deadline.ts";
import { bounded } from "./page-operations.ts";
import { parseMap, pick, type Plain } from "./picking.ts";

const INPUTS: Record<string, (call: Call) => Promise<unknown>> = {
  keyboardType: ({ page, args, timeout }) => type(page, String(args[0]), pick(parseMap(args[1]), ["delay"]), timeout),
  keyboardPress: ({ page, args }) => page.keyboard.press(String(args[0]), pick(parseMap(args[1]), ["delay"])),
  keyboardDown: ({ page, args }) => page.keyboard.down(String(args[0])),
  keyboardUp: ({ page, args }) => page.keyboard.up(String(args[0])),
  keyboardInsertText: ({ page, args }) => page.keyboard.insertText(String(args[0])),
  mouseMove: ({ page, args }) => page.mouse.move(Number(args[0]), Number(args[1]), pick(parseMap(args[2]), ["steps"])),
  mouseClick: ({ page, args }) =>
    page.mouse.click(Number(args[0]), Number(args[1]), pick(parseMap(args[2]), ["button", "clickCount", "delay"])),
  mouseDown: ({ page, args }) => page.mouse.down(pick(parseMap(args[0]), ["button", "clickCount"])),
  mouseUp: ({ page, args }) => page.mouse.up(pick(parseMap(args[0]), ["button", "clickCount"])),
  mouseWheel: ({ page, args }) => page.mouse.wheel(Number(args[0]), Number(args[1])),
};

/** A page that hangs takes no input. */
export const INPUT_OPERATIONS: Record<string, Operation> = Object.fromEntries(
  Object.entries(INPUTS).map(([name, input]) => [name, bounded(`page.${name}`, input)]),
);

/** Key by key: Playwright itself types to the end, however long that takes. */
async function type(page: Page, text: string, options: Plain, timeout: number): Promise<void> {
  const end = Date.now() + timeout;
  for (const character of text) {
    if (Date.now() >= end) {
      throw new TimeoutError(`page.keyboard.type: Timeout ${timeout}ms exceeded.`);
    }
    await page.keyboard.type(character, options);
  }
}
