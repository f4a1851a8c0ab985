// The native functions of the runtime. They cannot live in a snapshot, so each new isolate connects its own.
// @ts-check
import { primordials } from "ext:core/mod.js";
const { ObjectAssign } = primordials;

/**
 * What a call is aimed at: a custom function by name or something the client handed out by id, or a step of a custom
 * function that is an iterator.
 * @typedef {"call" | "start" | "next" | "return" | "throw"} CallKind
 *
 * @typedef {object} Host
 * @property {(entry: object) => void} emitConsole hands one console entry to the client
 * @property {() => number} now milliseconds on a monotonic clock
 * @property {(event: string, payload: unknown) => void} emitEvent hands an event to the client
 * @property {() => boolean} wantsConsole whether anybody listens to console entries
 * @property {(kind: CallKind, target: string | number, args: unknown[]) => Promise<unknown>} callAsync starts a call
 * @property {(kind: CallKind, target: string | number, args: unknown[]) => unknown} callSync calls and blocks
 */

/** @type {Host} */
// @ts-ignore: filled by `connect` before any guest code runs
export const host = { __proto__: null };

/** @param {Host} natives */
export function connect(natives) {
  ObjectAssign(host, natives);
}
