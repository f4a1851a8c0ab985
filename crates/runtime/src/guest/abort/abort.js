// The reason of an abort that gives none, with the text of runtime.md 17.1.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
const { ObjectDefineProperty, ReflectApply } = primordials;
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");

/** What an operation that was given up fails with. */
export function abortError() {
  return new DOMException("The operation was aborted.", "AbortError");
}

/**
 * @param {any} object which has the method `abort(reason)`
 * @param {boolean} enumerable
 */
function describeReason(object, enumerable) {
  const original = object.abort;
  const { abort } = {
    /** @this {unknown} */
    abort(reason = undefined) {
      return ReflectApply(original, this, [reason === undefined ? abortError() : reason]);
    },
  };
  ObjectDefineProperty(object, "abort", { __proto__: null, value: abort, writable: true, enumerable, configurable: true });
}

/** Runs once, while the snapshot is made. */
export function describeAbort() {
  const { AbortController, AbortSignal } = core.loadExtScript("ext:deno_web/03_abort_signal.js");
  describeReason(AbortController.prototype, true);
  describeReason(AbortSignal, true);
}
