// WebSockets of `serve()`: upgrades, and the sockets that come of them (runtime.md 7.4 and 7.5).
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { host } from "ext:isolate/host.js";
import { atLeaseEnd } from "ext:isolate/lease/lease.js";
import { served } from "ext:isolate/serve/handlers.js";
const {
  ArrayBufferIsView,
  ArrayPrototypeFilter,
  ArrayPrototypePush,
  Error,
  MapPrototypeDelete,
  MapPrototypeGet,
  MapPrototypeGetSize,
  MapPrototypeSet,
  RangeError,
  ReflectApply,
  SafeMap,
  SafeMapIterator,
  String,
  TypeError,
} = primordials;

/** Upgrades that may wait to be opened; older ones are forgotten. */
const MAX_UPGRADES = 1000;

/** Longest reason of a close, in bytes (RFC 6455, 5.5). */
const MAX_REASON = 123;

const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/**
 * An upgrade that the host has not opened.
 * @typedef {object} Upgrade
 * @property {string} connectionId
 * @property {unknown} data
 * @property {{ answered: boolean }} dispatch the request that asked for it
 * @property {boolean} told whether the host has learnt of it by asking
 */

/**
 * All of them, by connection id.
 * @type {Map<string, Upgrade>}
 */
const upgrades = new SafeMap();

/**
 * Those that the host learns of when it asks without naming one.
 * @type {Upgrade[]}
 */
let pending = [];

/** @type {Map<string, ServerWebSocket>} */
const sockets = new SafeMap();

let lastId = 0;

/** @type {(socket: ServerWebSocket) => void} */
let markClosed;

/** The guest's end of a connection. */
class ServerWebSocket {
  /** @type {string} */
  #id;
  #readyState = OPEN;
  /** What was given to `upgrade`; the guest may change it. */
  data;

  static {
    markClosed = (socket) => {
      socket.#readyState = CLOSED;
    };
  }

  /** @param {string} id @param {unknown} data */
  constructor(id, data) {
    this.#id = id;
    this.data = data;
  }

  /** 1 open, 2 closing, 3 closed. */
  get readyState() {
    return this.#readyState;
  }

  /** @param {string | ArrayBuffer | ArrayBufferView} data text, or bytes for a binary message */
  send(data) {
    if (this.#readyState !== OPEN) throw new Error("WebSocket is not open");
    if (typeof data !== "string" && !ArrayBufferIsView(data) && !core.isAnyArrayBuffer(data)) {
      throw new TypeError("WebSocket data must be a string, an ArrayBuffer or a view of one");
    }
    command("message", this.#id, data, null, null);
  }

  /**
   * Says goodbye; the `close` handler runs when the client has closed.
   * @param {number} [code] 1000 by default
   * @param {string} [reason] at most 123 bytes
   */
  close(code, reason) {
    const closing = checkClose(code, reason);
    if (this.#readyState !== OPEN) return;
    this.#readyState = CLOSING;
    command("close", this.#id, null, closing.code, closing.reason);
  }
}

/**
 * @param {"message" | "close"} type
 * @param {string} connectionId
 * @param {string | ArrayBuffer | ArrayBufferView | null} data
 * @param {number | null} code
 * @param {string | null} reason
 */
function command(type, connectionId, data, code, reason) {
  host.emitEvent("ws:command", { __proto__: null, type, connectionId, data, code, reason });
}

/**
 * Codes that may be sent are those of RFC 6455, 7.4, but for the ones that only describe how a connection ended.
 * @param {unknown} code
 * @param {unknown} reason
 */
function checkClose(code, reason) {
  if (reason !== undefined && core.encode(String(reason)).length > MAX_REASON) {
    throw new RangeError(`The reason of a close must not be longer than ${MAX_REASON} bytes`);
  }
  const valid = code === undefined ||
    (typeof code === "number" && code % 1 === 0 && code >= 1000 && code <= 4999 &&
      code !== 1004 && code !== 1005 && code !== 1006 && code !== 1015);
  if (!valid) throw new RangeError(`A WebSocket cannot be closed with code ${String(code)}`);
  return { __proto__: null, code: code ?? null, reason: reason === undefined ? null : String(reason) };
}

/**
 * The handler of `dispatch` wants a connection.
 * @param {{ answered: boolean, upgrade: string | undefined }} dispatch
 * @param {unknown} data
 * @returns {string} the connection id
 */
export function requestUpgrade(dispatch, data) {
  const known = dispatch.upgrade === undefined ? undefined : MapPrototypeGet(upgrades, dispatch.upgrade);
  if (known !== undefined) {
    known.data = data;
    return known.connectionId;
  }
  const upgrade = { connectionId: String(++lastId), data, dispatch, told: false };
  MapPrototypeSet(upgrades, upgrade.connectionId, upgrade);
  ArrayPrototypePush(pending, upgrade);
  if (MapPrototypeGetSize(upgrades) > MAX_UPGRADES) {
    for (const oldest of new SafeMapIterator(upgrades)) {
      forget(oldest[1]);
      break;
    }
  }
  return upgrade.connectionId;
}

/** A new request comes in: upgrades of answered ones count as unwanted when the host asks without naming one. */
export function forgetPendingUpgrades() {
  if (pending.length !== 0) pending = ArrayPrototypeFilter(pending, (/** @type {Upgrade} */ upgrade) => !upgrade.dispatch.answered);
}

/**
 * The first upgrade that the host has not learnt of, or else the last that it has.
 * @returns {{ requested: true, connectionId: string } | null}
 */
export function upgradeRequest() {
  let found = null;
  for (let index = 0; index < pending.length; index++) {
    found = pending[index];
    if (!found.told) break;
  }
  if (found === null) return null;
  found.told = true;
  return { requested: true, connectionId: found.connectionId };
}

/** @returns {boolean} */
export function hasActiveConnections() {
  return MapPrototypeGetSize(sockets) > 0;
}

/**
 * Something happened to a connection.
 * @param {string} id
 * @param {"open" | "message" | "close" | "error"} event
 * @param {any} first the message, the close code, or the error's text
 * @param {string} second the close reason
 */
export function socketEvent(id, event, first, second) {
  if (event === "open") return open(id);
  const socket = MapPrototypeGet(sockets, id);
  if (socket === undefined) return;
  if (event === "message") return call("message", socket, first);
  if (event === "error") return call("error", socket, new Error(first));
  markClosed(socket);
  MapPrototypeDelete(sockets, id);
  call("close", socket, first, second);
}

atLeaseEnd(() => {
  upgrades.clear();
  pending = [];
  for (const entry of new SafeMapIterator(sockets)) markClosed(entry[1]);
  sockets.clear();
});

/** @param {string} id */
function open(id) {
  const upgrade = MapPrototypeGet(upgrades, id);
  if (upgrade === undefined) throw new Error(`No upgrade with connectionId ${id} waits to be opened`);
  forget(upgrade);
  const socket = new ServerWebSocket(id, upgrade.data);
  MapPrototypeSet(sockets, id, socket);
  call("open", socket);
}

/** @param {Upgrade} upgrade */
function forget(upgrade) {
  MapPrototypeDelete(upgrades, upgrade.connectionId);
  pending = ArrayPrototypeFilter(pending, (/** @type {Upgrade} */ other) => other !== upgrade);
}

/**
 * @param {string} name
 * @param {unknown[]} args
 */
function call(name, ...args) {
  const handlers = served()?.websocket;
  const handler = handlers?.[name];
  if (typeof handler === "function") ReflectApply(handler, handlers, args);
}
