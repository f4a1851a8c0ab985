// Errors (spec 4.4.1): `name: message`, the stack's frames, then cause and own properties as Node shows them.
// Loading this file registers the form.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { describe } from "ext:isolate/console/inspect.js";
import { writeKey } from "ext:isolate/console/primitives.js";

const {
  AggregateErrorPrototype,
  ErrorPrototype,
  ObjectHasOwn,
  ObjectKeys,
  ObjectPrototypeIsPrototypeOf,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
} = primordials;

/** @typedef {import("./inspect.js").Inspection} Inspection */

describe(ErrorPrototype, (inspection, value, depth) => {
  const { out } = inspection;
  const header = headerOf(value);
  out.write(header);
  out.write(framesOf(textOf(value, "stack"), header));
  writeDetails(inspection, value, depth);
  return true;
});

/** @param {any} error */
function headerOf(error) {
  const name = textOf(error, "name") || "Error";
  const message = textOf(error, "message");
  return message === "" ? name : `${name}: ${message}`;
}

/**
 * A property as a string, empty when it is absent, not a primitive or cannot be read.
 * @param {any} error
 * @param {string} key
 * @returns {string}
 */
function textOf(error, key) {
  try {
    const value = error[key];
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? `${value}` : "";
  } catch {
    return "";
  }
}

/**
 * What follows the header in a stack, from its line break on. The header a stack was made with can have several
 * lines and can differ from the present name and message.
 * @param {string} stack
 * @param {string} header
 */
function framesOf(stack, header) {
  if (StringPrototypeStartsWith(stack, header)) {
    const rest = StringPrototypeSlice(stack, header.length);
    if (rest === "" || rest[0] === "\n") return rest;
  }
  let start = StringPrototypeIndexOf(stack, "\n    at ");
  if (start === -1) start = StringPrototypeIndexOf(stack, "\n");
  return start === -1 ? "" : StringPrototypeSlice(stack, start);
}

/**
 * Cause, aggregated errors and own enumerable properties, one a line in braces; nothing when there are none.
 * @param {Inspection} inspection
 * @param {any} error
 * @param {number} depth
 */
function writeDetails(inspection, error, depth) {
  const { out } = inspection;
  let some = false;
  const start = () => {
    out.write(some ? ",\n  " : " {\n  ");
    some = true;
  };
  const keys = ObjectKeys(error);
  for (let i = 0; i < keys.length && !out.full; i++) {
    const key = keys[i];
    if (key === "name" || key === "message" || key === "stack" || isHidden(error, key)) continue;
    start();
    writeKey(out, key);
    out.write(": ");
    inspection.property(error, key, depth + 1);
  }
  for (let i = 0; i < hidden.length; i++) {
    if (!isHidden(error, hidden[i])) continue;
    start();
    out.write(`[${hidden[i]}]: `);
    inspection.property(error, hidden[i], depth + 1);
  }
  if (some) out.write("\n}");
}

const hidden = ["cause", "errors"];

/**
 * Whether a property is shown in brackets: `cause` of any error, `errors` of an aggregate one.
 * @param {any} error
 * @param {string} key
 */
function isHidden(error, key) {
  if (key === "cause") return ObjectHasOwn(error, "cause");
  if (key !== "errors" || !ObjectPrototypeIsPrototypeOf(AggregateErrorPrototype, error)) return false;
  return ObjectHasOwn(error, "errors");
}
