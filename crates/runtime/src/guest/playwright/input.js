// `page.keyboard` and `page.mouse` (runtime.md 20.3).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { operate } from "ext:isolate/playwright/operations.js";
const { Number, String } = primordials;

/** @typedef {import("./operations.js").Place} Place */

const NONE = { __proto__: null };

/** @param {Place} place */
export const makeKeyboard = (place) => ({
  /** @param {unknown} text @param {unknown} [options] */
  async type(text, options) {
    await operate(place, "keyboardType", [String(text), options ?? NONE]);
  },
  /** @param {unknown} key @param {unknown} [options] */
  async press(key, options) {
    await operate(place, "keyboardPress", [String(key), options ?? NONE]);
  },
  /** @param {unknown} key */
  async down(key) {
    await operate(place, "keyboardDown", [String(key)]);
  },
  /** @param {unknown} key */
  async up(key) {
    await operate(place, "keyboardUp", [String(key)]);
  },
  /** @param {unknown} text */
  async insertText(text) {
    await operate(place, "keyboardInsertText", [String(text)]);
  },
});

/** @param {Place} place */
export const makeMouse = (place) => ({
  /** @param {unknown} x @param {unknown} y @param {unknown} [options] */
  async move(x, y, options) {
    await operate(place, "mouseMove", [Number(x), Number(y), options ?? NONE]);
  },
  /** @param {unknown} x @param {unknown} y @param {unknown} [options] */
  async click(x, y, options) {
    await operate(place, "mouseClick", [Number(x), Number(y), options ?? NONE]);
  },
  /** @param {unknown} [options] */
  async down(options) {
    await operate(place, "mouseDown", [options ?? NONE]);
  },
  /** @param {unknown} [options] */
  async up(options) {
    await operate(place, "mouseUp", [options ?? NONE]);
  },
  /** @param {unknown} dx @param {unknown} dy */
  async wheel(dx, dy) {
    await operate(place, "mouseWheel", [Number(dx), Number(dy)]);
  },
});
