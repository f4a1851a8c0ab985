// Host events: `__on` and `__emit` (runtime.md section 9).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { console } from "ext:isolate/console/console.js";
import { host } from "ext:isolate/host.js";
import { deliverSocketEvent } from "ext:isolate/websocket/table.js";
const {
  ArrayPrototypeFilter,
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  Error,
  JSONParse,
  MapPrototypeGet,
  MapPrototypeSet,
  SafeArrayIterator,
  SafeMap,
  String,
  StringPrototypeStartsWith,
  TypeError,
} = primordials;

/** Listeners by event, in order. */
const listeners = new SafeMap();

/**
 * Registers a listener for events of the host.
 * @param {unknown} event
 * @param {(payload: unknown) => unknown} callback
 * @returns {() => void} unsubscribes
 */
export function on(event, callback) {
  if (typeof callback !== "function") throw new TypeError("Event callback must be a function");
  const name = String(event);
  const entry = { __proto__: null, callback };
  const known = MapPrototypeGet(listeners, name) ?? [];
  ArrayPrototypePush(known, entry);
  MapPrototypeSet(listeners, name, known);
  return () => {
    const now = MapPrototypeGet(listeners, name) ?? [];
    MapPrototypeSet(listeners, name, ArrayPrototypeFilter(now, (/** @type {unknown} */ other) => other !== entry));
  };
}

/**
 * Sends an event to the host.
 * @param {unknown} event
 * @param {string} payloadJson
 */
export function emit(event, payloadJson) {
  const name = String(event);
  // The runtime's own events travel under these names.
  if (StringPrototypeStartsWith(name, "ws:")) throw new Error(`Event names that start with "ws:" are reserved: ${name}`);
  host.emitEvent(name, payloadJson === undefined ? null : JSONParse(payloadJson));
}

/**
 * Hands an event of the host to its listeners, or to the socket it is about.
 * @param {string} name
 * @param {unknown} payload
 */
export function deliver(name, payload) {
  if (StringPrototypeStartsWith(name, "ws:client-")) return deliverSocketEvent(name, payload);
  const known = MapPrototypeGet(listeners, name);
  if (known === undefined) return;
  for (const entry of new SafeArrayIterator(ArrayPrototypeSlice(known))) {
    try {
      (0, entry.callback)(payload);
    } catch (error) {
      console.error("Event listener error:", error);
    }
  }
}
