// The host's file operations (protocol.md 4.9). What it answers is checked here: it may be anything.
// @ts-check
import { core, primordials } from "ext:core/mod.js";
import { notReadable, translate } from "ext:isolate/fs/errors.js";
import { gateOf } from "ext:isolate/fs/gates.js";
import { isName } from "ext:isolate/fs/paths.js";
import { host } from "ext:isolate/host.js";
const {
  ArrayIsArray,
  ArrayPrototypePush,
  Error,
  NumberIsSafeInteger,
  ObjectGetOwnPropertyDescriptor,
  SafeSet,
  SetPrototypeAdd,
  SetPrototypeHas,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint8Array,
} = primordials;

/**
 * @typedef {"readFile" | "writeFile" | "unlink" | "readdir" | "mkdir" | "rmdir" | "stat" | "readAt" | "writeAt"
 *   | "truncate" | "removeTree"} Operation
 * @typedef {{ isFile: boolean, isDirectory: boolean, size: number | undefined, lastModified: number | undefined }} Stat
 * @typedef {{ data: Uint8Array, size: number, lastModified: number | undefined }} Piece
 */

/** Whether the host offers an operation. @param {Operation} operation */
export const has = (operation) => host.hasFs(operation);

/**
 * Has the host do something.
 * @param {Operation} operation
 * @param {unknown[]} args
 * @returns {Promise<unknown>} its answer; rejects with what the guest is to see
 */
export async function call(operation, args) {
  try {
    return await callRaw(operation, args);
  } catch (failure) {
    throw translate(failure).error;
  }
}

/**
 * The same, but rejects with the error as the host has sent it.
 * @param {Operation} operation
 * @param {unknown[]} args
 */
export async function callRaw(operation, args) {
  const gate = gateOf(operation);
  const turn = gate.enter();
  const round = typeof turn === "number" ? turn : await turn;
  try {
    return await host.callFs(operation, args);
  } finally {
    gate.leave(round);
  }
}

/**
 * A property of something the host has sent. Inherited ones would be the guest's.
 * @param {unknown} object
 * @param {string} name
 */
function own(object, name) {
  return typeof object === "object" && object !== null ? ObjectGetOwnPropertyDescriptor(object, name)?.value : undefined;
}

/** @param {unknown} value @returns {number | undefined} */
const sizeOrNothing = (value) => (NumberIsSafeInteger(value) && /** @type {number} */ (value) >= 0 ? /** @type {number} */ (value) : undefined);

/** @param {unknown} value @returns {number | undefined} */
const timeOrNothing = (value) => (typeof value === "number" && value > -8.64e15 && value < 8.64e15 ? value : undefined);

/** @param {string} path @returns {Promise<Stat>} */
export async function stat(path) {
  const answer = await call("stat", [path]);
  const isFile = own(answer, "isFile") === true;
  const isDirectory = !isFile && own(answer, "isDirectory") === true;
  return {
    // @ts-ignore: no inherited names
    __proto__: null,
    isFile,
    isDirectory,
    size: sizeOrNothing(own(answer, "size")),
    lastModified: timeOrNothing(own(answer, "lastModified")),
  };
}

/**
 * The names in a directory. What is no name of an entry (some hosts list "." and "..") is left out.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
export async function readdir(path) {
  const answer = /** @type {any} */ (await call("readdir", [path]));
  if (!ArrayIsArray(answer)) throw new Error(`The host's list of ${path} is no list`);
  /** @type {string[]} */
  const names = [];
  const seen = new SafeSet();
  for (let index = 0; index < answer.length; index++) {
    const name = own(answer, `${index}`);
    if (typeof name !== "string") throw new Error(`The host's list of ${path} has something in it that is no name`);
    if (!isName(name) || SetPrototypeHas(seen, name)) continue;
    SetPrototypeAdd(seen, name);
    ArrayPrototypePush(names, name);
  }
  return names;
}

/** All of a file. @param {string} path @returns {Promise<Uint8Array>} */
export async function readFile(path) {
  return bytes(await call("readFile", [path]), path);
}

/**
 * A piece of a file, and what the file is like.
 * @param {string} path
 * @param {number} position
 * @param {number} length
 * @returns {Promise<Piece>}
 */
export async function readAt(path, position, length) {
  const answer = await call("readAt", [path, position, length]);
  const data = bytes(own(answer, "data"), path);
  const size = sizeOrNothing(own(answer, "size"));
  const count = TypedArrayPrototypeGetByteLength(data);
  if (size === undefined || count > length || (count < length && position + count < size)) {
    throw notReadable(`The host's answer is no piece of ${path}`);
  }
  // @ts-ignore: no inherited names
  return { __proto__: null, data, size, lastModified: timeOrNothing(own(answer, "lastModified")) };
}

/** @param {any} value @param {string} path @returns {Uint8Array} */
function bytes(value, path) {
  if (TypedArrayPrototypeGetSymbolToStringTag(value) === "Uint8Array") return /** @type {Uint8Array} */ (value);
  if (core.isArrayBuffer(value)) return new Uint8Array(/** @type {ArrayBuffer} */ (value));
  if (ArrayIsArray(value)) {
    const copy = new Uint8Array(value.length);
    for (let index = 0; index < value.length; index++) {
      const byte = own(value, `${index}`);
      if (typeof byte !== "number") throw notReadable(`The host's content of ${path} is not made of bytes`);
      copy[index] = byte;
    }
    return copy;
  }
  throw notReadable(`The host's content of ${path} is not made of bytes`);
}
