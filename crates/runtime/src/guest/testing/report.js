// How failures are told to the client: bounded texts, and values as JSON (runtime.md 11.3).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { compare } from "ext:isolate/testing/diff.js";
import { detailsOf } from "ext:isolate/testing/failure.js";
import { cut, show, text } from "ext:isolate/testing/format.js";
const { ErrorPrototype, JSONParse, JSONStringify, NumberIsFinite, ObjectPrototypeIsPrototypeOf, StringPrototypeIncludes } = primordials;

/** The longest message and stack, in UTF-16 units. */
const TEXT = 32_768;

/** The longest JSON of one value, in UTF-16 units; a longer one goes as the beginning of its text. */
const VALUE = 16_384;

/** Deeper values go as their text. */
const DEPTH = 40;

/** JSON whose text stands as it is. @typedef {{ json: string }} Verbatim */
/**
 * @typedef {{ message: string, stack?: string, matcherName?: string, expected?: Verbatim, actual?: Verbatim,
 *   diff?: string }} Report
 */

/**
 * What the client is told of something thrown. Runs code of the guest's: getters, `toJSON`, `toString`.
 * @param {any} error
 * @returns {Report}
 */
export function describe(error) {
  // @ts-ignore: no prototype
  if (!isError(error)) return { __proto__: null, message: cut(typeof error === "string" ? error : show(error), TEXT) };
  /** @type {Report} */
  // @ts-ignore: no prototype
  const report = { __proto__: null, message: read(error, "message") ?? "" };
  const stack = read(error, "stack");
  if (stack !== undefined) report.stack = stack;
  const details = detailsOf(error);
  if (details === undefined) return report;
  report.matcherName = details.matcherName;
  if ("expected" in details) report.expected = asJson(details.expected);
  if ("actual" in details) report.actual = asJson(details.actual);
  const diff = details.differ === true ? difference(details) : undefined;
  if (diff !== undefined) report.diff = diff;
  return report;
}

/** @param {import("./failure.js").Details} details */
function difference({ expected, actual }) {
  try {
    return compare(expected, actual);
  } catch {
    // Code of the guest's, which looking at values may run.
    return undefined;
  }
}

/** @param {unknown} value */
function isError(value) {
  try {
    return typeof value === "object" && value !== null && ObjectPrototypeIsPrototypeOf(ErrorPrototype, value);
  } catch {
    // A proxy that is revoked.
    return false;
  }
}

/** @param {any} object @param {string} key @returns {string | undefined} */
function read(object, key) {
  try {
    const value = object[key];
    return value === undefined || value === null ? undefined : cut(text(value), TEXT);
  } catch {
    return undefined;
  }
}

/**
 * A value as JSON, or, where JSON cannot express it, as a string.
 * @param {unknown} value
 * @returns {Verbatim}
 */
function asJson(value) {
  let json;
  try {
    const expressible = typeof value !== "number" || NumberIsFinite(value);
    json = expressible ? JSONStringify(value) : undefined;
  } catch {
    // A cycle, a bigint, or code of the guest's.
  }
  if (json === undefined) json = JSONStringify(text(value));
  // Keys of this name do not cross.
  const long = json.length > VALUE || StringPrototypeIncludes(json, '"__proto__"') || depth(json) > DEPTH;
  // @ts-ignore: no prototype
  return { __proto__: null, json: long ? JSONStringify(cut(json, VALUE)) : json };
}

/** Levels of arrays and objects. Brackets in strings count, too: those values go as text a little early. @param {string} json */
function depth(json) {
  let level = 0;
  let deepest = 0;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (character === "[" || character === "{") level += 1;
    else if (character === "]" || character === "}") level -= 1;
    if (level > deepest) deepest = level;
  }
  return deepest;
}

/** The value that a text of {@link asJson} says. @param {Verbatim} verbatim */
export const parse = (verbatim) => JSONParse(verbatim.json);
