// Platform objects that cross between guest and host: which are known, what of them goes on the wire, how they are made.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { ownFunction } from "ext:isolate/functions/exports.js";
import { makeFunction, makeIterator, makePromise } from "ext:isolate/functions/functions.js";
const {
  ArrayPrototypePush,
  BigInt,
  Error,
  ErrorPrototype,
  ObjectDefineProperty,
  ObjectPrototypeIsPrototypeOf,
  RegExp,
  SafeArrayIterator,
  String,
  TypeError,
} = primordials;

const { URL, URLPrototype } = core.loadExtScript("ext:deno_web/00_url.js");
const { AbortController } = core.loadExtScript("ext:deno_web/03_abort_signal.js");
const { Blob, BlobPrototype, File, FilePrototype } = core.loadExtScript("ext:deno_web/09_file.js");
const { Headers, headersEntries } = core.loadExtScript("ext:deno_fetch/20_headers.js");
const { FormData, FormDataPrototype } = core.loadExtScript("ext:deno_fetch/21_formdata.js");
const { Request, RequestPrototype } = core.loadExtScript("ext:deno_fetch/23_request.js");
const { Response, ResponsePrototype } = core.loadExtScript("ext:deno_fetch/23_response.js");

const is = ObjectPrototypeIsPrototypeOf;
const HeadersPrototype = Headers.prototype;

/** What does not cross as an argument, with the reason (protocol.md 2.5). Subclasses come before their parents. */
const refused = [
  [RequestPrototype, "Cannot marshal Request from isolate. Use fetch callback instead."],
  [ResponsePrototype, "Cannot marshal Response from isolate. Return plain objects instead."],
  [FilePrototype, "Cannot marshal File from isolate."],
  [BlobPrototype, "Cannot marshal Blob from isolate."],
  [FormDataPrototype, "Cannot marshal FormData from isolate."],
];

/**
 * The name of a platform class that crosses, a reason why the value does not, or undefined for any other object.
 * @param {object} value
 * @returns {string | undefined}
 */
export function classify(value) {
  if (is(URLPrototype, value)) return "URL";
  if (is(HeadersPrototype, value)) return "Headers";
  for (const entry of new SafeArrayIterator(refused)) {
    if (is(entry[0], value)) return entry[1];
  }
  if (is(ErrorPrototype, value)) return "Error";
  return undefined;
}

/**
 * What goes on the wire of a value that {@link classify} knows.
 * @param {string} kind
 * @param {any} value
 */
export function dissect(kind, value) {
  if (kind === "URL") return { __proto__: null, href: value.href };
  if (kind === "Headers") {
    /** @type {[string, string][]} */
    const pairs = [];
    for (const pair of new SafeArrayIterator(headersEntries(value))) {
      ArrayPrototypePush(pairs, [pair[0], pair[1]]);
    }
    return { __proto__: null, pairs };
  }
  const stack = value.stack;
  const code = value.code;
  return {
    __proto__: null,
    name: String(value.name),
    message: String(value.message),
    stack: typeof stack === "string" ? stack : null,
    code: typeof code === "number" || typeof code === "string" ? code : null,
  };
}

/** @type {Record<string, (...parts: any[]) => unknown>} */
const makers = {
  // @ts-ignore: no inherited names
  __proto__: null,
  RegExp: (source, flags) => new RegExp(source, flags),
  BigInt: (digits) => BigInt(digits),
  URL: (href) => new URL(href),
  Headers: (pairs) => new Headers(pairs),
  Error: (name, message, stack, code) => {
    const error = new Error(message);
    hidden(error, "name", name);
    if (stack !== undefined) hidden(error, "stack", stack);
    if (code !== undefined) error.code = code;
    return error;
  },
  Request: (url, method, headers, body, mode, credentials, cache, redirect, referrer, referrerPolicy, integrity) =>
    new Request(url, {
      __proto__: null,
      method,
      headers,
      body: method === "GET" || method === "HEAD" ? undefined : body ?? undefined,
      mode: mode === "navigate" ? undefined : mode,
      credentials,
      cache,
      redirect,
      referrer,
      referrerPolicy,
      integrity,
    }),
  Response: (status, statusText, headers, body) => new Response(body, { __proto__: null, status, statusText, headers }),
  File: (name, type, lastModified, data) =>
    name === "" ? new Blob([data], { type }) : new File([data], name, { type, lastModified }),
  FormData: (entries) => {
    const form = new FormData();
    for (const entry of new SafeArrayIterator(entries)) form.append(entry[0], entry[1]);
    return form;
  },
  AbortSignal: (aborted) => {
    const controller = new AbortController();
    if (aborted) controller.abort();
    return controller.signal;
  },
  Callback: (id) => ownFunction(id) ?? makeFunction(id),
  Promise: makePromise,
  AsyncIterator: makeIterator,
};

/**
 * Makes a value from the parts that came over the wire.
 * @param {string} kind
 * @param {unknown[]} parts
 */
export function revive(kind, ...parts) {
  const make = makers[kind];
  if (make === undefined) throw new TypeError(`Cannot make a ${kind}`);
  return make(...new SafeArrayIterator(parts));
}

/** @param {object} object @param {string} name @param {unknown} value */
function hidden(object, name, value) {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}
