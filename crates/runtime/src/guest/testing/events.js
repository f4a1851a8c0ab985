// Events of a run, as JSON text (protocol.md 4.10). Written by hand: what `JSON.stringify` does to objects, a guest may change.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
const { ArrayIsArray, JSONStringify, ObjectKeys } = primordials;

/** The longest text of an event, in bytes: what fits into a frame. JSON has up to six for each character of a name. */
const MAX_BYTES = 10 * 1024 * 1024 - 4096;

/**
 * @param {string} type
 * @param {Record<string, unknown>} fields records without prototypes, arrays, strings, finite numbers, booleans
 * @param {Record<string, unknown>} [brief] in their place if they are too long
 */
export function emit(type, fields, brief = undefined) {
  if (!host.wantsTestEvents()) return;
  const text = write({ __proto__: null, type, ...fields });
  const tooLong = brief !== undefined && core.byteLength(text) > MAX_BYTES;
  host.testEvent(tooLong ? write({ __proto__: null, type, ...brief }) : text);
}

/** @param {any} value @returns {string} */
function write(value) {
  if (typeof value !== "object") return JSONStringify(value);
  let text = "";
  // First: arrays inherit what the guest gives them.
  if (ArrayIsArray(value)) {
    for (let index = 0; index < value.length; index++) text += `${index === 0 ? "" : ","}${write(value[index])}`;
    return `[${text}]`;
  }
  if (typeof value.json === "string") return value.json;
  const keys = ObjectKeys(value);
  for (let index = 0; index < keys.length; index++) {
    text += `${index === 0 ? "" : ","}${JSONStringify(keys[index])}:${write(value[keys[index]])}`;
  }
  return `{${text}}`;
}
