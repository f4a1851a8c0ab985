// Changes of files that are on their way: who answers the host waits for those that were begun before (runtime.md 2.13).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const { SafeSet, SafeSetIterator } = primordials;

/** Who waits, in order. @type {Set<{ barrier: number, action: () => void }>} */
const waiting = new SafeSet();

atLeaseEnd(() => waiting.clear());

/** @returns {number} the number of a change that begins */
export const beginChange = () => host.beginChange();

/**
 * A change has been acknowledged, or has failed.
 * @param {number} number
 */
export function endChange(number) {
  host.endChange(number);
  for (const waiter of new SafeSetIterator(waiting)) {
    if (!host.changesPassed(waiter.barrier)) return;
    waiting.delete(waiter);
    waiter.action();
  }
}

/**
 * Does something when all changes that were begun before have ended; at once if there are none.
 * @param {() => void} action must not throw
 */
export function afterChanges(action) {
  const barrier = host.changeBarrier();
  if (barrier === undefined) action();
  else waiting.add({ barrier, action });
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
