// What the guest sees of the host's errors (runtime.md 10.5, protocol.md 4.9), and errors of our own.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const { Error, RangeError, RegExpPrototypeExec, SafeRegExp, SafeSet, SetPrototypeHas, TypeError } = primordials;
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

/** The prefix by which a host names the class of an error. */
const PREFIX = new SafeRegExp(/^\[([A-Za-z]+)\](.*)$/s);

/** Names that become DOMExceptions, as a prefix or as the error's name. */
const exceptions = new SafeSet([
  "AbortError", "DataError", "EncodingError", "InvalidModificationError", "InvalidStateError", "NetworkError",
  "NoModificationAllowedError", "NotAllowedError", "NotFoundError", "NotReadableError", "NotSupportedError", "OperationError",
  "QuotaExceededError", "SecurityError", "TimeoutError", "TypeMismatchError",
]);

/** @param {string} message */
export const notFound = (message) => new DOMException(message, "NotFoundError");

/** @param {string} message */
export const typeMismatch = (message) => new DOMException(message, "TypeMismatchError");

/** @param {string} message */
export const notReadable = (message) => new DOMException(message, "NotReadableError");

/** @param {string} message */
export const notEmpty = (message) => new DOMException(message, "InvalidModificationError");

/** @param {string} message */
export const overQuota = (message) => new DOMException(message, "QuotaExceededError");

/** @param {string} message */
export const invalidState = (message) => new DOMException(message, "InvalidStateError");

/**
 * An error of the host's, and whether the host has named its class.
 * @param {any} error as the runtime has made it
 * @returns {{ error: unknown, named: boolean }}
 */
export function translate(error) {
  const message = error?.message;
  if (typeof message !== "string") return { error, named: false };
  const prefixed = RegExpPrototypeExec(PREFIX, message);
  if (prefixed !== null) {
    const translated = make(prefixed[1], prefixed[2]);
    if (translated !== undefined) return { error: translated, named: prefixed[1] !== "Error" };
  }
  const { name } = error;
  if (SetPrototypeHas(exceptions, name)) return { error: new DOMException(message, name), named: true };
  return { error, named: false };
}

/** What the daemon itself fails calls with, which says nothing about files. */
const UNANSWERED = new SafeRegExp(/^(callback timed out after |Connection closed$|Too many )/);

/** Whether an error only says that the host has not answered. @param {any} error */
export const isUnanswered = (error) => typeof error?.message === "string" && RegExpPrototypeExec(UNANSWERED, error.message) !== null;

/** @param {string} name @param {string} text */
function make(name, text) {
  if (name === "TypeError") return new TypeError(text);
  if (name === "RangeError") return new RangeError(text);
  if (name === "Error") return new Error(text);
  return SetPrototypeHas(exceptions, name) ? new DOMException(text, name) : undefined;
}
