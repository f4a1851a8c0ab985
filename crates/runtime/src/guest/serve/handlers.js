// What the guest gave to `serve()` (runtime.md 7.1).
// @ts-check
import { primordials } from "ext:core/mod.js";
const { TypeError } = primordials;

/**
 * Its handlers are looked up at each use.
 * @type {any}
 */
let options;

/**
 * Makes the guest a server. Opens no port: the host brings the requests. A later call replaces an earlier one.
 * @param {unknown} given
 */
export function serve(given) {
  if (typeof given !== "object" || given === null) throw new TypeError("serve() takes an object with a fetch handler");
  options = given;
}

/** @returns {any} undefined before `serve()` was called */
export function served() {
  return options;
}

/** @returns {boolean} */
export function hasServeHandler() {
  return typeof options?.fetch === "function";
}
