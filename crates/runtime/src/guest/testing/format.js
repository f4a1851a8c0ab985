// Values in the texts of failures: `V(x)` of runtime.md 11.4.
// @ts-check
import { primordials } from "ext:core/mod.js";
const { JSONStringify, String, StringPrototypeSlice } = primordials;

/** The longest text of one value, in UTF-16 units; longer ones are cut. */
const LIMIT = 10_000;

/**
 * The text, or its beginning.
 * @param {string} text
 * @param {number} [limit] in UTF-16 units
 */
export function cut(text, limit = LIMIT) {
  if (text.length <= limit) return text;
  return `${StringPrototypeSlice(text, 0, limit)}... (cut, ${text.length} characters)`;
}

/**
 * A value as JSON where that says something, or else as a string.
 * @param {unknown} value
 * @returns {string}
 */
export function show(value) {
  if (typeof value !== "string" && (typeof value !== "object" || value === null)) return text(value);
  try {
    // A value whose `toJSON` gives nothing has no JSON.
    return cut(JSONStringify(value) ?? text(value));
  } catch {
    return text(value);
  }
}

/**
 * The string form, of whatever there is.
 * @param {any} value
 * @returns {string}
 */
export function text(value) {
  try {
    return cut(String(value));
  } catch {
    return `[${typeof value}]`;
  }
}
