// Formatting of an argument list (spec 4.3), with the format specifiers of the console standard.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { TextWriter } from "ext:isolate/console/text.js";
import { Inspection } from "ext:isolate/console/inspect.js";
import { numberText } from "ext:isolate/console/primitives.js";

const {
  NumberNaN,
  NumberParseFloat,
  NumberParseInt,
  String,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
} = primordials;

/**
 * Joins the arguments by spaces: strings as they are, everything else formatted on its own.
 * @param {unknown[]} args
 * @param {string} [prefix] goes before the text, and is not formatted
 */
export function formatArguments(args, prefix = "") {
  const out = new TextWriter();
  out.write(prefix);
  let next = 0;
  if (args.length > 1 && typeof args[0] === "string") next = writeTemplate(out, args[0], args);
  writeRest(out, args, next);
  return out.finish();
}

/**
 * Joins values by spaces without looking for format specifiers.
 * @param {unknown[]} args
 */
export function joinArguments(args) {
  const out = new TextWriter();
  writeRest(out, args, 0);
  return out.finish();
}

/**
 * @param {TextWriter} out
 * @param {unknown[]} args
 * @param {number} from
 */
function writeRest(out, args, from) {
  for (let i = from; i < args.length && !out.full; i++) {
    if (i > 0) out.write(" ");
    const arg = args[i];
    if (typeof arg === "string") out.write(arg);
    // Every argument is a walk of its own: nothing is circular across arguments.
    else new Inspection(out).value(arg, 0);
  }
}

/**
 * Writes the template with its specifiers replaced by the arguments after it. Text that was put in is not
 * searched again.
 * @param {TextWriter} out
 * @param {string} template
 * @param {unknown[]} args the template is the first
 * @returns {number} index of the first argument that was not used
 */
function writeTemplate(out, template, args) {
  let next = 1;
  let from = 0;
  let at = StringPrototypeIndexOf(template, "%");
  while (at !== -1 && at + 1 < template.length && !out.full) {
    const specifier = template[at + 1];
    if (specifier === "%") {
      out.write(StringPrototypeSlice(template, from, at + 1));
      from = at + 2;
    } else if (next < args.length && isSpecifier(specifier)) {
      out.write(StringPrototypeSlice(template, from, at));
      writeConverted(out, specifier, args[next++]);
      from = at + 2;
    }
    at = StringPrototypeIndexOf(template, "%", from > at ? from : at + 1);
  }
  out.write(StringPrototypeSlice(template, from));
  return next;
}

/** @param {string} letter */
function isSpecifier(letter) {
  switch (letter) {
    case "s":
    case "d":
    case "i":
    case "f":
    case "o":
    case "O":
    case "c":
      return true;
    default:
      return false;
  }
}

/**
 * @param {TextWriter} out
 * @param {string} specifier
 * @param {unknown} value
 */
function writeConverted(out, specifier, value) {
  switch (specifier) {
    case "s":
      return writeString(out, value);
    case "d":
    case "i":
      return out.write(numberText(toNumber(NumberParseInt, value)));
    case "f":
      return out.write(numberText(toNumber(NumberParseFloat, value)));
    case "c":
      // Styles mean nothing to a text; the argument is used up.
      return;
    default:
      return new Inspection(out).value(value, 0);
  }
}

/**
 * `String(value)`; a value that refuses to become a string is formatted instead.
 * @param {TextWriter} out
 * @param {unknown} value
 */
function writeString(out, value) {
  let text;
  try {
    text = String(value);
  } catch {
    return new Inspection(out).value(value, 0);
  }
  out.write(text);
}

/**
 * @param {(text: any, radix?: number) => number} parse
 * @param {unknown} value
 */
function toNumber(parse, value) {
  try {
    // A symbol throws like any other value that has no string form.
    return parse(value, 10);
  } catch {
    return NumberNaN;
  }
}
