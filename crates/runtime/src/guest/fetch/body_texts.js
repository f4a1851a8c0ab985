// Bodies of Request and Response as the standard has them, with the error texts of runtime.md 6.3 to 6.5.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { readMultipart } from "ext:isolate/fetch/multipart.js";
const {
  ArrayPrototypeIncludes,
  JSONParse,
  MapPrototypeGet,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  RangeError,
  ReflectApply,
  SafeArrayIterator,
  TypeError,
  uncurryThis,
} = primordials;
const { essence, extractMimeType } = core.loadExtScript("ext:deno_web/01_mimesniff.js");
const { getDecodeSplitHeader, headerListFromHeaders } = core.loadExtScript("ext:deno_fetch/20_headers.js");

/**
 * @param {any} object
 * @param {string} name
 * @param {Function} value
 */
function method(object, name, value) {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** A getter as a function of the object. @param {any} prototype @param {string} name */
function reader(prototype, name) {
  return uncurryThis(ObjectGetOwnPropertyDescriptor(prototype, name).get);
}

/**
 * Gives the methods of a class with a body their texts.
 * @param {any} Class
 * @param {string} className
 */
export function describeBody(Class, className) {
  const { prototype } = Class;
  const bodyOf = reader(prototype, "body");
  const isUsed = reader(prototype, "bodyUsed");
  const headersOf = reader(prototype, "headers");
  const { arrayBuffer, blob, bytes, clone, formData } = prototype;

  /** @param {object} object @param {Function} read */
  async function consume(object, read) {
    if (isUsed(object)) throw new TypeError("Body has already been consumed");
    return ReflectApply(read, object, []);
  }

  /** UTF-8 without one byte order mark, also of bodies that are strings. @param {object} object */
  async function textOf(object) {
    return core.decode(await consume(object, bytes));
  }

  const readers = {
    async arrayBuffer() {
      return consume(this, arrayBuffer);
    },
    async blob() {
      return consume(this, blob);
    },
    async bytes() {
      return consume(this, bytes);
    },
    async formData() {
      if (isUsed(this)) throw new TypeError("Body has already been consumed");
      const values = getDecodeSplitHeader(headerListFromHeaders(headersOf(this)), "Content-Type");
      const type = values === null ? null : extractMimeType(values);
      switch (type === null ? "" : essence(type)) {
        case "application/x-www-form-urlencoded":
          return consume(this, formData);
        case "multipart/form-data": {
          const boundary = MapPrototypeGet(type.parameters, "boundary");
          if (boundary === undefined) throw new TypeError("The content type has no boundary");
          return readMultipart(await consume(this, bytes), boundary);
        }
        default:
          // As by the standard, the body is used nevertheless.
          await consume(this, bytes);
          throw new TypeError("Unsupported content type for formData()");
      }
    },
    async json() {
      return JSONParse(await textOf(this));
    },
    async text() {
      return textOf(this);
    },
  };
  for (const name of new SafeArrayIterator(["arrayBuffer", "blob", "bytes", "formData", "json", "text"])) {
    method(prototype, name, /** @type {any} */ (readers)[name]);
  }

  method(prototype, "clone", {
    clone() {
      if (isUsed(this)) throw new TypeError(`Cannot clone a ${className} that has already been used`);
      // As a stream, of which each reader gets memory of its own.
      bodyOf(this);
      return ReflectApply(clone, this, []);
    },
  }.clone);
}

/** @param {any} Response */
export function describeRedirect(Response) {
  const original = Response.redirect;
  method(Response, "redirect", {
    /** @this {unknown} @param {unknown} url */
    redirect(url, status = 302) {
      if (!ArrayPrototypeIncludes([301, 302, 303, 307, 308], status)) throw new RangeError("Invalid redirect status code");
      return ReflectApply(original, this, [url, status]);
    },
  }.redirect);
}
