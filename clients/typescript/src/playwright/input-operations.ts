/** Keyboard and mouse. */

import type { Operation } from "./call.ts";
import { parseMap, pick } from "./picking.ts";

export const INPUT_OPERATIONS: Record<string, Operation> = {
  keyboardType: ({ page, args }) => page.keyboard.type(String(args[0]), pick(parseMap(args[1]), ["delay"])),
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
