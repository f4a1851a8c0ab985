// Bodies of Request and Response with the error texts of runtime.md 6.3 to 6.5.
// @ts-check
import { primordials } from "ext:core/mod.js";
const {
  ArrayPrototypeIncludes,
  ObjectDefineProperty,
  RangeError,
  ReflectApply,
  SafeArrayIterator,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  TypeError,
} = primordials;

const readers = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"];

/**
 * @param {any} object
 * @param {string} name
 * @param {Function} value
 */
function method(object, name, value) {
  ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/**
 * Gives the methods of a class with a body their texts.
 * @param {any} Class
 * @param {string} className
 */
export function describeBody(Class, className) {
  const prototype = Class.prototype;
  for (const name of new SafeArrayIterator(readers)) {
    const original = prototype[name];
    const { [name]: reader } = {
      /** @this {any} */
      async [name]() {
        if (this.bodyUsed) throw new TypeError("Body has already been consumed");
        try {
          const result = await ReflectApply(original, this, []);
          const marked = name === "text" && StringPrototypeStartsWith(result, "\ufeff");
          return marked ? StringPrototypeSlice(result, 1) : result;
        } catch (error) {
          if (/** @type {any} */ (error)?.message !== "Body can not be decoded as form data") throw error;
          throw new TypeError("Unsupported content type for formData()");
        }
      },
    };
    method(prototype, name, reader);
  }
  const originalClone = prototype.clone;
  method(prototype, "clone", {
    /** @this {any} */
    clone() {
      if (this.bodyUsed) throw new TypeError(`Cannot clone a ${className} that has already been used`);
      return ReflectApply(originalClone, this, []);
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
