// Operations of the browser: each is a call of the client's handler, JSON text there and back (protocol.md 4.10).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
import { after } from "ext:isolate/timers/timers.js";
const {
  ArrayIsArray,
  Error,
  JSONParse,
  JSONStringify,
  MathCeil,
  MathMax,
  MathMin,
  Number,
  NumberIsNaN,
  ObjectDefineProperty,
  ObjectHasOwn,
  ObjectSetPrototypeOf,
  Promise,
  RegExpPrototypeGetFlags,
  RegExpPrototypeGetSource,
  SafeSet,
  SafeSetIterator,
  SafeWeakSet,
  SetPrototypeAdd,
  SetPrototypeDelete,
  WeakSetPrototypeAdd,
  WeakSetPrototypeHas,
} = primordials;

/** How often is looked whether something has come true, in ms. */
const INTERVAL = 100;

/** Where an operation goes: a page, a context, or the browser. @typedef {{ pageId?: string, contextId?: string }} Place */

/** The place of what belongs to no page and no context. @type {Place} */
// @ts-ignore: no prototype
export const BROWSER = { __proto__: null };

/** The limit of predicate waits and of matchers in ms; 0 means none. */
let defaultTimeout = 0;

/** @param {number} timeout */
export function setDefaultTimeout(timeout) {
  defaultTimeout = timeout;
}

/** What a handler has said of an operation that failed; another failure is that of the call. */
const refusals = new SafeWeakSet();

/** Whether it was the handler that failed the operation. @param {any} error */
export const isRefusal = (error) => typeof error === "object" && error !== null && WeakSetPrototypeHas(refusals, error);

/**
 * @param {Place} place
 * @param {string} type
 * @param {unknown[]} args
 * @returns {Promise<any>} the operation's value
 */
export async function operate(place, type, args) {
  const operation = { __proto__: null, type, args: list(args), ...place };
  const answer = await host.callAsync("playwright", "", [JSONStringify(operation)]);
  let result;
  try {
    result = typeof answer === "string" ? JSONParse(answer) : undefined;
  } catch {
    // Told below.
  }
  if (own(result, "ok") === true) return own(result, "value");
  const error = own(result, "error");
  const message = own(error, "message");
  if (own(result, "ok") !== false || typeof message !== "string") throw nonsense(type);
  const failure = failed(message, own(error, "name"));
  WeakSetPrototypeAdd(refusals, failure);
  throw failure;
}

/** @param {string} message @param {unknown} name */
function failed(message, name) {
  const error = new Error(message);
  if (typeof name === "string" && name !== "Error") {
    ObjectDefineProperty(error, "name", { __proto__: null, value: name, writable: true, configurable: true });
  }
  return error;
}

/** The error of an answer that is none. @param {string} type */
export const nonsense = (type) => new Error(`Playwright handler gave no valid answer to ${type}`);

/**
 * A property of something that was parsed, not one that it inherits.
 * @param {any} object
 * @param {string} name
 * @returns {any}
 */
export function own(object, name) {
  if (typeof object !== "object" || object === null) return undefined;
  return ObjectHasOwn(object, name) ? object[name] : undefined;
}

/** A property of something that was parsed, which must be a string. @param {any} object @param {string} name @param {string} type */
export function text(object, name, type) {
  const value = own(object, name);
  if (typeof value !== "string") throw nonsense(type);
  return value;
}

/** A list of ours that is written as JSON whatever a guest has put onto the prototype. @template {unknown[]} T @param {T} values @returns {T} */
export const list = (values) => ObjectSetPrototypeOf(values, null);

/** @param {unknown} value @returns {string} */
export const json = (value) => JSONStringify(value);

/**
 * What stands for a regular expression; any other value stands for itself.
 * @param {any} value
 */
export function pattern(value) {
  if (!core.isRegExp(value)) return value;
  return { __proto__: null, $regex: RegExpPrototypeGetSource(value), $flags: RegExpPrototypeGetFlags(value) };
}

/** What an assertion expects. @param {any} value */
export function expectation(value) {
  if (!ArrayIsArray(value)) return pattern(value);
  const items = [];
  for (let index = 0; index < value.length; index++) items[index] = pattern(value[index]);
  return list(items);
}

/** @param {any} options @returns {number} the limit of a wait in ms; 0 means none */
export function timeoutOf(options) {
  const given = options?.timeout;
  if (given === undefined || given === null) return defaultTimeout;
  const timeout = Number(given);
  return NumberIsNaN(timeout) || timeout < 0 ? 0 : timeout;
}

/** A wait with an end. */
export class Deadline {
  #timeout;
  #end;

  /** @param {number} timeout in ms; 0 means none */
  constructor(timeout) {
    this.#timeout = timeout;
    this.#end = timeout > 0 ? host.now() + timeout : Infinity;
  }

  /** The limit it was made with, in ms. */
  get timeout() {
    return this.#timeout;
  }

  /** What is left, in ms, for an operation: at least 1, as 0 would mean no limit; 0 if there is none. */
  get left() {
    if (this.#timeout === 0) return 0;
    return MathMax(1, MathCeil(this.#end - host.now()));
  }

  get isOver() {
    return host.now() >= this.#end;
  }
}

/** What rejects the waits that are under way. @type {Set<() => void>} */
const waiting = new SafeSet();

atLeaseEnd(() => {
  for (const reject of new SafeSetIterator(waiting)) reject();
  waiting.clear();
});

/** Waits until it is time to look again. @param {Deadline} deadline @returns {Promise<void>} */
export function pause(deadline) {
  const milliseconds = deadline.timeout === 0 ? INTERVAL : MathMin(INTERVAL, deadline.left);
  return new Promise((/** @type {() => void} */ resolve, /** @type {(error: unknown) => void} */ reject) => {
    const giveUp = () => reject(new Error("Connection closed"));
    SetPrototypeAdd(waiting, giveUp);
    after(milliseconds, () => {
      SetPrototypeDelete(waiting, giveUp);
      resolve();
    });
  });
}
