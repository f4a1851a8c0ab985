// The forms of the web platform's classes that have one (spec 4.4, rows 11 to 15).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { describe } from "ext:isolate/console/inspect.js";
import { writeQuoted } from "ext:isolate/console/primitives.js";

const { NumberPrototypeToString, ObjectGetOwnPropertyDescriptor, uncurryThis } = primordials;

/** @typedef {import("./inspect.js").Inspection} Inspection */

const URL_FIELDS = [
  "href",
  "origin",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "searchParams",
  "hash",
];

/**
 * Registers the forms. Called once at start-up, before any guest code can have replaced a getter.
 * @param {{ URL: any, URLSearchParams: any, Headers: any, Request: any, Response: any }} classes
 */
export function describeWebClasses({ URL, URLSearchParams, Headers, Request, Response }) {
  describeFields(URL, "URL", URL_FIELDS);
  describeFields(Request, "Request", ["method", "url"]);
  describeFields(Response, "Response", ["status", "statusText", "url"]);
  describePairs(URLSearchParams, "URLSearchParams", "URLSearchParams {}");
  describePairs(Headers, "Headers", "Headers {  }");
}

/**
 * `Name { field: 'value', … }` through the class's own getters.
 * @param {any} constructor
 * @param {string} name
 * @param {string[]} fields the first one must fail for anything that is not an instance
 */
function describeFields(constructor, name, fields) {
  const getters = fields.map((field) => uncurryThis(ObjectGetOwnPropertyDescriptor(constructor.prototype, field).get));
  describe(constructor.prototype, (inspection, value, depth) => {
    if (!isInstance(getters[0], value)) return false;
    const { out } = inspection;
    out.write(`${name} { `);
    for (let i = 0; i < fields.length; i++) {
      out.write(`${i > 0 ? ", " : ""}${fields[i]}: `);
      const field = getters[i](value);
      if (typeof field === "string") writeQuoted(out, field);
      else if (typeof field === "number") out.write(NumberPrototypeToString(field));
      // The query of a URL is shown at the URL's own depth, so that the limit never hides it.
      else inspection.value(field, depth);
    }
    out.write(" }");
    return true;
  });
}

/**
 * `Name { 'key' => 'value', … }` for a class that is a list of pairs of strings.
 * @param {any} constructor
 * @param {string} name
 * @param {string} empty the form of an empty list
 */
function describePairs(constructor, name, empty) {
  const forEach = uncurryThis(constructor.prototype.forEach);
  describe(constructor.prototype, ({ out }, value) => {
    let first = true;
    try {
      forEach(value, (/** @type {string} */ item, /** @type {string} */ key) => {
        if (out.full) return;
        out.write(first ? `${name} { ` : ", ");
        first = false;
        writeQuoted(out, key);
        out.write(" => ");
        writeQuoted(out, item);
      });
    } catch {
      // Not a genuine instance.
      if (first) return false;
    }
    out.write(first ? empty : " }");
    return true;
  });
}

/**
 * Web classes check their receiver, so that reading through a captured member tells a genuine instance.
 * @param {(value: any) => unknown} read
 * @param {object} value
 */
function isInstance(read, value) {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}
