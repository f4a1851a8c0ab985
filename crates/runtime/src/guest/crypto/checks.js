// Checks of Web Crypto's arguments with the error texts of runtime.md section 18.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { bound, costly } from "ext:isolate/crypto/costs.js";
import { keepWithinLease } from "ext:isolate/lease/lease.js";
const {
  ArrayPrototypeIncludes,
  ObjectDefineProperty,
  ObjectPrototypeIsPrototypeOf,
  PromiseReject,
  ReflectApply,
  ReflectOwnKeys,
  SafeArrayIterator,
  String,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  TypeError,
} = primordials;

const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

const integerArrays = [
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
  "BigInt64Array", "BigUint64Array",
];
const keyFormats = ["raw", "jwk", "pkcs8", "spki", "raw-public", "raw-private", "raw-secret", "raw-seed"];
/** The methods that take a key, with its place among the arguments. */
/** @type {any} */
const keyArguments = { __proto__: null, decrypt: 1, deriveBits: 1, deriveKey: 1, encrypt: 1, exportKey: 1, sign: 1, verify: 1 };

/** The most bytes that `getRandomValues` gives at once. */
const QUOTA = 65536;

/**
 * @param {any} prototype
 * @param {string} name
 * @param {(args: any[]) => unknown} check returns what a call fails with, or undefined
 * @param {boolean} rejects whether it fails by a rejected promise
 */
function guard(prototype, name, check, rejects) {
  const original = prototype[name];
  const { [name]: guarded } = {
    /** @this {unknown} @param {any[]} args */
    [name](...args) {
      const error = check(args);
      if (error === undefined) return ReflectApply(original, this, args);
      if (rejects) return PromiseReject(error);
      throw error;
    },
  };
  ObjectDefineProperty(guarded, "length", { __proto__: null, value: original.length, configurable: true });
  ObjectDefineProperty(prototype, name, { __proto__: null, value: guarded, writable: true, enumerable: true, configurable: true });
}

/**
 * Guards the classes. Runs once, while the snapshot is made.
 * @param {{ Crypto: any, SubtleCrypto: any, CryptoKey: any }} classes
 */
export function guardCrypto({ Crypto, SubtleCrypto, CryptoKey }) {
  guard(Crypto.prototype, "getRandomValues", ([array]) => {
    if (!ArrayPrototypeIncludes(integerArrays, TypedArrayPrototypeGetSymbolToStringTag(array))) {
      return new TypeError("Argument 1 must be an integer typed array");
    }
    if (TypedArrayPrototypeGetByteLength(array) <= QUOTA) return undefined;
    const message = `The ArrayBufferView's byte length exceeds the number of bytes of entropy available via this API (${QUOTA})`;
    return new DOMException(message, "QuotaExceededError");
  }, false);
  guard(SubtleCrypto.prototype, "importKey", ([format]) => {
    if (ArrayPrototypeIncludes(keyFormats, format)) return undefined;
    return new DOMException(`Unsupported key format: ${String(format)}`, "NotSupportedError");
  }, true);
  for (const name of new SafeArrayIterator(["decrypt", "deriveBits", "deriveKey", "encrypt", "exportKey", "sign", "verify"])) {
    const place = keyArguments[name];
    guard(SubtleCrypto.prototype, name, (args) => {
      if (args.length <= place || ObjectPrototypeIsPrototypeOf(CryptoKey.prototype, args[place])) return undefined;
      return new TypeError("Key must be a CryptoKey");
    }, true);
  }
  for (const name of new SafeArrayIterator(costly)) {
    guard(SubtleCrypto.prototype, name, (args) => {
      try {
        bound(name, args);
        return undefined;
      } catch (error) {
        return error ?? new TypeError("An argument can not be read");
      }
    }, true);
  }
  // Threads of their own work at these, and go on whoever owns the runtime.
  for (const name of new SafeArrayIterator(ReflectOwnKeys(SubtleCrypto.prototype))) {
    if (typeof name === "string" && name !== "constructor") keepWithinLease(SubtleCrypto.prototype, name);
  }
}
