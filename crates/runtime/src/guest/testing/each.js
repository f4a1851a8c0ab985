// `test.each` and `describe.each`: one registration per row of a table, with titles by Jest's rules.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { cut, show, text } from "ext:isolate/testing/format.js";
import { inspect } from "ext:isolate/console/inspect.js";
const {
  ArrayIsArray,
  Error,
  Number,
  NumberParseFloat,
  NumberParseInt,
  ReflectApply,
  SafeArrayIterator,
  SafeRegExp,
  String,
  StringPrototypeReplace,
  StringPrototypeSplit,
  StringPrototypeTrim,
} = primordials;

/** What in a title stands for an argument, by position and by name. */
const BY_POSITION = new SafeRegExp("%([%psdifjoO#$])", "g");
const BY_NAME = new SafeRegExp("\\$(#|[A-Za-z_][\\w.]*)", "g");

/**
 * @param {(title: string, fn: () => unknown, timeout: unknown) => void} register
 */
export const each = (register) =>
  /** @param {any} table @param {unknown[]} values of a template */
  (table, ...values) => {
    const rows = rowsOf(table, values);
    return (/** @type {unknown} */ title, /** @type {any} */ fn, /** @type {unknown} */ timeout) => {
      if (typeof fn !== "function") throw new Error("each() needs a function");
      let index = 0;
      for (const row of new SafeArrayIterator(rows)) {
        register(titleOf(text(title), row, index++), () => ReflectApply(fn, undefined, row.args), timeout);
      }
    };
  };

/**
 * A row: the arguments, and for `$name` in titles where names are looked for.
 * @typedef {{ args: unknown[], names: any }} Row
 */

/**
 * @param {any} table
 * @param {unknown[]} values
 * @returns {Row[]}
 */
function rowsOf(table, values) {
  if (!ArrayIsArray(table)) throw new Error("each() needs a table: an array, or a template with headings");
  /** @type {Row[]} */
  const rows = [];
  const add = (/** @type {unknown[]} */ args, /** @type {any} */ names) => void (rows[rows.length] = { args, names });
  if (ArrayIsArray(/** @type {any} */ (table).raw)) {
    const names = StringPrototypeSplit(StringPrototypeTrim(table[0]), "|");
    for (let at = 0; at + names.length <= values.length; at += names.length) {
      /** @type {any} */
      const row = {};
      for (let column = 0; column < names.length; column++) row[StringPrototypeTrim(names[column])] = values[at + column];
      add([row], row);
    }
    return rows;
  }
  for (const row of new SafeArrayIterator(table)) {
    if (ArrayIsArray(row)) add(row, row.length === 1 ? row[0] : undefined);
    else add([row], row);
  }
  return rows;
}

/**
 * @param {string} title
 * @param {Row} row
 * @param {number} index
 */
function titleOf(title, { args, names }, index) {
  let next = 0;
  const formatted = StringPrototypeReplace(title, BY_POSITION, (/** @type {string} */ whole, /** @type {string} */ kind) => {
    if (kind === "%") return "%";
    if (kind === "#") return `${index}`;
    if (kind === "$") return `${index + 1}`;
    return next < args.length ? format(kind, args[next++]) : whole;
  });
  if (typeof names !== "object" || names === null) return formatted;
  return StringPrototypeReplace(formatted, BY_NAME, (/** @type {string} */ whole, /** @type {string} */ path) => {
    if (path === "#") return `${index}`;
    let found = names;
    for (const key of new SafeArrayIterator(StringPrototypeSplit(path, "."))) {
      if (found === null || found === undefined || !(key in primordials.Object(found))) return whole;
      found = found[key];
    }
    return typeof found === "string" ? found : short(found);
  });
}

/** @param {string} kind @param {any} value */
function format(kind, value) {
  switch (kind) {
    case "s":
      return text(value);
    case "d":
      return String(Number(value));
    case "i":
      return String(NumberParseInt(value));
    case "f":
      return String(NumberParseFloat(value));
    case "j":
      return show(value);
    default:
      return short(value);
  }
}

/** @param {unknown} value */
const short = (value) => cut(inspect(value), 1000);
