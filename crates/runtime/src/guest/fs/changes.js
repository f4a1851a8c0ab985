// Changes of files that are on their way: who answers the host waits for those that were begun before (runtime.md 2.13).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const { ArrayPrototypePush, ArrayPrototypeShift } = primordials;

/** Who waits, in order. @type {{ barrier: number, action: () => void }[]} */
const waiting = [];

atLeaseEnd(() => {
  waiting.length = 0;
});

/** @returns {number} the number of a change that begins */
export const beginChange = () => host.beginChange();

/**
 * A change has been acknowledged, or has failed.
 * @param {number} number
 */
export function endChange(number) {
  host.endChange(number);
  while (waiting.length > 0 && host.changesPassed(waiting[0].barrier)) ArrayPrototypeShift(waiting).action();
}

/**
 * Does something when all changes that were begun before have ended; at once if there are none.
 * @param {() => void} action must not throw
 */
export function afterChanges(action) {
  const barrier = host.changeBarrier();
  if (barrier === undefined) action();
  else ArrayPrototypePush(waiting, { barrier, action });
}

/**
 * Counts an action as a change until it has ended.
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function changing(action) {
  const number = beginChange();
  try {
    return await action();
  } finally {
    endChange(number);
  }
}
