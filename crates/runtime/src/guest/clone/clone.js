// `structuredClone`: which objects of the platform can be cloned, and how (runtime.md 17.4).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
const {
  ArrayBufferIsView,
  ArrayPrototypePush,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectPrototype,
  SafeArrayIterator,
  SafeSet,
  SetPrototypeAdd,
  SetPrototypeHas,
  uncurryThis,
} = primordials;
const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");
// Streams and performance marks clone with this one, if it is replaced before they are loaded. Bytes it copies by itself.
const internal = core.loadExtScript("ext:deno_web/02_structured_clone.js");
const copyBytes = internal.structuredClone;
internal.structuredClone = (/** @type {unknown} */ value) =>
  ArrayBufferIsView(value) || core.isArrayBuffer(value) ? copyBytes(value) : clone(value, []);
const { DOMException, DOMExceptionPrototype } = core.loadExtScript("ext:deno_web/01_dom_exception.js");
const { Blob, BlobPrototype, File, FilePrototype } = core.loadExtScript("ext:deno_web/09_file.js");
// For its converter of options.
core.loadExtScript("ext:deno_web/13_message_port.js");

/** @param {any} prototype @param {string} name */
const getter = (prototype, name) => uncurryThis(ObjectGetOwnPropertyDescriptor(prototype, name).get);
const messageOf = getter(DOMExceptionPrototype, "message");
const nameOf = getter(DOMExceptionPrototype, "name");
const typeOf = getter(BlobPrototype, "type");
const fileNameOf = getter(FilePrototype, "name");
const lastModifiedOf = getter(FilePrototype, "lastModified");

/** What objects of the platform inherit from. */
const platform = new SafeSet();

/**
 * Makes known which classes there are. Runs once, while the snapshot is made.
 * @param {Function[]} classes
 */
export function knowClasses(classes) {
  for (const Class of new SafeArrayIterator(classes)) SetPrototypeAdd(platform, Class.prototype);
}

/** @param {string} message */
function makeError(message) {
  return new DOMException(message === "" ? "The value could not be cloned." : message, "DataCloneError");
}

/**
 * The copy of an object of the platform; undefined if it is none.
 * @param {object} object
 */
function copyObject(object) {
  let prototype = ObjectGetPrototypeOf(object);
  while (prototype !== null && !SetPrototypeHas(platform, prototype)) prototype = ObjectGetPrototypeOf(prototype);
  if (prototype === null) return undefined;
  switch (prototype) {
    case BlobPrototype:
      return new Blob([object], { __proto__: null, type: typeOf(object) });
    case FilePrototype:
      return new File([object], fileNameOf(object), { __proto__: null, type: typeOf(object), lastModified: lastModifiedOf(object) });
    case DOMExceptionPrototype: {
      const copy = new DOMException(messageOf(object), nameOf(object));
      const { stack } = /** @type {Error} */ (object);
      if (typeof stack === "string") {
        ObjectDefineProperty(copy, "stack", { __proto__: null, value: stack, writable: true, enumerable: false, configurable: true });
      }
      return copy;
    }
    default:
      throw makeError("Cannot clone object of unsupported type.");
  }
}

/** @param {unknown} value @param {ArrayBuffer[]} transfer */
function clone(value, transfer) {
  return host.structuredClone(value, transfer, copyObject, makeError, ObjectPrototype);
}

export const { structuredClone } = {
  /** @param {unknown} value @param {StructuredSerializeOptions | undefined} options */
  structuredClone(value, options = undefined) {
    const prefix = "Failed to execute 'structuredClone'";
    webidl.requiredArguments(arguments.length, 1, prefix);
    /** @type {ArrayBuffer[]} */
    const transfer = [];
    if (options !== undefined) {
      const seen = new SafeSet();
      const converted = webidl.converters.StructuredSerializeOptions(options, prefix, "Argument 2");
      for (const object of new SafeArrayIterator(converted.transfer)) {
        if (!core.isArrayBuffer(object) || SetPrototypeHas(seen, object)) throw makeError("Value not transferable");
        SetPrototypeAdd(seen, object);
        ArrayPrototypePush(transfer, object);
      }
    }
    // What is no object is its own clone.
    const type = typeof value;
    if (transfer.length === 0 && (value === null || (type !== "object" && type !== "function" && type !== "symbol"))) return value;
    return clone(value, transfer);
  },
};
