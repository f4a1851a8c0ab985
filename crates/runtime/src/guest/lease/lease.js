// Whom the guest works for: its owners follow one another, and what one of them has brought ends with his lease
// (runtime.md section 21).
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ArrayPrototypePush, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, Promise, PromisePrototypeThen, ReflectApply } = primordials;

let current = 0;

/** @type {(() => void)[]} */
const endings = [];

/** The number of the lease that runs. */
export const lease = () => current;

/**
 * Has something done at the end of each lease. It must not run any code of the guest's, and is to be quick.
 * @param {() => void} action
 */
export function atLeaseEnd(action) {
  ArrayPrototypePush(endings, action);
}

/** The owner goes. */
export function endLease() {
  current += 1;
  for (let index = 0; index < endings.length; index++) endings[index]();
}

/**
 * What somebody works at who can not be told to stop settles only for the owner who has asked for it.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export function withinLease(promise) {
  const born = current;
  return new Promise((/** @type {(value: T) => void} */ resolve, /** @type {(error: unknown) => void} */ reject) => {
    PromisePrototypeThen(
      promise,
      (/** @type {T} */ value) => {
        if (born === current) resolve(value);
      },
      (/** @type {unknown} */ error) => {
        if (born === current) reject(error);
      },
    );
  });
}

/**
 * Makes a method that gives a promise of such a kind.
 * @param {any} object
 * @param {string} name
 */
export function keepWithinLease(object, name) {
  const descriptor = ObjectGetOwnPropertyDescriptor(object, name);
  const original = descriptor.value;
  if (typeof original !== "function") return;
  const { [name]: guarded } = {
    /** @this {unknown} @param {unknown[]} args */
    [name](...args) {
      return withinLease(ReflectApply(original, this, args));
    },
  };
  ObjectDefineProperty(guarded, "length", { __proto__: null, value: original.length, configurable: true });
  ObjectDefineProperty(object, name, { __proto__: null, ...descriptor, value: guarded });
}
