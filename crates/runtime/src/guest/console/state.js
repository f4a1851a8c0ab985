// What a console remembers between calls: timers, counters and the group depth, and the host's view of them.
// @ts-check
import { primordials } from "ext:core/mod.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";

const { MathMax, SafeMap } = primordials;

/** Start of each running timer in milliseconds of the host's monotonic clock. @type {Map<string, number>} */
export const timers = new SafeMap();

/** Value of each counter. @type {Map<string, number>} */
export const counters = new SafeMap();

let depth = 0;

/** Nesting of open groups. */
export const consoleGroupDepth = () => depth;

/** Opens a group. */
export function openGroup() {
  depth += 1;
}

/** Closes the innermost group, if one is open. */
export function closeGroup() {
  depth = MathMax(depth - 1, 0);
}

/** Forgets all timers and counters and closes all groups (`CONSOLE_RESET`). */
export function consoleReset() {
  timers.clear();
  counters.clear();
  depth = 0;
}

atLeaseEnd(consoleReset);

// Pairs, not an object: a label can be any text, `__proto__` and numbers included.

/** `[label, start]` of each running timer (`CONSOLE_GET_TIMERS`). @returns {[string, number][]} */
export const consoleTimers = () => [...timers.entries()];

/** `[label, count]` of each counter (`CONSOLE_GET_COUNTERS`). @returns {[string, number][]} */
export const consoleCounters = () => [...counters.entries()];
