// Abort signals: the reason of an abort that gives none, with the text of runtime.md 17.1; timeouts that end with the lease.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { after } from "ext:isolate/timers/timers.js";
const { MathMin, ObjectDefineProperty, ReflectApply } = primordials;
const { DOMException } = core.loadExtScript("ext:deno_web/01_dom_exception.js");
const { AbortController, AbortSignal } = core.loadExtScript("ext:deno_web/03_abort_signal.js");
const webidl = core.loadExtScript("ext:deno_webidl/00_webidl.js");

const prefix = "Failed to execute 'AbortSignal.timeout'";

/** Timers know no longer time, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

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

/** `AbortSignal.timeout`: the platform's own uses timers that nobody can clear. */
function replaceTimeout() {
  const abort = AbortController.prototype.abort;
  const { timeout } = {
    /** @param {number} milliseconds */
    timeout(milliseconds) {
      webidl.requiredArguments(arguments.length, 1, prefix);
      const delay = webidl.converters["unsigned long long"](milliseconds, prefix, "Argument 1", { enforceRange: true });
      const controller = new AbortController();
      const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
      after(MathMin(delay, LONGEST), () => ReflectApply(abort, controller, [reason()]));
      return controller.signal;
    },
  };
  ObjectDefineProperty(AbortSignal, "timeout", { __proto__: null, value: timeout, writable: true, enumerable: true, configurable: true });
}

/** Runs once, while the snapshot is made. */
export function describeAbort() {
  replaceTimeout();
  describeReason(AbortController.prototype, true);
  describeReason(AbortSignal, true);
}
