// The open outbound sockets of this runtime, and what the client says about them (protocol.md 3.8 and 5.9).
// @ts-check
import { primordials } from "ext:core/mod.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
const {
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeGetSize,
  MapPrototypeSet,
  NumberIsInteger,
  ObjectHasOwn,
  SafeMap,
  SafeMapIterator,
  TypedArrayPrototypeGetSymbolToStringTag,
} = primordials;

/** The most sockets that may be connecting, open or closing at once. */
export const MAX_SOCKETS = 1000;

/** The codes of a close that came without one, and of a connection that failed. */
export const NO_STATUS = 1005, ABNORMAL = 1006;

/**
 * What happens to a socket.
 * @typedef {object} Receiver
 * @property {(protocol: string, extensions: string) => void} opened
 * @property {(data: string | Uint8Array) => void} message
 * @property {() => void} failed
 * @property {(code: number, reason: string, wasClean: boolean) => void} closed comes last
 * @property {() => void} abandoned comes last, too, and nobody must be told: the client that has the connection has gone
 */

/** Receivers by socket id. Being here keeps a socket alive. */
const sockets = new SafeMap();
let lastId = 0;

atLeaseEnd(() => {
  for (const entry of new SafeMapIterator(sockets)) entry[1].abandoned();
  sockets.clear();
});

/**
 * Gives a socket its id; undefined if there are too many.
 * @param {Receiver} receiver
 * @returns {string | undefined}
 */
export function add(receiver) {
  if (MapPrototypeGetSize(sockets) >= MAX_SOCKETS) return undefined;
  const id = `${++lastId}`;
  MapPrototypeSet(sockets, id, receiver);
  return id;
}

/**
 * Forgets a socket: nothing that the client says about it matters any more.
 * @param {string} id
 */
export function remove(id) {
  MapPrototypeDelete(sockets, id);
}

/**
 * Takes an event of the client. It may hold anything: what makes no sense is ignored.
 * @param {string} name
 * @param {unknown} payload
 */
export function deliverSocketEvent(name, payload) {
  const id = text(payload, "socketId");
  /** @type {Receiver | undefined} */
  const socket = MapPrototypeGet(sockets, id);
  if (socket === undefined) return;
  switch (name) {
    case "ws:client-opened":
      socket.opened(text(payload, "protocol") ?? "", text(payload, "extensions") ?? "");
      break;
    case "ws:client-message": {
      const data = field(payload, "data");
      if (typeof data === "string" || isBytes(data)) socket.message(data);
      break;
    }
    case "ws:client-error":
      socket.failed();
      break;
    case "ws:client-closed":
      remove(id ?? "");
      socket.closed(closeCode(payload), text(payload, "reason") ?? "", field(payload, "wasClean") === true);
      break;
  }
}

/** @param {unknown} payload @returns {number} */
function closeCode(payload) {
  const code = field(payload, "code");
  return typeof code === "number" && NumberIsInteger(code) && code >= 0 && code <= 0xffff ? code : NO_STATUS;
}

/** @param {unknown} payload @param {string} name @returns {string | undefined} */
function text(payload, name) {
  const value = field(payload, name);
  return typeof value === "string" ? value : undefined;
}

/**
 * A field of the payload itself, never one that a guest has put on `Object.prototype`.
 * @param {any} payload
 * @param {string} name
 * @returns {unknown}
 */
function field(payload, name) {
  return typeof payload === "object" && payload !== null && ObjectHasOwn(payload, name) ? payload[name] : undefined;
}

/** @param {unknown} value @returns {value is Uint8Array} */
function isBytes(value) {
  return TypedArrayPrototypeGetSymbolToStringTag(value) === "Uint8Array";
}
