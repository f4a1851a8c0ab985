// Primitive values and functions as text (spec 4.4, rows 1 to 7).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { TEXT_LIMIT } from "ext:isolate/console/text.js";

const {
  BigIntPrototypeToString,
  FunctionPrototypeToString,
  NumberPrototypeToString,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectIs,
  StringPrototypeCharCodeAt,
  StringPrototypePadStart,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  StringPrototypeToUpperCase,
  SymbolPrototypeToString,
} = primordials;

/** @typedef {import("./text.js").TextWriter} TextWriter */

/**
 * Any value that is not an object, as it looks inside a container. Minus zero keeps its sign, as in Node.
 * @param {TextWriter} out
 * @param {unknown} value
 */
export function writePrimitive(out, value) {
  switch (typeof value) {
    case "string":
      return writeQuoted(out, value);
    case "number":
      return out.write(numberText(value));
    case "bigint":
      return out.write(bigintText(value));
    case "boolean":
      return out.write(value ? "true" : "false");
    case "symbol":
      return out.write(SymbolPrototypeToString(value));
    case "function":
      return out.write(functionText(value));
    default:
      return out.write(value === null ? "null" : "undefined");
  }
}

/**
 * @param {number} value
 * @returns {string}
 */
export function numberText(value) {
  return ObjectIs(value, -0) ? "-0" : NumberPrototypeToString(value);
}

/** Bits of the largest bigint whose digits fit into {@link TEXT_LIMIT}: the limit times the binary logarithm of 10. */
const BIGINT_BITS = 3_483_294n;

/**
 * Decimal digits and `n`. Converting takes more than linear time, so that an enormous value is only named.
 * @param {bigint} value
 */
export function bigintText(value) {
  const rest = value >> BIGINT_BITS;
  if (rest !== 0n && rest !== -1n) return `[bigint of more than ${TEXT_LIMIT} digits]`;
  return BigIntPrototypeToString(value) + "n";
}

/**
 * A string in single quotes. Control characters, backslash, `'` and lone surrogates are escaped as Node does.
 * @param {TextWriter} out
 * @param {string} text may be of any length; only what fits is looked at
 */
export function writeQuoted(out, text) {
  out.write("'");
  const length = text.length;
  let from = 0;
  for (let at = 0; at < length && at - from <= out.room; at++) {
    const unit = StringPrototypeCharCodeAt(text, at);
    if (isSurrogate(unit) && isLead(unit) && isTrail(StringPrototypeCharCodeAt(text, at + 1))) {
      at++;
    } else if (needsEscape(unit)) {
      out.write(StringPrototypeSlice(text, from, at));
      out.write(escapeOf(unit));
      from = at + 1;
    }
    if (out.full) return;
  }
  out.write(from === 0 ? text : StringPrototypeSlice(text, from));
  out.write("'");
}

/** @param {number} unit */
function needsEscape(unit) {
  return unit < 0x20 || unit === 0x27 || unit === 0x5c || (unit >= 0x7f && unit <= 0x9f) || isSurrogate(unit);
}

/** @param {number} unit */
function escapeOf(unit) {
  switch (unit) {
    case 0x08:
      return "\\b";
    case 0x09:
      return "\\t";
    case 0x0a:
      return "\\n";
    case 0x0c:
      return "\\f";
    case 0x0d:
      return "\\r";
    case 0x27:
      return "\\'";
    case 0x5c:
      return "\\\\";
  }
  const hex = StringPrototypeToUpperCase(NumberPrototypeToString(unit, 16));
  return isSurrogate(unit) ? `\\u${hex}` : `\\x${StringPrototypePadStart(hex, 2, "0")}`;
}

/** @param {number} unit */
const isSurrogate = (unit) => unit >= 0xd800 && unit <= 0xdfff;
/** @param {number} unit */
const isLead = (unit) => unit < 0xdc00;
/** @param {number} unit NaN after the end of a string */
const isTrail = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * A property key: bare when it is an ASCII identifier, else quoted.
 * @param {TextWriter} out
 * @param {string} key
 */
export function writeKey(out, key) {
  if (isIdentifier(key)) out.write(key);
  else writeQuoted(out, key);
}

/** @param {string} key */
function isIdentifier(key) {
  const length = key.length;
  for (let at = 0; at < length; at++) {
    const unit = StringPrototypeCharCodeAt(key, at);
    const letter = (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x5f || unit === 0x24;
    if (!letter && (at === 0 || unit < 0x30 || unit > 0x39)) return false;
  }
  return length > 0;
}

/**
 * `[Function: f]`, `[AsyncFunction: f]`, `[class A extends B]` and so on. Own properties are not shown.
 * @param {Function} value
 */
function functionText(value) {
  const name = nameOf(value);
  if (isClass(value)) {
    const parent = ObjectGetPrototypeOf(value);
    const parentName = parent === null ? "[null prototype]" : nameOf(parent);
    return `[class ${name || "(anonymous)"}${parentName === "" ? "" : ` extends ${parentName}`}]`;
  }
  let kind = "Function";
  if (core.isGeneratorFunction(value)) kind = "GeneratorFunction";
  if (core.isAsyncFunction(value)) kind = `Async${kind}`;
  return `[${kind}: ${name || "(anonymous)"}]`;
}

/**
 * The `name` of a function, or the empty string when it has none that is a string.
 * @param {any} value
 * @returns {string}
 */
export function nameOf(value) {
  try {
    const name = value.name;
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

/**
 * Only classes have source text that starts with `class` and a `prototype` that cannot be replaced.
 * @param {Function} value
 */
function isClass(value) {
  if (!StringPrototypeStartsWith(FunctionPrototypeToString(value), "class")) return false;
  return ObjectGetOwnPropertyDescriptor(value, "prototype")?.writable === false;
}
